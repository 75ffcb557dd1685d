"""The list of orders: what has to be sent and by when, what went wrong, everything else.

What counts as "to send" is read off the order itself, not off our clocks: the list must agree with the
marketplace's own open orders to one order, those without a date and those overdue before the account was
connected included. ``tests/orders/test_to_send.py`` holds it to the dispatch rule.
Pages follow by keyset: the cursor names the last row shown.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kontuar.facts.money import Money
from kontuar.facts.orders import Fulfilment, OrderState, ParcelState
from kontuar.store import rebuild
from kontuar.store.models import Account, Duty, Order, Shipment, User
from kontuar.store.queries import access, keyset

PAGE = 40
LATELY = timedelta(days=30)
"""How far back trouble with parcels is still worth a look."""
SCANNED_WITHIN = timedelta(days=1)
"""Ours: a number without any scan for longer than this is shown; carriers scan the same day or the next."""
FILTERS = (
    "today",
    "open",
    "late",
    "cannot",
    "choice",
    "risk",
    "unnumbered",
    "unscanned",
    "stop",
    "unpaid",
    "all",
)
BY_LIMIT = frozenset({"today", "open", "late", "cannot", "choice"})
WATCHED = {
    "cannot": ("cannot_fulfil",),
    "choice": ("choice",),
    "risk": ("promise_risk", "promise_broken"),
}
"""Lists of the promise watch: the duties an order is in them for."""
LEFT = (
    Fulfilment.SENT.value,
    Fulfilment.PICKED_UP.value,
    Fulfilment.READY_FOR_PICKUP.value,
    Fulfilment.RETURNED.value,
    Fulfilment.CANCELLED.value,
)
NOT_SCANNED = (ParcelState.UNKNOWN.value, ParcelState.PENDING.value)
OVER = (ParcelState.DELIVERED.value, ParcelState.RETURNED.value)
CANCELLED = Q(state=OrderState.CANCELLED.value) | Q(fulfilment=Fulfilment.CANCELLED.value)
FAR = "9999-12-31T00:00:00+00:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person wants to see. ``cursor`` is what the page before gave, ``""`` for the first; ``rows`` how
    many a list that was followed further shows again.
    """

    which: str = "today"
    account_id: int | None = None
    cursor: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the list. ``parcel`` is the state of the newest parcel, ``""`` without one."""

    order_id: int
    account_name: str
    platform: str
    buyer: str
    recipient: str
    items: str
    more_items: int
    pieces: int
    total: Money | None
    state: str
    fulfilment: str
    dispatch_by: datetime | None
    is_to_send: bool
    bought_at: datetime | None
    parcel: str
    has_number: bool
    has_message: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows and the cursor of the next page (``""`` at the end)."""

    rows: tuple[Row, ...]
    next: str


def to_send(rows: QuerySet[Order]) -> QuerySet[Order]:
    """Orders whose parcel we still owe, as the marketplace would count them."""
    ready = rows.filter(state=OrderState.READY.value).exclude(fulfilment__in=LEFT)
    return ready.exclude(lines_sent__iexact="all").exclude(fact__shipped_by_marketplace=True)


def page(user: User, wish: Wish, *, now: datetime, day_ends_at: datetime) -> Page:
    """One page of the list. ``day_ends_at`` is the end of the shop's local day."""
    rows = _chosen(_mine(user, wish.account_id), wish.which, now, day_ends_at)
    return _by_limit(rows, wish) if wish.which in BY_LIMIT else _by_age(rows, wish)


def counts(
    user: User, *, now: datetime, day_ends_at: datetime, account_id: int | None = None
) -> dict[str, int]:
    """How many stand behind each filter but "all"; counted up to a thousand."""
    mine = _mine(user, account_id)
    return {
        which: _chosen(mine, which, now, day_ends_at).values("pk")[:1000].count()
        for which in FILTERS
        if which != "all"
    }


def accounts(user: User) -> list[Account]:
    """Accounts to filter by."""
    return list(access.accounts(user).order_by("connected_at", "pk"))


def _mine(user: User, account_id: int | None) -> QuerySet[Order]:
    rows = access.orders(user)
    return rows.filter(account_id=account_id) if account_id else rows


def _chosen(rows: QuerySet[Order], which: str, now: datetime, day_ends_at: datetime) -> QuerySet[Order]:
    chosen: dict[str, Callable[[], QuerySet[Order]]] = {
        "today": lambda: to_send(rows).filter(dispatch_by__lte=day_ends_at),
        "open": lambda: to_send(rows),
        "late": lambda: to_send(rows).filter(dispatch_by__lt=now),
        "unnumbered": lambda: _unnumbered(rows, now),
        "unscanned": lambda: _unscanned(rows, now),
        "stop": lambda: _cancelled_after_label(rows, now),
        "unpaid": lambda: rows.filter(
            state__in=(OrderState.BOUGHT.value, OrderState.FILLED_IN.value)
        ).exclude(CANCELLED),
    }
    if which in WATCHED:
        owed = Duty.objects.filter(kind__in=WATCHED[which], order__isnull=False)
        return rows.filter(pk__in=owed.values("order"))
    return chosen[which]() if which in chosen else rows


def _unnumbered(rows: QuerySet[Order], now: datetime) -> QuerySet[Order]:
    """Called sent, no number. Only once its parcels were asked for: before that, none means nothing."""
    asked = rows.filter(parcels_at__gte=F("changed_at"), changed_at__gte=now - LATELY)
    return asked.filter(fulfilment=Fulfilment.SENT.value, shipments=None).exclude(CANCELLED)


def _unscanned(rows: QuerySet[Order], now: datetime) -> QuerySet[Order]:
    """A number the carrier has not seen although the parcel should be with him."""
    silent = _parcels().filter(state__in=NOT_SCANNED, last_scan_at=None, tracked_at__isnull=False)
    silent = silent.filter(added_at__gte=now - LATELY, added_at__lt=now - SCANNED_WITHIN)
    seen = _parcels().exclude(state__in=NOT_SCANNED)
    return rows.filter(Exists(silent)).exclude(Exists(seen)).exclude(CANCELLED)


def _cancelled_after_label(rows: QuerySet[Order], now: datetime) -> QuerySet[Order]:
    """Cancelled, and a parcel exists: it must not leave, or must come back."""
    live = _parcels().exclude(state__in=OVER)
    return rows.filter(CANCELLED, Exists(live), changed_at__gte=now - LATELY)


def _parcels() -> QuerySet[Shipment]:
    return Shipment.objects.filter(order=OuterRef("pk"))


def _by_limit(rows: QuerySet[Order], wish: Wish) -> Page:
    """Nearest promise first; orders without a date come last."""
    ordered = rows.order_by(F("dispatch_by").asc(nulls_last=True), "pk")
    if after := keyset.read(wish.cursor):
        at, pk = after
        undated = Q(dispatch_by=None)
        if at.isoformat() == FAR:
            ordered = ordered.filter(undated, pk__gt=pk)
        else:
            ordered = ordered.filter(Q(dispatch_by__gt=at) | Q(dispatch_by=at, pk__gt=pk) | undated)
    return _page(ordered, "dispatch_by", wish)


def _by_age(rows: QuerySet[Order], wish: Wish) -> Page:
    """Newest first; those whose day of purchase is not known come last."""
    ordered = rows.order_by(F("bought_at").desc(nulls_last=True), "-pk")
    if after := keyset.read(wish.cursor):
        at, pk = after
        undated = Q(bought_at=None)
        if at.isoformat() == FAR:
            ordered = ordered.filter(undated, pk__lt=pk)
        else:
            ordered = ordered.filter(Q(bought_at__lt=at) | Q(bought_at=at, pk__lt=pk) | undated)
    return _page(ordered, "bought_at", wish)


def _page(rows: QuerySet[Order], key: str, wish: Wish) -> Page:
    size = keyset.rows(wish.rows, PAGE)
    found = list(rows.select_related("account", "buyer")[: size + 1])
    shown = found[:size]
    parcels = _newest_parcels([row.pk for row in shown])
    return Page(
        rows=tuple(_row(row, parcels.get(row.pk, [])) for row in shown),
        next=_cursor(shown[-1], key) if len(found) > size else "",
    )


def _newest_parcels(ids: Collection[int]) -> dict[int, list[str]]:
    """States of the parcels of each order, the newest last."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Shipment.objects.filter(order_id__in=ids).order_by("added_at", "pk")
    for order_id, state in rows.values_list("order_id", "state"):
        found[order_id].append(state)
    return found


def _row(row: Order, parcels: list[str]) -> Row:
    fact = rebuild.order(row)
    return Row(
        order_id=row.pk,
        account_name=str(row.account),
        platform=row.account.platform,
        buyer=row.buyer.login,
        recipient=fact.delivery.recipient,
        items=fact.lines[0].name if fact.lines else "",
        more_items=max(0, len(fact.lines) - 1),
        pieces=sum(line.quantity for line in fact.lines),
        total=fact.total,
        state=row.state,
        fulfilment=row.fulfilment,
        dispatch_by=row.dispatch_by,
        is_to_send=is_to_send(row),
        bought_at=row.bought_at,
        parcel=parcels[-1] if parcels else "",
        has_number=bool(parcels),
        has_message=bool(fact.message_to_seller),
    )


def is_to_send(row: Order) -> bool:
    """The same as :func:`to_send`, of one row."""
    is_open = row.state == OrderState.READY.value and row.fulfilment not in LEFT
    return is_open and row.lines_sent.lower() != "all" and not row.fact.get("shipped_by_marketplace")


def _cursor(row: Order, key: str) -> str:
    at: datetime | None = getattr(row, key)
    return f"{at.isoformat() if at else FAR}~{row.pk}"
