"""Routines: what they do when a buyer writes, and what they never do."""

from datetime import timedelta

import pytest

from kontuar.actions import routine_runs, routines, tags
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.facts.routines import Condition, Do, Step, What
from kontuar.store.models import (
    AccountAccess,
    Case,
    CaseTag,
    DeskRoutine,
    Duty,
    JournalEntry,
    Message,
    Note,
    Outgoing,
    RoutineRun,
)
from tests.shop import NOW, Shop
from tests.talk import answered, cases, said, take_in, thread

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
GREEN = (Condition(what=What.WORDS, values=("Zielony",)),)


def made(
    shop: Shop, *steps: Step, conditions: tuple[Condition, ...] = GREEN, **fields: object
) -> DeskRoutine:
    """A routine of Ala's that is on."""
    row = routines.keep(
        shop.ala,
        name="Zielone",
        conditions=conditions,
        steps=steps,
        now=NOW - HOUR,
        **fields,  # type: ignore[arg-type]
    )
    routines.saw_dry_run(row, shop.ala, now=NOW - HOUR)
    row.refresh_from_db()
    routines.switch(row, shop.ala, is_on=True, now=NOW - HOUR)
    row.refresh_from_db()
    return row


def everything(shop: Shop) -> tuple[Step, ...]:
    tag = tags.make(shop.ala, "Kolory", now=NOW - HOUR)
    return (
        Step(do=Do.TAG, value=str(tag.pk)),
        Step(do=Do.ASSIGN, value=str(shop.bolek.pk)),
        Step(do=Do.NOTE, value="Sprawdź magazyn"),
        Step(do=Do.TEMPLATE, value="colour"),
        Step(do=Do.SNOOZE, value="3"),
    )


def test_a_buyers_word_that_fits_is_tagged_given_noted_and_put_off_and_nothing_is_sent(shop: Shop) -> None:
    row = made(shop, *everything(shop))
    take_in(shop.account, thread(), said("m1", NOW), now=NOW)
    case = cases(shop.account)[0]
    assert CaseTag.objects.get().by is None
    assert (case.assignee, case.state) == (shop.bolek, Case.State.WAITING)
    assert case.waiting_until == NOW + 3 * HOUR
    assert Note.objects.get().text == "Sprawdź magazyn"
    assert Duty.objects.filter(case=case).exists()
    run = RoutineRun.objects.get()
    assert (run.routine, run.why) == (row, [["words", "zielony"]])
    assert [do for do, _value in run.did] == ["tag", "assign", "note", "template", "snooze"]
    assert JournalEntry.objects.filter(verb="routine.did", case=case).count() == 1
    assert not Outgoing.objects.exists()


def test_the_same_portion_twice_does_it_once(shop: Shop) -> None:
    made(shop, Step(do=Do.NOTE, value="raz"))
    for now in (NOW, NOW, NOW + MINUTE):
        take_in(shop.account, thread(), said("m1", NOW), now=now)
    assert Note.objects.count() == RoutineRun.objects.count() == 1


def test_history_our_own_words_and_other_accounts_are_never_asked_about(shop: Shop) -> None:
    made(shop, Step(do=Do.NOTE, value="nie"))
    before = shop.account.connected_at - MINUTE
    take_in(shop.account, thread(), said("m1", before), answered("m2", NOW, "Tak, zielony"), now=NOW)
    take_in(shop.other, thread("t9"), said("m9", NOW, thread_id="t9"), now=NOW)
    assert not RoutineRun.objects.exists()


def test_what_is_somebodys_stays_his_and_who_left_gets_nothing(shop: Shop) -> None:
    made(shop, Step(do=Do.ASSIGN, value=str(shop.bolek.pk)))
    AccountAccess.objects.filter(user=shop.bolek).delete()
    take_in(shop.account, thread(), said("m1", NOW), now=NOW)
    assert cases(shop.account)[0].assignee is None
    assert RoutineRun.objects.get().did == []


def test_a_routine_of_somebody_who_owns_the_account_no_more_does_nothing(shop: Shop) -> None:
    made(shop, Step(do=Do.NOTE, value="nie"))
    AccountAccess.objects.filter(user=shop.ala).update(role="agent")
    take_in(shop.account, thread(), said("m1", NOW), now=NOW)
    assert not Note.objects.exists()


def test_a_broken_routine_keeps_no_message_from_being_received(shop: Shop) -> None:
    row = made(shop, Step(do=Do.NOTE, value="x"))
    DeskRoutine.objects.filter(pk=row.pk).update(steps=[["note"]])
    take_in(shop.account, thread(), said("m1", NOW), now=NOW)
    assert Message.objects.count() == 1


def test_it_is_switched_on_only_after_its_dry_run_as_it_stands_now(shop: Shop) -> None:
    row = routines.keep(
        shop.ala, name="x", conditions=GREEN, steps=[Step(do=Do.NOTE, value="x")], now=NOW - HOUR
    )
    with pytest.raises(Invalid):
        routines.switch(row, shop.ala, is_on=True, now=NOW)
    routines.saw_dry_run(row, shop.ala, now=NOW)
    row.refresh_from_db()
    routines.switch(row, shop.ala, is_on=True, now=NOW)
    changed = routines.keep(
        shop.ala, name="y", conditions=GREEN, steps=[Step(do=Do.NOTE, value="x")], row=row, now=NOW + HOUR
    )
    assert not changed.is_on
    with pytest.raises(Invalid):
        routines.switch(changed, shop.ala, is_on=True, now=NOW + HOUR)


def test_a_dry_run_tells_last_weeks_messages_and_changes_nothing(shop: Shop) -> None:
    take_in(shop.account, thread(), said("m1", NOW), said("m2", NOW, "A czerwony?"), now=NOW)
    row = routines.keep(shop.ala, name="x", conditions=GREEN, steps=[Step(do=Do.NOTE, value="x")], now=NOW)
    run = routine_runs.dry_run(row, shop.ala, now=NOW + HOUR)
    assert [one.message.external_id for one in run.found] == ["m1"]
    assert run.looked_at == 2
    assert not Note.objects.exists()
    assert routine_runs.dry_run(row, shop.celina, now=NOW + HOUR).looked_at == 0


def test_who_owns_nothing_makes_no_routine_and_nonsense_is_refused(shop: Shop) -> None:
    step = Step(do=Do.NOTE, value="x")
    with pytest.raises(NotAllowed):
        routines.keep(shop.bolek, name="x", conditions=GREEN, steps=[step], now=NOW)
    for conditions, steps in (((), [step]), (GREEN, []), (GREEN, [Step(do=Do.SNOOZE, value="9999")])):
        with pytest.raises(Invalid):
            routines.keep(shop.ala, name="x", conditions=conditions, steps=steps, now=NOW)
    amount = Condition(what=What.VALUE_OVER, values=("dużo",))
    with pytest.raises(Invalid):
        routines.keep(shop.ala, name="x", conditions=[amount], steps=[step], now=NOW)
