"""Check-in times: the few moments of a day at which a person looks at his messages.

Times are wall times of the seller's zone. On public holidays, days off and days of absence nobody looks.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kontuar.rules.calendar import BusinessCalendar

DAY = timedelta(days=1)
MOST_DAYS = 60
"""Days we look ahead; a plan without a single look in two months is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIns:
    """Local wall ``times`` on ``weekdays`` (Monday 0), except on the days ``away``."""

    times: tuple[time, ...]
    weekdays: frozenset[int] = frozenset(range(5))
    away: frozenset[date] = frozenset()


def next_after(plan: CheckIns, calendar: BusinessCalendar, now: datetime) -> datetime | None:
    """The first look strictly after ``now`` (UTC); None where the plan has none."""
    day = calendar.local_day(now)
    for ahead in range(MOST_DAYS):
        later = [at for at in _looks(plan, calendar, day + DAY * ahead) if at > now]
        if later:
            return min(later)
    return None


def _looks(plan: CheckIns, calendar: BusinessCalendar, day: date) -> list[datetime]:
    """A day's looks. A wall time that the change to daylight saving skips is an hour later on the wall."""
    closed = day in calendar.days_off or day in calendar.absences or day in plan.away
    if closed or day.weekday() not in plan.weekdays:
        return []
    return [calendar.wall(day, wall) for wall in plan.times]
