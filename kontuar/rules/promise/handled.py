"""How long orders really took to leave, beside what was promised when they were bought.

Everything is counted in working days of the seller's: 0 is the day of the payment itself, 1 the next working day,
whatever the hour. A parcel left with its first scan. What nobody scanned is not guessed at: it is told as not known.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.clock_policy import HandlingRule

FEW = 5
"""Fewer parcels than this are no history: nothing is said of how long they take."""
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One order: when it was paid (or bought), by when it was to leave by the terms at the purchase, when it left."""

    ready_at: datetime
    by_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """Of an offer. Days are working days, None where there are too few parcels. ``broken`` of ``dated`` left too late.

    ``unknown`` orders have no scan. ``fast`` of ``fast_of`` left within what the marketplace counts as fast, None
    where the declared time keeps the offer out of that measure. ``would_hold`` is the shortest time the marketplace
    lets us declare that nine of ten parcels kept. ``may_hold_payout``: the declared time alone is longer than the
    marketplace waits with the payout.
    """

    orders: int
    measured: int
    unknown: int
    declared: int | None
    median: float | None
    slowest_tenth: int | None
    dated: int
    broken: int
    fast: int | None
    would_hold: str
    may_hold_payout: bool = False

    @property
    def broken_share(self) -> float:
        """Of those that had a date and a scan."""
        return self.broken / self.dated if self.dated else 0.0


def handling(sent: Iterable[Sent], calendar: BusinessCalendar, rule: HandlingRule | None) -> Handling:
    """What the orders of one offer say."""
    held = list(sent)
    left = [(one, one.left_at) for one in held if one.left_at is not None and one.left_at >= one.ready_at]
    took = sorted(working_days(one.ready_at, at, calendar) for one, at in left)
    declared = sorted(
        working_days(one.ready_at, one.by_at, calendar)
        for one in held
        if one.by_at and one.by_at >= one.ready_at
    )
    dated = [(one, at) for one, at in left if one.by_at is not None]
    is_enough = len(took) >= FEW
    usual = declared[(len(declared) - 1) // 2] if declared else None
    tenth = slowest_tenth(took) if is_enough else None
    return Handling(
        orders=len(held),
        measured=len(took),
        unknown=len(held) - len(took),
        declared=usual,
        median=_median(took) if is_enough else None,
        slowest_tenth=tenth,
        dated=len(dated),
        broken=sum(1 for one, at in dated if one.by_at is not None and at > one.by_at),
        fast=_fast(took, usual, rule),
        would_hold=would_hold(tenth, rule),
        may_hold_payout=_may_hold_payout(usual, rule),
    )


def _may_hold_payout(declared: int | None, rule: HandlingRule | None) -> bool:
    limit = rule.payout_days if rule else None
    return limit is not None and declared is not None and declared > limit


def working_days(start: datetime, end: datetime, calendar: BusinessCalendar) -> int:
    """How many working days lie after the day of ``start`` up to that of ``end``; midnight ends the day before."""
    first, last = calendar.local_day(start), calendar.local_day(max(start, end - TICK))
    days = (last - first).days
    return sum(not calendar.is_off(first + timedelta(days=number)) for number in range(1, min(days, 400) + 1))


def slowest_tenth(took: Sequence[int]) -> int:
    """Nine of ten took at most so long. ``took`` is sorted and not empty."""
    return took[math.ceil(0.9 * len(took)) - 1]


def _median(took: Sequence[int]) -> float:
    middle = len(took) // 2
    return float(took[middle]) if len(took) % 2 else (took[middle - 1] + took[middle]) / 2


def _fast(took: Sequence[int], declared: int | None, rule: HandlingRule | None) -> int | None:
    if rule is None or declared is None or declared > rule.fast_declared or len(took) < FEW:
        return None
    return sum(days <= rule.fast_within for days in took)


def would_hold(tenth: int | None, rule: HandlingRule | None) -> str:
    """The shortest time that may be declared and that nine of ten parcels kept; ``""`` where there is none."""
    if tenth is None or rule is None:
        return ""
    return next((code for days, code in rule.allowed if days >= tenth), "")
