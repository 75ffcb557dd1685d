"""Orders, parcels and offers as they arrive."""

from collections.abc import Sequence
from datetime import UTC, datetime

from kontuar.actions import buyers, journal, streams
from kontuar.actions.touched import Touched
from kontuar.facts.offers import Offer as OfferFact
from kontuar.facts.orders import Order as OrderFact
from kontuar.facts.orders import OrderState, ParcelState, Tracking
from kontuar.facts.orders import Shipment as ShipmentFact
from kontuar.store import rebuild
from kontuar.store.models import Account, Case, Offer, Order, Shipment

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def offers(account: Account, facts: Sequence[OfferFact], *, now: datetime) -> None:
    """Keep the newest picture of each offer."""
    known = Offer.objects.filter(account=account, external_id__in=[f.external_id for f in facts])
    rows = {row.external_id: row for row in known}
    for fact in {f.external_id: f for f in facts}.values():
        values = {
            "name": fact.name[:300],
            "status": fact.status[:20],
            "stock": fact.stock,
            "fact": rebuild.to_json(fact),
        }
        row = rows.get(fact.external_id)
        if row is None:
            row = Offer.objects.create(account=account, external_id=fact.external_id, seen_at=now, **values)
            # A question may have named the offer before the offer itself reached us.
            named = {"messages__offer_external_id": fact.external_id}
            Case.objects.filter(account=account, offer__isnull=True, **named).update(offer=row)
        elif row.fact != values["fact"]:
            Offer.objects.filter(pk=row.pk).update(seen_at=now, **values)


def orders(account: Account, facts: Sequence[OrderFact], touched: Touched, *, now: datetime) -> None:
    """Upsert orders. An older picture than ours (by the platform's own date) is passed over."""
    known = Order.objects.select_for_update().filter(
        account=account, external_id__in=[f.external_id for f in facts]
    )
    rows = {row.external_id: row for row in known}
    for fact in facts:
        row = rows.get(fact.external_id)
        if row is None:
            row = _new_order(account, fact, now)
            rows[fact.external_id] = row
            touched.order_ids.add(row.pk)
        elif _is_news(row, fact):
            _change_order(row, fact, now)
            touched.order_ids.add(row.pk)
    if touched.order_ids:
        streams.soon(account, "orders", now=now)


def _is_news(row: Order, fact: OrderFact) -> bool:
    is_older = (fact.updated_at or LONG_AGO) < (row.changed_at or LONG_AGO)
    return not is_older and row.fact != rebuild.to_json(fact)


def _columns(fact: OrderFact) -> dict[str, object]:
    return {
        "state": fact.state.value,
        "fulfilment": fact.fulfilment.value,
        "lines_sent": fact.lines_sent[:10],
        "bought_at": fact.bought_at,
        "paid_at": fact.paid_at,
        "dispatch_by": fact.delivery.dispatch_by,
        "changed_at": fact.updated_at,
        "fact": rebuild.to_json(fact),
    }


def _new_order(account: Account, fact: OrderFact, now: datetime) -> Order:
    buyer = buyers.of_order(account, fact, now=now)
    row = Order.objects.create(
        account=account, external_id=fact.external_id, buyer=buyer, first_seen_at=now, **_columns(fact)
    )
    # A message may have named the order before the order itself reached us.
    Case.objects.filter(
        account=account, order__isnull=True, messages__order_external_id=fact.external_id
    ).update(order=row)
    return row


def _change_order(row: Order, fact: OrderFact, now: datetime) -> None:
    was_cancelled = row.state == OrderState.CANCELLED.value
    columns = _columns(fact)
    Order.objects.filter(pk=row.pk).update(**columns)
    for name, value in columns.items():
        setattr(row, name, value)
    if fact.state is OrderState.CANCELLED and not was_cancelled:
        journal.record("order.cancelled", at=now, order=row)


def shipments(account: Account, facts: Sequence[ShipmentFact], touched: Touched, *, now: datetime) -> None:
    """Add parcels to their orders; a parcel is never taken away by the platform."""
    wanted = {f.order_id for f in facts}
    rows = {o.external_id: o for o in Order.objects.filter(account=account, external_id__in=wanted)}
    for fact in facts:
        order = rows.get(fact.order_id)
        if order is None:
            continue
        _, is_new = Shipment.objects.get_or_create(
            order=order,
            carrier=fact.carrier[:60],
            waybill=fact.waybill[:64],
            defaults={
                "account": account,
                "external_id": fact.external_id[:100],
                "carrier_name": fact.carrier_name[:60],
                "added_at": fact.created_at,
                "line_ids": list(fact.line_ids),
            },
        )
        if is_new:
            touched.order_ids.add(order.pk)
            streams.soon(account, "parcels", now=now)


def trackings(account: Account, facts: Sequence[Tracking], touched: Touched, *, now: datetime) -> None:
    """Keep the scans of parcels. An answer without scans never wipes scans we already have."""
    for fact in facts:
        rows = Shipment.objects.filter(account=account, carrier=fact.carrier, waybill=fact.waybill)
        if not fact.scans:
            rows.update(tracked_at=now)
            continue
        latest = max(fact.scans, key=lambda scan: scan.at)
        scans = rebuild.to_json(fact.scans)
        for row in rows:
            if row.scans != scans:
                touched.order_ids.add(row.order_id)
            Shipment.objects.filter(pk=row.pk).update(
                scans=scans, state=latest.code[:20], last_scan_at=latest.at, tracked_at=now
            )


def is_settled(state: str) -> bool:
    """The carrier has nothing more to say of such a parcel."""
    return state in {ParcelState.DELIVERED.value, ParcelState.RETURNED.value}
