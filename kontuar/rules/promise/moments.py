"""Moments the watch reckons with. Wall times are taken on their own day, so a change of the clock is counted."""

from datetime import datetime, time, timedelta

from kontuar.rules.calendar import DAY, BusinessCalendar
from kontuar.rules.policy import ParcelRule, PromiseRule
from kontuar.rules.shipping import ALWAYS, NoShip

TICK = timedelta(microseconds=1)


def days_before(by_at: datetime, calendar: BusinessCalendar, days: int) -> datetime:
    """When we begin to work ``days`` before the day of a date, or on the last open day before that.

    A date at midnight belongs to the day that ends there.
    """
    day = calendar.local_day(by_at - TICK) - DAY * days
    return calendar.office_start(calendar.last_open_day(day))


def last_day(by_at: datetime, calendar: BusinessCalendar) -> datetime:
    """The first instant of the day of a date."""
    return calendar.day_start(calendar.local_day(by_at - TICK))


def silent_from(
    since_at: datetime, calendar: BusinessCalendar, patience: ParcelRule, rule: PromiseRule
) -> datetime:
    """From when a parcel without a first scan is silent: never before noon of the next working day."""
    day = calendar.next_working_day(calendar.local_day(since_at))
    noon = calendar.wall(day, time(rule.first_scan_not_before))
    return max(calendar.add_business_time(since_at, patience.first_scan_after) + TICK, noon)


def closing_before(
    since_at: datetime, by_at: datetime, calendar: BusinessCalendar, stops: NoShip = ALWAYS
) -> datetime | None:
    """When the last opening before a date ends; None where none lies between ``since_at`` and the date.

    Days on which these goods do not leave are left out, and a day ends at their cut-off. Without office hours and
    without such days the date itself.
    """
    if not calendar.office_hours:
        return by_at if stops is ALWAYS else _last_cut_off(since_at, by_at, calendar, stops)
    day, first = calendar.local_day(by_at), calendar.local_day(since_at)
    while day >= first:
        for opens, closes in () if stops.closed(day) else reversed(calendar.openings(day)):
            ends = closes if stops.cut_off is None else min(closes, calendar.wall(day, stops.cut_off))
            if opens < by_at and ends > since_at and ends > opens:
                return min(ends, by_at)
        day -= DAY
    return None


def _last_cut_off(
    since_at: datetime, by_at: datetime, calendar: BusinessCalendar, stops: NoShip
) -> datetime | None:
    """As above where no office hours are known: the end of the last day these goods leave on, or its cut-off."""
    day, first = calendar.local_day(by_at - TICK), calendar.local_day(since_at)
    while day >= first:
        ends = calendar.day_end(day) if stops.cut_off is None else calendar.wall(day, stops.cut_off)
        if calendar.is_open(day) and not stops.closed(day) and ends > since_at:
            return min(ends, by_at)
        day -= DAY
    return None
