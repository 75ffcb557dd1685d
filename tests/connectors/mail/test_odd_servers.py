"""Servers that are not Dovecot: slow, lying, poor or broken ones. Nothing is lost, nothing hangs, all is named."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.contract import Batch, Tokens
from kontuar.connector_kit.contract_tests import SECRETS, error_of, whole
from kontuar.connector_kit.errors import (
    AuthExpired,
    ConnectorError,
    NotSupported,
    Temporary,
    UnexpectedAnswer,
)
from kontuar.connectors.mail.client import MailClient
from kontuar.connectors.mail.connector import MailConnector
from kontuar.facts.mails import Letter
from tests.mail_server.scripted import ScriptedImap, ScriptedLines

from .conftest import BY_PASSWORD, FAR, GENEROUS, NOW, SINCE, a_mail

MAIL = a_mail("jedyna")
SELECTED = b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 13] n\r\nTAG OK [READ-ONLY] done\r\n"
FOUND = b"* SEARCH 11 12\r\nTAG OK done\r\n"
DATE = b'INTERNALDATE "22-Nov-2026 10:00:00 +0000"'
LISTED = (
    b"* 1 FETCH (UID 11 RFC822.SIZE 100 "
    + DATE
    + b")\r\n* 2 FETCH (UID 12 RFC822.SIZE 100 "
    + DATE
    + b")\r\n"
    b"TAG OK done\r\n"
)
USUAL: dict[str, bytes | None] = {"EXAMINE": SELECTED, "UID_SEARCH": FOUND}


@contextmanager
def a_mailbox(server: ScriptedLines, **patience: float) -> Iterator[MailClient]:
    client = MailConnector(patience=replace(GENEROUS, **patience)).open(
        BY_PASSWORD,
        Tokens(access=SECRETS[0], refresh="", access_expires_at=FAR),
        login="sklep@example.com",
        watch_only=False,
        gate=OpenGate(),
        settings={"imap": server.setting},
    )
    yield client
    client.close()


def fetching(*contents: bytes, end: bytes = b"TAG OK done\r\n") -> ScriptedImap:
    """A server whose FETCH first lists two mails and then gives out these answers, one after the other."""
    left = [LISTED, *contents]
    script = ScriptedImap(**USUAL)

    class Fetching(ScriptedImap):
        def __call__(self, line: bytes) -> bytes | None:
            if b" UID FETCH " in line and left:
                self.answers["UID_FETCH"] = left.pop(0) if len(left) > 1 else left[0]
            return super().__call__(line)

    return Fetching(**script.answers)


def literal(uid: int, content: bytes, what: bytes = b"BODY[]") -> bytes:
    head = b"* 1 FETCH (UID %d %s {%d}\r\n" % (uid, what, len(content))
    return head + content + b")\r\n"


def letters(client: MailClient) -> list[Letter]:
    return letters_of(client.pull("inbox", {}, now=NOW, since=SINCE))


def letters_of(batch: Batch) -> list[Letter]:
    return [fact for fact in batch.facts if isinstance(fact, Letter)]


class Stubborn(ScriptedImap):
    """Gives out mail 11 and never mail 12: ``body`` is said of it, ``None`` ends the line; ``headers`` of its headers."""

    def __init__(self, body: bytes | None, headers: bytes) -> None:
        super().__init__(**USUAL)
        self.body, self.headers, self.is_well = body, headers, False

    def __call__(self, line: bytes) -> bytes | None:
        tag = line.partition(b" ")[0]
        asked_for_it = b"12" in line or b"11:12" in line
        if b"BODY.PEEK[HEADER]" in line:
            return self.headers.replace(b"TAG", tag)
        if b"BODY.PEEK[]" in line and asked_for_it and not self.is_well:
            first = literal(11, MAIL) if b"11" in line else b""
            return first + self.body.replace(b"TAG", tag) if self.body is not None else None
        if b"BODY.PEEK[]" in line:
            both = [literal(uid, MAIL) for uid in (11, 12) if uid == 12 or b"11" in line]
            return b"".join(both) + tag + b" OK done\r\n"
        if b"UID FETCH 12 " in line:
            return b"* 2 FETCH (UID 12 RFC822.SIZE 100)\r\n" + tag + b" OK done\r\n"
        if b"UID FETCH" in line:
            return LISTED.replace(b"TAG", tag)
        if b"UID SEARCH UID 12" in line:
            return b"* SEARCH 12\r\n" + tag + b" OK done\r\n"
        return super().__call__(line)


REFUSED, HANGS = b"TAG NO [SERVERBUG] internal error\r\n", b"* 2 FETCH (UID 12 BODY[] {5000}\r\nab"
HEADERS = (
    literal(12, b"From: ala@example.org\r\nSubject: uszkodzona\r\n\r\n", b"BODY[HEADER]") + b"TAG OK done\r\n"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stream", "body"),
    [("inbox", REFUSED), ("inbox_history", REFUSED), ("inbox", HANGS), ("inbox", None)],
    ids=["refused", "refused in the history", "hangs", "hangs up"],
)
def test_a_mail_the_server_does_not_give_out_is_asked_for_again_and_then_told_by_its_headers(
    stream: str, body: bytes | None
) -> None:
    limits = {"step": 1.5} if body is HANGS else {}
    with ScriptedLines(Stubborn(body, HEADERS)) as server, a_mailbox(server, **limits) as client:
        first, *empty, last = portions(client, stream, 6)
    assert [one.mail.subject for one in first] == ["jedyna"]
    assert empty == [[], [], [], []]
    assert [one.mail.subject for one in last] == ["uszkodzona"]
    assert "not_fetched" in last[0].mail.troubles


def test_a_mail_that_was_only_late_comes_whole() -> None:
    script = Stubborn(REFUSED, HEADERS)
    with ScriptedLines(script) as server, a_mailbox(server) as client:
        batch = client.pull("inbox", {}, now=NOW, since=SINCE)
        assert (len(letters_of(batch)), batch.more) == (1, False)
        script.is_well = True
        batch = client.pull("inbox", batch.cursor, now=NOW, since=SINCE)
    assert [one.raw for one in letters_of(batch)] == [MAIL]
    assert batch.cursor == {"INBOX": {"validity": 7, "next_uid": 13}}


def test_a_mail_of_which_not_even_headers_come_is_told_all_the_same() -> None:
    with ScriptedLines(Stubborn(REFUSED, REFUSED)) as server, a_mailbox(server) as client:
        *_, last = portions(client, "inbox", 6)
    assert last[0].mail.troubles[0] == "not_fetched"
    assert last[0].message_id.startswith("sha256:")


def portions(client: MailClient, stream: str, count: int) -> list[list[Letter]]:
    """What so many pulls bring, the cursor kept as JSON between them."""
    found, cursor = [], {}
    for _ in range(count):
        batch = client.pull(stream, cursor, now=NOW, since=SINCE)
        found.append(letters_of(batch))
        cursor = json.loads(json.dumps(dict(batch.cursor)))
    return found


def test_a_portion_ends_in_time_between_two_mails_of_one_answer() -> None:
    script = Stubborn(REFUSED, HEADERS)
    script.is_well = True
    with ScriptedLines(script) as server, a_mailbox(server, portion=-1.0) as client:
        batch = client.pull("inbox", {}, now=NOW, since=SINCE)
    assert (len(letters_of(batch)), batch.more) == (1, True)
    assert batch.cursor == {"INBOX": {"validity": 7, "next_uid": 12}}


def test_answers_nobody_asked_for_and_other_orders_are_understood() -> None:
    mixed = (
        b"* 2 FETCH (FLAGS (\\Seen))\r\n* 3 EXISTS\r\n"
        b'* 1 FETCH (BODY[] "" UID 11)\r\n'
        b"* 2 FETCH (BODY[] {%d}\r\n%s UID 12 FLAGS (\\Recent))\r\n* OK still here\r\nTAG OK done\r\n"
        % (len(MAIL), MAIL)
    )
    with ScriptedLines(fetching(mixed)) as server, a_mailbox(server) as client:
        empty, other = letters(client)
    assert (empty.raw, other.raw) == (b"", MAIL)


def test_a_server_without_uidnext_is_read_too() -> None:
    selected = b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\nTAG OK done\r\n"
    script = fetching(literal(11, MAIL) + literal(12, MAIL) + b"TAG OK done\r\n")
    script.answers["EXAMINE"] = selected
    with ScriptedLines(script) as server, a_mailbox(server) as client:
        batch = client.pull("inbox", {}, now=NOW, since=SINCE)
        assert batch.cursor == {"INBOX": {"validity": 7, "next_uid": 13}}
        script.answers["UID_SEARCH"] = b"* SEARCH 12\r\nTAG OK done\r\n"  # "13:*" names the last one, 12
        after = client.pull("inbox", batch.cursor, now=NOW, since=SINCE)
    assert (after.facts, after.cursor) == ((), batch.cursor)


def test_a_server_without_idle_has_no_bell() -> None:
    with ScriptedLines(ScriptedImap(**USUAL)) as server, a_mailbox(server) as client:
        with pytest.raises(NotSupported) as refused:
            client.wait_for_news("inbox", seconds=5)
        assert refused.value.code == "no_idle"
    assert not [line for line in server.asked if b"IDLE" in line]


@pytest.mark.parametrize(
    ("answers", "kind", "code"),
    [
        ({"LOGIN": b"NO [AUTHENTICATIONFAILED] " + SECRETS[0].encode()}, AuthExpired, "password_refused"),
        ({"LOGIN": b"NO [UNAVAILABLE] " + SECRETS[0].encode()}, Temporary, "login_later"),
        ({"LOGIN": b"BAD " + SECRETS[0].encode()}, AuthExpired, "password_refused"),
        ({"LOGIN": None}, Temporary, "DISCONNECTED"),
        ({"LOGIN": b"* OK wait\r\n"}, Temporary, "TIMEOUT"),
        ({"LOGIN": b"* BYE overloaded\r\nTAG NO [ALERT] too many connections\r\n"}, Temporary, None),
        ({"LIST": None}, Temporary, "DISCONNECTED"),
        ({"LIST": b"NO " + SECRETS[0].encode()}, UnexpectedAnswer, None),
        ({"LIST": b"BAD " + SECRETS[0].encode()}, UnexpectedAnswer, None),
        ({"LIST": b"* LIST () NIL {99999999999}\r\n"}, UnexpectedAnswer, "TOO_LARGE"),
        ({"LIST": b"<html>504</html>\r\n"}, Temporary, "DISCONNECTED"),
    ],
)
def test_every_answer_has_its_error_and_none_shows_a_secret(
    answers: dict[str, Any], kind: type[ConnectorError], code: str | None
) -> None:
    limits = {"step": 0.5, "answer": 1.0} if code == "TIMEOUT" else {}
    with ScriptedLines(ScriptedImap(**answers)) as server, a_mailbox(server, **limits) as client:
        error = error_of(client.whoami)
    assert type(error) is kind
    assert code in (None, error.code)
    assert SECRETS[0] not in whole(error)


@pytest.mark.parametrize(
    "greeting",
    [
        b"* BYE too many connections\r\n",
        b"HTTP/1.1 400 Bad Request\r\n",
        b"220 smtp ready\r\n",
        b"\x16\x03\x01",
        None,
    ],
)
def test_a_greeting_that_is_none_is_temporary(greeting: bytes | None) -> None:
    with ScriptedLines(ScriptedImap(), greeting=greeting) as server, a_mailbox(server, step=0.5) as client:
        assert type(error_of(client.whoami)) is Temporary


def test_silence_and_dripping_end_in_time() -> None:
    for options in ({"hold": 30.0}, {"drip": 0.3}):
        with (
            ScriptedLines(ScriptedImap(), **options) as server,
            a_mailbox(server, step=0.6, answer=1.0) as client,
        ):
            error = error_of(client.whoami)
        assert (type(error), error.code) == (Temporary, "TIMEOUT")


def test_a_line_without_an_end_is_not_read_for_ever() -> None:
    endless = ScriptedImap(LIST=b"* LIST " + b"x" * 6_000_000)
    with ScriptedLines(endless) as server, a_mailbox(server) as client:
        error = error_of(client.whoami)
    assert (type(error), error.code) == (UnexpectedAnswer, "TOO_LARGE")


def test_what_is_slipped_in_before_starttls_is_not_believed() -> None:
    script = ScriptedImap("IMAP4rev1 STARTTLS", STARTTLS=b"TAG OK begin\r\n* 9 EXISTS\r\n")
    with ScriptedLines(script) as server:
        starttls = {**server.setting, "security": "starttls"}
        client = MailConnector(patience=GENEROUS).open(
            BY_PASSWORD,
            Tokens(access=SECRETS[0], refresh="", access_expires_at=FAR),
            login="sklep@example.com",
            watch_only=False,
            gate=OpenGate(),
            settings={"imap": starttls},
        )
        error = error_of(client.whoami)
        client.close()
    assert type(error) is Temporary
    assert not [line for line in server.asked if SECRETS[0].encode() in line]


def test_a_server_that_offers_no_starttls_never_hears_the_password() -> None:
    with ScriptedLines(ScriptedImap("IMAP4rev1")) as server:
        client = MailConnector(patience=GENEROUS).open(
            BY_PASSWORD,
            Tokens(access=SECRETS[0], refresh="", access_expires_at=FAR),
            login="sklep@example.com",
            watch_only=False,
            gate=OpenGate(),
            settings={"imap": {**server.setting, "security": "starttls"}},
        )
        error = error_of(client.whoami)
        client.close()
    assert (type(error), error.code) == (Temporary, "no_tls")
    assert not [line for line in server.asked if b"LOGIN" in line]
