"""When a letter about a deadline may be written: hours before it, not in the quiet hours, never after it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kontuar.rules.calendar import BusinessCalendar

DAY = timedelta(days=1)
LEAD = timedelta(minutes=30)
"""What ends within the quiet hours is told this long before they begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Local wall times; over midnight where ``until`` is not later than ``begins``; equal ones mean no quiet."""

    begins: time
    until: time


def quiet_around(
    quiet: Quiet | None, calendar: BusinessCalendar, at: datetime
) -> tuple[datetime, datetime] | None:
    """Begin and end (UTC) of the quiet hours ``at`` lies in; None outside. Their end is no longer quiet."""
    if quiet is None or quiet.begins == quiet.until:
        return None
    day = calendar.local_day(at)
    for evening in (day - DAY, day):
        morning = evening if quiet.until > quiet.begins else evening + DAY
        begin, end = calendar.wall(evening, quiet.begins), calendar.wall(morning, quiet.until)
        if begin <= at < end:
            return begin, end
    return None


def tell_at(
    due_at: datetime, *, ahead: timedelta, quiet: Quiet | None, calendar: BusinessCalendar
) -> datetime:
    """The moment from which a letter about ``due_at`` may be written; always before ``due_at``.

    ``ahead`` before the deadline. If that is within quiet hours, when they end; if the deadline itself is within
    quiet hours, half an hour before they begin at the latest, so that nobody is woken for what was known.
    """
    wanted = due_at - ahead
    night = quiet_around(quiet, calendar, due_at)
    if night:
        wanted = min(wanted, night[0] - LEAD)
    held = quiet_around(quiet, calendar, wanted)
    return held[1] if held and held[1] < due_at else wanted


def is_to_tell(
    due_at: datetime, now: datetime, *, ahead: timedelta, quiet: Quiet | None, calendar: BusinessCalendar
) -> bool:
    """True while a letter about ``due_at`` may be written: not too early, not late, not in quiet hours.

    Within quiet hours only what ends before they do.
    """
    if now >= due_at or now < tell_at(due_at, ahead=ahead, quiet=quiet, calendar=calendar):
        return False
    night = quiet_around(quiet, calendar, now)
    return night is None or due_at <= night[1]
