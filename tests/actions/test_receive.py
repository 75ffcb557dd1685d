"""What becomes of news, without a market: facts in, rows out."""

from datetime import timedelta

import pytest

from kontuar.facts.messages import MessageKind, MessageStatus
from kontuar.store.models import Buyer, Case, Duty, Message, Outgoing
from tests.shop import NOW, Shop
from tests.talk import BUYER, answered, cases, said, take_in, thread

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_an_old_unanswered_question_stands_in_the_backlog_and_opens_no_duty(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m1", NOW - 10 * DAY), now=NOW)
    [case] = cases(shop.account)
    assert (case.state, case.review_list) == (Case.State.OPEN, Case.List.BACKLOG)
    assert not Duty.objects.exists()


def test_old_thanks_are_left_out_of_every_list(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m1", NOW - 10 * DAY, "Dziękuję bardzo"), now=NOW)
    [case] = cases(shop.account)
    assert (case.state, case.review_list) == (Case.State.CLOSED, Case.List.NONE)


def test_a_question_whose_clock_still_runs_at_connecting_opens_a_duty(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m1", NOW - 3 * HOUR), now=NOW)
    assert Duty.objects.get().since_at == NOW - 3 * HOUR


def test_messages_that_arrive_disordered_end_in_one_case(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m2", NOW, "A niebieski?"), now=NOW)
    take_in(shop.account, said("m1", NOW - HOUR), now=NOW + HOUR)
    [case] = cases(shop.account)
    assert case.messages.count() == 2
    assert Duty.objects.get().since_at == NOW - HOUR


def test_the_same_portion_twice_leaves_the_same_rows(shop: Shop) -> None:
    facts = (thread(), said("m1", NOW - HOUR), answered("m2", NOW))
    take_in(shop.account, *facts, now=NOW)
    before = list(Message.objects.values()), list(Case.objects.values()), list(Duty.objects.values())
    take_in(shop.account, *facts, now=NOW + HOUR)
    assert before == (
        list(Message.objects.values()),
        list(Case.objects.values()),
        list(Duty.objects.values()),
    )


def test_a_deleted_message_is_kept_and_still_owed(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m1", NOW - HOUR), said("m2", NOW - HOUR / 2), now=NOW)
    seen_again = said("m2", NOW - HOUR / 2)
    take_in(shop.account, seen_again, now=NOW + HOUR, swept=("t1",), swept_from=NOW - DAY)
    gone = Message.objects.get(external_id="m1")
    assert gone.vanished_at == NOW + HOUR
    assert Duty.objects.get().since_at == NOW - HOUR


def test_a_blocked_answer_ends_nothing(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m1", NOW - HOUR), now=NOW)
    take_in(shop.account, answered("m2", NOW, status=MessageStatus.BLOCKED), now=NOW)
    assert Duty.objects.filter(kind="answer").exists()
    assert cases(shop.account)[0].state == Case.State.OPEN


def test_a_message_without_its_thread_is_not_lost(shop: Shop) -> None:
    take_in(shop.account, said("m1", NOW), now=NOW)
    assert Message.objects.get().case.buyer.login == "kupujacy-7"


def test_the_same_ids_on_two_accounts_are_two_messages(shop: Shop) -> None:
    for account in (shop.account, shop.other):
        take_in(account, thread(), said("m1", NOW), now=NOW)
    assert Message.objects.count() == 2
    assert len(cases(shop.account)) == len(cases(shop.other)) == 1


def test_a_word_from_the_past_that_reaches_us_after_our_answer_is_owed(shop: Shop) -> None:
    talk = {"kind": MessageKind.MESSAGE}
    take_in(shop.account, thread(), said("m1", NOW - HOUR, **talk), now=NOW - HOUR)
    take_in(shop.account, answered("m2", NOW), now=NOW)
    late = said("m3", NOW - HOUR / 2, "Czy wyślecie dzisiaj?", **talk)
    take_in(shop.account, late, now=NOW + 3 * HOUR)
    [case] = cases(shop.account)
    assert case.state == Case.State.OPEN
    assert case.last_buyer_at == NOW + 3 * HOUR
    assert Duty.objects.get().since_at == NOW - HOUR / 2


def test_the_list_follows_when_a_message_is_blocked_or_redacted(shop: Shop) -> None:
    checked = answered("m2", NOW, status=MessageStatus.CHECKING)
    take_in(shop.account, thread(), said("m1", NOW - HOUR), checked, now=NOW)
    stopped = answered("m2", NOW, "(usunięto)", status=MessageStatus.BLOCKED)
    take_in(shop.account, stopped, now=NOW + HOUR)
    [case] = cases(shop.account)
    assert case.last_seller_at is None
    assert case.last_text == "(usunięto)"


def test_an_answer_that_vanishes_while_it_is_checked_is_unsure_and_its_case_open(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m1", NOW - HOUR), now=NOW)
    row = Outgoing.objects.create(
        account=shop.account,
        case=cases(shop.account)[0],
        thread_external_id="t1",
        buyer_login=BUYER,
        text="Tak, jest zielony.",
        state=Outgoing.State.SENT,
        external_id="m2",
        not_before=NOW,
        composed_at=NOW,
        sending_at=NOW,
    )
    take_in(shop.account, answered("m2", NOW, status=MessageStatus.CHECKING), now=NOW)
    Case.objects.update(state=Case.State.CLOSED)
    kept = said("m1", NOW - HOUR)
    take_in(shop.account, kept, now=NOW + HOUR, swept=("t1",), swept_from=NOW - DAY)
    row.refresh_from_db()
    assert (row.state, row.reason) == (Outgoing.State.UNSURE, "vanished")
    assert cases(shop.account)[0].state == Case.State.OPEN
    assert Duty.objects.filter(kind="answer").exists()


def test_a_first_message_to_a_buyer_stays_in_the_case_it_was_written_in(shop: Shop) -> None:
    buyer = Buyer.objects.create(account=shop.account, login=BUYER, first_seen_at=NOW)
    case = Case.objects.create(account=shop.account, buyer=buyer, opened_at=NOW)
    Outgoing.objects.create(
        account=shop.account,
        case=case,
        kind=Outgoing.Kind.START,
        buyer_login=BUYER,
        text="Tak, jest zielony.",
        state=Outgoing.State.SENT,
        external_id="m1",
        thread_external_id="t1",
        not_before=NOW,
        composed_at=NOW,
        sending_at=NOW,
    )
    take_in(shop.account, thread(), answered("m1", NOW), now=NOW)
    [only] = cases(shop.account)
    assert only.pk == case.pk
    assert only.thread is not None


@pytest.mark.parametrize("final", [MessageStatus.DELIVERED, MessageStatus.BLOCKED])
def test_an_older_picture_never_brings_a_finished_check_back(shop: Shop, final: MessageStatus) -> None:
    """The history reads ahead: what it saw being checked may be stored after the live stream saw the end."""
    at = NOW - timedelta(minutes=5)
    take_in(shop.account, thread(last_message_at=NOW, is_open=False), said("m1", at), now=NOW)
    take_in(shop.account, answered("m2", at, status=final), now=NOW)
    older = thread(last_message_at=NOW - timedelta(hours=1), is_open=True)
    take_in(shop.account, older, answered("m2", at, status=MessageStatus.CHECKING), now=NOW)
    row = Message.objects.select_related("thread").get(external_id="m2")
    assert row.status == final.value
    assert (row.thread.is_open, row.thread.last_message_at) == (False, NOW)
