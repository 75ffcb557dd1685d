"""Closing, waiting, handing over, and correcting how threads were cut."""

from datetime import timedelta

import pytest

from kontuar.actions import triage
from kontuar.actions.errors import Invalid, NotAllowed, ReasonNeeded
from kontuar.store.models import Case, Duty, Message, Note, Order
from tests.shop import NOW, Shop
from tests.talk import an_order, answered, cases, said, take_in, thread

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def one_case(shop: Shop) -> Case:
    take_in(shop.account, thread(), said("m1", NOW - HOUR), now=NOW)
    return cases(shop.account)[0]


def test_an_unanswered_question_is_closed_only_with_a_reason(shop: Shop) -> None:
    case = one_case(shop)
    with pytest.raises(ReasonNeeded):
        triage.close(case, shop.ala, now=NOW)
    triage.close(case, shop.ala, reason="by_phone", now=NOW)
    case.refresh_from_db()
    assert case.state == Case.State.CLOSED
    assert Message.objects.get().waived_by == shop.ala
    assert not Duty.objects.exists()


def test_a_made_up_reason_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid):
        triage.close(one_case(shop), shop.ala, reason="because", now=NOW)


def test_reopening_owes_again_what_was_waived(shop: Shop) -> None:
    case = one_case(shop)
    triage.close(case, shop.ala, reason="by_phone", now=NOW)
    triage.reopen(case, shop.ala, now=NOW)
    assert Duty.objects.get().kind == "answer"


def test_putting_aside_does_not_stop_the_marketplaces_clock(shop: Shop) -> None:
    case = one_case(shop)
    due_at = Duty.objects.get().due_at
    triage.wait(case, shop.ala, until=NOW + 5 * HOUR, now=NOW)
    case.refresh_from_db()
    assert case.state == Case.State.WAITING
    assert Duty.objects.get().due_at == due_at


def test_thanks_do_not_wake_a_case_put_aside(shop: Shop) -> None:
    case = one_case(shop)
    take_in(shop.account, answered("m2", NOW), now=NOW)
    triage.wait(case, shop.ala, until=NOW + 5 * HOUR, now=NOW)
    take_in(shop.account, said("m3", NOW + HOUR, "Ok, dziękuję"), now=NOW + HOUR)
    case.refresh_from_db()
    assert case.state == Case.State.WAITING


def test_a_colleague_may_work_and_a_stranger_may_not(shop: Shop) -> None:
    case = one_case(shop)
    triage.add_note(case, shop.bolek, text="Zadzwonię do dostawcy", now=NOW)
    with pytest.raises(NotAllowed):
        triage.add_note(case, shop.celina, text="…", now=NOW)
    with pytest.raises(Invalid):
        triage.assign(case, shop.ala, to=shop.celina, now=NOW)
    assert Note.objects.count() == 1


def test_thanks_are_closed_in_bulk_but_never_another_accounts(shop: Shop) -> None:
    for account in (shop.account, shop.other):
        take_in(account, thread(), said("m1", NOW, "Dziękuję, wszystko super"), now=NOW)
    ids = list(Case.objects.values_list("pk", flat=True))
    assert triage.close_closers(shop.ala, ids, now=NOW) == 1
    assert cases(shop.other)[0].state == Case.State.OPEN


def two_cases(shop: Shop) -> tuple[Case, Case]:
    old = NOW - timedelta(days=400)
    take_in(
        shop.account,
        thread(),
        said("m1", old),
        answered("m2", old + HOUR),
        said("m3", NOW - HOUR, "Czy wysyłacie do Czech?", offer_id="o2"),
        now=NOW,
    )
    first, second = cases(shop.account)
    return first, second


def picture() -> list[tuple[str, int]]:
    return list(Message.objects.order_by("external_id").values_list("external_id", "case_id"))


def test_merging_brings_everything_together_and_can_be_undone(shop: Shop) -> None:
    first, second = two_cases(shop)
    before = picture()
    change = triage.merge(first, second, shop.ala, now=NOW)
    assert first.messages.count() == 3
    assert Duty.objects.get().case == first
    triage.undo(change, shop.ala, now=NOW)
    assert picture() == before
    assert Duty.objects.get().case == second


def test_splitting_makes_a_case_of_the_rest_and_can_be_undone(shop: Shop) -> None:
    case = one_case(shop)
    take_in(shop.account, said("m2", NOW, "A czy jest pokrywka?"), now=NOW)
    before = picture()
    change = triage.split(case, Message.objects.get(external_id="m2"), shop.ala, now=NOW)
    assert case.messages.count() == change.case.messages.count() == 1
    triage.undo(change, shop.ala, now=NOW)
    assert picture() == before


def test_nothing_can_be_split_off_whole(shop: Shop) -> None:
    case = one_case(shop)
    with pytest.raises(Invalid):
        triage.split(case, Message.objects.get(), shop.ala, now=NOW)


def test_a_message_moved_by_a_person_stays_where_it_was_put(shop: Shop) -> None:
    first, second = two_cases(shop)
    triage.move(Message.objects.get(external_id="m3"), first, shop.ala, now=NOW)
    take_in(shop.account, thread(), said("m3", NOW - HOUR, "Czy wysyłacie do Czech?"), now=NOW)
    assert Message.objects.get(external_id="m3").case == first
    second.refresh_from_db()
    assert second.state == Case.State.CLOSED


def test_merging_into_a_closed_case_keeps_what_is_owed(shop: Shop) -> None:
    first, second = two_cases(shop)
    Message.objects.filter(case=second).update(kind="message")
    second.refresh_from_db()
    change = triage.merge(first, second, shop.ala, now=NOW)
    first.refresh_from_db()
    assert first.state == Case.State.OPEN
    assert Duty.objects.get().case == first
    triage.undo(change, shop.ala, now=NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Case.State.CLOSED, Case.State.OPEN)


def test_undoing_a_merge_brings_the_list_and_the_waiting_back(shop: Shop) -> None:
    first, second = two_cases(shop)
    triage.wait(second, shop.ala, until=NOW + 5 * HOUR, what_for="paczka", now=NOW)
    second.refresh_from_db()
    triage.undo(triage.merge(first, second, shop.ala, now=NOW), shop.ala, now=NOW)
    second.refresh_from_db()
    assert (second.state, second.waiting_for) == (Case.State.WAITING, "paczka")
    assert second.waiting_until == NOW + 5 * HOUR


def test_an_old_question_is_not_closed_without_a_reason_either(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m1", NOW - timedelta(days=30)), now=NOW)
    [case] = cases(shop.account)
    with pytest.raises(ReasonNeeded):
        triage.close(case, shop.ala, now=NOW)
    assert triage.close_backlog(shop.ala, [case.pk], reason="too_old", now=NOW) == 1


def test_a_reason_ends_the_duty_of_a_question_dated_before_our_answer(shop: Shop) -> None:
    case = one_case(shop)
    take_in(shop.account, answered("m2", NOW), now=NOW)
    take_in(shop.account, said("m3", NOW - HOUR / 2, "I jeszcze jedno: waga?"), now=NOW + 3 * HOUR)
    assert Duty.objects.exists()
    triage.close(case, shop.ala, reason="by_phone", now=NOW + 3 * HOUR)
    assert not Duty.objects.exists()


def test_a_merged_case_takes_over_the_order_it_lacks_and_gives_it_back(shop: Shop) -> None:
    first, second = two_cases(shop)
    take_in(shop.account, an_order("z1", dispatch_by=NOW), now=NOW)
    second.order = Order.objects.get()
    second.save(update_fields=["order"])
    change = triage.merge(first, second, shop.ala, now=NOW)
    first.refresh_from_db()
    assert first.order == second.order
    triage.undo(change, shop.ala, now=NOW)
    first.refresh_from_db()
    assert first.order is None
