"""Which orders a cause hits: by day, product, carrier, number. Read in portions and judged row by row.

Things bought and ways of delivery are words in an order's fact, without an index: the days narrow first, and what is
looked through has a limit that is told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from kontuar.facts.orders import ParcelState
from kontuar.store import rebuild
from kontuar.store.models import Order, Shipment, User
from kontuar.store.queries import access
from kontuar.store.queries.orders import CANCELLED
from kontuar.text.fold import fold

MOST_FOUND = 100
MOST_READ = 5000
"""Orders looked through at once, the latest days first."""
AT_ONCE = 500
MOST_NUMBERS = 200
ARRIVED = (ParcelState.DELIVERED.value, ParcelState.RETURNED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What the person looks for. The days are of dispatch (of purchase, where no date of dispatch is known).

    ``numbers`` asks for these orders and nothing else.
    """

    since: datetime
    until: datetime
    account_id: int | None = None
    product: str = ""
    carrier: str = ""
    numbers: tuple[str, ...] = ()
    with_arrived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An order that fits. ``carrier`` is the parcel's, else the way of delivery that was ordered."""

    row: Order
    items: tuple[tuple[str, int], ...]
    carrier: str
    parcel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What fits. ``is_cut``: there is more, the search has to be narrowed."""

    hits: tuple[Hit, ...]
    is_cut: bool = False


def find(user: User, search: Search) -> Found:
    """Orders of the accounts the person works on, the latest first; cancelled ones are left out."""
    mine = [pk for pk in access.account_ids(user) if access.can_work(user, pk)]
    rows = Order.objects.filter(account__in=mine).exclude(CANCELLED).select_related("account", "buyer")
    if search.account_id:
        rows = rows.filter(account=search.account_id)
    if search.numbers:
        named = rows.filter(external_id__in=search.numbers[:MOST_NUMBERS])
        return Found(hits=tuple(_hits(list(named.order_by("pk")[:MOST_FOUND]), None)))
    days = Q(dispatch_by__gte=search.since, dispatch_by__lt=search.until)
    undated = Q(dispatch_by=None, bought_at__gte=search.since, bought_at__lt=search.until)
    return _search(rows.filter(days | undated).order_by("-dispatch_by", "-pk"), search)


def _search(rows: QuerySet[Order], search: Search) -> Found:
    found: list[Hit] = []
    for start in range(0, MOST_READ, AT_ONCE):
        some = list(rows[start : start + AT_ONCE])
        found += _hits(some, search)
        if len(found) > MOST_FOUND:
            return Found(hits=tuple(found[:MOST_FOUND]), is_cut=True)
        if len(some) < AT_ONCE:
            return Found(hits=tuple(found))
    return Found(hits=tuple(found), is_cut=True)


def _hits(rows: Collection[Order], search: Search | None) -> Iterable[Hit]:
    parcels = _parcels([row.pk for row in rows])
    for row in rows:
        hit = _hit(row, parcels.get(row.pk, []))
        if search is None or _fits(hit, row, parcels.get(row.pk, []), search):
            yield hit


def _parcels(ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Shipment.objects.filter(order__in=ids).order_by("added_at", "pk")
    for one in rows.values("order_id", "carrier", "carrier_name", "state"):
        found[one["order_id"]].append(dict(one))
    return found


def _hit(row: Order, parcels: list[dict[str, Any]]) -> Hit:
    fact = rebuild.order(row)
    last = parcels[-1] if parcels else None
    return Hit(
        row=row,
        items=tuple((line.name, line.quantity) for line in fact.lines),
        carrier=(last["carrier_name"] or last["carrier"]) if last else fact.delivery.method,
        parcel=last["state"] if last else "",
    )


def _fits(hit: Hit, row: Order, parcels: list[dict[str, Any]], search: Search) -> bool:
    if not search.with_arrived and parcels and all(one["state"] in ARRIVED for one in parcels):
        return False
    fact = row.fact
    if search.product and not _holds(
        search.product,
        [
            text
            for line in fact.get("lines", ())
            for text in (line["name"], line["offer_id"], line.get("seller_sku", ""))
        ],
    ):
        return False
    method = str((fact.get("delivery") or {}).get("method", ""))
    carriers = [text for one in parcels for text in (one["carrier"], one["carrier_name"])]
    return not search.carrier or _holds(search.carrier, [*carriers, method])


def _holds(asked: str, held: Iterable[str]) -> bool:
    """All the words, in any order, without regard to Polish letters."""
    there = fold(" ".join(held))
    return all(word in there for word in fold(asked).split())
