"""Allegro's orders, parcels and offers in our words. Pure; as forgiving as ``parse``."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontuar.connector_kit.errors import UnexpectedAnswer
from kontuar.connector_kit.jsonread import Json, at, flag, instant, money, objects, text, whole
from kontuar.facts.money import Money
from kontuar.facts.offers import Offer
from kontuar.facts.orders import (
    Delivery,
    Fulfilment,
    Order,
    OrderLine,
    OrderState,
    ParcelState,
    Scan,
    Shipment,
    Tracking,
)

_STATES = {
    "BOUGHT": OrderState.BOUGHT,
    "FILLED_IN": OrderState.FILLED_IN,
    "READY_FOR_PROCESSING": OrderState.READY,
    "CANCELLED": OrderState.CANCELLED,
}
_FULFILMENTS = {word.name: word for word in Fulfilment if word is not Fulfilment.OTHER}
_SCANS = {
    "PENDING": ParcelState.PENDING,
    "IN_TRANSIT": ParcelState.IN_TRANSIT,
    "RELEASED_FOR_DELIVERY": ParcelState.OUT_FOR_DELIVERY,
    "AVAILABLE_FOR_PICKUP": ParcelState.READY_FOR_PICKUP,
    "NOTICE_LEFT": ParcelState.NOTICE_LEFT,
    "ISSUE": ParcelState.PROBLEM,
    "RETURNED": ParcelState.RETURNED,
    "DELIVERED": ParcelState.DELIVERED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An entry of the order journal: only that something happened to an order."""

    external_id: str
    order_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """A page of orders. ``size`` counts what Allegro listed, ``total`` what it says there is."""

    orders: tuple[Order, ...]
    size: int
    total: int | None


def events(document: Json) -> tuple[Event, ...]:
    """GET /order/events. Types are not read: whatever happened, the order itself is asked."""
    found = (
        Event(external_id=text(entry, "id"), order_id=text(entry, "order", "checkoutForm", "id"))
        for entry in _list(document, "events")
    )
    return tuple(event for event in found if event.external_id)


def latest_event(document: Json) -> str:
    """GET /order/event-stats; ``""`` when nothing ever happened."""
    return text(document, "latestEvent", "id")


def order_page(document: Json) -> OrderPage:
    """GET /order/checkout-forms; an entry without an id is passed over."""
    entries = _list(document, "checkoutForms")
    return OrderPage(
        orders=tuple(order(entry) for entry in entries if text(entry, "id")),
        size=len(entries),
        total=whole(document, "totalCount"),
    )


def order(document: Json) -> Order:
    """A checkout form."""
    external_id = text(document, "id")
    if not external_id:
        raise UnexpectedAnswer("the order has no id")
    buyer = at(document, "buyer")
    lines = tuple(_line(entry) for entry in objects(document, "lineItems"))
    state = _STATES.get(text(document, "status"), OrderState.OTHER)
    return Order(
        external_id=external_id,
        state=state,
        fulfilment=_FULFILMENTS.get(text(document, "fulfillment", "status"), Fulfilment.OTHER),
        buyer_id=text(buyer, "id"),
        buyer_login=text(buyer, "login"),
        lines=lines,
        total=money(document, "summary", "totalToPay"),
        delivery=_delivery(at(document, "delivery")),
        revision=text(document, "revision"),
        buyer_email=text(buyer, "email"),
        buyer_name=_joined(" ", text(buyer, "firstName"), text(buyer, "lastName"))
        or text(buyer, "companyName"),
        buyer_language=text(buyer, "preferences", "language"),
        payment_kind=text(document, "payment", "type"),
        paid_at=instant(document, "payment", "finishedAt"),
        paid=money(document, "payment", "paidAmount"),
        bought_at=min((line.bought_at for line in lines if line.bought_at), default=None),
        updated_at=instant(document, "updatedAt"),
        lines_sent=text(document, "fulfillment", "shipmentSummary", "lineItemsSent"),
        message_to_seller=text(document, "messageToSeller"),
        invoice_wanted=flag(document, "invoice", "required") is True,
        marketplace=text(document, "marketplace", "id"),
        shipped_by_marketplace=text(document, "fulfillment", "provider", "id") == "ALLEGRO",
    )


def _line(entry: Json) -> OrderLine:
    return OrderLine(
        external_id=text(entry, "id"),
        offer_id=text(entry, "offer", "id"),
        name=text(entry, "offer", "name"),
        quantity=whole(entry, "quantity") or 1,
        price=money(entry, "price") or money(entry, "originalPrice") or Money(amount=Decimal(), currency=""),
        bought_at=instant(entry, "boughtAt"),
        seller_sku=text(entry, "offer", "external", "id"),
    )


def _delivery(document: Json) -> Delivery:
    address, time = at(document, "address"), at(document, "time")
    return Delivery(
        method=text(document, "method", "name"),
        dispatch_from=instant(time, "dispatch", "from"),
        dispatch_by=instant(time, "dispatch", "to"),
        arrive_from=instant(time, "from") or instant(time, "guaranteed", "from"),
        arrive_by=instant(time, "to") or instant(time, "guaranteed", "to"),
        cost=money(document, "cost"),
        is_smart=flag(document, "smart") is True,
        pickup_point=_point(at(document, "pickupPoint")),
        recipient=_joined(
            ", ",
            _joined(" ", text(address, "firstName"), text(address, "lastName")),
            text(address, "companyName"),
        ),
        address=_joined(
            ", ",
            text(address, "street"),
            _joined(" ", text(address, "zipCode"), text(address, "city")),
            text(address, "countryCode"),
        ),
        phone=text(address, "phoneNumber"),
        packages=whole(document, "calculatedNumberOfPackages") or 1,
    )


def _point(document: Json) -> str:
    """The name of a pick-up point, with its id unless the name says it."""
    point, name = text(document, "id"), text(document, "name")
    return name if point in name else _joined(" ", point, name)


def shipments(document: Json, *, order_id: str) -> tuple[Shipment, ...]:
    """GET /order/checkout-forms/{id}/shipments."""
    found = (
        Shipment(
            external_id=text(entry, "id") or _joined("|", text(entry, "carrierId"), text(entry, "waybill")),
            order_id=order_id,
            carrier=text(entry, "carrierId"),
            waybill=text(entry, "waybill"),
            carrier_name=text(entry, "carrierName"),
            created_at=instant(entry, "createdAt"),
            line_ids=tuple(text(line, "id") for line in objects(entry, "lineItems") if text(line, "id")),
        )
        for entry in _list(document, "shipments")
    )
    return tuple(shipment for shipment in found if shipment.waybill)


def tracking(document: Json, *, carrier: str) -> tuple[Tracking, ...]:
    """GET /order/carriers/{carrierId}/tracking. ``carrier`` is what we asked by."""
    return tuple(
        Tracking(
            carrier=carrier,
            waybill=text(entry, "waybill"),
            scans=_scans(objects(entry, "trackingDetails", "statuses")),
        )
        for entry in _list(document, "waybills")
        if text(entry, "waybill")
    )


def _scans(entries: list[dict[str, Json]]) -> tuple[Scan, ...]:
    """Oldest first; a scan without a time is passed over."""
    found = [(instant(entry, "occurredAt"), entry) for entry in entries]
    dated = sorted(((moment, entry) for moment, entry in found if moment), key=lambda pair: pair[0])
    return tuple(_scan(moment, entry) for moment, entry in dated)


def _scan(moment: datetime, entry: Json) -> Scan:
    raw_code = text(entry, "code")
    return Scan(
        code=_SCANS.get(raw_code, ParcelState.UNKNOWN),
        at=moment,
        raw_code=raw_code,
        description=text(entry, "description"),
    )


def offers(document: Json) -> tuple[tuple[Offer, ...], int, int | None]:
    """GET /sale/offers: the offers, how many entries the page had, and how many there are in all."""
    entries = _list(document, "offers")
    found = tuple(offer(entry) for entry in entries if text(entry, "id"))
    return found, len(entries), whole(document, "totalCount")


def offer(document: Json) -> Offer:
    """An entry of the offer list. Handling time and who ended an offer are not in it."""
    return Offer(
        external_id=text(document, "id"),
        name=text(document, "name"),
        price=money(document, "sellingMode", "price") or money(document, "saleInfo", "currentPrice"),
        stock=whole(document, "stock", "available"),
        sold=whole(document, "stock", "sold"),
        status=text(document, "publication", "status"),
        seller_sku=text(document, "external", "id"),
        image_url=text(document, "primaryImage", "url"),
        started_at=instant(document, "publication", "startedAt"),
        ended_at=instant(document, "publication", "endedAt"),
    )


def _list(document: Json, name: str) -> list[dict[str, Json]]:
    if not isinstance(at(document, name), list):
        raise UnexpectedAnswer(f"the answer has no list of {name}")
    return objects(document, name)


def _joined(separator: str, *parts: str) -> str:
    return separator.join(part for part in parts if part)
