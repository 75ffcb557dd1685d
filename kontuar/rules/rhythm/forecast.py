"""How many messages the coming days will bring: orders per weekday of the last weeks × messages per order.

Plain arithmetic that can be retold: no history, no guess. Free days say nothing of ordinary ones and are left
out of the means; a coming free day is marked, not guessed at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kontuar.rules.calendar import BusinessCalendar

DAY = timedelta(days=1)
WEEKS = 8
FEWEST_DAYS = 4
"""Fewer days of a weekday than this are chance, not a habit."""
FEWEST_ORDERS = 30
"""With fewer orders the number of messages to an order says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAhead:
    """One coming day. ``orders`` (mean) and ``messages`` are None where nothing may be said.

    ``low`` and ``high`` are the fewest and most orders of the ``days`` the mean was made of.
    """

    day: date
    orders: float | None
    messages: float | None
    low: int
    high: int
    days: int
    is_free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The coming week. ``per_order`` messages of buyers to an order, of ``orders`` and ``messages`` counted."""

    per_order: float
    orders: int
    messages: int
    since: date
    ahead: tuple[DayAhead, ...]


def forecast(
    orders: Mapping[date, int],
    messages: int,
    *,
    today: date,
    first: date,
    calendar: BusinessCalendar,
) -> Forecast | None:
    """The seven days after ``today``; None without history.

    ``orders`` counts orders by local day and ``messages`` what buyers wrote, both from ``window``'s first day up to
    and without ``today``. ``first`` is the first day the desk knows wholly: days before it are unknown, not empty.
    """
    since = window(today, first)
    days = [since + DAY * number for number in range((today - since).days)]
    total = sum(orders.get(day, 0) for day in days)
    if total < FEWEST_ORDERS:
        return None
    per_order = messages / total
    ahead = tuple(_ahead(today + DAY * n, days, orders, per_order, calendar) for n in range(1, 8))
    if all(one.orders is None for one in ahead):
        return None
    return Forecast(per_order=per_order, orders=total, messages=messages, since=since, ahead=ahead)


def window(today: date, first: date) -> date:
    """The first day that counts: whole weeks back from today, eight at most, none before ``first``."""
    weeks = min(WEEKS, max(0, (today - first).days // 7))
    return today - timedelta(weeks=weeks)


def _ahead(
    day: date, known: list[date], orders: Mapping[date, int], per_order: float, calendar: BusinessCalendar
) -> DayAhead:
    is_free = _is_free(day, calendar)
    same = [one for one in known if one.weekday() == day.weekday() and not _is_free(one, calendar)]
    counts = [orders.get(one, 0) for one in same]
    is_known = len(counts) >= FEWEST_DAYS and not is_free
    mean = sum(counts) / len(counts) if is_known else None
    return DayAhead(
        day=day,
        orders=mean,
        messages=None if mean is None else mean * per_order,
        low=min(counts, default=0),
        high=max(counts, default=0),
        days=len(counts),
        is_free=is_free,
    )


def _is_free(day: date, calendar: BusinessCalendar) -> bool:
    """Holidays and days off; a weekend is a day of its own kind, and people do buy on it."""
    return day in calendar.days_off or day in calendar.absences
