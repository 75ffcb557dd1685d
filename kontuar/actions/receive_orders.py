"""Orders, parcels and offers as they arrive."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kontuar.actions import bulk, buyers, journal, order_around, policies, reassess, streams
from kontuar.actions.touched import Touched
from kontuar.facts.offers import Offer as OfferFact
from kontuar.facts.orders import Order as OrderFact
from kontuar.facts.orders import OrderState, ParcelState, Tracking
from kontuar.facts.orders import Shipment as ShipmentFact
from kontuar.facts.promises import SoldLine, Terms
from kontuar.store import rebuild
from kontuar.store.models import Account, Case, Message, Offer, Order, Shipment

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
YOUNG = timedelta(days=3)
COLUMNS = (
    "state",
    "fulfilment",
    "lines_sent",
    "bought_at",
    "paid_at",
    "dispatch_by",
    "changed_at",
    "cancelled_at",
    "fact",
    "terms",
)


def offers(account: Account, facts: Sequence[OfferFact], *, now: datetime) -> None:
    """Keep the newest picture of each offer."""
    if not facts:
        return
    known = Offer.objects.filter(account=account, external_id__in={f.external_id for f in facts})
    rows = {row.external_id: row for row in known.select_for_update().order_by("pk")}
    fresh: list[Offer] = []
    changed: list[Offer] = []
    for fact in {f.external_id: f for f in facts}.values():
        values = {
            "name": fact.name[:300],
            "status": fact.status[:20],
            "stock": fact.stock,
            "fact": rebuild.to_json(fact),
        }
        row = rows.get(fact.external_id)
        values |= _end_of(fact, row, now)
        if row is None:
            fresh.append(Offer(account=account, external_id=fact.external_id, seen_at=now, **values))
        elif row.fact != values["fact"]:
            for name, value in {"seen_at": now, **values}.items():
                setattr(row, name, value)
            changed.append(row)
    bulk.update(changed, ("name", "status", "stock", "ended_at", "ended_by", "fact", "seen_at"))
    bulk.insert(fresh)
    _tie(account, "offer", {row.external_id: row for row in fresh})


def _end_of(fact: OfferFact, row: Offer | None, now: datetime) -> dict[str, object]:
    """When it ended; an end yet to come is none. Lists do not say by whom: what an event said stays."""
    if fact.ended_at is None or fact.ended_at > now:
        return {"ended_at": None, "ended_by": ""}
    ended_by = fact.ended_by[:30] or (row.ended_by if row else "")
    return {"ended_at": fact.ended_at, "ended_by": ended_by}


def _tie(account: Account, name: str, rows: Mapping[str, Offer] | Mapping[str, Order]) -> set[int]:
    """A message may have named an order or offer before it reached us itself; the cases that got it now."""
    if not rows:
        return set()
    named, lacking = f"{name}_external_id", {f"{name}__isnull": True}
    naming = Message.objects.filter(
        account=account, **{f"{named}__in": list(rows), f"case__{name}__isnull": True}
    ).exclude(**{named: ""})  # said for the index, which holds no empty names
    wanted: dict[int, str] = {}
    for case_id, external_id in naming.order_by("written_at", "pk").values_list("case_id", named):
        wanted.setdefault(case_id, external_id)
    if not wanted:
        return set()
    locked = Case.objects.select_for_update(of=("self",)).filter(pk__in=wanted, **lacking)
    cases = list(locked.order_by("pk"))
    for case in cases:
        setattr(case, name, rows[wanted[case.pk]])
    bulk.update(cases, (name,))
    return {case.pk for case in cases}


def orders(account: Account, facts: Sequence[OrderFact], touched: Touched, *, now: datetime) -> None:
    """Upsert orders. An older picture than ours (by the platform's own date) is passed over.

    The number of queries does not depend on that of the orders; new ones are stored with their verdict.
    """
    if not facts:
        return
    known = Order.objects.select_for_update().filter(
        account=account, external_id__in={f.external_id for f in facts}
    )
    rows = {row.external_id: row for row in known.order_by("pk")}
    fresh: dict[str, OrderFact] = {}
    changed: dict[int, Order] = {}
    cancelled: list[Order] = []
    for fact in facts:
        row = rows.get(fact.external_id)
        if row is None:
            fresh[fact.external_id] = _newer(fresh.get(fact.external_id), fact)
        elif _is_news(row, fact):
            if _take(row, fact):
                row.cancelled_at = order_around.cancelled_at(account, fact.updated_at, now, is_new=False)
                cancelled.append(row)
            _keep_terms(row, fact, now)
            changed[row.pk] = row
    bulk.update(list(changed.values()), COLUMNS)
    journal.write([journal.entry("order.cancelled", at=now, account=account, order=row) for row in cancelled])
    touched.order_ids.update(changed)
    touched.case_ids.update(_add(account, list(fresh.values()), touched, now))
    if fresh or changed:
        streams.soon(account, "orders", now=now)


def _newer(known: OrderFact | None, fact: OrderFact) -> OrderFact:
    """The later of two pictures of one order in the same portion."""
    if known is None:
        return fact
    return known if (fact.updated_at or LONG_AGO) < (known.updated_at or LONG_AGO) else fact


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


def terms_of(fact: OrderFact, held: Terms | None, now: datetime) -> Terms | None:
    """The terms at the purchase: what is ``held`` stays, a date it lacks is taken from this picture.

    Before an order has a date there is nothing to keep: platforms give dates when the order is ready.
    """
    told = fact.delivery
    if held is None and told.dispatch_by is None and told.arrive_by is None:
        return None
    if held is None:
        held = Terms(
            kept_at=now,
            method=told.method,
            cost=told.cost,
            lines=tuple(
                SoldLine(offer_id=one.offer_id, name=one.name, quantity=one.quantity, price=one.price)
                for one in fact.lines
            ),
        )
    return replace(
        held,
        dispatch_by=held.dispatch_by or told.dispatch_by,
        arrive_by=held.arrive_by or told.arrive_by,
    )


def _keep_terms(row: Order, fact: OrderFact, now: datetime) -> None:
    """Put the terms on the row in memory; once they are whole they are not looked at again."""
    held = rebuild.terms(row)
    if held is not None and held.dispatch_by and held.arrive_by:
        return
    found = terms_of(fact, held, now)
    if found != held:
        row.terms = rebuild.to_json(found)


def _add(account: Account, facts: Sequence[OrderFact], touched: Touched, now: datetime) -> set[int]:
    """Store orders we did not know, judged as they stand alone; the cases that got theirs by it.

    Those of the last days are judged again with what hangs on them.
    """
    if not facts:
        return set()
    people = buyers.of_orders(account, facts, now=now)
    policy = policies.policy(account, now=now)
    pile = reassess.DutyPile(now)
    rows: dict[str, Order] = {}
    for fact in facts:
        row = Order(
            account=account,
            external_id=fact.external_id,
            buyer=people[fact.external_id],
            first_seen_at=now,
            **_columns(fact),
        )
        _keep_terms(row, fact, now)
        if fact.state is OrderState.CANCELLED:
            row.cancelled_at = order_around.cancelled_at(account, fact.updated_at, now, is_new=True)
        verdict = reassess.verdict_of(row, (), policy, now)
        pile.add(verdict.duties, {}, account=account, order=row)
        reassess.take(row, verdict)
        rows[fact.external_id] = row
    bulk.insert(rows.values())
    pile.write()
    touched.order_ids.update(row.pk for row in rows.values() if (row.bought_at or now) >= now - YOUNG)
    return _tie(account, "order", rows)


def _take(row: Order, fact: OrderFact) -> bool:
    """Put the fact on the row in memory; True when that cancelled the order."""
    was_cancelled = row.state == OrderState.CANCELLED.value
    for name, value in _columns(fact).items():
        setattr(row, name, value)
    return fact.state is OrderState.CANCELLED and not was_cancelled


def shipments(account: Account, facts: Sequence[ShipmentFact], touched: Touched, *, now: datetime) -> None:
    """Add parcels to their orders; a parcel is never taken away by the platform."""
    if not facts:
        return
    wanted = {f.order_id for f in facts}
    rows = {o.external_id: o for o in Order.objects.filter(account=account, external_id__in=wanted)}
    known = Shipment.objects.filter(order__in=rows.values())
    seen = set(known.values_list("order_id", "carrier", "waybill"))
    fresh: list[Shipment] = []
    for fact in facts:
        order = rows.get(fact.order_id)
        key = (order.pk if order else 0, fact.carrier[:60], fact.waybill[:64])
        if order is None or key in seen:
            continue
        seen.add(key)
        fresh.append(_parcel(account, order, fact))
        touched.order_ids.add(order.pk)
    if fresh:
        bulk.insert(fresh)
        streams.soon(account, "parcels", now=now)


def _parcel(account: Account, order: Order, fact: ShipmentFact) -> Shipment:
    return Shipment(
        account=account,
        order=order,
        carrier=fact.carrier[:60],
        waybill=fact.waybill[:64],
        external_id=fact.external_id[:100],
        carrier_name=fact.carrier_name[:60],
        added_at=fact.created_at,
        line_ids=list(fact.line_ids),
    )


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
