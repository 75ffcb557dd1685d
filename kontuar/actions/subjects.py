"""Which orders, parcels, threads, issues, refunds and offers a stream should look at now: only the store knows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import Count, F, IntegerField, Max, Q, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from kontuar.actions import reconcile_deeds, scrub, subjects_issues
from kontuar.facts.orders import Fulfilment, OrderState, ParcelState
from kontuar.store.models import Account, Order, Outgoing, Shipment

ORDERS_A_TURN = 20
PARCELS_A_TURN = 20
PARCELS_EVERY = timedelta(minutes=30)
TRACK_EVERY = timedelta(hours=1)
LIVE_PARCEL = timedelta(days=30)
ASK_AGAIN = timedelta(minutes=5)
"""After a question that failed in passing; meanwhile others have their turn."""
MOVED_AFTER = timedelta(minutes=2)
"""Their clock may be ahead of ours: a change "after" our last look counts once this time has passed."""
QUIET = timedelta(days=5)
"""So long after the last scan of settled parcels no further parcel of the order is expected."""
SETTLED = (ParcelState.DELIVERED.value, ParcelState.RETURNED.value)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
LOOK_FOR = timedelta(days=3)
LOOK_AGAIN = timedelta(minutes=1)
JUST_SENT = timedelta(minutes=2)
LOOK_AT_ONCE = timedelta(seconds=3)


def of(account: Account, kind: str, *, now: datetime) -> Sequence[str]:
    """External ids due to be looked at, oldest look first; empty when there is nothing to ask."""
    if kind == "orders":
        ours = reconcile_deeds.orders_to_read(account, now=now)
        return list(dict.fromkeys([*ours, *_orders(account, now)]))[:ORDERS_A_TURN]
    if kind == "parcels":
        return _parcels(account, now)
    if kind == "threads":
        return _threads(account, now)
    further = subjects_issues.KINDS.get(kind)
    return further(account, now) if further else ()


def looked_at(account: Account, kind: str, ids: Sequence[str], *, now: datetime) -> None:
    """Remember that these were looked at, whatever was found."""
    if kind == "orders":
        Order.objects.filter(account=account, external_id__in=ids).update(parcels_at=now)
    elif kind == "parcels":
        _named(account, ids).update(asked_at=now)
    elif kind == "threads":
        _waiting(account).filter(thread_external_id__in=ids).update(looked_at=now)
    else:
        subjects_issues.looked_at(account, kind, ids, now=now)


def missed(account: Account, kind: str, ids: Sequence[str], *, now: datetime) -> None:
    """The questions about these failed in passing: they are due again soon, behind those never asked."""
    if kind == "orders":
        again = now - PARCELS_EVERY + ASK_AGAIN
        Order.objects.filter(account=account, external_id__in=ids).update(parcels_at=again)
        reconcile_deeds.not_read(account, ids)
    elif kind == "parcels":
        _named(account, ids).update(asked_at=now)
    else:
        subjects_issues.missed(account, kind, ids, now=now)


def _named(account: Account, ids: Sequence[str]) -> QuerySet[Shipment]:
    """Parcels by ``carrier|waybill``; a number two carriers share waits a little longer, no more."""
    waybills = [name.partition("|")[2] for name in ids]
    return Shipment.objects.filter(account=account, waybill__in=waybills)


def _orders(account: Account, now: datetime) -> list[str]:
    """Paid orders of the last weeks whose parcels may have news; parcels appear without any event."""
    over = (OrderState.CANCELLED.value, OrderState.BOUGHT.value, OrderState.FILLED_IN.value)
    stale = Q(parcels_at__isnull=True) | Q(parcels_at__lt=now - PARCELS_EVERY)
    moved = Q(changed_at__gt=F("parcels_at"), parcels_at__lt=now - MOVED_AFTER)
    rows = Order.objects.filter(stale | moved, account=account, bought_at__gte=now - LIVE_PARCEL)
    rows = rows.exclude(state__in=over).exclude(fulfilment=Fulfilment.CANCELLED.value)
    return list(
        _still_open(rows, now)
        .order_by(F("parcels_at").asc(nulls_first=True), "-bought_at")
        .values_list("external_id", flat=True)[:ORDERS_A_TURN]
    )


def _still_open(rows: QuerySet[Order], now: datetime) -> QuerySet[Order]:
    """Without orders all of whose parcels are settled, as many as the order has or none new for days."""
    counted = rows.annotate(
        parcel_count=Count("shipments"),
        settled_count=Count("shipments", filter=Q(shipments__state__in=SETTLED)),
        last_scan=Coalesce(Max("shipments__last_scan_at"), Value(LONG_AGO)),
        packages=Coalesce(Cast(KT("fact__delivery__packages"), IntegerField()), Value(1)),
    )
    is_whole = Q(settled_count__gte=F("packages")) | Q(last_scan__lt=now - QUIET)
    return counted.exclude(is_whole, parcel_count__gt=0, settled_count=F("parcel_count"))


def _parcels(account: Account, now: datetime) -> list[str]:
    """Parcels on their way whose carrier has not answered for a while; those asked longest ago first."""
    stale = Q(tracked_at__isnull=True) | Q(tracked_at__lt=now - TRACK_EVERY)
    fresh = Q(added_at__isnull=True) | Q(added_at__gte=now - LIVE_PARCEL)
    not_just_asked = Q(asked_at__isnull=True) | Q(asked_at__lt=now - ASK_AGAIN)
    rows = Shipment.objects.filter(stale, fresh, not_just_asked, account=account)
    rows = rows.exclude(state__in=SETTLED).exclude(carrier="").exclude(waybill="")
    rows = rows.exclude(waybill__startswith=scrub.PREFIX)  # of a buyer who was forgotten
    oldest = (F("asked_at").asc(nulls_first=True), F("tracked_at").asc(nulls_first=True), "pk")
    pairs = rows.order_by(*oldest).values_list("carrier", "waybill")
    return [f"{carrier}|{waybill}" for carrier, waybill in pairs[:PARCELS_A_TURN]]


def _threads(account: Account, now: datetime) -> list[str]:
    """Threads of messages of ours that are sent, being checked or unsure: read them back."""
    never = Q(looked_at__isnull=True)
    just_sent = Q(sending_at__gte=now - JUST_SENT, looked_at__lt=now - LOOK_AT_ONCE)
    stale = never | just_sent | Q(looked_at__lt=now - LOOK_AGAIN)
    rows = _waiting(account).filter(stale, sending_at__gte=now - LOOK_FOR)
    ids = rows.order_by(F("looked_at").asc(nulls_first=True)).values_list("thread_external_id", flat=True)
    return list(dict.fromkeys(ids[:ORDERS_A_TURN]))


def sooner(account: Account, kind: str, *, now: datetime) -> timedelta | None:
    """A shorter pause than the stream's own while something should be looked at before.

    That is a message or a parcel's number just sent and not read back yet, or an order or parcel whose
    question failed.
    """
    look_every = reconcile_deeds.LOOK_EVERY + timedelta(seconds=1)
    if kind == "orders" and reconcile_deeds.orders_to_read(account, now=now + look_every):
        return look_every
    if kind in ("orders", "parcels"):
        pause = ASK_AGAIN + timedelta(seconds=1)
        return pause if of(account, kind, now=now + pause) else None
    if kind != "threads":
        return None
    just_sent = _waiting(account).filter(sending_at__gte=now - JUST_SENT).exists()
    return LOOK_AT_ONCE + timedelta(seconds=1) if just_sent else None


def _waiting(account: Account) -> QuerySet[Outgoing]:
    open_ended = (Outgoing.State.SENT, Outgoing.State.UNSURE)
    return Outgoing.objects.filter(account=account, state__in=open_ended).exclude(thread_external_id="")
