"""A mail is sent once, through a real server, and every way it can fail says what that means."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.contract import Tokens
from kontuar.connector_kit.errors import (
    AuthExpired,
    ConnectorError,
    NotSupported,
    OutcomeUnknown,
    Refused,
    Temporary,
    WatchOnly,
)
from kontuar.connectors.mail.connector import MailConnector
from kontuar.connectors.mail.folders import encoded
from kontuar.facts.deeds import LetterFile, WriteLetter
from kontuar.facts.mails import Letter, MailAddress, MailKind
from kontuar.facts.messages import Message

from .conftest import BY_PASSWORD, FAR, GENEROUS, NOW, SINCE, Desk, pulled, subjects

BUYER = "bolek@example.org"
TEXT = "Dzień dobry,\n.\n..dwie kropki\n" + "bardzo długa linia " * 100 + "\n\nZażółć gęślą jaźń"


def a_letter(desk: Desk, **changed: Any) -> WriteLetter:
    letter = WriteLetter(
        message_id=f"k.0123456789abcdef@{desk.box.address.rpartition('@')[2]}",
        thread_id="1@example.org",
        to=MailAddress(name="Bolek Żak", address=BUYER),
        subject="Re: Kubek",
        text=TEXT,
        written_at=NOW,
        references=("1@example.org", "2@example.org"),
    )
    return replace(letter, **changed)


def failed(desk: Desk, letter: WriteLetter | None = None, **options: Any) -> ConnectorError:
    """What the one try raised; nobody may have got anything it does not admit to."""
    with pytest.raises(ConnectorError) as raised:
        desk.open(**options).perform(letter or a_letter(desk))
    shown = f"{raised.value!r} {vars(raised.value)} {raised.value.__context__!r}"
    assert desk.box.password not in shown
    assert BUYER not in shown
    return raised.value


def test_a_letter_arrives_as_it_was_written_and_is_told_as_a_fact(desk: Desk) -> None:
    buyer = desk.box.office.open_box(BUYER)
    letter = a_letter(
        desk, files=(LetterFile(name="faktura.pdf", media_type="application/pdf", content=b"%PDF"),)
    )
    receipt = desk.open().perform(letter)
    assert (receipt.external_id, receipt.thread_id) == (letter.message_id, letter.thread_id)
    assert "4711" in receipt.trace_id
    (raw,) = buyer.read()
    assert receipt.letter is not None
    assert raw == receipt.letter.raw
    assert receipt.letter.mail.text == TEXT
    assert receipt.letter.mail.files[0].content == b"%PDF"
    assert (receipt.letter.message_id, receipt.letter.is_sent) == (letter.message_id, True)
    assert receipt.letter.verdict.kind is MailKind.PERSON
    (taken,) = desk.box.office.taken
    assert (taken.login, taken.sender, taken.recipients) == (desk.box.address, desk.box.address, (BUYER,))


def test_copies_go_to_everybody_named(desk: Desk) -> None:
    copies = (MailAddress(name="", address="ola@example.org"), MailAddress(name="", address=BUYER))
    desk.open().perform(a_letter(desk, cc=copies))
    assert desk.box.office.taken[0].recipients == (BUYER, "ola@example.org")


def test_a_copy_lands_in_the_sent_folder_and_is_the_same_message_when_read(desk: Desk) -> None:
    desk.box.folder(encoded("Wysłane"))
    receipt = desk.open().perform(a_letter(desk))
    assert receipt.letter is not None
    assert len(desk.box.read(encoded("Wysłane"))) == 1
    facts, _ = pulled(desk.open(), "sent")
    assert [fact.raw for fact in facts if isinstance(fact, Letter)] == [receipt.letter.raw]
    assert [fact.external_id for fact in facts if isinstance(fact, Message)] == [receipt.external_id]
    with desk.box.logged_in() as line:
        line.select(f'"{encoded("Wysłane")}"', readonly=True)
        assert line.search(None, "SEEN")[1] == [b"1"]


def test_a_provider_that_files_sent_mail_itself_gets_no_second_copy(desk: Desk) -> None:
    desk.box.folder("Sent")
    desk.open(keeps_sent=True).perform(a_letter(desk))
    assert desk.box.read("Sent") == []


@pytest.mark.parametrize("broken", [{"imap": None}, {"sent_folder": "Nie ma takiego"}, {}])
def test_a_copy_that_cannot_be_filed_changes_nothing(desk: Desk, broken: dict[str, Any]) -> None:
    assert desk.open(**broken).perform(a_letter(desk)).external_id
    assert len(desk.box.office.taken) == 1


def test_a_mailbox_nobody_reads_still_sends(desk: Desk) -> None:
    down = {"host": "127.0.0.1", "port": 1, "security": "none"}
    assert desk.open(imap=down).perform(a_letter(desk)).letter


def test_a_watch_only_mailbox_opens_no_connection(desk: Desk) -> None:
    with pytest.raises(WatchOnly):
        desk.open(watch_only=True).perform(a_letter(desk))
    assert desk.box.office.submission.asked == []


def test_a_mailbox_that_is_only_read_cannot_send(desk: Desk) -> None:
    assert isinstance(failed(desk, smtp=None), NotSupported)


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        ("550 5.1.1 <bolek@example.org>: no such user", Refused, "550 5.1.1"),
        ("553 bad", Refused, "553"),
        ("450 4.2.1 try later", Temporary, "450 4.2.1"),
        ("421 4.3.2 going down", Temporary, "421 4.3.2"),
    ],
)
@pytest.mark.parametrize("where", ["mail", "recipient", "data", "end"])
def test_a_no_of_the_server_keeps_its_code(
    desk: Desk, where: str, reply: str, kind: type[ConnectorError], code: str
) -> None:
    faults = desk.box.office.faults
    if where == "recipient":
        faults.recipients[BUYER] = reply
    else:
        setattr(faults, where, reply)
    error = failed(desk)
    assert (type(error), error.code) == (kind, code)
    assert desk.box.office.taken == []


def test_one_refused_recipient_of_several_stops_the_letter_and_is_named_by_number(desk: Desk) -> None:
    desk.box.office.faults.recipients["ola@example.org"] = "550 5.1.1 <ola@example.org> unknown"
    error = failed(desk, a_letter(desk, cc=(MailAddress(name="", address="ola@example.org"),)))
    assert isinstance(error, Refused)
    assert "recipient 2 of 2" in error.reason
    assert "ola@" not in error.reason
    assert desk.box.office.taken == []


@pytest.mark.parametrize("drop", ["connect", "mail", "data"])
def test_a_line_that_breaks_before_the_last_dot_is_temporary(desk: Desk, drop: str) -> None:
    desk.box.office.faults.drop = drop
    assert isinstance(failed(desk), Temporary)
    assert desk.box.office.taken == []


def test_a_line_that_breaks_in_the_middle_of_a_large_letter_is_temporary(desk: Desk) -> None:
    desk.box.office.faults.drop = "middle"
    large = LetterFile(name="a.bin", media_type="application/octet-stream", content=bytes(12_000_000))
    assert isinstance(failed(desk, a_letter(desk, files=(large,))), Temporary)


def test_a_line_that_breaks_after_the_last_dot_leaves_the_outcome_unknown(desk: Desk) -> None:
    desk.box.office.faults.drop = "after"
    error = failed(desk)
    assert isinstance(error, OutcomeUnknown)
    assert len(desk.box.office.taken) == 1


def test_a_server_that_says_nothing_after_the_dot_leaves_the_outcome_unknown(desk: Desk) -> None:
    slow = replace(GENEROUS, sending=0, taken=1.0)
    trust = desk.box.office.dovecot.certificates.trusting
    desk.box.office.faults.late = 4.0
    hasty = MailConnector(patience=slow, trust=trust)
    assert isinstance(failed(desk, connector=hasty), OutcomeUnknown)


def test_a_server_that_is_too_slow_before_the_letter_is_temporary(desk: Desk) -> None:
    hasty = replace(GENEROUS, before_mail=0.4)
    desk.box.office.faults.slow = 0.6
    error = failed(desk, connector=MailConnector(patience=hasty))
    assert (type(error), error.code) == (Temporary, "TIMEOUT")
    assert desk.box.office.taken == []


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("535 5.7.8 Authentication credentials invalid", "password_refused"),
        ("534 5.7.9 Application-specific password required", "app_password_needed"),
        ("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled", "smtp_disabled"),
        ("534 5.7.14 Please log in via your web browser", "web_login_needed"),
        ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "passwords_off"),
    ],
)
def test_a_refused_login_says_in_a_word_what_to_do(desk: Desk, reply: str, code: str) -> None:
    desk.box.office.faults.auth = reply
    error = failed(desk)
    assert (type(error), error.code) == (AuthExpired, code)


def test_a_login_that_is_only_put_off_is_temporary(desk: Desk) -> None:
    desk.box.office.faults.auth = "454 4.7.0 Too many login attempts, please try again later"
    error = failed(desk)
    assert (type(error), error.code) == (Temporary, "login_later")


def test_a_wrong_password_is_refused_by_the_server_itself(desk: Desk) -> None:
    error = failed(desk, secret="not-the-password")
    assert (type(error), error.code) == (AuthExpired, "password_refused")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_sending_is_protected_and_the_certificate_is_looked_at(desk: Desk, security: str) -> None:
    office = desk.box.office.submission
    port = office.tls_port if security == "tls" else office.port
    smtp = {"host": "localhost", "port": port, "security": security}
    assert desk.open(smtp=smtp).perform(a_letter(desk)).letter
    error = failed(desk, smtp=smtp, connector=MailConnector())
    assert (type(error), error.code) == (Temporary, "certificate")
    assert len(office.taken) == 1


def test_whoami_tries_the_sending_server_too(desk: Desk) -> None:
    desk.box.office.faults.auth = "535 5.7.8 no"
    with pytest.raises(AuthExpired):
        desk.open().whoami()
    assert desk.open(smtp=None).whoami().login == desk.box.address


def test_what_cannot_be_sent_leaves_no_trace_at_the_server(desk: Desk) -> None:
    error = failed(desk, a_letter(desk, to=MailAddress(name="", address="no address")))
    assert (type(error), error.code) == (Refused, "bad_address")
    assert desk.box.office.submission.asked == []


def test_a_mail_to_ourselves_is_known_as_our_own_loop(desk: Desk) -> None:
    desk.open().perform(a_letter(desk, to=MailAddress(name="", address=desk.box.address)))
    client = desk.open()
    now = datetime.now(UTC)
    batch = client.pull("inbox", {}, now=now, since=SINCE)
    assert subjects(list(batch.facts)) == ["Re: Kubek"]
    (letter,) = [fact for fact in batch.facts if hasattr(fact, "verdict")]
    assert letter.verdict.kind is MailKind.LOOP


def test_without_a_password_nothing_is_said_of_one(desk: Desk) -> None:
    """A relay on this machine that trusts it; one that does not says so itself."""
    application, nobody = BY_PASSWORD, Tokens(access="", refresh="", access_expires_at=FAR)
    client = desk.connector.open(
        application,
        nobody,
        login=desk.box.address,
        watch_only=False,
        gate=OpenGate(),
        settings=desk.box.settings(imap=None),
    )
    desk.clients.append(client)
    with pytest.raises(AuthExpired):
        client.perform(a_letter(desk))
    assert not [one for one in desk.box.office.submission.asked if one.startswith("AUTH")]
