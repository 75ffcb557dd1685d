"""When a text that was put off to cool comes back, and by when a holding answer promises the real one.

S001-16: wait some hours or overnight; the rest ends by itself before the answer is due. Nothing here sends.
"""

from datetime import datetime, time, timedelta

from kontuar.rules.calendar import BusinessCalendar

MARGIN = timedelta(hours=1)
"""How long before the answer is due the text is back at the latest."""
LEAST = timedelta(minutes=15)
"""A shorter rest is none."""
NOON = time(12)


def ends_at(wanted: datetime, due_at: datetime | None, now: datetime) -> datetime:
    """The end of the rest: as wanted, but an hour before the answer is due.

    With less than that left, a quarter of an hour before; what is due sooner still, or past saving, changes
    nothing. Never later than wanted.
    """
    if due_at is None or due_at <= now + 2 * LEAST:
        return wanted
    latest = due_at - MARGIN if due_at - MARGIN >= now + LEAST else due_at - LEAST
    return min(wanted, latest)


def promised_at(after: datetime, calendar: BusinessCalendar) -> datetime:
    """The hour a holding answer promises the real one by: noon of the next working day after ``after``'s."""
    day = calendar.next_working_day(calendar.local_day(after))
    return calendar.wall(day, NOON)
