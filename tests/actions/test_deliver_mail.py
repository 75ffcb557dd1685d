"""An answer by mail, step by step: what it looks like, where it goes, and that it leaves once."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kontuar.actions import deliver, deliver_mail, mail_token, uploads
from kontuar.actions.uploads import NewFile
from kontuar.connector_kit.errors import (
    AuthExpired,
    NotSupported,
    OutcomeUnknown,
    Refused,
    Temporary,
)
from kontuar.connectors import CONNECTORS
from kontuar.facts.deeds import WriteLetter
from kontuar.facts.mails import MailAddress
from kontuar.store.models import Account, Case, Message, Outgoing, OutgoingFile, Stream
from tests.actions.mail_desk import (
    ADDRESS,
    BUYER,
    HOUR,
    MINUTE,
    ScriptedMail,
    a_case,
    a_mail,
    a_row,
    as_bytes,
    open_mailbox,
)
from tests.shop import NOW, Shop
from tests.talk import take_in

pytestmark = pytest.mark.django_db(transaction=True)
State = Outgoing.State


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> ScriptedMail:
    scripted = ScriptedMail()
    monkeypatch.setitem(CONNECTORS, "mail", scripted)  # type: ignore[arg-type]
    return scripted


@pytest.fixture
def mailbox(shop: Shop, line: ScriptedMail) -> Account:
    account = open_mailbox(shop)
    for name in ("inbox", "sent", "import"):
        Stream.objects.create(account=account, name=name, next_pull_at=NOW + HOUR)
    return account


@pytest.fixture
def case(mailbox: Account) -> Case:
    made = a_case(mailbox, thread_id="m0@example.org", subject="Kubek")
    a_mail(made, "m1@example.org", from_name="Jan Kowalski", references=["m0@example.org"])
    return made


def send(row: Outgoing, *, now: Any = NOW) -> Outgoing:
    Account.objects.filter(pk=row.account_id).update(send_slot_at=None)
    deliver.one(row.pk, owner="w1", now=now)
    row.refresh_from_db()
    return row


def stands(row: Outgoing) -> tuple[str, str]:
    return row.state, row.reason


def the_letter(row: Outgoing) -> WriteLetter:
    return deliver_mail.letter(Outgoing.objects.select_related("case", "account").get(pk=row.pk), now=NOW)


def test_an_answer_is_a_letter_to_the_buyer_that_continues_his(case: Case, shop: Shop) -> None:
    row = a_row(case, shop, cc=["zona@example.org", BUYER, "no address"])
    letter = the_letter(row)
    assert letter.to == MailAddress(name="Jan Kowalski", address=BUYER)
    assert [one.address for one in letter.cc] == ["zona@example.org"]
    assert letter.references == ("m0@example.org", "m1@example.org")
    assert letter.subject == f"Re: Kubek [#{mail_token.token_of(case)}]"
    assert letter.message_id == f"k.{row.key.hex}@example.com"
    assert (letter.text, letter.written_at) == ("Dzień dobry, jest.", NOW)


def test_the_newest_mail_of_the_buyer_is_answered_not_ours(case: Case, shop: Shop) -> None:
    a_mail(case, "m3@example.org", at=NOW - 20 * MINUTE, references=["m0@example.org", "k.1@example.com"])
    a_mail(case, "k.1@example.com", at=NOW - 10 * MINUTE, role="seller")
    assert the_letter(a_row(case, shop)).references[-1] == "m3@example.org"


def test_a_case_that_only_we_wrote_in_goes_on_from_our_own_mail(mailbox: Account, shop: Shop) -> None:
    case = a_case(mailbox)
    a_mail(case, "ours@example.com", role="seller", subject="Faktura")
    letter = the_letter(a_row(case, shop))
    assert (letter.to.address, letter.references) == (BUYER, ("ours@example.com",))


def test_answers_go_where_the_buyer_wants_them(case: Case, shop: Shop) -> None:
    a_mail(case, "m2@example.org", at=NOW - MINUTE, reply_to="jan.prywatnie@example.net")
    assert deliver_mail.recipient_of(case) == "jan.prywatnie@example.net"


@pytest.mark.parametrize(
    "wish",
    [ADDRESS, "BIURO@example.com", "jan@example.net, x@example.net", "x@localhost", "a@b.pl\nBcc: c@d.pl"],
)
def test_a_wish_that_is_no_safe_address_or_our_own_is_passed_over(case: Case, wish: str) -> None:
    a_mail(case, "m2@example.org", at=NOW - MINUTE, reply_to=wish)
    assert deliver_mail.recipient_of(case) == BUYER


def test_a_mailbox_may_do_without_the_sign(case: Case) -> None:
    case.account.settings["subject_token"] = False
    assert deliver_mail.subject_of(case) == "Re: Kubek"


def test_the_sign_of_another_case_of_ours_gives_way(case: Case, mailbox: Account) -> None:
    old = mail_token.token_of(a_case(mailbox))
    a_mail(case, "m2@example.org", at=NOW - MINUTE, subject=f"Odp: Re: Kubek [#{old}] [#K-7-ABCD]")
    assert deliver_mail.subject_of(case) == f"Re: Kubek [#K-7-ABCD] [#{mail_token.token_of(case)}]"


def test_files_go_inside_the_letter(case: Case, shop: Shop) -> None:
    row = a_row(case, shop)
    uploads.keep(row, [NewFile(name="f.pdf", media_type="application/pdf", content=b"%PDF-1"),
                       NewFile(name="x", media_type="bad\r\ntype", content=b"x")])  # fmt: skip
    files = the_letter(row).files
    assert [(file.name, file.media_type, file.content) for file in files] == [
        ("f.pdf", "application/pdf", b"%PDF-1"),
        ("x", "application/octet-stream", b"x"),
    ]


def test_a_long_domain_still_gives_an_id_that_fits(shop: Shop, line: ScriptedMail) -> None:
    account = open_mailbox(shop, address="sklep@" + "bardzo-dlugi-sklep." * 5 + "example.com")
    letter = the_letter(a_row(a_case(account), shop))
    assert len(letter.message_id) <= 90
    assert letter.message_id.endswith(".example.com")


def test_what_the_server_took_is_delivered_and_stands_in_the_case(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    row = send(a_row(case, shop))
    assert stands(row) == (State.DELIVERED, "")
    assert row.external_id == line.post.taken[0].message_id
    assert row.message is not None
    assert (row.message.case_id, row.message.thread_id) == (case.pk, case.thread_id)
    assert (row.message.text.strip(), row.message.role) == ("Dzień dobry, jest.", "seller")
    case.refresh_from_db()
    assert case.state == Case.State.CLOSED


def test_it_leaves_once_and_once_only(case: Case, shop: Shop, line: ScriptedMail) -> None:
    row = send(a_row(case, shop))
    send(row, now=NOW + HOUR)
    assert len(line.post.taken) == 1


def test_reading_the_sent_folder_afterwards_changes_nothing(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    row = send(a_row(case, shop))
    read_back(case.account, line)
    row.refresh_from_db()
    assert stands(row) == (State.DELIVERED, "")
    assert Message.objects.filter(role="seller").count() == 1


def read_back(account: Account, line: ScriptedMail, number: int = -1) -> None:
    """The sent folder shows what the server took."""
    raw = as_bytes(line.post.taken[number], account.settings)
    facts = line.read(raw, login=ADDRESS, settings=account.settings, received_at=NOW, is_sent=True)
    take_in(account, *facts, now=NOW + MINUTE)


def test_an_answer_lost_after_the_letter_is_unsure_and_never_repeated(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    line.post.lost = OutcomeUnknown("The line broke after the last dot.")
    row = send(a_row(case, shop))
    assert stands(row) == (State.UNSURE, "no_answer")
    assert row.external_id == f"k.{row.key.hex}@example.com"
    line.post.lost = None
    for later in (MINUTE, HOUR, timedelta(days=3)):
        deliver.release_held(now=NOW + later)
        deliver.expire(now=NOW + later)
        assert deliver.next_due(case.account_id, now=NOW + later) is None
    assert len(line.post.taken) == 1
    due = Stream.objects.filter(account=case.account, next_pull_at=NOW)
    assert set(due.values_list("name", flat=True)) == {"inbox", "sent"}, "the mailbox is read at once"


def test_the_sent_folder_settles_it_by_its_id_whatever_became_of_its_words(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    line.post.lost = OutcomeUnknown()
    row = send(a_row(case, shop, text="Słowa, które serwer łamie inaczej"))
    line.post.taken[0] = replace(line.post.taken[0], text="inne słowa")
    read_back(case.account, line)
    row.refresh_from_db()
    assert stands(row) == (State.DELIVERED, "")
    case.refresh_from_db()
    assert case.state == Case.State.CLOSED, "what the writer wanted to become of the case is done now"


def test_a_line_lost_before_the_letter_is_tried_again_under_the_same_id(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    line.post.fault = Temporary("connection refused", code="smtp_connect")
    row = send(a_row(case, shop))
    assert stands(row) == (State.QUEUED, "smtp_connect")
    minted = row.external_id
    line.post.fault = None
    row = send(row, now=row.not_before)
    assert row.state == State.DELIVERED
    assert [one.message_id for one in line.post.taken] == [minted]


def test_a_process_that_dies_between_the_servers_yes_and_our_note_leaves_it_to_the_sent_folder(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    """Killed: nothing after the server's answer is written, not even that something went wrong."""
    line.post.lost = KeyboardInterrupt()  # type: ignore[assignment]
    row = a_row(case, shop)
    with pytest.raises(KeyboardInterrupt):
        send(row)
    row.refresh_from_db()
    assert row.state == State.SENDING
    assert not deliver.one(row.pk, owner="w2", now=NOW + MINUTE), "nobody else takes it up"
    deliver.expire(now=NOW + HOUR)
    row.refresh_from_db()
    assert stands(row) == (State.UNSURE, "died")
    read_back(case.account, line)
    row.refresh_from_db()
    assert row.state == State.DELIVERED
    assert len(line.post.taken) == 1


def test_the_sent_folder_may_be_quicker_than_the_answer_to_us(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    def read_meanwhile(deed: WriteLetter) -> None:
        raw = as_bytes(deed, case.account.settings)
        facts = line.read(raw, login=ADDRESS, settings=case.account.settings, received_at=NOW, is_sent=True)
        take_in(case.account, *facts, now=NOW)

    line.post.meanwhile = read_meanwhile
    row = send(a_row(case, shop))
    assert row.state == State.DELIVERED
    assert Message.objects.filter(role="seller").count() == 1


def test_a_fault_of_ours_after_the_servers_yes_forgets_nothing_and_sends_nothing_twice(
    case: Case, shop: Shop, line: ScriptedMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(deliver_mail.receive, "batch", broken)
    row = a_row(case, shop)
    with pytest.raises(ZeroDivisionError):
        send(row)
    row.refresh_from_db()
    assert stands(row) == (State.SENT, "")
    monkeypatch.undo()
    monkeypatch.setitem(CONNECTORS, "mail", line)  # type: ignore[arg-type]
    read_back(case.account, line)
    row.refresh_from_db()
    assert row.state == State.DELIVERED


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (Refused("550 5.1.1 no such user", code="smtp_550"), State.REFUSED, "smtp_550"),
        (NotSupported("no server for sending", code="reads_only"), State.REFUSED, "reads_only"),
    ],
)
def test_a_no_is_told_and_nothing_stands_in_the_case(
    case: Case, shop: Shop, line: ScriptedMail, error: Exception, state: str, reason: str
) -> None:
    line.post.fault = error
    assert stands(send(a_row(case, shop))) == (state, reason)
    assert not Message.objects.filter(role="seller").exists()


def test_a_refused_password_signs_the_mailbox_out_and_keeps_the_answer(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    line.post.fault = AuthExpired("535", code="app_password")
    row = send(a_row(case, shop))
    assert row.state == State.QUEUED
    case.account.refresh_from_db()
    assert (case.account.state, case.account.auth_problem) == (Account.State.SIGNED_OUT, "app_password")


def test_a_mailbox_made_watch_only_meanwhile_sends_nothing(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    Account.objects.filter(pk=case.account_id).update(is_watch_only=True)
    assert stands(send(a_row(case, shop))) == (State.HELD, "watch_only")
    assert line.post.taken == []


def test_a_buyer_without_an_address_is_no_recipient(mailbox: Account, shop: Shop, line: ScriptedMail) -> None:
    assert stands(send(a_row(a_case(mailbox, login="Jan"), shop))) == (State.REFUSED, "no_address")


def test_a_file_that_is_gone_keeps_the_letter_here(case: Case, shop: Shop, line: ScriptedMail) -> None:
    row = a_row(case, shop)
    uploads.keep(row, [NewFile(name="f.pdf", media_type="application/pdf", content=b"%PDF-1")])
    (Path(settings.ATTACHMENTS_DIR) / OutgoingFile.objects.get().path).unlink()
    assert stands(send(row)) == (State.HELD, "file")
    assert line.post.taken == []


def test_a_lost_key_is_no_lost_letter(case: Case, shop: Shop, line: ScriptedMail, settings: Any) -> None:
    from cryptography.fernet import Fernet

    settings.TOKEN_KEYS = (Fernet.generate_key().decode(),)
    assert send(a_row(case, shop)).state == State.QUEUED
    case.account.refresh_from_db()
    assert case.account.auth_problem == "key_lost"


def test_a_server_that_said_not_now_and_took_it_all_the_same_gets_no_second_one(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    line.post.lost = Temporary("451 try again")
    row = send(a_row(case, shop))
    assert row.state == State.QUEUED
    read_back(case.account, line)
    row.refresh_from_db()
    assert row.state == State.DELIVERED
    assert deliver.next_due(case.account_id, now=NOW + HOUR) is None
    case.account.refresh_from_db()
    assert not case.account.is_watch_only, "it was ourselves"


def test_a_copy_of_the_desk_that_sent_it_first_is_known_by_the_id_alone(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    """Restored from a backup: the row still waits here, its mail stands in the sent folder in other words."""
    row = a_row(case, shop, state=State.HELD, hold_reason="restored")
    deed = the_letter(row)
    line.post.taken.append(replace(deed, text="inne słowa"))
    read_back(case.account, line)
    row.refresh_from_db()
    assert stands(row) == (State.DELIVERED, "sent_elsewhere")
    case.account.refresh_from_db()
    assert case.account.is_watch_only


def test_who_answers_an_unsure_mail_has_got_it(case: Case, shop: Shop, line: ScriptedMail) -> None:
    line.post.lost = OutcomeUnknown()
    row = send(a_row(case, shop))
    raw = f"From: {BUYER}\nTo: {ADDRESS}\nMessage-ID: <m9@example.org>\nIn-Reply-To: <{row.external_id}>\n\nDziękuję!"
    facts = line.read(raw.encode(), login=ADDRESS, settings=case.account.settings, received_at=NOW)
    take_in(case.account, *facts, now=NOW + MINUTE)
    row.refresh_from_db()
    assert stands(row) == (State.DELIVERED, "answered")
    assert Message.objects.get(external_id="m9@example.org").case_id == case.pk
