"""A mail that is handed over, as facts: the same as of one that is pulled."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.connector_kit.contract import Fact
from kontuar.connector_kit.errors import Refused
from kontuar.connectors import get
from kontuar.connectors.mail.facts import NOT_FETCHED, TOO_LARGE, in_part
from kontuar.connectors.mail.mailbox import mailbox_of
from kontuar.facts.mails import BounceWhy, Letter, MailKind, Undelivered
from kontuar.facts.messages import Message, Role, Thread

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OURS = "sklep@example.com"
SETTINGS = {"address": OURS, "aliases": ["Biuro@example.com"]}
MARKER = mailbox_of(SETTINGS, login=OURS).marker


def told(*headers: str, body: str = "Dzień dobry", is_sent: bool = False) -> tuple[Fact, ...]:
    raw = "\r\n".join([*headers, "", body]).encode()
    return get("mail").read(raw, login=OURS, settings=SETTINGS, received_at=NOW, is_sent=is_sent)


def only[T](kind: type[T], facts: Sequence[Fact]) -> T:
    (found,) = [fact for fact in facts if isinstance(fact, kind)]
    return found


def test_a_mail_is_a_thread_a_message_and_a_letter_in_this_order() -> None:
    facts = told(
        "From: Ala <Ala@example.org>",
        "To: sklep@example.com",
        "Message-ID: <3@example.org>",
        "References: <1@example.org> <2@example.com>",
        "In-Reply-To: <2@example.com>",
        "Subject: Re: Kubek [#K-0AB1-XYZW]",
    )
    assert [type(fact) for fact in facts] == [Thread, Message, Letter]
    message, thread, letter = only(Message, facts), only(Thread, facts), only(Letter, facts)
    assert thread.external_id == message.thread_id == "1@example.org"
    assert thread.buyer_login == message.author_login == "ala@example.org"
    assert message.answers == ("2@example.com", "1@example.org", "K-0AB1-XYZW")
    assert message.role is Role.BUYER
    assert letter.message_id == message.external_id == "3@example.org"
    assert letter.verdict.kind is MailKind.PERSON
    assert not letter.is_sent
    assert get("mail").open_letter(letter.raw, received_at=NOW) == letter.mail


def test_a_mail_of_the_sent_folder_is_ours_and_stands_with_whom_we_wrote_to() -> None:
    headers = (f"From: {OURS}", "To: ala@example.org", "Message-ID: <4@example.com>", f"X-Kontuar: {MARKER}")
    facts = told(*headers, is_sent=True)
    assert only(Message, facts).role is Role.SELLER
    assert only(Thread, facts).buyer_login == "ala@example.org"
    assert only(Letter, facts).is_sent
    assert only(Letter, facts).verdict.kind is MailKind.PERSON
    assert only(Letter, told(*headers)).verdict.kind is MailKind.LOOP
    assert only(Message, told(*headers)).role is Role.AUTOMAT


def test_an_automatic_reply_in_the_sent_folder_is_no_answer_of_ours() -> None:
    headers = (
        f"From: {OURS}",
        "To: ala@example.org",
        "Message-ID: <5@example.com>",
        "Auto-Submitted: auto-replied",
    )
    facts = told(*headers, is_sent=True)
    assert only(Message, facts).role is Role.AUTOMAT
    assert only(Letter, facts).verdict.kind is MailKind.AUTO_REPLY


def test_mails_of_others_at_our_provider_are_no_loops() -> None:
    facts = told("From: ola@example.com", "Message-ID: <6@example.com>")
    assert only(Letter, facts).verdict.kind is MailKind.PERSON


def test_a_bounce_says_which_mail_of_ours_did_not_arrive() -> None:
    report = "\r\n".join(
        [
            "--b1",
            "Content-Type: text/plain",
            "",
            "It could not be delivered.",
            "--b1",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.example.org",
            "",
            "Final-Recipient: rfc822; ala@example.org",
            "Action: failed",
            "Status: 5.1.1",
            "",
            "--b1",
            "Content-Type: text/rfc822-headers",
            "",
            "Message-ID: <k.0123@example.com>",
            "",
            "--b1--",
        ]
    )
    facts = told(
        "From: MAILER-DAEMON@mx.example.org",
        "Message-ID: <7@mx.example.org>",
        "Date: Sun, 22 Nov 2026 11:00:00 +0000",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
        body=report,
    )
    found = only(Undelivered, facts)
    assert (found.message_id, found.told_by) == ("k.0123@example.com", "7@mx.example.org")
    assert found.bounce.recipient == "ala@example.org"
    assert found.bounce.why is BounceWhy.NO_SUCH_MAILBOX
    assert found.told_at == datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    assert [type(fact) for fact in facts] == [Thread, Message, Letter, Undelivered]


def test_a_mail_that_was_not_given_out_whole_is_told_with_what_there_is() -> None:
    headers = b"From: ala@example.org\r\nMessage-ID: <8@example.org>\r\nSubject: film\r\n\r\n"
    raw = in_part(headers, TOO_LARGE, size=61_000_000, where="INBOX/7/12")
    facts = get("mail").read(raw, login=OURS, settings=SETTINGS, received_at=NOW)
    mail = only(Letter, facts).mail
    assert (mail.subject, mail.size, mail.message_id) == ("film", 61_000_000, "8@example.org")
    assert TOO_LARGE in mail.troubles


def test_mails_of_which_nothing_was_given_out_are_told_apart() -> None:
    told_ids = set()
    for number in (12, 13):
        raw = in_part(b"", NOT_FETCHED, size=0, where=f"Zamówienia/7/{number}")
        facts = get("mail").read(raw, login=OURS, settings=SETTINGS, received_at=NOW)
        assert NOT_FETCHED in only(Letter, facts).mail.troubles
        told_ids.add(only(Message, facts).external_id)
    assert len(told_ids) == 2


@given(st.binary(max_size=400), st.booleans())
def test_nothing_raises_whatever_is_handed_over(raw: bytes, is_sent: bool) -> None:
    facts = get("mail").read(raw, login=OURS, settings=SETTINGS, received_at=NOW, is_sent=is_sent)
    assert only(Letter, facts).raw == raw
    assert only(Message, facts).external_id == only(Letter, facts).message_id


@pytest.mark.parametrize(
    ("imap", "code"),
    [
        ({"host": "imap.example.com", "port": 143, "security": "none"}, "tls_required"),
        ({"host": "imap.example.com\r\nA1 LOGOUT", "port": 993, "security": "tls"}, "server_name"),
        ({"host": "imap.example.com", "port": 0, "security": "tls"}, "server_port"),
        ({"host": "imap.example.com", "port": 993, "security": "ssl"}, "server_security"),
        ("imap.example.com", "server_setting"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_a_word(imap: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        mailbox_of({**SETTINGS, "imap": imap}, login=OURS)
    assert refused.value.code == code


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_a_server_on_this_machine_needs_no_tls(host: str) -> None:
    mailbox = mailbox_of({"imap": {"host": host, "port": 143, "security": "none"}}, login="Sklep@Example.com")
    assert mailbox.imap is not None
    assert (mailbox.address, mailbox.user, mailbox.folders) == (OURS, OURS, ("INBOX",))
