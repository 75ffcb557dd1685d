"""When parcels of some goods leave: no-ship days and cut-off hours of product groups, in the seller's own days.

A group is goods whose offers the seller names alike: by the beginning of their name or of their own code (SKU), or by
the offer's number; without any it is everything the account sells. An order with goods of several groups leaves when
all of them may: the days of each are left out, the earliest cut-off hour counts. None of it moves a marketplace's
date; it moves our own earlier target, the warning and what the promise watch fears.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from kontuar.facts.orders import Order, OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShip:
    """Days on which nothing leaves, and the wall time after which it leaves another day (None: the courier's)."""

    weekdays: frozenset[int] = frozenset()
    days: frozenset[date] = frozenset()
    cut_off: time | None = None

    def closed(self, day: date) -> bool:
        """True for a day on which these goods do not leave, whoever is there."""
        return day.weekday() in self.weekdays or day in self.days


ALWAYS = NoShip()
"""Nothing was set: what is open ships."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipGroup:
    """Goods that leave on other days. ``begins`` are folded beginnings; none means everything."""

    name: str
    begins: tuple[str, ...] = ()
    stops: NoShip = ALWAYS

    def holds(self, line: OrderLine) -> bool:
        """True for goods of this group."""
        if not self.begins:
            return True
        named = (line.name.strip().casefold(), line.seller_sku.strip().casefold())
        return line.offer_id in self.begins or any(one.startswith(self.begins) for one in named if one)


def no_ship(order: Order, groups: Iterable[ShipGroup]) -> NoShip:
    """What holds for all goods of an order together."""
    held = [group.stops for group in groups if _is_in(group, order)]
    if not held:
        return ALWAYS
    cut_offs = [one.cut_off for one in held if one.cut_off is not None]
    return NoShip(
        weekdays=frozenset().union(*(one.weekdays for one in held)),
        days=frozenset().union(*(one.days for one in held)),
        cut_off=min(cut_offs, default=None),
    )


def _is_in(group: ShipGroup, order: Order) -> bool:
    return not group.begins or any(group.holds(line) for line in order.lines)
