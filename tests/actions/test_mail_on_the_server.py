"""A mailbox from its first sign-in to a bounce, at a real IMAP and a real SMTP server."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import Message as Mail
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from kontuar.actions import accounts, connect, connect_mailbox, deliver, mail_token, pull, reply, tokens
from kontuar.actions.errors import Invalid
from kontuar.actions.uploads import NewFile
from kontuar.connector_kit.scripted import Reply, ScriptedServer
from kontuar.connectors import CONNECTORS
from kontuar.connectors.mail.connector import MailConnector
from kontuar.store.models import Account, Application, Case, Letter, Message, Outgoing, Stream
from tests.connectors.mail.conftest import GENEROUS
from tests.mail_server.office import Box
from tests.shop import Shop
from tests.talk import take_in

pytestmark = pytest.mark.django_db(transaction=True)
State = Outgoing.State
BUYER = "jan@example.org"
PDF = NewFile(name="faktura ąć.pdf", media_type="application/pdf", content=b"%PDF-1.4 " + bytes(range(256)))


@pytest.fixture
def trusted(mailbox: Box, monkeypatch: pytest.MonkeyPatch) -> Box:
    trust = mailbox.office.dovecot.certificates.trusting
    monkeypatch.setitem(CONNECTORS, "mail", MailConnector(patience=GENEROUS, trust=trust))
    return mailbox


@dataclass(slots=True)
class Shopfront:
    """A connected mailbox that may send; ``later`` is its clock."""

    box: Box
    shop: Shop
    account: Account
    now: datetime

    def write_to_us(self, name: str, *headers: str, body: str = "Czy kubek jest zielony?") -> Case:
        """The buyer's mail arrives and is read."""
        lines = (f"From: Jan Kowalski <{BUYER}>", f"To: {self.box.address}", f"Message-ID: <{name}@example.org>",
                 f"Date: {self.now:%a, %d %b %Y %H:%M:%S +0000}", *headers, "Content-Type: text/plain; charset=utf-8")  # fmt: skip
        self.box.put("\r\n".join([*lines, "", body, ""]).encode())
        self.read()
        return Message.objects.select_related("case__buyer", "case__thread", "case__account").get(
            external_id=f"{name}@example.org"
        ).case  # fmt: skip

    def read(self) -> None:
        """Every stream until it has no more."""
        for stream in Stream.objects.filter(account=self.account, is_finished=False):
            for _ in range(20):
                Stream.objects.filter(pk=stream.pk).update(next_pull_at=self.now, lease_until=None)
                assert pull.one(stream.pk, owner="w", now=self.now)
                stream.refresh_from_db()
                assert not stream.last_error, (stream.name, stream.last_error, stream.last_error_text)
                if stream.is_finished or stream.next_pull_at != self.now:
                    break

    def answer(self, case: Case, text: str = "Dzień dobry, jest zielony.", **given: Any) -> Outgoing:
        case.refresh_from_db()
        values = {"key": uuid4(), "seen_buyer_at": case.last_buyer_at, "now": self.now, **given}
        row = reply.send(case, self.shop.ala, text=text, **values)
        Outgoing.objects.filter(pk=row.pk).update(state=State.QUEUED, not_before=self.now)
        return self.send(row)

    def send(self, row: Outgoing) -> Outgoing:
        Account.objects.update(send_slot_at=None)
        deliver.one(row.pk, owner="w", now=self.now)
        row.refresh_from_db()
        return row

    @property
    def taken(self) -> list[Mail]:
        """What the server took from us."""
        return [message_from_bytes(one.content, policy=policy.default) for one in self.box.office.taken]


@pytest.fixture
def front(trusted: Box, shop: Shop) -> Shopfront:
    now = timezone.now().replace(microsecond=0)
    account = connect_mailbox.connect(
        shop.ala, settings=trusted.settings(), password=trusted.password, read_since=now - timedelta(days=30), now=now
    )  # fmt: skip
    accounts.lift_watch_only(account, shop.ala, now=now)
    account.refresh_from_db()
    return Shopfront(trusted, shop, account, now)


# --- connecting --------------------------------------------------------------------------------------------


def refused(box: Box, shop: Shop, password: str = "", **settings: Any) -> tuple[str, str]:
    now = timezone.now()
    with pytest.raises(Invalid) as caught:
        connect_mailbox.connect(
            shop.ala, settings=box.settings(**settings), password=password or box.password, read_since=now, now=now
        )  # fmt: skip
    assert not Account.objects.filter(platform="mail").exists()
    return caught.value.code, caught.value.field


def test_both_servers_are_tried_before_anything_is_kept(trusted: Box, shop: Shop) -> None:
    imap, smtp = trusted.settings()["imap"], trusted.settings()["smtp"]
    assert refused(trusted, shop, "wrong") == ("password_refused", "password")
    assert refused(trusted, shop, imap={**imap, "port": 9}) == ("NO_CONNECTION", "imap_host")
    assert refused(trusted, shop, smtp={**smtp, "port": 9}) == ("NO_CONNECTION", "smtp_host")
    assert refused(trusted, shop, folders=["INBOX", "Nie ma"]) == ("folder_missing", "folders")
    assert trusted.office.taken == []


def test_a_certificate_nobody_signed_gets_no_password(
    mailbox: Box, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CONNECTORS, "mail", MailConnector(patience=GENEROUS))
    tls = {"host": "localhost", "port": mailbox.office.dovecot.tls_port, "security": "tls"}
    assert refused(mailbox, shop, imap=tls) == ("certificate", "imap_host")


# --- talking -----------------------------------------------------------------------------------------------


def test_an_answer_leaves_once_is_delivered_and_continues_the_talk(front: Shopfront) -> None:
    case = front.write_to_us("m1", "Subject: =?utf-8?b?S3ViZWs=?=", "References: <m0@example.org>")
    row = front.answer(case, cc=["zona@example.org"], files=[PDF])
    assert (row.state, row.reason) == (State.DELIVERED, "")
    [mail] = front.taken
    assert mail["Message-ID"] == f"<k.{row.key.hex}@example.com>"
    assert mail["In-Reply-To"] == "<m1@example.org>"
    assert mail["References"].split() == ["<m0@example.org>", "<m1@example.org>"]
    assert mail["Subject"] == f"Re: Kubek [#{mail_token.token_of(case)}]"
    assert set(front.box.office.taken[0].recipients) == {BUYER, "zona@example.org"}
    assert "Sklep Przykład" in mail["From"]
    names = [part.get_filename() for part in mail.walk() if part.get_filename()]
    assert names == [PDF.name]
    case.refresh_from_db()
    assert case.state == Case.State.CLOSED
    assert row.message is not None
    assert row.message.case_id == case.pk
    assert Letter.objects.get(message=row.message).is_sent


def test_the_copy_in_the_sent_folder_is_the_same_message(front: Shopfront) -> None:
    front.box.folder("Sent")
    case = front.write_to_us("m1", "Subject: Kubek")
    row = front.answer(case)
    assert len(front.box.read("Sent")) == 1, "filed there for the seller's other programs"
    front.read()
    assert Message.objects.filter(case=case, role="seller").count() == 1
    assert Message.objects.filter(account=front.account).count() == 2
    row.refresh_from_db()
    assert row.state == State.DELIVERED


@pytest.mark.parametrize("by", ["references", "sign"])
def test_what_he_answers_comes_back_into_the_same_case(front: Shopfront, by: str) -> None:
    case = front.write_to_us("m1", "Subject: Kubek")
    front.answer(case)
    [mail] = front.taken
    headers = [f"In-Reply-To: {mail['Message-ID']}"] if by == "references" else []
    front.now += timedelta(hours=1)
    again = front.write_to_us(
        "m2", f"Subject: Odp: {mail['Subject']}", *headers, body="Dziękuję, a niebieski?"
    )
    assert again.pk == case.pk
    assert again.state == Case.State.OPEN
    front.answer(again, "Niebieski też.")
    second = front.taken[1]
    assert second["In-Reply-To"] == "<m2@example.org>"
    assert second["Subject"] == mail["Subject"], "one Re:, one sign"


# --- faults ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("drop", ["connect", "mail", "data", "middle"])
def test_a_line_that_breaks_before_the_last_dot_is_tried_again(front: Shopfront, drop: str) -> None:
    case = front.write_to_us("m1", "Subject: Kubek")
    front.box.office.faults.drop = drop
    large = NewFile(name="duzy.bin", media_type="application/octet-stream", content=bytes(3_000_000))
    row = front.answer(case, files=[large] if drop == "middle" else [])
    assert row.state == State.QUEUED
    assert front.taken == []
    minted = row.external_id
    front.box.office.submission.calm()
    front.now = row.not_before
    row = front.send(row)
    assert row.state == State.DELIVERED
    assert [mail["Message-ID"] for mail in front.taken] == [f"<{minted}>"]


def test_a_line_that_breaks_after_the_last_dot_is_unsure_and_never_repeated(front: Shopfront) -> None:
    case = front.write_to_us("m1", "Subject: Kubek")
    front.box.office.faults.drop = "after"
    row = front.answer(case)
    assert (row.state, row.reason) == (State.UNSURE, "no_answer")
    front.box.office.submission.calm()
    front.read()
    for later in (timedelta(minutes=5), timedelta(days=3)):
        deliver.expire(now=front.now + later)
        assert deliver.next_due(front.account.pk, now=front.now + later) is None
    row.refresh_from_db()
    assert row.state == State.UNSURE
    assert len(front.taken) == 1
    # A provider that files what it sends shows it, and then it is known.
    front.box.put(front.box.office.taken[0].content, "Sent", flags="S")
    front.read()
    row.refresh_from_db()
    assert row.state == State.DELIVERED
    assert Message.objects.filter(case=case, role="seller").count() == 1


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        ({"recipients": {BUYER: "550 5.1.1 no such user"}}, State.REFUSED, "550 5.1.1"),
        ({"recipients": {BUYER: "451 4.7.1 greylisted"}}, State.QUEUED, "451 4.7.1"),
        ({"end": "554 5.7.1 spam"}, State.REFUSED, "554 5.7.1"),
        ({"end": "452 4.3.1 full"}, State.QUEUED, "452 4.3.1"),
    ],
)
def test_a_no_is_a_no_and_not_now_is_later(
    front: Shopfront, fault: dict[str, Any], state: str, reason: str
) -> None:
    case = front.write_to_us("m1", "Subject: Kubek")
    for name, value in fault.items():
        setattr(front.box.office.faults, name, value)
    row = front.answer(case)
    assert (row.state, row.reason) == (state, reason)
    assert not Message.objects.filter(role="seller").exists()
    assert BUYER not in row.reason_text


def test_a_password_changed_meanwhile_signs_out_and_the_answer_waits_for_the_new_one(
    front: Shopfront,
) -> None:
    case = front.write_to_us("m1", "Subject: Kubek")
    front.box.office.faults.auth = "535 5.7.8 no longer"
    row = front.answer(case)
    front.account.refresh_from_db()
    assert (front.account.state, front.account.auth_problem) == (Account.State.SIGNED_OUT, "password_refused")
    assert row.state == State.QUEUED
    front.box.office.submission.calm()
    settings = front.account.settings
    connect_mailbox.change_servers(
        front.account, front.shop.ala, imap=settings["imap"], smtp=settings["smtp"], user="", password=front.box.password,
        now=front.now,
    )  # fmt: skip
    front.now = row.not_before
    assert front.send(row).state == State.DELIVERED
    assert len(front.taken) == 1


# --- what comes back ---------------------------------------------------------------------------------------

DSN = """\
From: MAILER-DAEMON@mail.example.net (Mail Delivery System)
To: {us}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Date: {date}
Message-ID: <dsn1@mail.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net

Final-Recipient: rfc822; {buyer}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b1
Content-Type: text/rfc822-headers

From: {us}
To: {buyer}
Message-ID: <{about}>

--b1--
"""


def came_back(front: Shopfront, about: str) -> None:
    text = DSN.format(
        us=front.box.address, buyer=BUYER, about=about, date=f"{front.now:%a, %d %b %Y %H:%M:%S +0000}"
    )
    front.box.put(text.replace("\n", "\r\n").encode())
    front.read()


def test_a_bounce_opens_the_case_again(front: Shopfront) -> None:
    case = front.write_to_us("m1", "Subject: Kubek")
    row = front.answer(case)
    came_back(front, row.external_id)
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.state, row.reason, row.reason_text) == (State.BLOCKED, "bounced", "no_such_mailbox")
    assert case.state == Case.State.OPEN
    assert Message.objects.get(external_id="dsn1@mail.example.net").case_id == case.pk, (
        "it stands in the talk"
    )


def test_a_forged_bounce_changes_nothing(front: Shopfront) -> None:
    case = front.write_to_us("m1", "Subject: Kubek")
    row = front.answer(case)
    came_back(front, "k.00000000000000000000000000000000@example.com")
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.state, case.state) == (State.DELIVERED, Case.State.CLOSED)


# --- odd mailboxes -----------------------------------------------------------------------------------------


def test_a_mailbox_that_is_handed_over_and_only_sends(trusted: Box, shop: Shop) -> None:
    now = timezone.now().replace(microsecond=0)
    account = connect_mailbox.connect(
        shop.ala, settings=trusted.settings(imap=None), password=trusted.password, read_since=now, now=now
    )
    accounts.lift_watch_only(account, shop.ala, now=now)
    account.refresh_from_db()
    front = Shopfront(trusted, shop, account, now)
    front.read()
    facts = CONNECTORS["mail"].read(
        f"From: {BUYER}\r\nMessage-ID: <m1@example.org>\r\nSubject: Kubek\r\n\r\nJest?\r\n".encode(),
        login=account.login, settings=account.settings, received_at=now,
    )  # fmt: skip
    take_in(account, *facts, now=now)
    row = front.answer(Case.objects.select_related("buyer", "thread", "account").get(account=account))
    assert row.state == State.DELIVERED
    assert row.message is not None


def test_no_secret_stands_in_any_row_or_log(front: Shopfront, caplog: pytest.LogCaptureFixture) -> None:
    case = front.write_to_us("m1", "Subject: Kubek")
    front.box.office.faults.auth = "535 5.7.8 wrong"
    row = front.answer(case)
    held = str(list(Outgoing.objects.values())) + str(list(Account.objects.values())) + caplog.text
    assert front.box.password not in held
    assert not re.search(re.escape(front.box.password), row.reason_text)


# --- the provider's own sign-in -----------------------------------------------------------------------------


def test_an_access_that_ran_out_is_renewed_and_the_answer_leaves_once(trusted: Box, shop: Shop) -> None:
    now = timezone.now().replace(microsecond=0)
    with ScriptedServer() as provider:
        provider.answer(Reply.of_json({"access_token": "first", "refresh_token": "r1", "expires_in": 3600}))
        trusted.with_token("first")
        begun = connect_mailbox.begin_oauth(
            shop.ala, place="google", client_id="id", client_secret="s", redirect_uri="https://desk.example/",
            settings=trusted.settings(), read_since=now - timedelta(days=1), now=now,
        )  # fmt: skip
        assert begun.verification_url.startswith("https://accounts.google.com/")
        Application.objects.filter(pk=begun.application_id).update(base_url=provider.url)
        account = connect.finish_code(shop.ala, state=begun.state_token, code="good", now=now)
        accounts.lift_watch_only(account, shop.ala, now=now)
        account.refresh_from_db()
        front = Shopfront(trusted, shop, account, now)
        case = front.write_to_us("m1", "Subject: Kubek")
        del trusted.office.dovecot.tokens["first"]
        provider.answer(Reply.of_json({"access_token": "second", "refresh_token": "r2", "expires_in": 3600}))
        trusted.with_token("second")
        row = front.answer(case)
        assert (row.state, row.reason) == (State.QUEUED, "xoauth_refused")
        front.now = row.not_before
        assert front.send(row).state == State.DELIVERED
    assert len(front.taken) == 1
    account.refresh_from_db()
    assert (account.state, tokens.opened(account).access) == (Account.State.ACTIVE, "second")
