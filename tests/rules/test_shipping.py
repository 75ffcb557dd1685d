"""Goods that leave on other days: our own target, the warning and the watch over the promise go by it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.facts.money import Money
from kontuar.facts.orders import OrderLine
from kontuar.rulebook.load import policy_for
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.duties import dispatch
from kontuar.rules.policy import OwnTargets
from kontuar.rules.promise.moments import closing_before
from kontuar.rules.shipping import ALWAYS, NoShip, ShipGroup, no_ship

WARSAW = ZoneInfo("Europe/Warsaw")
CALENDAR = BusinessCalendar(zone=WARSAW, days_off=frozenset({date(2026, 11, 11)}))
FRESH = ShipGroup(name="Świeże", begins=("ser ", "k-"), stops=NoShip(weekdays=frozenset({3, 4})))
HEAVY = ShipGroup(name="Ciężkie", begins=("77",), stops=NoShip(weekdays=frozenset({0}), cut_off=time(11)))


def line(name: str = "", sku: str = "", offer: str = "1") -> OrderLine:
    price = Money(amount=1, currency="PLN")  # type: ignore[arg-type]
    return OrderLine(external_id="l", offer_id=offer, name=name, seller_sku=sku, quantity=1, price=price)


def targets(
    make: Any, by: str, *lines: OrderLine, groups: tuple[ShipGroup, ...], **more: Any
) -> tuple[str, str]:
    dispatch_by = make.at(by)
    policy = policy_for(
        "allegro",
        "PL",
        dispatch_by.date(),
        zone=WARSAW,
        own=OwnTargets(courier_at=time(15), ship_groups=groups),
        **more,
    )
    order = replace(make.order(dispatch_by), lines=lines)
    (duty,) = dispatch.duties(order, (), (), policy)
    assert duty.due_at == dispatch_by, "the marketplace's own date never moves"
    local = (duty.safer_by.astimezone(WARSAW), duty.warn_at.astimezone(WARSAW))
    return local[0].strftime("%a %H:%M"), local[1].strftime("%a %H:%M")


def test_what_is_to_leave_by_friday_leaves_on_wednesday(make: Any) -> None:
    by = "2026-11-20 23:59:59"
    assert targets(make, by, line("Ser kozi"), groups=(FRESH,)) == ("Wed 15:00", "Wed 09:00")
    assert targets(make, by, line("Nóż do sera"), groups=(FRESH,)) == ("Fri 15:00", "Fri 09:00")


def test_a_group_is_told_by_name_code_or_number_whatever_the_letters() -> None:
    assert FRESH.holds(line(name="SER ŻÓŁTY"))
    assert FRESH.holds(line(sku="K-12"))
    assert HEAVY.holds(line(offer="77"))
    assert not HEAVY.holds(line(offer="771"))
    assert not FRESH.holds(line())


def test_goods_of_two_groups_leave_when_both_may() -> None:
    order = replace(an_order(), lines=(line("ser biały"), line(offer="77")))
    together = no_ship(order, (FRESH, HEAVY))
    assert together == NoShip(weekdays=frozenset({0, 3, 4}), cut_off=time(11))


def test_a_group_without_words_is_the_whole_account() -> None:
    every = ShipGroup(name="Wszystko", stops=NoShip(days=frozenset({date(2026, 12, 23)})))
    assert no_ship(an_order(), (every,)) == every.stops
    assert no_ship(an_order(), (FRESH,)) is ALWAYS


def test_the_cut_off_hour_stands_in_place_of_the_couriers(make: Any) -> None:
    found = targets(make, "2026-11-17 23:59:59", line(offer="77"), groups=(HEAVY,))
    assert found == ("Tue 11:00", "Tue 09:00")


def test_an_order_that_came_after_its_last_day_keeps_the_marketplaces_date(make: Any) -> None:
    paid_at = make.at("2026-11-19 08:00")
    order = replace(make.order(make.at("2026-11-20 23:59:59")), lines=(line("ser"),), paid_at=paid_at)
    own = OwnTargets(ship_groups=(replace(FRESH, begins=("ser",)),))
    policy = policy_for("allegro", "PL", date(2026, 11, 19), zone=WARSAW, own=own)
    (duty,) = dispatch.duties(order, (), (), policy)
    assert duty.safer_by == duty.due_at


def test_the_watch_knows_that_nothing_leaves_before_the_date(make: Any) -> None:
    since, by = make.at("2026-11-19 08:00"), make.at("2026-11-20 23:59:59")
    assert closing_before(since, by, CALENDAR) == make.at("2026-11-20 17:00")
    assert closing_before(since, by, CALENDAR, FRESH.stops) is None
    early = NoShip(cut_off=time(12))
    assert closing_before(since, by, CALENDAR, early) == make.at("2026-11-20 12:00")
    without_hours = replace(CALENDAR, office_hours=())
    assert closing_before(since, by, without_hours, FRESH.stops) is None
    assert closing_before(since, by, without_hours, early) == make.at("2026-11-20 12:00")


def an_order() -> Any:
    from tests.order_world import sold

    return sold()


WEEKDAYS = st.frozensets(st.integers(0, 6), max_size=5)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@settings(max_examples=150, deadline=None)
@given(DAYS, WEEKDAYS, st.frozensets(DAYS, max_size=4))
def test_the_last_ship_day_is_never_later_and_never_a_day_nothing_leaves(
    day: date, weekdays: frozenset[int], days: frozenset[date]
) -> None:
    stops = NoShip(weekdays=weekdays, days=days)
    found = CALENDAR.last_ship_day(day, stops)
    assert found <= day
    if not set(range(5)) <= weekdays:
        assert not stops.closed(found)
        assert CALENDAR.is_open(found)
    assert CALENDAR.last_ship_day(found, stops) == found


@settings(max_examples=150, deadline=None)
@given(
    st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 30)),
    st.integers(0, 240),
    WEEKDAYS,
    st.sampled_from([None, time(2, 30), time(12), time(23, 59)]),
)
def test_more_stops_never_make_the_last_moment_later_over_a_change_of_the_clock_too(
    start: datetime, hours: int, weekdays: frozenset[int], cut_off: time | None
) -> None:
    since = start.replace(tzinfo=UTC)
    by = since + timedelta(hours=hours)
    free = closing_before(since, by, CALENDAR)
    stopped = closing_before(since, by, CALENDAR, NoShip(weekdays=weekdays, cut_off=cut_off))
    if stopped is not None:
        assert free is not None
        assert stopped <= free
        assert since < stopped <= by or stopped == by
