"""One order's way to the buyer in days: what the late risk is learnt from and reckoned for."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kontuar.facts.orders import Fulfilment, Order, OrderState, ParcelState
from kontuar.facts.promises import PromiseFacts
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.promise.parcels import Parcel, has_arrived, of_order

COUNTRY = re.compile(r"[A-Z]{2}")
POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?(\d)\d[\d -]{1,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Local days of the seller. ``ready_on``: the order could be sent; ``handed_on``: first scan; ``promised_on``:
    the last day of the promised delivery. ``traits`` are pairs of code and name, widest first: carrier, route, term,
    cost, seller. The promised term and the price of the delivery tell near from far where no addresses are known.
    ``is_hidden``: it may have ended without our seeing it, so that waiting teaches nothing."""

    ready_on: date
    handed_on: date | None
    arrived_on: date | None
    promised_on: date | None
    traits: tuple[tuple[str, str], ...]
    is_hidden: bool = False


def of_facts(
    facts: PromiseFacts, calendar: BusinessCalendar, now: datetime, *, seller: str = "", route: str = ""
) -> Journey | None:
    """What is known at ``now``; None for an order without a beginning, or yet to be paid.

    ``seller`` and ``route`` (seller's region → buyer's) are named by the caller where he knows them; without a route
    the buyer's country and postal zone stand for it, since a seller mostly sends from one place.
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
        traits=_traits(
            facts, seller, route or zone(order.delivery.address), term_class(ready_on, promised_on)
        ),
        is_hidden=_is_hidden(facts, parcels, arrived_at),
    )


def _is_hidden(facts: PromiseFacts, parcels: tuple[Parcel, ...], arrived_at: datetime | None) -> bool:
    """Cancelled, over without a scan that says when, or sent in a way nobody was asked about."""
    order = facts.order
    if order.state is OrderState.CANCELLED or order.fulfilment is Fulfilment.CANCELLED:
        return True
    if arrived_at is None and has_arrived(facts, parcels):
        return True
    is_asked = any(parcel.scans is not None for parcel in parcels)
    return not is_asked and (bool(parcels) or order.fulfilment is Fulfilment.SENT)


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


def _traits(facts: PromiseFacts, seller: str, route: str, term: str) -> tuple[tuple[str, str], ...]:
    carriers = {s.carrier for s in facts.shipments if s.order_id == facts.order.external_id}
    carrier = carriers.pop() if len(carriers) == 1 else ""
    cost = cost_class(facts.order)
    named = {"carrier": carrier, "route": route, "term": term, "cost": cost, "seller": seller}
    return tuple((code, name) for code, name in named.items() if name)


def zone(address: str) -> str:
    """Country and first digit of the postal code at the end of an address ("PL 0"); ``""`` where it has none.

    Addresses are written "street, 00-950 Warszawa, PL".
    """
    town, _, country = address.rpartition(", ")
    found = POSTCODE.match(town.rpartition(", ")[2])
    return f"{country} {found[1]}" if found and COUNTRY.fullmatch(country) else ""


def term_class(ready_on: date, promised_on: date | None) -> str:
    """A class of how many days were promised, a quarter wide; ``""`` without a promise."""
    days = promised_on and (promised_on - ready_on).days
    return str(round(3 * math.log2(days))) if days and days > 0 else ""


def cost_class(order: Order) -> str:
    """A class of what the delivery cost per parcel, 40 % wide, with its currency; ``""`` where it is not known."""
    cost = order.delivery.cost
    if cost is None or cost.amount <= 0:
        return ""
    each = float(cost.amount) / max(order.delivery.packages, 1)
    return f"{cost.currency}{round(2 * math.log2(each))}"
