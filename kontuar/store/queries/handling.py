"""Orders of the last months as far as their dispatch is concerned: when paid, by when to leave, when they left.

Two queries whatever the number of orders, and never more than ``MOST`` of them: the newest by their last change.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet

from kontuar.facts.orders import OrderState, ParcelState
from kontuar.store.models import Offer, Order, Shipment, User
from kontuar.store.queries import access

LOOKS_BACK = timedelta(days=90)
MOST = 4000
PARCELS = 3
"""So many parcels to an order are read at most, on average."""
NOT_A_SCAN = frozenset({ParcelState.PENDING.value, ParcelState.UNKNOWN.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """One paid order. ``by_at`` is the date in force at the purchase, ``left_at`` the first scan it has."""

    account_id: int
    offers: tuple[tuple[str, str], ...]
    """Number and name of what was bought."""
    ready_at: datetime
    bought_at: datetime
    by_at: datetime | None
    left_at: datetime | None
    note: str


def rows(user: User, *, now: datetime) -> list[SentRow]:
    """The orders the person may see, without those that were cancelled or that the marketplace sends."""
    chosen = _chosen(user, now)
    found = list(
        chosen.order_by("-changed_at").values_list(
            "pk", "account_id", "paid_at", "bought_at", "dispatch_by", "terms__dispatch_by", "fact__lines",
            "fact__message_to_seller",
        )[:MOST]
    )  # fmt: skip
    left = _left(chosen, now)
    return [_row(one, left) for one in found]


def _chosen(user: User, now: datetime) -> QuerySet[Order]:
    mine = Order.objects.filter(
        account_id__in=access.account_ids(user), changed_at__gte=now - LOOKS_BACK, paid_at__isnull=False
    )
    return mine.exclude(state=OrderState.CANCELLED.value).exclude(fact__shipped_by_marketplace=True)


def _left(chosen: QuerySet[Order], now: datetime) -> dict[int, datetime]:
    """The first scan of each order."""
    scans = Shipment.objects.filter(order__in=chosen, last_scan_at__isnull=False)
    found: dict[int, datetime] = {}
    for order_id, held in scans.order_by(F("last_scan_at").desc()).values_list("order_id", "scans")[
        : MOST * PARCELS
    ]:
        for at in _scanned(held, now):
            found[order_id] = min(at, found.get(order_id, at))
    return found


def _scanned(scans: Iterable[Mapping[str, Any]], now: datetime) -> Iterable[datetime]:
    for scan in scans or ():
        if scan.get("code") not in NOT_A_SCAN and scan.get("at"):
            at = datetime.fromisoformat(str(scan["at"]))
            if at <= now:
                yield at


def _row(values: Sequence[Any], left: Mapping[int, datetime]) -> SentRow:
    pk, account_id, paid_at, bought_at, dispatch_by, promised, lines, note = values
    return SentRow(
        account_id=account_id,
        offers=tuple(
            dict.fromkeys(
                (str(one.get("offer_id", "")), str(one.get("name", ""))) for one in lines or () if one
            )
        ),
        ready_at=paid_at,
        bought_at=bought_at or paid_at,
        by_at=datetime.fromisoformat(promised) if promised else dispatch_by,
        left_at=left.get(pk),
        note=str(note or ""),
    )


def offers(user: User, numbers: Collection[str]) -> dict[tuple[int, str], Offer]:
    """Offers by account and number, as far as they are known."""
    held = Offer.objects.filter(account_id__in=access.account_ids(user), external_id__in=numbers)
    return {(row.account_id, row.external_id): row for row in held.select_related("account")}


def offer(user: User, pk: int) -> Offer | None:
    """One offer, or None when it does not exist for this person."""
    held = Offer.objects.filter(account_id__in=access.account_ids(user), pk=pk)
    return held.select_related("account__application").first()
