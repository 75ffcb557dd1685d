"""The mail server for tests is one: what is put in can be read, what is sent arrives, faults are faults."""

import smtplib
from email.message import EmailMessage
from imaplib import IMAP4

import pytest

from tests.mail_server.office import Box, Office

PLAIN = b"From: ala@example.org\r\nSubject: kubek\r\n\r\nJest?\r\n"


def _letter(box: Box, to: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = box.address, to, "kubek"
    letter.set_content("Jest.\n.\nNaprawdę.")
    return letter


def _send(box: Box, to: str) -> None:
    with smtplib.SMTP("127.0.0.1", box.office.submission.port, timeout=60) as line:
        line.login(box.address, box.password)
        line.send_message(_letter(box, to))


def test_what_is_put_into_a_mailbox_can_be_read_by_imap(mailbox: Box) -> None:
    mailbox.put(PLAIN)
    mailbox.put(PLAIN, "Sent", flags="S")
    with mailbox.logged_in() as line:
        assert line.select("INBOX", readonly=True) == ("OK", [b"1"])
        assert line.fetch("1", "(BODY.PEEK[])")[1][0][1] == PLAIN
        assert b"\\Sent" in line.list()[1][0] + line.list()[1][1]
        assert "IDLE" in line.capabilities


def test_a_wrong_password_is_refused(mailbox: Box) -> None:
    mailbox.with_password("another")
    with mailbox.logged_in():
        pass
    mailbox.password = "wrong"
    with pytest.raises(IMAP4.error, match="AUTHENTICATIONFAILED"):
        mailbox.logged_in()


def test_what_is_sent_arrives(post_office: Office) -> None:
    ala, ola = post_office.open_box(), post_office.open_box()
    _send(ala, ola.address)
    assert b"Naprawd" in ola.read()[0]
    assert post_office.taken[0].login == ala.address


def test_an_access_token_opens_a_mailbox(mailbox: Box) -> None:
    mailbox.with_token("good-token")
    for token, good in (("good-token", True), ("bad-token", False)):
        said = f"user={mailbox.address}\x01auth=Bearer {token}\x01\x01".encode()
        line = IMAP4("127.0.0.1", mailbox.office.dovecot.port, timeout=60)
        try:
            line.authenticate("XOAUTH2", lambda _, said=said: said)
            assert good
        except IMAP4.error:
            assert not good
        line.shutdown()


@pytest.mark.parametrize("drop", ["connect", "mail", "data", "after"])
def test_lines_break_where_they_are_told_to(mailbox: Box, drop: str) -> None:
    mailbox.office.faults.drop = drop
    with pytest.raises(smtplib.SMTPServerDisconnected):
        _send(mailbox, "bolek@example.org")
    assert len(mailbox.office.taken) == (drop == "after")


def test_a_recipient_is_refused(mailbox: Box) -> None:
    mailbox.office.faults.recipients["bolek@example.org"] = "550 5.1.1 no such user"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(mailbox, "bolek@example.org")


def test_tls_is_there(post_office: Office) -> None:
    trust = post_office.dovecot.certificates.trusting()
    with smtplib.SMTP_SSL("localhost", post_office.submission.tls_port, context=trust, timeout=60) as line:
        assert line.ehlo()[0] == 250
    with smtplib.SMTP("localhost", post_office.submission.port, timeout=60) as line:
        line.starttls(context=trust)
        assert line.ehlo()[0] == 250
    with IMAP4("localhost", post_office.dovecot.port, timeout=60) as plain:
        plain.starttls(trust)
