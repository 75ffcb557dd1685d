"""Allegro's refunds, commission refunds, ratings, sales quality and offer events in our words. Pure.

What no fact can be made of (no id, a rating or an event without a date) is passed over; the rest stays.
Words are those of Allegro's OpenAPI file of 2026-07-18, read 2026-11-22; unknown ones become OTHER.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from kontuar.connector_kit.jsonread import Json, at, flag, instant, money, objects, text, whole
from kontuar.connectors.allegro.parse_issues import entries
from kontuar.facts.money import Money
from kontuar.facts.offers import Offer, OfferEvent
from kontuar.facts.quality import QualityDay, QualityMetric
from kontuar.facts.ratings import Rating
from kontuar.facts.refunds import FeeRefund, FeeRefundStatus, Refund, RefundStatus

_REFUNDS = {
    "NEW": RefundStatus.UNDER_WAY,
    "WAITING": RefundStatus.UNDER_WAY,
    "VALIDATED": RefundStatus.UNDER_WAY,
    "IN_PROGRESS": RefundStatus.UNDER_WAY,
    "SUCCESS": RefundStatus.PAID,
    "PARTIAL": RefundStatus.PAID_IN_PART,
    "CANCELED": RefundStatus.CALLED_OFF,
    "VALIDATE_FAILED": RefundStatus.FAILED,
}
_FEE_REFUNDS = {
    "IN_PROGRESS": FeeRefundStatus.UNDER_WAY,
    "APPEALED": FeeRefundStatus.UNDER_WAY,
    "WAITING_FOR_PAYMENT_REFUND": FeeRefundStatus.WAITS_FOR_REFUND,
    "GRANTED": FeeRefundStatus.GRANTED,
    "REJECTED": FeeRefundStatus.REJECTED,
    "REJECTED_AFTER_APPEAL": FeeRefundStatus.REJECTED,
    "CANCELLED": FeeRefundStatus.CALLED_OFF,
}
_TOO_MANY = Decimal(10**12)


def refund(document: Json) -> Refund | None:
    """An entry of GET /payments/refunds."""
    external_id, raw_status = text(document, "id"), text(document, "status")
    if not external_id:
        return None
    return Refund(
        external_id=external_id,
        payment_id=text(document, "payment", "id"),
        order_id=text(document, "order", "id"),
        status=_REFUNDS.get(raw_status, RefundStatus.OTHER),
        raw_status=raw_status,
        created_at=instant(document, "createdAt"),
        total=money(document, "totalValue"),
        reason=text(document, "reason"),
        comment=text(document, "sellerComment"),
    )


def fee_refund(document: Json) -> FeeRefund | None:
    """An entry of GET /order/refund-claims."""
    external_id, raw_status = text(document, "id"), text(document, "status")
    if not external_id:
        return None
    made = text(document, "type")
    return FeeRefund(
        external_id=external_id,
        status=_FEE_REFUNDS.get(raw_status, FeeRefundStatus.OTHER),
        raw_status=raw_status,
        line_id=text(document, "lineItem", "id"),
        offer_id=text(document, "lineItem", "offer", "id"),
        quantity=whole(document, "quantity") or 1,
        commission=_commission(at(document, "commission")),
        created_at=instant(document, "createdAt"),
        bought_at=instant(document, "lineItem", "boughtAt"),
        is_automatic={"AUTOMATIC": True, "MANUAL": False}.get(made),
    )


def _commission(document: Json) -> Money | None:
    """Alone among Allegro's amounts this one is a number, not a string."""
    amount, currency = number(at(document, "amount")), text(document, "currency")
    return Money(amount=amount, currency=currency) if amount is not None and currency else None


def rating(document: Json) -> Rating | None:
    """An entry of GET /sale/user-ratings, in the beta shape or the public one.

    The public shape has stars and no reasons; its comment and answer are plain texts.
    """
    external_id, created_at = text(document, "id"), instant(document, "createdAt")
    if not external_id or created_at is None:
        return None
    exclusion = text(document, "exclusion", "reason") or text(document, "excludedFromAverageRatesReason")
    is_excluded = flag(document, "excludedFromAverageRates") is True
    asked = at(document, "removal", "request")
    offers = objects(document, "order", "offers")
    return Rating(
        external_id=external_id,
        order_id=text(document, "order", "id"),
        buyer_login=text(document, "buyer", "login"),
        is_recommended=flag(document, "recommended") is True,
        created_at=created_at,
        changed_at=instant(document, "lastChangedAt"),
        edited_at=instant(document, "editedAt"),
        comment=text(document, "comment") or text(document, "comment", "text"),
        language=text(document, "comment", "language"),
        answer=text(document, "answer", "text") or text(document, "answer", "message"),
        answered_at=instant(document, "answer", "createdAt"),
        removal_by=instant(document, "removal", "possibleTo"),
        removal_asked_at=instant(asked, "createdAt"),
        removal_asked_by=text(asked, "source"),
        is_excluded=is_excluded or isinstance(at(document, "exclusion"), dict),
        exclusion=exclusion,
        reasons=tuple(_texts(objects(document, "justifications"), "text")),
        offer_ids=tuple(_texts(offers, "id")),
        offer_names=tuple(_texts(offers, "title")),
    )


def _texts(documents: list[dict[str, Json]], key: str) -> list[str]:
    return [found for found in (text(entry, key) for entry in documents) if found]


def quality(document: Json) -> tuple[QualityDay, ...]:
    """GET /sale/quality: a day that cannot be read as one is passed over, an odd figure is None."""
    days = (_quality_day(entry) for entry in entries(document, "quality"))
    return tuple(day for day in days if day is not None)


def _quality_day(document: Json) -> QualityDay | None:
    try:
        day = date.fromisoformat(text(document, "resultFor")[:10])
    except ValueError:
        return None
    return QualityDay(
        day=day,
        score=number(at(document, "score")),
        max_score=number(at(document, "maxScore")),
        grade=text(document, "grade"),
        metrics=tuple(
            QualityMetric(
                code=text(entry, "code"),
                name=text(entry, "name"),
                score=number(at(entry, "score")),
                max_score=number(at(entry, "maxScore")),
            )
            for entry in objects(document, "metrics")
            if text(entry, "code")
        ),
    )


def offer_event(document: Json) -> OfferEvent | None:
    """An entry of GET /sale/offer-events."""
    external_id, moment = text(document, "id"), instant(document, "occurredAt")
    if not external_id or moment is None:
        return None
    return OfferEvent(
        external_id=external_id,
        offer_id=text(document, "offer", "id"),
        kind=text(document, "type"),
        at=moment,
        ended_by=text(document, "offer", "publication", "endedBy"),
    )


def with_ends(offers: tuple[Offer, ...], events: tuple[OfferEvent, ...]) -> tuple[Offer, ...]:
    """Who ended an offer stands in its event alone, not in the list of offers."""
    ends = {event.offer_id: event.ended_by for event in sorted(events, key=lambda event: event.at)}
    return tuple(
        replace(offer, ended_by=ends.get(offer.external_id, "")) if offer.status == "ENDED" else offer
        for offer in offers
    )


def invoice_file(document: Json, invoice_id: str) -> Json:
    """The file of an invoice in GET /order/checkout-forms/{id}/invoices; None when none was handed over."""
    for entry in objects(document, "invoices"):
        if text(entry, "id") == invoice_id:
            file = at(entry, "file")
            return file if text(file, "uploadedAt") else None
    return None


def declared_invoice(document: Json, *, file_name: str, number: str, known_ids: Collection[str] = ()) -> str:
    """The id of an invoice that was declared so and still waits for its file; ``""`` if there is none.

    Those of ``known_ids`` are passed over: they are somebody else's.
    """
    unknown = (one for one in objects(document, "invoices") if text(one, "id") not in known_ids)
    for entry in unknown:
        name = text(entry, "file", "name")
        is_it = text(entry, "invoiceNumber") == number and name in (
            (file_name, "") if number else (file_name,)
        )
        if is_it and not text(entry, "file", "uploadedAt"):
            return text(entry, "id")
    return ""


def number(value: Json) -> Decimal | None:
    """A figure, also one written as a string; None when it is none or beyond reason."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        figure = Decimal(str(value))
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and abs(figure) < _TOO_MANY else None
