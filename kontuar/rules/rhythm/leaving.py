"""Going home: until which moment must everything be answered that ends while nobody is there?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kontuar.rules.calendar import BusinessCalendar

DAY = timedelta(days=1)
AHEAD = 370
"""Days we look ahead for a holiday."""


class Leave(StrEnum):
    """For how long somebody goes."""

    TOMORROW = "tomorrow"
    WEEKEND = "weekend"
    HOLIDAYS = "holidays"


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """We are back at ``back_at`` (UTC), the opening of the local day ``day``."""

    leave: Leave
    day: date
    back_at: datetime


def returns(calendar: BusinessCalendar, now: datetime) -> tuple[Return, ...]:
    """The returns there are, in the order of :class:`Leave`; each is an open day after today.

    The weekend is the one that comes or runs; the holidays are the next public holiday or day off, with the
    free days beside it.
    """
    today = calendar.local_day(now)
    starts = {
        Leave.TOMORROW: today,
        Leave.WEEKEND: _first(calendar, today, is_weekend=True),
        Leave.HOLIDAYS: _first(calendar, today, is_weekend=False),
    }
    found = []
    for leave, day in starts.items():
        back = back_after(calendar, day) if day else None
        if back:
            found.append(Return(leave=leave, day=back, back_at=calendar.office_start(back)))
    return tuple(found)


def _first(calendar: BusinessCalendar, today: date, *, is_weekend: bool) -> date | None:
    """The first free day from today on that is (not) a weekend's."""
    for ahead in range(AHEAD):
        day = today + DAY * ahead
        if not calendar.is_open(day) and (day.weekday() in calendar.weekend) is is_weekend:
            return day
    return None


def back_after(calendar: BusinessCalendar, day: date) -> date | None:
    """The first open day after ``day``; None where none comes within a year."""
    later = (day + DAY * ahead for ahead in range(1, AHEAD))
    return next((day for day in later if calendar.is_open(day)), None)
