"""Mail that came back, as servers of four languages say it, and what only sounds like it."""

import pytest

from kontuar.connectors.mail.kinds import Ours, kind_of
from kontuar.facts.mails import BounceWhy, MailKind, MailVerdict
from tests.connectors.mails import mail, read

OURS = Ours(addresses=frozenset(["sklep@example.org"]), message_id_domain="example.org", marker="m1")
OURS_ID = "k.0123@example.org"
WHY = BounceWhy


def verdict(*headers: str, body: str) -> MailVerdict:
    return kind_of(read(mail(*headers, body=body)), OURS)


REPORT = "multipart/report; report-type=delivery-status"


def report(
    sender: str, subject: str, status: str, words: str = "Nie dostarczono.", kind: str = REPORT
) -> MailVerdict:
    """A report with parts, as RFC 3464 wants it."""
    body = f"""--b
Content-Type: text/plain; charset=utf-8

{words}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com
Arrival-Date: Mon, 23 Nov 2026 08:00:00 +0000

{status}
--b
Content-Type: text/rfc822-headers

Message-ID: <{OURS_ID}>
Subject: Re: Czajnik
--b--
"""
    parts = f'Content-Type: {kind}; boundary="b"'
    return verdict(f"From: {sender}", "To: sklep@example.org", f"Subject: {subject}", parts, body=body)


def fields(action: str, status: str, diagnostic: str = "") -> str:
    lines = ["Final-Recipient: rfc822; ola@example.com", f"Action: {action}", f"Status: {status}"]
    return "\n".join([*lines, *([f"Diagnostic-Code: smtp; {diagnostic}"] if diagnostic else [])])


@pytest.mark.parametrize(
    ("sender", "subject", "status", "why", "final"),
    [
        (
            "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com>",
            "Niedostarczalne: Re: Czajnik",
            fields("failed", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"),
            WHY.NO_SUCH_MAILBOX,
            True,
        ),
        (
            "postmaster@outlook.com",
            "Unzustellbar: Re: Czajnik",
            fields("failed", "5.4.1", "550 5.4.1 Recipient address rejected: Access denied"),
            WHY.NO_SUCH_MAILBOX,
            True,
        ),
        (
            "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            "Delivery Status Notification (Failure)",
            fields("failed", "5.2.2", "552-5.2.2 The recipient's inbox is out of storage space"),
            WHY.MAILBOX_FULL,
            True,
        ),
        (
            "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            "Delivery Status Notification (Delay)",
            fields("delayed", "4.4.1", "The recipient server did not accept our requests to connect"),
            WHY.UNREACHABLE,
            False,
        ),
        (
            "MAILER-DAEMON@mx.example.net",
            "Undelivered Mail Returned to Sender",
            fields("failed", "5.0.0", "550 Podany adresat nie istnieje"),
            WHY.NO_SUCH_MAILBOX,
            True,
        ),
        (
            "MAILER-DAEMON@mx.example.net",
            "Undelivered Mail Returned to Sender",
            fields("failed", "5.7.1", "550 5.7.1 Wiadomość odrzucona jako spam"),
            WHY.REFUSED,
            True,
        ),
        (
            "MAILER-DAEMON@mx.example.net",
            "Nepristatyta: Re: Czajnik",
            fields("failed", "5.3.4", "552 Laiškas per didelis"),
            WHY.TOO_LARGE,
            True,
        ),
    ],
)
def test_a_report_says_to_whom_and_why(
    sender: str, subject: str, status: str, why: BounceWhy, final: bool
) -> None:
    found = report(sender, subject, status)
    assert (found.kind, found.original_id) == (MailKind.BOUNCE, OURS_ID)
    assert [(b.recipient, b.why, b.is_final) for b in found.bounces] == [("ola@example.com", why, final)]


@pytest.mark.parametrize("action", ["delivered", "relayed"])
def test_a_report_that_all_went_well_is_no_bounce(action: str) -> None:
    found = report(
        "MAILER-DAEMON@mx.example.net", "Delivery Status Notification (Success)", fields(action, "2.0.0")
    )
    assert (found.kind == MailKind.BOUNCE, found.bounces) == (False, ())


EXIM = f"""This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ola@example.com
    host mx.example.com [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<ola@example.com>:
    550 5.1.1 <ola@example.com>: Recipient address rejected: User unknown

------ This is a copy of the message, including all the headers. ------

From: sklep@example.org
Message-ID: <{OURS_ID}>
"""
LATE = """This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.example.net.

The address to which the message has not yet been delivered is:

  ola@example.com
    Delay reason: Connection timed out

No action is required on your part. Delivery attempts will continue for
some time, and this warning may be repeated at intervals.
"""


@pytest.mark.parametrize(
    ("headers", "body", "why", "final"),
    [
        (["From: Mail Delivery System <Mailer-Daemon@mx.example.net>", "Subject: Mail delivery failed: returning message to sender"], EXIM, WHY.NO_SUCH_MAILBOX, True),
        (["From: Mail Delivery System <Mailer-Daemon@mx.example.net>", "Subject: Warning: message 1tB3xY-0004 delayed 24 hours"], LATE, WHY.UNREACHABLE, False),
        (
            ["From: MAILER-DAEMON@poczta.example", "Subject: Zwrot niedostarczonej wiadomości"],
            "Wiadomość wysłana do ola@example.com nie została dostarczona.\nPowód: skrzynka odbiorcy jest pełna.\n",
            WHY.MAILBOX_FULL,
            True,
        ),
        (
            ["From: postmaster@poczta.example", "Subject: Nie można dostarczyć wiadomości"],
            "Adresat:\n<ola@example.com>\nNie ma takiego użytkownika.\n",
            WHY.NO_SUCH_MAILBOX,
            True,
        ),
        (
            ["From: MAILER-DAEMON@poczta.example", "Subject: Opóźnione dostarczenie wiadomości"],
            "Serwer odbiorcy ola@example.com nie odpowiada. Serwer wciąż próbuje dostarczyć wiadomość.\n",
            WHY.UNREACHABLE,
            False,
        ),
        (
            ["From: Mail Delivery Subsystem <mailer-daemon@pastas.example>", "Subject: Laiško pristatyti nepavyko"],
            "Jūsų laiškas adresu ola@example.com nebuvo pristatytas: gavėjo pašto dėžutė pilna.\n",
            WHY.MAILBOX_FULL,
            True,
        ),
        (
            ["From: mailer-daemon@pastas.example", "Subject: Pristatymo klaida"],
            "ola@example.com\nTokio gavėjo nėra, adresas nerastas.\n",
            WHY.NO_SUCH_MAILBOX,
            True,
        ),
        (
            ["From: Mailer-Daemon@post.example", "Subject: Nachricht nicht zustellbar"],
            "Ihre Nachricht an ola@example.com konnte nicht zugestellt werden. Das Postfach des Empfängers ist voll.\n",
            WHY.MAILBOX_FULL,
            True,
        ),
        (
            ["From: Mailer-Daemon@post.example", "Subject: Zustellung fehlgeschlagen"],
            "<ola@example.com>: Die Domäne example.com existiert nicht. Vollständiger Text folgt.\n",
            WHY.NO_SUCH_DOMAIN,
            True,
        ),
        (
            ["Return-Path: <>", "From: poczta@poczta.example", "Subject: Wiadomość nie została dostarczona"],
            "<ola@example.com>\n550 5.1.1 Nieznany adresat\n",
            WHY.NO_SUCH_MAILBOX,
            True,
        ),
    ],
)  # fmt: skip
def test_a_server_that_knows_no_report_is_understood(
    headers: list[str], body: str, why: BounceWhy, final: bool
) -> None:
    found = verdict("To: sklep@example.org", "Content-Type: text/plain; charset=utf-8", *headers, body=body)
    assert found.kind is MailKind.BOUNCE
    assert [(b.recipient, b.why, b.is_final) for b in found.bounces] == [("ola@example.com", why, final)]


@pytest.mark.parametrize(
    "headers",
    [
        ["Subject: Nie dostarczono paczki"],
        ["Subject: Zwrot niedoręczonej przesyłki"],
        ["Subject: Paket nicht zugestellt"],
        ["Subject: Siunta nepristatyta"],
        ["Subject: Delivery problem: my parcel was not delivered"],
        ["Subject: Re: Undelivered Mail Returned to Sender"],
        ["Return-Path: <>", "Subject: Odp: Nie dostarczono paczki"],
        ["Return-Path: <>", "Subject: Nie dostarczono paczki"],
    ],
)
def test_who_writes_of_a_lost_parcel_is_a_person(headers: list[str]) -> None:
    body = "Dzień dobry, paczki 5500123 nie dostarczono na adres. Co dalej?"
    kind = "Content-Type: text/plain; charset=utf-8"
    assert verdict("From: Ola <ola@example.com>", kind, *headers, body=body).kind is MailKind.PERSON


def test_a_bounce_that_a_person_forwards_is_the_persons() -> None:
    body = f"Piszę drugi raz, bo dostałam to:\n\n---------- Forwarded message ---------\n{EXIM}"
    found = verdict("From: Ola <ola@example.com>", "Subject: Fwd: Mail delivery failed", body=body)
    assert found.kind is MailKind.PERSON


@pytest.mark.parametrize("subject", ["Zwrot pieniędzy", "Fwd: Undelivered Mail Returned to Sender"])
def test_who_attaches_the_report_of_a_bounce_to_her_own_words_is_a_person(subject: str) -> None:
    words = "Pisałam na biuro@ i wróciło, proszę o zwrot pieniędzy."
    status = fields("failed", "5.1.1", "550 5.1.1 user unknown")
    found = report("Ola <ola@example.com>", subject, status, words, "multipart/mixed")
    assert (found.kind, found.bounces) == (MailKind.PERSON, ())


def test_a_daemons_report_is_believed_in_any_wrapping() -> None:
    status = fields("failed", "5.1.1", "550 5.1.1 user unknown")
    found = report("MAILER-DAEMON@mx.example.net", "Zwrot", status, kind="multipart/mixed")
    assert [(one.recipient, one.why) for one in found.bounces] == [("ola@example.com", WHY.NO_SUCH_MAILBOX)]
