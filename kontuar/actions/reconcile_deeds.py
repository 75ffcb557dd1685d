"""Find our deeds again: what the marketplace shows decides.

A parcel's number is done when the order's own list shows it, a state when the order stands in it, an answer
when the rating shows it. What is not shown although it was read later than the write becomes (or stays)
unsure, and a person says what happened; a number missing from a list read two minutes after the write did not
arrive. Nothing is done again from here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kontuar.actions import deed_facts, journal, streams
from kontuar.facts.orders import Fulfilment
from kontuar.rules import parcel_number
from kontuar.store.models import Account, Order, OutgoingDeed, Shipment, Stream

Kind, State = OutgoingDeed.Kind, OutgoingDeed.State
OPEN_ENDED = (State.SENT, State.UNSURE)
ORDER_STREAMS = ("orders", "orders_reconcile")
RATING_STREAMS = ("ratings",)
A_LOOK = 500
"""Deeds looked at in one pass, the youngest first."""
MISSING_AFTER = timedelta(minutes=2)
"""A list read so long after the write shows what was written."""
NOT_SHOWN_AFTER = timedelta(minutes=30)
"""So long after a receipt the marketplace has shown what it took."""
ANSWER_NOT_SHOWN_AFTER = timedelta(hours=26)
"""An answer to a rating is no change of it in Allegro's sense: only the daily reading of them all shows it."""
RATINGS_READ_AGAIN = timedelta(days=85)
"""Older ratings are not read again, so an answer to one that was taken is never doubted."""
LOOK_FOR = timedelta(days=3)
LOOK_EVERY = timedelta(minutes=1)


def look_soon(row: OutgoingDeed, *, now: datetime) -> None:
    """Read what will show whether it happened."""
    if row.kind == Kind.TRACKING:
        Order.objects.filter(pk=row.order_id or 0).update(parcels_at=None)
        streams.soon(row.account, "orders", now=now)
    elif row.kind == Kind.FULFILMENT:
        streams.named_soon(row.account, ORDER_STREAMS, now=now)
    elif row.kind == Kind.RATING_ANSWER:
        streams.named_soon(row.account, RATING_STREAMS, now=now)


def orders_to_read(account: Account, *, now: datetime) -> list[str]:
    """Orders whose list of parcels should be read again for a number of ours."""
    rows = OutgoingDeed.objects.filter(
        account=account, kind=Kind.TRACKING, state__in=OPEN_ENDED, sending_at__gt=now - LOOK_FOR
    )
    waiting = [row.order for row in rows.select_related("order") if row.order and _is_worth_a_look(row, now)]
    return list(dict.fromkeys(order.external_id for order in waiting))


def not_read(account: Account, ids: Sequence[str]) -> None:
    """These orders' lists could not be read: no number of ours may be called missing from them."""
    rows = OutgoingDeed.objects.filter(
        account=account, kind=Kind.TRACKING, state__in=OPEN_ENDED, order__external_id__in=ids
    )
    for row in rows:
        begun = row.sending_at or row.asked_at
        Order.objects.filter(pk=row.order_id or 0, parcels_at__gt=begun).update(parcels_at=begun)


def _is_worth_a_look(row: OutgoingDeed, now: datetime) -> bool:
    """At once, then every minute while it is young; a settled doubt is left to the ordinary reading."""
    read_at = row.order.parcels_at if row.order else None
    if read_at is None:
        return True
    is_young = row.sending_at is not None and row.sending_at > now - NOT_SHOWN_AFTER
    return is_young and read_at < now - LOOK_EVERY and row.reason not in ("not_arrived", "not_shown")


def settle(*, now: datetime) -> int:
    """Compare every open-ended deed with what is stored now. Returns how many changed."""
    rows = list(
        OutgoingDeed.objects.filter(state__in=OPEN_ENDED)
        .exclude(kind=Kind.INVOICE)
        .select_related("account", "order", "rating")
        .defer("order__fact", "rating__fact")
        .order_by("-sending_at")[:A_LOOK]
    )
    if not rows:
        return 0
    parcels = _parcels(rows)
    read_at = _read_at(rows)
    return sum(_settle(row, parcels, read_at.get(row.account_id, {}), now) for row in rows)


def _parcels(rows: Sequence[OutgoingDeed]) -> set[tuple[int, str]]:
    orders = [row.order_id for row in rows if row.kind == Kind.TRACKING and row.order_id]
    shown = Shipment.objects.filter(order_id__in=orders).values_list("order_id", "waybill")
    return {(order_id, parcel_number.plain(waybill)) for order_id, waybill in shown}


def _read_at(rows: Sequence[OutgoingDeed]) -> dict[int, dict[str, datetime]]:
    """When each account's streams were last read to their end."""
    accounts = {row.account_id for row in rows if row.kind != Kind.TRACKING}
    found: dict[int, dict[str, datetime]] = {}
    wanted = Stream.objects.filter(account_id__in=accounts, name__in=("orders_reconcile", "ratings"))
    for account_id, name, at in wanted.values_list("account_id", "name", "last_ok_at"):
        if at is not None:
            found.setdefault(account_id, {})[name] = at
    return found


def _settle(
    row: OutgoingDeed, parcels: set[tuple[int, str]], read_at: dict[str, datetime], now: datetime
) -> bool:
    if row.kind == Kind.TRACKING:
        assert row.order is not None
        number = parcel_number.plain(row.what["waybill"])
        shown = "read_back" if (row.order.pk, number) in parcels else ""
        return _judge(row, shown, row.order.parcels_at, now)
    if row.kind == Kind.FULFILMENT:
        return _judge(row, _shown_state(row), read_at.get("orders_reconcile"), now)
    assert row.rating is not None
    shown = "read_back" if deed_facts.is_same_text(row.rating.answer, str(row.what["text"])) else ""
    return _judge(row, shown, read_at.get("ratings"), now)


def _shown_state(row: OutgoingDeed) -> str:
    """The state asked for, or one that came after it: somebody went on from there."""
    assert row.order is not None
    shown = Fulfilment(row.order.fulfilment)
    if shown == row.what["status"]:
        return "read_back"
    is_moved = row.state == State.SENT and shown.value not in row.what["seen_fulfilment"]
    return "overtaken" if is_moved else ""


def _judge(row: OutgoingDeed, shown: str, read_at: datetime | None, now: datetime) -> bool:
    still = OutgoingDeed.objects.filter(pk=row.pk, state=row.state)
    if shown:
        done = still.update(
            state=State.DONE,
            settled_at=now,
            sent_at=row.sent_at or row.sending_at,
            lease_until=None,
            reason="" if shown == "read_back" else shown,
            reason_text="",
        )
        return _noted("deed.read_back", row, now, bool(done))
    reason = _doubt(row, read_at)
    if not reason or (row.state == State.UNSURE and row.reason == reason):
        return False
    changed = still.update(state=State.UNSURE, reason=reason, looked_at=now, lease_until=None)
    return _noted("deed.unsure", row, now, bool(changed), reason=reason)


def _doubt(row: OutgoingDeed, read_at: datetime | None) -> str:
    """Why it should not stand as it stands: it was looked for later than it was written, and is not there."""
    begun = row.sending_at or row.asked_at
    if read_at is None:
        return ""
    if row.state == State.SENT:
        patience = _patience(row, begun)
        return "not_shown" if patience and read_at >= begun + patience else ""
    if row.kind == Kind.TRACKING and row.sent_at is None and read_at >= begun + MISSING_AFTER:
        return "not_arrived"
    return ""


def _patience(row: OutgoingDeed, begun: datetime) -> timedelta | None:
    """How long after a receipt the marketplace may not show it yet; None where it is never looked at again."""
    if row.rating is None:
        return NOT_SHOWN_AFTER
    is_read_again = (row.rating.changed_at or row.rating.rated_at) > begun - RATINGS_READ_AGAIN
    return ANSWER_NOT_SHOWN_AFTER if is_read_again else None


def _noted(verb: str, row: OutgoingDeed, now: datetime, is_changed: bool, **detail: Any) -> bool:
    if is_changed:
        journal.record(
            verb, at=now, account=row.account, order=row.order, deed=row.pk, kind=row.kind, **detail
        )
    return is_changed
