"""What was bought together, and what was promised for it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kontuar.facts.money import Money


class OrderState(StrEnum):
    """The buyer's side of an order."""

    BOUGHT = "bought"
    FILLED_IN = "filled_in"
    READY = "ready"
    CANCELLED = "cancelled"
    OTHER = "other"


class Fulfilment(StrEnum):
    """The seller's side of an order; a cancelled order may still read NEW here (allegro-api #11244)."""

    NEW = "new"
    PROCESSING = "processing"
    READY_FOR_SHIPMENT = "ready_for_shipment"
    READY_FOR_PICKUP = "ready_for_pickup"
    SENT = "sent"
    PICKED_UP = "picked_up"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"
    RETURNED = "returned"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One position of an order."""

    external_id: str
    offer_id: str
    name: str
    quantity: int
    price: Money
    bought_at: datetime | None = None
    seller_sku: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How and by when the parcel is to go. ``dispatch_by`` is the marketplace's own date (UTC)."""

    method: str = ""
    dispatch_from: datetime | None = None
    dispatch_by: datetime | None = None
    arrive_from: datetime | None = None
    arrive_by: datetime | None = None
    cost: Money | None = None
    is_smart: bool = False
    pickup_point: str = ""
    recipient: str = ""
    address: str = ""
    phone: str = ""
    packages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order with its lines. ``revision`` guards writes against a stale copy."""

    external_id: str
    state: OrderState
    fulfilment: Fulfilment
    buyer_id: str
    buyer_login: str
    lines: tuple[OrderLine, ...]
    total: Money | None
    delivery: Delivery
    revision: str = ""
    buyer_email: str = ""
    buyer_name: str = ""
    buyer_language: str = ""
    payment_kind: str = ""
    paid_at: datetime | None = None
    paid: Money | None = None
    bought_at: datetime | None = None
    updated_at: datetime | None = None
    lines_sent: str = ""
    message_to_seller: str = ""
    invoice_wanted: bool = False
    marketplace: str = ""
    shipped_by_marketplace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One tracking status. ``code`` is one of ours (see :class:`ParcelState`); unknown stays unknown."""

    code: str
    at: datetime
    raw_code: str = ""
    description: str = ""


class ParcelState(StrEnum):
    """Where a parcel is, in the carriers' common words."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"
    NOTICE_LEFT = "notice_left"
    PROBLEM = "problem"
    RETURNED = "returned"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel with its number. Read carrier and waybill exactly as given (allegro-api #10081)."""

    external_id: str
    order_id: str
    carrier: str
    waybill: str
    carrier_name: str = ""
    created_at: datetime | None = None
    line_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """What the carrier says of one parcel; no scans at all is a normal answer (allegro-api #13928)."""

    carrier: str
    waybill: str
    scans: tuple[Scan, ...] = field(default=())
