"""Words that open a clock or settle one: kept, undone, and never twice."""

from datetime import timedelta

import pytest

from kontuar.actions import marks
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.facts.refunds import RefundStatus
from kontuar.store.models import Duty, JournalEntry, Mark
from tests.actions.test_sales import bought, refund
from tests.shop import NOW, Shop
from tests.talk import answered, cases, said, take_in, thread

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROMISE = "Dzień dobry, odpiszemy jutro do 10:00."


def kinds() -> set[str]:
    return set(Duty.objects.values_list("kind", flat=True))


def asked(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m1", NOW), now=NOW)


def test_a_date_in_our_message_is_a_duty_until_we_write_again(shop: Shop) -> None:
    asked(shop)
    take_in(shop.account, answered("m2", NOW + HOUR, PROMISE), now=NOW + HOUR)
    assert kinds() == {"promised"}
    take_in(shop.account, answered("m2", NOW + HOUR, PROMISE), now=NOW + 2 * HOUR)
    assert Mark.objects.count() == 1, "the same message promises once"
    take_in(shop.account, answered("m3", NOW + 3 * HOUR, "Tak, jest zielony."), now=NOW + 3 * HOUR)
    assert kinds() == set()


def test_what_was_promised_before_the_account_was_connected_is_history(shop: Shop) -> None:
    take_in(shop.account, thread(), answered("m2", NOW - 2 * DAY, PROMISE), now=NOW)
    assert not Mark.objects.exists()


def test_a_promise_kept_by_other_means_is_called_done(shop: Shop) -> None:
    asked(shop)
    take_in(shop.account, answered("m2", NOW + HOUR, PROMISE), now=NOW + HOUR)
    mark = Mark.objects.get()
    marks.done(mark, shop.bolek, now=NOW + 2 * HOUR)
    marks.done(mark, shop.bolek, now=NOW + 3 * HOUR)
    assert kinds() == set()
    assert JournalEntry.objects.filter(verb="mark.done").count() == 1


def test_a_complaint_runs_by_law_from_the_buyers_words_and_can_be_taken_back(shop: Shop) -> None:
    asked(shop)
    (case,) = cases(shop.account)
    mark = marks.say(case, "complaint", shop.bolek, since_at=NOW, now=NOW + HOUR)
    again = marks.say(case, "complaint", shop.ala, since_at=NOW, now=NOW + HOUR)
    assert again == mark
    duty = Duty.objects.get(kind="complaint")
    assert (duty.rule_id, duty.since_at, duty.origin) == ("H1", NOW, "person")
    marks.take_back(mark, shop.bolek, now=NOW + 2 * HOUR)
    assert "complaint" not in kinds()


def test_a_supplier_promises_a_day_to_come(shop: Shop) -> None:
    asked(shop)
    (case,) = cases(shop.account)
    with pytest.raises(Invalid):
        marks.say(case, "supplier", shop.bolek, since_at=NOW, due_at=NOW - HOUR, now=NOW)
    marks.say(case, "supplier", shop.bolek, since_at=NOW, due_at=NOW + DAY, now=NOW)
    assert Duty.objects.get(kind="supplier").due_at == NOW + DAY


def test_only_who_works_the_account_may_say_anything(shop: Shop) -> None:
    asked(shop)
    (case,) = cases(shop.account)
    with pytest.raises(NotAllowed):
        marks.say(case, "complaint", shop.celina, since_at=NOW, now=NOW)


def test_a_refund_that_failed_is_settled_and_owed_again_when_that_is_taken_back(shop: Shop) -> None:
    take_in(shop.account, bought(), now=NOW)
    take_in(shop.account, refund(RefundStatus.CALLED_OFF), now=NOW)
    duty = Duty.objects.get(kind="refund_again")
    mark = marks.settle(duty, shop.bolek, now=NOW + HOUR)
    assert "refund_again" not in kinds()
    marks.take_back(mark, shop.bolek, now=NOW + 2 * HOUR)
    assert "refund_again" in kinds()


def test_what_the_marketplace_counts_is_settled_by_nobody(shop: Shop) -> None:
    take_in(shop.account, bought(), now=NOW)
    with pytest.raises(Invalid):
        marks.settle(Duty.objects.get(kind="dispatch"), shop.ala, now=NOW)
