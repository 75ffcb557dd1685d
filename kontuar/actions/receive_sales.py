"""Money back, the marketplace's score and what happened to offers, as they arrive."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from kontuar.actions import journal, streams
from kontuar.actions.touched import Touched
from kontuar.facts.issues import IssueKind
from kontuar.facts.offers import OfferEvent as OfferEventFact
from kontuar.facts.quality import QualityDay as QualityDayFact
from kontuar.facts.refunds import FeeRefund as FeeRefundFact
from kontuar.facts.refunds import Refund as RefundFact
from kontuar.facts.refunds import RefundStatus
from kontuar.store import rebuild, rebuild_issues
from kontuar.store.models import (
    Account,
    FeeRefund,
    Issue,
    JournalEntry,
    Offer,
    OfferEvent,
    Order,
    QualityDay,
    Refund,
)

NOT_PAID = (RefundStatus.CALLED_OFF, RefundStatus.FAILED)
BESIDE = timedelta(days=2)
"""An order is looked for so far around the moment the platform says its line was bought."""


def refunds(account: Account, facts: Sequence[RefundFact], touched: Touched, *, now: datetime) -> None:
    """Money on its way to buyers. One called off or failed is told: the platform itself stays silent."""
    if not facts:
        return
    unique = {fact.external_id: fact for fact in facts}
    known = Refund.objects.select_for_update(of=("self",)).select_related("account", "order")
    known = known.filter(account=account, external_id__in=list(unique))
    rows = {row.external_id: row for row in known.order_by("pk")}
    orders = _orders(account, {fact.order_id for fact in unique.values()})
    fresh: list[Refund] = []
    entries: list[JournalEntry] = []
    news: set[str] = set()
    for external_id, told in unique.items():
        row = rows.get(external_id)
        fact = _fuller(rebuild_issues.refund(row), told) if row else told
        values = _refund_values(fact, orders.get(fact.order_id))
        if row is None:
            row = Refund(account=account, external_id=external_id, first_seen_at=now, looked_at=now, **values)
            row.changed_at = now
            fresh.append(row)
        elif not _update(row, values, now):
            continue
        entries += _told(row, fact, now)
        news.add(fact.order_id)
        if row.order_id is not None:
            touched.order_ids.add(row.order_id)
    Refund.objects.bulk_create(fresh)
    journal.write(entries)
    touched.issue_ids.update(_returns_of(account, news))


def _orders(account: Account, ids: set[str]) -> dict[str, Order]:
    wanted = {external_id for external_id in ids if external_id}
    rows = Order.objects.filter(account=account, external_id__in=wanted) if wanted else ()
    return {row.external_id: row for row in rows}


def _fuller[F: (RefundFact, FeeRefundFact, QualityDayFact)](held: F, told: F) -> F:
    """The newer picture, with what it leaves out taken from the one we hold."""
    empty: dict[str, Any] = {
        field.name: getattr(held, field.name)
        for field in fields(told)
        if getattr(told, field.name) in ("", (), None)
    }
    return replace(told, **empty)


def _refund_values(fact: RefundFact, order: Order | None) -> dict[str, object]:
    values: dict[str, object] = {
        "order_external_id": fact.order_id[:100],
        "status": fact.status.value,
        "raw_status": fact.raw_status[:40],
        "amount": fact.total.amount if fact.total else None,
        "currency": fact.total.currency[:3] if fact.total else "",
        "created_at": fact.created_at,
        "fact": rebuild.to_json(fact),
    }
    return values | ({"order_id": order.pk} if order else {})


def _update(row: Refund | FeeRefund, values: dict[str, object], now: datetime) -> bool:
    """Write what differs; False when nothing does."""
    changes = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changes:
        return False
    changes["changed_at"] = now
    type(row)._default_manager.filter(pk=row.pk).update(**changes)
    for name, value in changes.items():
        setattr(row, name, value)
    return True


def _told(row: Refund, fact: RefundFact, now: datetime) -> list[JournalEntry]:
    """What came to be since the account was connected; what was there before is no news."""
    is_old = fact.created_at is not None and fact.created_at < row.account.connected_at
    if is_old and row.first_seen_at == now:
        return []
    verb = "refund.not_paid" if fact.status in NOT_PAID else "refund.status"
    detail: dict[str, Any] = {"refund": row.external_id, "status": fact.status.value}
    return [journal.entry(verb, at=now, account=row.account, order=row.order, **detail)]


def _returns_of(account: Account, order_ids: set[str]) -> list[int]:
    wanted = order_ids - {""}
    if not wanted:
        return []
    rows = Issue.objects.filter(account=account, order_external_id__in=wanted, kind=IssueKind.RETURN.value)
    return list(rows.values_list("pk", flat=True))


def fee_refunds(account: Account, facts: Sequence[FeeRefundFact], touched: Touched, *, now: datetime) -> None:
    """Requests for our commission, tied to the order that has the line."""
    if not facts:
        return
    unique = {fact.external_id: fact for fact in facts}
    known = FeeRefund.objects.select_for_update().filter(account=account, external_id__in=list(unique))
    rows = {row.external_id: row for row in known.order_by("pk")}
    for external_id, told in unique.items():
        row = rows.get(external_id)
        fact = _fuller(rebuild_issues.fee_refund(row), told) if row else told
        values: dict[str, object] = {
            "line_external_id": fact.line_id[:100],
            "status": fact.status.value,
            "raw_status": fact.raw_status[:40],
            "created_at": fact.created_at,
            "fact": rebuild.to_json(fact),
        }
        if row is None:
            order = _order_with(account, fact)
            row = FeeRefund.objects.create(
                account=account,
                external_id=external_id,
                order=order,
                first_seen_at=now,
                changed_at=now,
                **values,
            )
            was = ""
        else:
            was = row.status
            _update(row, values, now)
        if row.order_id is not None and was != row.status:
            touched.order_ids.add(row.order_id)
        if was and row.status != was:
            journal.record(
                "fee_refund.status", at=now, account=account, order=row.order, was=was, status=row.status
            )


def _order_with(account: Account, fact: FeeRefundFact) -> Order | None:
    """The order that has this line. The platform names the line only, so its text is looked through."""
    if not fact.line_id:
        return None
    rows = Order.objects.filter(account=account)
    if fact.bought_at:
        near = Q(bought_at__range=(fact.bought_at - BESIDE, fact.bought_at + BESIDE))
        rows = rows.filter(near | Q(bought_at__isnull=True))
    named = rows.annotate(told=Cast("fact", TextField())).filter(told__contains=f'"{fact.line_id}"')
    return next(
        (row for row in named if fact.line_id in {line["external_id"] for line in row.fact["lines"]}), None
    )


def quality(account: Account, facts: Sequence[QualityDayFact], *, now: datetime) -> None:
    """The marketplace's score, a row per day; a day told again without figures loses none."""
    held = {
        row.day: row for row in QualityDay.objects.filter(account=account, day__in=[f.day for f in facts])
    }
    for told in {fact.day: fact for fact in facts}.values():
        row = held.get(told.day)
        fact = _fuller(rebuild_issues.quality_day(row), told) if row else told
        values: dict[str, object] = {
            "score": fact.score,
            "max_score": fact.max_score,
            "grade": fact.grade[:40],
            "fact": rebuild.to_json(fact),
        }
        if row is None:
            QualityDay.objects.create(account=account, day=fact.day, seen_at=now, **values)
        elif row.fact != values["fact"]:
            QualityDay.objects.filter(pk=row.pk).update(seen_at=now, **values)


def offer_events(account: Account, facts: Sequence[OfferEventFact], *, now: datetime) -> None:
    """What happened to offers. An end is marked at once; what changed is read again where that can be asked."""
    if not facts:
        return
    unique = {fact.external_id[:100]: fact for fact in facts}
    known = OfferEvent.objects.filter(account=account, external_id__in=list(unique))
    old = set(known.values_list("external_id", flat=True))
    fresh = sorted((f for key, f in unique.items() if key not in old), key=lambda f: (f.at, f.external_id))
    OfferEvent.objects.bulk_create(
        (
            OfferEvent(
                account=account,
                external_id=fact.external_id[:100],
                offer_external_id=fact.offer_id[:100],
                kind=fact.kind[:60],
                ended_by=fact.ended_by[:30],
                at=fact.at,
            )
            for fact in fresh
        ),
        ignore_conflicts=True,
    )
    for fact in fresh:
        _mark(account, fact)
    if fresh:
        streams.soon(account, "offers", now=now)


def _mark(account: Account, fact: OfferEventFact) -> None:
    """Put the end of an offer on its row, or take it off; an offer seen later than the event knows better."""
    rows = Offer.objects.filter(account=account, external_id=fact.offer_id, seen_at__lte=fact.at)
    kind = fact.kind.lower()
    if fact.ended_by or kind.endswith("ended"):
        rows.update(ended_at=fact.at, ended_by=fact.ended_by[:30])
    elif kind.endswith("activated"):
        rows.update(ended_at=None, ended_by="")
