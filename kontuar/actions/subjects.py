"""Which orders, parcels and threads a stream should look at now: only the store knows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from kontuar.facts.orders import Fulfilment, OrderState, ParcelState
from kontuar.store.models import Account, Order, Outgoing, Shipment

ORDERS_A_TURN = 20
PARCELS_A_TURN = 20
PARCELS_EVERY = timedelta(minutes=30)
TRACK_EVERY = timedelta(hours=1)
LIVE_PARCEL = timedelta(days=30)
LOOK_FOR = timedelta(days=3)
LOOK_AGAIN = timedelta(minutes=1)
JUST_SENT = timedelta(minutes=2)
LOOK_AT_ONCE = timedelta(seconds=3)


def of(account: Account, kind: str, *, now: datetime) -> Sequence[str]:
    """External ids due to be looked at, oldest look first; empty when there is nothing to ask."""
    if kind == "orders":
        return _orders(account, now)
    if kind == "parcels":
        return _parcels(account, now)
    if kind == "threads":
        return _threads(account, now)
    return ()


def looked_at(account: Account, kind: str, ids: Sequence[str], *, now: datetime) -> None:
    """Remember that these were looked at, whatever was found."""
    if kind == "orders":
        Order.objects.filter(account=account, external_id__in=ids).update(parcels_at=now)
    elif kind == "threads":
        _waiting(account).filter(thread_external_id__in=ids).update(looked_at=now)


def _orders(account: Account, now: datetime) -> list[str]:
    """Paid orders of the last weeks whose parcels may have news; parcels appear without any event."""
    over = (OrderState.CANCELLED.value, OrderState.BOUGHT.value, OrderState.FILLED_IN.value)
    stale = Q(parcels_at__isnull=True) | Q(parcels_at__lt=now - PARCELS_EVERY)
    moved = Q(changed_at__gt=F("parcels_at"))
    rows = Order.objects.filter(stale | moved, account=account, bought_at__gte=now - LIVE_PARCEL)
    rows = rows.exclude(state__in=over).exclude(fulfilment=Fulfilment.CANCELLED.value)
    settled = (ParcelState.DELIVERED.value, ParcelState.RETURNED.value)
    rows = rows.exclude(shipments__state__in=settled)
    return list(
        rows.order_by(F("parcels_at").asc(nulls_first=True), "-bought_at").values_list(
            "external_id", flat=True
        )[:ORDERS_A_TURN]
    )


def _parcels(account: Account, now: datetime) -> list[str]:
    settled = (ParcelState.DELIVERED.value, ParcelState.RETURNED.value)
    stale = Q(tracked_at__isnull=True) | Q(tracked_at__lt=now - TRACK_EVERY)
    fresh = Q(added_at__isnull=True) | Q(added_at__gte=now - LIVE_PARCEL)
    rows = Shipment.objects.filter(stale, fresh, account=account).exclude(state__in=settled)
    pairs = rows.order_by(F("tracked_at").asc(nulls_first=True)).values_list("carrier", "waybill")
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
    """A shorter pause than the stream's own while a message just sent is not read back yet."""
    if kind != "threads":
        return None
    just_sent = _waiting(account).filter(sending_at__gte=now - JUST_SENT).exists()
    return LOOK_AT_ONCE + timedelta(seconds=1) if just_sent else None


def _waiting(account: Account) -> QuerySet[Outgoing]:
    open_ended = (Outgoing.State.SENT, Outgoing.State.UNSURE)
    return Outgoing.objects.filter(account=account, state__in=open_ended).exclude(thread_external_id="")
