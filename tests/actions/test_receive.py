"""What becomes of news, without a market: facts in, rows out."""

from datetime import timedelta

import pytest

from kontuar.facts.messages import MessageStatus
from kontuar.store.models import Case, Duty, Message
from tests.shop import NOW, Shop
from tests.talk import answered, cases, said, take_in, thread

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
