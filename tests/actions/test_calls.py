"""Calls on the phone: the note, the duty of what was promised, and the number that does not stay."""

from datetime import timedelta

import pytest

from kontuar.actions import calls, marks, triage
from kontuar.actions.calls import Said
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import Case, Duty, Mark, Note, PhoneCall
from tests.shop import NOW, Shop
from tests.talk import answered, cases, said, take_in, thread

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROMISED = Said(
    text="Pyta o brakującą śrubkę.",
    caller="Anna  Kowal",
    number="+48 600 100 200",
    promise="wyślemy śrubkę",
    promised_by=NOW + DAY,
)


def asked(shop: Shop) -> Case:
    take_in(shop.account, thread(), said("m1", NOW - HOUR), answered("m2", NOW - HOUR / 2, "Tak."), now=NOW)
    (case,) = cases(shop.account)
    return case


def test_a_call_is_a_note_and_its_promise_a_duty(shop: Shop) -> None:
    case = asked(shop)
    note = calls.note(case, shop.bolek, PROMISED, now=NOW)
    assert (note.call.caller, note.call.promise) == ("Anna Kowal", "wyślemy śrubkę")
    duty = Duty.objects.get(kind="promised")
    assert (duty.case_id, duty.due_at) == (case.pk, NOW + DAY)


def test_the_promise_ends_when_we_write_again(shop: Shop) -> None:
    case = asked(shop)
    calls.note(case, shop.bolek, PROMISED, now=NOW)
    take_in(shop.account, answered("m3", NOW + HOUR, "Śrubka wysłana."), now=NOW + HOUR)
    assert not Duty.objects.filter(kind="promised").exists()


def test_a_call_without_a_promise_opens_no_clock(shop: Shop) -> None:
    calls.note(asked(shop), shop.bolek, Said(text="Dziękuje za paczkę."), now=NOW)
    assert PhoneCall.objects.get().mark is None
    assert not Mark.objects.exists()


@pytest.mark.parametrize("how", ["done", "take_back"])
def test_the_number_goes_when_nobody_has_to_call_any_more(shop: Shop, how: str) -> None:
    note = calls.note(asked(shop), shop.bolek, PROMISED, now=NOW)
    assert note.call.number == "+48 600 100 200"
    getattr(marks, how)(Mark.objects.get(), shop.bolek, now=NOW + HOUR)
    assert PhoneCall.objects.get().number == ""
    assert not Duty.objects.filter(kind="promised").exists()


def test_the_number_is_removed_by_hand(shop: Shop) -> None:
    note = calls.note(asked(shop), shop.bolek, PROMISED, now=NOW)
    calls.remove_number(note, shop.bolek, now=NOW)
    assert PhoneCall.objects.get().number == ""
    assert Duty.objects.filter(kind="promised").exists(), "the promise stays"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Said(text=" "), "text"),
        (Said(text="x", promised_by=NOW + DAY), "promise"),
        (Said(text="x", promise="x", promised_by=NOW - DAY), "day"),
        (Said(text="x", number="600 100 200"), "number"),
        (Said(text="x", number="zadzwonić", promise="x", promised_by=NOW + DAY), "number"),
        (Said(text="x", caller="x" * 121), "caller"),
    ],
)
def test_what_cannot_be_kept_names_its_field_and_keeps_nothing(shop: Shop, wrong: Said, field: str) -> None:
    case = asked(shop)
    with pytest.raises(Invalid) as problem:
        calls.note(case, shop.bolek, wrong, now=NOW)
    assert problem.value.field == field
    assert not Note.objects.exists()


def test_a_promise_goes_with_its_note_into_a_joined_conversation_and_back(shop: Shop) -> None:
    other = asked(shop)
    into = Case.objects.create(account=shop.account, buyer=other.buyer, opened_at=NOW)
    calls.note(other, shop.bolek, PROMISED, now=NOW)
    change = triage.merge(into, other, shop.bolek, now=NOW)
    assert Duty.objects.get(kind="promised").case_id == into.pk
    triage.undo(change, shop.bolek, now=NOW)
    assert Duty.objects.get(kind="promised").case_id == other.pk


def test_only_who_answers_here_notes_calls(shop: Shop) -> None:
    case = asked(shop)
    with pytest.raises(NotAllowed):
        calls.note(case, shop.celina, PROMISED, now=NOW)
    note = calls.note(case, shop.bolek, PROMISED, now=NOW)
    with pytest.raises(NotAllowed):
        calls.remove_number(note, shop.celina, now=NOW)
