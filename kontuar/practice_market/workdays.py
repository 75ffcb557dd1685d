"""When a paid order has to leave, as the market computes `delivery.time.dispatch`.

Allegro's own computation is not public; seen are ends at 23:59:59 local time of a working day
(allegro/allegro-api #11278, #13872). Assumed here: a cut-off at 14:00 Warsaw time, then the offer's
handling time in working days (Monday to Friday without Polish public holidays).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

WARSAW = ZoneInfo("Europe/Warsaw")
CUT_OFF = time(14, 0)

HANDLING_DAYS: dict[str, int] = {
    "PT0S": 0,
    "PT24H": 1,
    "P2D": 2,
    "P3D": 3,
    "P4D": 4,
    "P5D": 5,
    "P7D": 7,
    "P10D": 10,
    "P14D": 14,
    "P21D": 21,
    "P30D": 30,
    "P60D": 60,
}


@cache
def _polish_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("PL", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday and no Polish public holiday."""
    return day.weekday() < 5 and day not in _polish_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day `count` working days after `day`; for 0 the day itself or the next working one."""
    while not is_working_day(day):
        day += timedelta(days=1)
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def end_of_day(day: date) -> datetime:
    """23:59:59.999 Warsaw time as UTC."""
    return datetime.combine(day, time(23, 59, 59, 999_000), WARSAW).astimezone(UTC)


def dispatch_window(paid_at: datetime, handling_time: str) -> tuple[datetime, datetime]:
    """From and to of the dispatch for an order ready at `paid_at`."""
    local = paid_at.astimezone(WARSAW)
    late = is_working_day(local.date()) and local.time() >= CUT_OFF
    start = local.date() + timedelta(days=1) if late else local.date()
    last = add_working_days(start, HANDLING_DAYS.get(handling_time, 1))
    return paid_at, end_of_day(last)


def delivery_window(dispatch_to: datetime) -> tuple[datetime, datetime]:
    """Earliest and latest delivery: one to two working days after the latest dispatch."""
    day = dispatch_to.astimezone(WARSAW).date()
    first = datetime.combine(add_working_days(day, 1), time(8, 0), WARSAW).astimezone(UTC)
    return first, end_of_day(add_working_days(day, 2))
