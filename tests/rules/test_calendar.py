from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.rules.calendar import BusinessCalendar, NoWorkingDay, OfficeHours, office_week

WARSAW = ZoneInfo("Europe/Warsaw")
ZONES = [
    "Europe/Warsaw",
    "Europe/Vilnius",
    "America/New_York",
    "America/Havana",  # changes at midnight
    "Africa/Cairo",
    "Pacific/Apia",
    "UTC",
]
PLAIN = BusinessCalendar(zone=WARSAW)
instants = st.datetimes(datetime(2019, 1, 1), datetime(2029, 12, 31)).map(lambda d: d.replace(tzinfo=UTC))
spans = st.timedeltas(timedelta(0), timedelta(days=20))


@st.composite
def calendars(draw: st.DrawFn) -> BusinessCalendar:
    off = st.frozensets(st.dates(date(2019, 1, 1), date(2030, 12, 31)), max_size=6)
    return BusinessCalendar(
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        days_off=draw(off),
        absences=draw(off),
        weekend=draw(st.frozensets(st.integers(0, 6), max_size=5)),
        office_hours=office_week(time(9), time(17), weekdays=range(draw(st.integers(0, 7)))),
    )


TURNING = [
    *ZONES,
    "Europe/London",
    "America/Goose_Bay",  # changed a minute after midnight: one date twice
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Atlantic/Azores",
    "Africa/Casablanca",
]
long_ago = st.datetimes(datetime(1990, 1, 1), datetime(2040, 12, 31)).map(lambda d: d.replace(tzinfo=UTC))


def near_a_change(zone: ZoneInfo, at: datetime, minutes: int) -> datetime:
    """A moment close to the next change of the clock, within the year; ``at`` where there is none."""
    hours = (at + timedelta(hours=12 * step) for step in range(732))
    changed = next((h for h in hours if _ahead(zone, h) != _ahead(zone, h + timedelta(hours=12))), at)
    return changed + timedelta(minutes=minutes)


def _ahead(zone: ZoneInfo, at: datetime) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


@settings(deadline=None)
@given(st.sampled_from(TURNING), long_ago, st.integers(-60, 1500), st.booleans())
def test_the_table_of_days_says_what_the_zone_says(name: str, at: datetime, minutes: int, near: bool) -> None:
    zone = ZoneInfo(name)
    calendar = BusinessCalendar(zone=zone)
    asked = near_a_change(zone, at, minutes) if near else at
    for moment in (asked, asked - timedelta(microseconds=1), asked + timedelta(hours=24)):
        assert calendar.local_day(moment) == moment.astimezone(zone).date()
        assert calendar.local_day(moment.astimezone(zone)) == moment.astimezone(zone).date()


def plainly_added(calendar: BusinessCalendar, start: datetime, span: timedelta) -> datetime:
    """``add_business_time`` as one would write it who has no tables."""
    at, left = start, span
    while True:
        day = at.astimezone(calendar.zone).date()
        end = datetime.combine(day + timedelta(days=1), time(0), calendar.zone).astimezone(UTC)
        if day.weekday() not in calendar.weekend and day not in calendar.days_off:
            if left <= end - at:
                return at + left
            left -= end - at
        at = end


def plainly_before(calendar: BusinessCalendar, end: datetime, span: timedelta) -> datetime:
    """``office_time_before`` in the same way."""
    left, day = span, end.astimezone(calendar.zone).date()
    for back in range(15):
        one = day - timedelta(days=back)
        if one.weekday() in calendar.weekend or one in calendar.days_off | calendar.absences:
            continue
        for hours in calendar.office_hours:
            opens, closes = (
                datetime.combine(one, wall, calendar.zone).astimezone(UTC)
                for wall in (hours.opens, hours.closes)
            )
            there = min(closes, end) - opens
            if hours.weekday != one.weekday() or there <= timedelta(0):
                continue
            if left <= there:
                return min(closes, end) - left
            left -= there
    return end - span


@settings(deadline=None)
@given(calendars(), instants, spans)
def test_with_tables_business_time_is_what_it_is_without(
    calendar: BusinessCalendar, at: datetime, span: timedelta
) -> None:
    assert calendar.add_business_time(at, span) == plainly_added(calendar, at, span)
    assert calendar.office_time_before(at, span) == plainly_before(calendar, at, span)
    assert calendar.add_business_time(at, span) == calendar.add_business_time(at, span), "asked again"


def warsaw(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def test_a_day_with_a_change_of_the_clock_has_23_or_25_hours() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert PLAIN.day_end(spring) - PLAIN.day_start(spring) == timedelta(hours=23)
    assert PLAIN.day_end(autumn) - PLAIN.day_start(autumn) == timedelta(hours=25)


def test_where_sunday_is_worked_the_lost_hour_is_not_counted() -> None:
    every_day = BusinessCalendar(zone=WARSAW, weekend=frozenset())
    assert every_day.add_business_time(warsaw("2026-03-28 15:00"), timedelta(hours=24)) == warsaw(
        "2026-03-29 16:00"
    )
    assert every_day.add_business_time(warsaw("2026-10-24 15:00"), timedelta(hours=24)) == warsaw(
        "2026-10-25 14:00"
    )


def test_a_span_that_ends_at_midnight_ends_before_the_weekend() -> None:
    assert PLAIN.add_business_time(warsaw("2026-11-13 00:00"), timedelta(hours=24)) == warsaw(
        "2026-11-14 00:00"
    )


def test_absences_do_not_stop_the_marketplaces_clock_but_ours() -> None:
    away = BusinessCalendar(zone=WARSAW, absences=frozenset({date(2026, 11, 17)}))
    start = warsaw("2026-11-16 15:00")
    assert away.add_business_time(start, timedelta(hours=24)) == warsaw("2026-11-17 15:00")
    assert away.add_office_time(start, timedelta(hours=4)) == warsaw("2026-11-18 11:00")


def test_office_time_before_goes_back_over_the_weekend() -> None:
    assert PLAIN.office_time_before(warsaw("2026-11-16 10:00"), timedelta(hours=3)) == warsaw(
        "2026-11-13 15:00"
    )


def test_two_openings_a_day_are_counted_in_order() -> None:
    hours = (
        OfficeHours(weekday=0, opens=time(14), closes=time(16)),
        OfficeHours(weekday=0, opens=time(9), closes=time(11)),
    )
    split = BusinessCalendar(zone=WARSAW, office_hours=hours)
    assert split.add_office_time(warsaw("2026-11-16 10:00"), timedelta(hours=2)) == warsaw("2026-11-16 15:00")


def test_a_calendar_without_a_working_day_says_so() -> None:
    never = BusinessCalendar(zone=WARSAW, weekend=frozenset(range(7)))
    with pytest.raises(NoWorkingDay):
        never.add_business_time(warsaw("2026-11-16 10:00"), timedelta(hours=1))


def test_office_hours_must_make_sense() -> None:
    with pytest.raises(ValueError, match="close later"):
        OfficeHours(weekday=0, opens=time(17), closes=time(9))


@settings(deadline=None)
@given(calendars(), instants, spans)
def test_adding_business_time_is_undone_by_measuring_it(
    calendar: BusinessCalendar, start: datetime, span: timedelta
) -> None:
    end = calendar.add_business_time(start, span)
    assert end >= start
    assert calendar.business_time_between(start, end) == span


@settings(deadline=None)
@given(calendars(), instants, spans, spans)
def test_more_business_time_never_ends_earlier(
    calendar: BusinessCalendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    short, long = sorted((one, other))
    assert calendar.add_business_time(start, short) <= calendar.add_business_time(start, long)


@settings(deadline=None)
@given(calendars(), instants, instants, spans)
def test_what_comes_later_is_never_due_earlier(
    calendar: BusinessCalendar, one: datetime, other: datetime, span: timedelta
) -> None:
    first, second = sorted((one, other))
    assert calendar.add_business_time(first, span) <= calendar.add_business_time(second, span)


@settings(deadline=None)
@given(calendars(), instants)
def test_a_moved_end_never_falls_on_an_off_day(calendar: BusinessCalendar, at: datetime) -> None:
    moved = calendar.same_time_next_working_day(at)
    assert not calendar.is_off(calendar.local_day(moved))
    assert moved >= at - timedelta(hours=1)  # a wall time in the lost hour reads an hour earlier


@settings(deadline=None)
@given(calendars(), instants, spans)
def test_office_time_never_ends_while_we_are_away(
    calendar: BusinessCalendar, start: datetime, span: timedelta
) -> None:
    end = calendar.add_office_time(start, span)
    assert end >= start
    if calendar.office_hours and span and any(calendar.openings(calendar.local_day(end))):
        assert any(opens <= end <= closes for opens, closes in calendar.openings(calendar.local_day(end)))


@settings(deadline=None)
@given(calendars(), instants, st.timedeltas(timedelta(0), timedelta(hours=8)))
def test_office_time_before_is_never_after(
    calendar: BusinessCalendar, end: datetime, span: timedelta
) -> None:
    assert calendar.office_time_before(end, span) <= end
