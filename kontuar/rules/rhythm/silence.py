"""How long a buyer has waited, told in our own working time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kontuar.rules.calendar import BusinessCalendar

DAY = timedelta(days=1)
MOST_DAYS = 366
"""Beyond a year of silence the exact number helps nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The oldest unanswered word was said at ``since_at``; ``working`` is the age in opening hours."""

    since_at: datetime
    working: timedelta
    is_alarming: bool


def working_time(calendar: BusinessCalendar, start: datetime, end: datetime) -> timedelta:
    """Opening time between two instants (nothing if reversed); without office hours, time on working days."""
    if not calendar.office_hours:
        return calendar.business_time_between(start, end)
    start = max(start, end - DAY * MOST_DAYS)
    day, last, total = calendar.local_day(start), calendar.local_day(end), timedelta(0)
    while day <= last:
        for opens, closes in calendar.openings(day):
            total += max(timedelta(0), min(closes, end) - max(opens, start))
        day += DAY
    return total


def silence(
    since_at: datetime, now: datetime, *, calendar: BusinessCalendar, threshold: timedelta
) -> Silence:
    """The verdict on one word. A ``threshold`` of nothing never alarms."""
    age = working_time(calendar, since_at, now)
    alarming = threshold > timedelta(0) and age >= threshold
    return Silence(since_at=since_at, working=age, is_alarming=alarming)
