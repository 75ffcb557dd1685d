"""What the deed guard wants to know, read fresh just before the write; and the deed as the connector takes it."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from django.db.models import Q, QuerySet

from kontuar.facts.deeds import AddTracking, AnswerRating, DeclareInvoice, Deed, SetFulfilment, UploadInvoice
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.rules.deed_guard import DeedFacts, DeedKind
from kontuar.rules.parcel_number import same_number
from kontuar.store import rebuild
from kontuar.store.models import Order, OutgoingDeed, Rating, Shipment
from kontuar.store.queries import access

HOUR = timedelta(hours=1)
Kind, State = OutgoingDeed.Kind, OutgoingDeed.State
FILE_TRIED = "file_tried"
"""In an invoice's ``what``: the id for which we began to hand the file over."""
LEFT = (State.SENDING, State.SENT, State.DONE, State.UNSURE)
"""What left or is leaving."""


def of(row: OutgoingDeed, *, watch_only: bool, now: datetime) -> DeedFacts:
    """Facts of the order or rating as they are stored now, and of what left lately."""
    left = OutgoingDeed.objects.filter(account_id=row.account_id, state__in=LEFT)
    last_hour = left.filter(sending_at__gt=now - HOUR)
    facts = DeedFacts(
        kind=DeedKind(row.kind),
        planned_at=row.asked_at,
        watch_only=watch_only,
        may_work=access.may_still_work(row.asked_by_id, row.account_id),
        is_twin=_has_twin(row),
        done_last_hour=last_hour.count(),
        first_of_hour_at=last_hour.order_by("sending_at").values_list("sending_at", flat=True).first(),
    )
    if row.rating_id is not None:
        return _of_rating(facts, row, Rating.objects.get(pk=row.rating_id))
    return _of_order(facts, row, order_now(row))


def order_now(row: OutgoingDeed) -> Order:
    """The order of a deed as it is stored at this moment."""
    return Order.objects.get(pk=row.order_id or 0)


def order_stamp(order: Order) -> str:
    """What a page showed of an order, to be given back with what was asked there."""
    return f"{order.state} {order.fulfilment} {rebuild.order(order).revision}"


def rating_stamp(rating: Rating) -> str:
    """When it was changed last, its verdict and its words: what an answer was written to."""
    changed = rating.changed_at.astimezone(UTC).isoformat() if rating.changed_at else ""
    words = hashlib.sha256(rating.comment.encode()).hexdigest()[:32]
    return f"{changed} {int(rating.is_recommended)} {words}"


def _of_rating(facts: DeedFacts, row: OutgoingDeed, rating: Rating) -> DeedFacts:
    is_there = is_same_text(rating.answer, str(row.what["text"]))
    return replace(
        facts,
        is_there=is_there,
        has_other_answer=bool(rating.answer) and not is_there,
        is_excluded=rating.is_excluded,
        has_rating_changed=row.what.get("seen", rating_stamp(rating)) != rating_stamp(rating),
    )


def _of_order(facts: DeedFacts, row: OutgoingDeed, order: Order) -> DeedFacts:
    facts = replace(
        facts,
        order_state=OrderState(order.state),
        fulfilment=Fulfilment(order.fulfilment),
        revision=rebuild.order(order).revision,
    )
    if row.kind == Kind.TRACKING:
        return replace(facts, is_there=is_in_order(row))
    if row.kind != Kind.FULFILMENT:
        return facts
    stale_at = row.what.get("stale_at")
    return replace(
        facts,
        wanted=Fulfilment(row.what["status"]),
        seen_state=OrderState(row.what["seen_state"]),
        expected=frozenset(map(Fulfilment, row.what["seen_fulfilment"])),
        stale_revision=row.what.get("stale_revision", ""),
        stale_at=datetime.fromisoformat(stale_at) if stale_at else None,
    )


def is_in_order(row: OutgoingDeed) -> bool:
    """The order shows this parcel's number, under whatever carrier: Allegro may put another one."""
    shown = Shipment.objects.filter(order=row.order_id or 0).values_list("waybill", flat=True)
    return any(same_number(waybill, row.what["waybill"]) for waybill in shown)


def is_same_text(shown: str, ours: str) -> bool:
    """Platforms trim and re-break lines."""
    return bool(shown.strip()) and shown.split() == ours.split()


def _has_twin(row: OutgoingDeed) -> bool:
    """Another deed for the very same that has left or is leaving: two people may ask for one thing."""
    about: dict[str, Any] = {"order": row.order_id} if row.order_id else {"rating": row.rating_id}
    others = OutgoingDeed.objects.filter(kind=row.kind, **about)
    if row.kind == Kind.INVOICE:
        return not row.what.get("anyway") and _has_same_invoice(others, row)
    others = others.filter(state__in=(State.SENDING, State.SENT, State.UNSURE)).exclude(pk=row.pk)
    if row.kind == Kind.TRACKING:
        return any(same_number(other.what["waybill"], row.what["waybill"]) for other in others)
    if row.kind == Kind.FULFILMENT:
        return others.filter(what__status=row.what["status"]).exists()
    return others.exists()


def _has_same_invoice(others: QuerySet[OutgoingDeed], row: OutgoingDeed) -> bool:
    """One whose metadata was taken counts too while it waits for another try."""
    is_begun = Q(state__in=(State.HELD, State.QUEUED)) & ~Q(external_id="")
    gone = others.filter(Q(state__in=LEFT) | is_begun)
    return any(is_same_invoice(other, row) for other in gone.exclude(pk=row.pk))


def is_same_invoice(one: OutgoingDeed, other: OutgoingDeed) -> bool:
    """The same file, or the same number where there is one, for one order."""
    number = str(other.what["number"]).casefold()
    is_same_number = bool(number) and str(one.what["number"]).casefold() == number
    return one.order_id == other.order_id and (one.sha256 == other.sha256 or is_same_number)


def deed(row: OutgoingDeed, *, revision: str) -> Deed:
    """The one write; an invoice's first half. ``revision`` is that of our newest copy of the order."""
    if row.kind == Kind.TRACKING:
        return msgspec.convert(row.what, AddTracking)
    if row.kind == Kind.FULFILMENT:
        return replace(msgspec.convert(row.what, SetFulfilment), revision=revision)
    if row.kind == Kind.INVOICE:
        return replace(msgspec.convert(row.what, DeclareInvoice), known_ids=_others_invoices(row))
    return msgspec.convert(row.what, AnswerRating)


def _others_invoices(row: OutgoingDeed) -> tuple[str, ...]:
    others = OutgoingDeed.objects.filter(order=row.order_id, kind=Kind.INVOICE).exclude(pk=row.pk)
    return tuple(others.exclude(external_id="").values_list("external_id", flat=True))


def invoice_file(row: OutgoingDeed, content: bytes) -> UploadInvoice:
    """An invoice's second half; its first half answered ``row.external_id``."""
    return UploadInvoice(
        order_id=str(row.what["order_id"]),
        invoice_id=row.external_id,
        media_type=row.media_type,
        content=content,
        was_tried=row.what.get(FILE_TRIED) == row.external_id,
    )
