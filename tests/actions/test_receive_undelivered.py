"""Mails of ours that come back: what was taken for delivered was not, in whatever order the news comes."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kontuar.actions import reassess
from kontuar.connectors import CONNECTORS
from kontuar.facts.deeds import WriteLetter
from kontuar.facts.mails import Bounce, BounceWhy, MailAddress
from kontuar.facts.mails import Undelivered as Fact
from kontuar.store.models import Account, Case, Duty, JournalEntry, Message, Outgoing, Undelivered
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

pytestmark = pytest.mark.django_db
State = Outgoing.State
SENT_ID = "k.0123456789abcdef0123456789abcdef@example.com"


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> ScriptedMail:
    scripted = ScriptedMail()
    monkeypatch.setitem(CONNECTORS, "mail", scripted)  # type: ignore[arg-type]
    return scripted


@pytest.fixture
def mailbox(shop: Shop, line: ScriptedMail) -> Account:
    return open_mailbox(shop)


@pytest.fixture
def case(mailbox: Account) -> Case:
    """He asked, we answered, nobody owes anything."""
    made = a_case(mailbox, thread_id="m1@example.org", state=Case.State.CLOSED, closed_at=NOW - 30 * MINUTE)
    a_mail(made, "m1@example.org")
    return made


def answer(case: Case, shop: Shop, line: ScriptedMail, **fields: Any) -> Outgoing:
    """An answer that left half an hour ago and stands in the case."""
    row = a_row(case, shop, state=State.SENT, external_id=SENT_ID, sending_at=NOW - 30 * MINUTE,
                sent_at=NOW - 30 * MINUTE, **fields)  # fmt: skip
    shown(case, line)
    row.refresh_from_db()
    assert row.state == State.DELIVERED
    return row


def shown(case: Case, line: ScriptedMail, *, at: datetime = NOW - 30 * MINUTE) -> None:
    """The mail stands in the sent folder."""
    deed = WriteLetter(
        message_id=SENT_ID, thread_id="m1@example.org", to=MailAddress(name="", address=BUYER), subject="Re: Kubek",
        text="Dzień dobry, jest.", written_at=at, references=("m1@example.org",),
    )  # fmt: skip
    raw = as_bytes(deed, case.account.settings)
    facts = line.read(raw, login=ADDRESS, settings=case.account.settings, received_at=at, is_sent=True)
    take_in(case.account, *facts, now=at + MINUTE)


def bounce(
    about: str = SENT_ID, *, to: str = BUYER, final: bool = True, by: str = "bounce-1", at: datetime = NOW
) -> Fact:
    told = Bounce(
        recipient=to,
        status="5.1.1" if final else "4.4.1",
        why=BounceWhy.NO_SUCH_MAILBOX if final else BounceWhy.UNREACHABLE,
        is_final=final,
        diagnostic="550 5.1.1 user unknown",
    )
    return Fact(message_id=about, bounce=told, told_by=by, told_at=at)


def owed(case: Case) -> bool:
    return Duty.objects.filter(case=case).exists()


def verbs(case: Case) -> list[str]:
    found = JournalEntry.objects.filter(case=case, verb__startswith="outgoing.").order_by("pk")
    return [verb for verb in found.values_list("verb", flat=True) if verb != "outgoing.read_back"]


def test_what_came_back_is_not_delivered_and_owed_again(case: Case, shop: Shop, line: ScriptedMail) -> None:
    row = answer(case, shop, line)
    reassess.cases({case.pk}, now=NOW)
    assert not owed(case)
    take_in(case.account, bounce(), now=NOW)
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.state, row.reason, row.reason_text) == (State.BLOCKED, "bounced", "no_such_mailbox")
    assert row.message is not None
    assert row.message.status == "blocked"
    assert (case.state, case.closed_at, case.last_seller_at) == (Case.State.OPEN, None, None)
    assert owed(case)
    told = Undelivered.objects.get()
    assert (told.outgoing, told.status, told.diagnostic) == (row, "5.1.1", "550 5.1.1 user unknown")
    assert verbs(case) == ["outgoing.bounced"]


def test_the_same_notice_twice_changes_nothing_the_second_time(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    answer(case, shop, line)
    take_in(case.account, bounce(), now=NOW)
    Case.objects.update(state=Case.State.CLOSED, closed_at=NOW)
    take_in(case.account, bounce(), bounce(by="bounce-2"), now=NOW + MINUTE)
    shown(case, line)
    case.refresh_from_db()
    assert case.state == Case.State.CLOSED, "a person closed it, knowing"
    assert verbs(case) == ["outgoing.bounced"]


def test_a_server_that_still_tries_leaves_a_line_and_no_more(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    row = answer(case, shop, line)
    take_in(case.account, bounce(final=False), now=NOW)
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.state, case.state) == (State.DELIVERED, Case.State.CLOSED)
    assert verbs(case) == ["outgoing.delayed"]
    take_in(case.account, bounce(by="bounce-2"), now=NOW + HOUR)
    assert Outgoing.objects.get().state == State.BLOCKED


@pytest.mark.parametrize("about", ["never@example.com", "", "k.ffffffffffffffffffffffffffffffff@example.com"])
def test_a_notice_about_what_we_never_sent_changes_nothing(
    case: Case, shop: Shop, line: ScriptedMail, about: str
) -> None:
    row = answer(case, shop, line)
    before = (Case.objects.values().get(pk=case.pk), Outgoing.objects.values().get(pk=row.pk))
    take_in(case.account, bounce(about), now=NOW)
    assert (Case.objects.values().get(pk=case.pk), Outgoing.objects.values().get(pk=row.pk)) == before
    assert verbs(case) == []


def test_a_buyers_mail_cannot_be_bounced(case: Case, shop: Shop, line: ScriptedMail) -> None:
    take_in(case.account, bounce("m1@example.org"), now=NOW)
    assert Message.objects.get(external_id="m1@example.org").status == "delivered"
    assert verbs(case) == []


def test_another_account_is_not_moved(case: Case, shop: Shop, line: ScriptedMail) -> None:
    row = answer(case, shop, line)
    take_in(open_mailbox(shop, address="drugi@example.com"), bounce(), now=NOW)
    row.refresh_from_db()
    assert row.state == State.DELIVERED


def test_a_copy_that_came_back_is_noted_and_the_buyer_has_his_mail(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    row = answer(case, shop, line, cc=["zona@example.org"])
    take_in(case.account, bounce(to="Zona@example.org"), now=NOW)
    row.refresh_from_db()
    assert row.state == State.DELIVERED
    assert verbs(case) == ["outgoing.copy_undelivered"]


def test_where_the_buyer_has_his_mails_sent_on_is_his_own_affair(
    case: Case, shop: Shop, line: ScriptedMail
) -> None:
    row = answer(case, shop, line)
    take_in(case.account, bounce(to="jan@inna-poczta.example"), now=NOW)
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.state, case.state) == (State.DELIVERED, Case.State.CLOSED)
    assert row.message is not None
    assert row.message.status == "delivered"
    assert verbs(case) == ["outgoing.copy_undelivered"]


def test_it_is_the_same_for_a_mail_written_on_the_telephone(case: Case, line: ScriptedMail) -> None:
    shown(case, line)
    take_in(case.account, bounce(to="jan@inna-poczta.example"), now=NOW)
    assert Message.objects.get(external_id=SENT_ID).status == "delivered"
    assert verbs(case) == ["outgoing.copy_undelivered"]


@pytest.mark.parametrize("to", ["", BUYER.upper()])
def test_a_notice_that_names_nobody_or_him_in_capitals_is_about_the_buyer(
    case: Case, shop: Shop, line: ScriptedMail, to: str
) -> None:
    row = answer(case, shop, line)
    take_in(case.account, bounce(to=to), now=NOW)
    row.refresh_from_db()
    assert row.state == State.BLOCKED


def test_a_mail_written_on_the_telephone_can_come_back_too(case: Case, line: ScriptedMail) -> None:
    shown(case, line)
    take_in(case.account, bounce(), now=NOW)
    case.refresh_from_db()
    assert case.state == Case.State.OPEN
    assert owed(case)


def test_news_that_comes_before_its_mail_is_tied_when_the_mail_is_read(
    case: Case, line: ScriptedMail
) -> None:
    take_in(case.account, bounce(), now=NOW)
    shown(case, line)
    case.refresh_from_db()
    assert Message.objects.get(external_id=SENT_ID).status == "blocked"
    assert case.state == Case.State.OPEN
    assert verbs(case) == ["outgoing.bounced"]


@pytest.mark.parametrize("state", [State.UNSURE, State.SENDING])
def test_what_comes_back_has_left_and_its_mail_read_later_does_not_undo_that(
    case: Case, shop: Shop, line: ScriptedMail, state: str
) -> None:
    row = a_row(case, shop, state=state, external_id=SENT_ID, sending_at=NOW - 30 * MINUTE)
    take_in(case.account, bounce(), now=NOW)
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.BLOCKED, "bounced")
    shown(case, line, at=NOW)
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.BLOCKED, "bounced")
    assert row.message is not None
    assert row.message.status == "blocked"


def test_what_came_back_before_the_mailbox_was_connected_opens_nothing(
    case: Case, line: ScriptedMail
) -> None:
    long_ago = case.account.connected_at - timedelta(days=100)
    shown(case, line, at=long_ago)
    Case.objects.update(state=Case.State.CLOSED, closed_at=NOW)
    take_in(case.account, bounce(at=long_ago + HOUR), now=NOW)
    case.refresh_from_db()
    assert case.state == Case.State.CLOSED
    assert Message.objects.get(external_id=SENT_ID).status == "blocked"
