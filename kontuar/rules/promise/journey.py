"""One order's way to the buyer in days: what the late risk is learnt from and reckoned for."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kontuar.facts.orders import Order, ParcelState
from kontuar.facts.promises import PromiseFacts
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.promise.parcels import Parcel, has_arrived, of_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Local days of the seller. ``ready_on``: the order could be sent; ``handed_on``: first scan; ``promised_on``:
    the last day of the promised delivery. ``traits`` are pairs of code and name, widest first: carrier, route, cost,
    seller. The price of the delivery tells near from far where no addresses are known."""

    ready_on: date
    handed_on: date | None
    arrived_on: date | None
    promised_on: date | None
    traits: tuple[tuple[str, str], ...]


def of_facts(
    facts: PromiseFacts, calendar: BusinessCalendar, now: datetime, *, seller: str = "", route: str = ""
) -> Journey | None:
    """What is known at ``now``; None for an order without a beginning, or yet to be paid.

    ``seller`` and ``route`` (seller's region → buyer's) are named by the caller, who knows the accounts.
    """
    order = facts.order
    ready_at = order.paid_at or order.bought_at
    if ready_at is None or ready_at > now:
        return None
    parcels = of_order(facts, now)
    handed_at, arrived_at = _handed(parcels), _arrived(facts, parcels)
    by_at = order.delivery.arrive_by
    ready_on = calendar.local_day(ready_at)
    promised_on = by_at and calendar.local_day(by_at - timedelta(microseconds=1))
    return Journey(
        ready_on=ready_on,
        handed_on=handed_at and calendar.local_day(handed_at),
        arrived_on=arrived_at and calendar.local_day(arrived_at),
        promised_on=promised_on,
        traits=_traits(facts, seller, route),
    )


def _handed(parcels: tuple[Parcel, ...]) -> datetime | None:
    """The first scan of the order; a delivery alone says nothing of when it left."""
    first = [
        scan.at
        for parcel in parcels
        for scan in (parcel.scans or ())
        if scan.code not in {ParcelState.PENDING, ParcelState.UNKNOWN}
    ]
    return min(first, default=None)


def _arrived(facts: PromiseFacts, parcels: tuple[Parcel, ...]) -> datetime | None:
    """When the last parcel arrived; goods on their way back say nothing of it."""
    lasts = [parcel.last for parcel in parcels]
    if not lasts or not has_arrived(facts, parcels):
        return None
    known = [scan.at for scan in lasts if scan is not None and scan.code != ParcelState.RETURNED]
    return max(known) if len(known) == len(lasts) else None


def _traits(facts: PromiseFacts, seller: str, route: str) -> tuple[tuple[str, str], ...]:
    carriers = {s.carrier for s in facts.shipments if s.order_id == facts.order.external_id}
    carrier = carriers.pop() if len(carriers) == 1 else ""
    named = {"carrier": carrier, "route": route, "cost": cost_class(facts.order), "seller": seller}
    return tuple((code, name) for code, name in named.items() if name)


def cost_class(order: Order) -> str:
    """A class of what the delivery cost per parcel, 40 % wide, with its currency; ``""`` where it is not known."""
    cost = order.delivery.cost
    if cost is None or cost.amount <= 0:
        return ""
    each = float(cost.amount) / max(order.delivery.packages, 1)
    return f"{cost.currency}{round(2 * math.log2(each))}"
