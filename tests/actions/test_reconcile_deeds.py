"""Finding deeds again: what the marketplace shows is done, what it does not show is a person's."""

from datetime import datetime, timedelta

import pytest

from kontuar.actions import reconcile_deeds, subjects
from kontuar.connector_kit.scripted import Asked, Reply
from kontuar.store.models import Order, OutgoingDeed, Rating, Shipment, Stream
from tests.deeds import Counter
from tests.shop import NOW

pytestmark = pytest.mark.django_db(transaction=True)
State = OutgoingDeed.State
SECOND, MINUTE, HOUR = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours"))


def stands(row: OutgoingDeed) -> tuple[str, str]:
    return row.state, row.reason


def shown(row: OutgoingDeed) -> None:
    """The order's own list has it."""
    assert row.order is not None
    Shipment.objects.create(
        account=row.account, order=row.order, carrier="INPOST", waybill=row.what["waybill"]
    )


def drop(asked: Asked) -> Reply | None:
    """The deed's answer gets lost."""
    return None if asked.method == "GET" else Reply(drop=True)


def test_what_the_marketplace_shows_is_done(counter: Counter) -> None:
    number = counter.do(counter.track(counter.order("o1"), "62"))
    state = counter.do(counter.state(counter.order("o2"), "sent"))
    answer = counter.do(counter.answer(counter.rating()))
    assert reconcile_deeds.settle(now=NOW) == 0
    shown(number)
    counter.order("o2", fulfilment="sent")
    Rating.objects.update(answer="Przykro nam.")
    assert reconcile_deeds.settle(now=NOW + MINUTE) == 3
    assert {stands(counter.again(row)) for row in (number, state, answer)} == {(State.DONE, "")}


def test_a_number_shown_in_other_letters_is_done(counter: Counter) -> None:
    row = counter.do(counter.track(counter.order(), "ad-12b"))
    Shipment.objects.create(account=row.account, order=row.order, carrier="INPOST", waybill="AD 12B")
    reconcile_deeds.settle(now=NOW + MINUTE)
    assert stands(counter.again(row)) == (State.DONE, "")


def test_a_lost_one_that_is_found_is_done(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    counter.on_asked.append(drop)
    row = counter.do(row)
    shown(row)
    reconcile_deeds.settle(now=NOW + MINUTE)
    assert stands(counter.again(row)) == (State.DONE, "")


@pytest.mark.parametrize(("read_after", "reason"), [(MINUTE, "no_answer"), (2 * MINUTE, "not_arrived")])
def test_a_number_missing_from_a_list_read_two_minutes_later_did_not_arrive(
    counter: Counter, read_after: timedelta, reason: str
) -> None:
    row = counter.track(counter.order(), "62")
    counter.on_asked.append(drop)
    row = counter.do(row)
    Order.objects.update(parcels_at=NOW + read_after)
    reconcile_deeds.settle(now=NOW + HOUR)
    assert stands(counter.again(row)) == (State.UNSURE, reason)


def test_a_list_that_could_not_be_read_shows_nothing_missing(counter: Counter) -> None:
    lost, taken = counter.track(counter.order(), "62"), counter.do(counter.track(counter.order("o2"), "63"))
    counter.on_asked.append(drop)
    lost = counter.do(lost)
    later = NOW + 2 * HOUR
    subjects.missed(counter.account, "orders", ["o1", "o2"], now=later)
    reconcile_deeds.settle(now=later)
    assert stands(counter.again(lost)) == (State.UNSURE, "no_answer")
    assert stands(counter.again(taken)) == (State.SENT, "")
    assert {"o1", "o2"} <= set(subjects.of(counter.account, "orders", now=later))
    subjects.looked_at(counter.account, "orders", ["o1", "o2"], now=later)
    reconcile_deeds.settle(now=later)
    assert stands(counter.again(lost)) == (State.UNSURE, "not_arrived")


def test_a_number_that_turns_up_after_all_is_done(counter: Counter) -> None:
    row = counter.track(counter.order(), "62")
    counter.on_asked.append(drop)
    row = counter.do(row)
    Order.objects.update(parcels_at=NOW + HOUR)
    reconcile_deeds.settle(now=NOW + HOUR)
    shown(row)
    reconcile_deeds.settle(now=NOW + HOUR)
    assert stands(counter.again(row)) == (State.DONE, "")


def test_an_unsure_state_stays_unsure_until_shown_or_said(counter: Counter) -> None:
    row = counter.state(counter.order(), "sent")
    counter.on_asked.append(drop)
    row = counter.do(row)
    Stream.objects.create(account=counter.account, name="orders_reconcile", last_ok_at=NOW + HOUR)
    assert reconcile_deeds.settle(now=NOW + HOUR) == 0
    assert stands(counter.again(row)) == (State.UNSURE, "no_answer")


def read_until(counter: Counter, at: datetime) -> None:
    for name in ("orders_reconcile", "ratings"):
        Stream.objects.update_or_create(account=counter.account, name=name, defaults={"last_ok_at": at})


def test_what_was_taken_and_never_shown_becomes_unsure(counter: Counter) -> None:
    """A state is shown within minutes, an answer to a rating only when all ratings are read again."""
    state, answer = (
        counter.do(counter.state(counter.order(), "sent")),
        counter.do(counter.answer(counter.rating())),
    )
    for hours, wanted in ((1, State.SENT), (27, State.UNSURE)):
        read_until(counter, NOW + hours * HOUR)
        reconcile_deeds.settle(now=NOW + hours * HOUR)
        assert stands(counter.again(state)) == (State.UNSURE, "not_shown")
        assert counter.again(answer).state == wanted


def test_an_answer_to_a_rating_too_old_to_be_read_again_is_not_doubted(counter: Counter) -> None:
    answer = counter.do(counter.answer(counter.rating(rated_at=NOW - timedelta(days=200))))
    read_until(counter, NOW + 99 * HOUR)
    assert reconcile_deeds.settle(now=NOW + 99 * HOUR) == 0
    assert stands(counter.again(answer)) == (State.SENT, "")


def test_a_state_from_which_somebody_went_on_is_done(counter: Counter) -> None:
    row = counter.do(counter.state(counter.order(), "processing"))
    counter.order(fulfilment="sent")
    reconcile_deeds.settle(now=NOW + MINUTE)
    assert stands(counter.again(row)) == (State.DONE, "overtaken")


def test_the_orders_parcels_are_read_at_once_and_then_every_minute(counter: Counter) -> None:
    order = counter.order()
    Order.objects.update(parcels_at=NOW)
    counter.do(counter.track(order, "62"))
    assert "o1" in subjects.of(counter.account, "orders", now=NOW)
    subjects.looked_at(counter.account, "orders", ["o1"], now=NOW + SECOND)
    assert subjects.of(counter.account, "orders", now=NOW + 30 * SECOND) == []
    assert subjects.sooner(counter.account, "orders", now=NOW + SECOND) == MINUTE + SECOND
    assert "o1" in subjects.of(counter.account, "orders", now=NOW + 2 * MINUTE)
    shown(OutgoingDeed.objects.get())
    reconcile_deeds.settle(now=NOW + 2 * MINUTE)
    assert subjects.of(counter.account, "orders", now=NOW + 2 * MINUTE) == []
