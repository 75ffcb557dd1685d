"""What exists in the practice market: sellers, buyers, offers, orders, parcels, money.

Plain mutable records behind the market's one lock; talk (threads, messages, files) lives in `talk.py`.
All instants are aware UTC, money is Decimal in the order's currency.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from kontuar.practice_market.talk import Attachment, Message, Thread


@dataclass(slots=True, kw_only=True)
class Seller:
    id: str
    login: str
    email: str
    first_name: str
    last_name: str
    company: str | None = None
    tax_id: str | None = None
    marketplace: str = "allegro-pl"
    features: tuple[str, ...] = ()
    sent_on_waybill: bool = False
    """The seller's own setting: Allegro sets SENT by itself when every line has a waybill."""


@dataclass(slots=True, kw_only=True)
class Buyer:
    id: str
    login: str
    first_name: str
    last_name: str
    email: str
    phone: str
    street: str
    city: str
    post_code: str
    country: str = "PL"
    language: str = "pl-PL"
    temper: str = "kind"
    """kind, brisk or angry: how the buyer reacts to what he reads."""
    lively: bool = False
    """True when the market itself plays this buyer; false when a person or a test does."""


@dataclass(slots=True, kw_only=True)
class Offer:
    id: str
    seller: str
    name: str
    price: Decimal
    available: int
    sold: int = 0
    currency: str = "PLN"
    status: str = "ACTIVE"
    handling_time: str = "PT24H"
    external_id: str | None = None
    category_id: str = "257933"
    description: str = ""
    created_at: datetime
    updated_at: datetime
    started_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None


@dataclass(slots=True, kw_only=True)
class Line:
    id: str
    offer_id: str
    offer_name: str
    external_id: str | None
    quantity: int
    price: Decimal
    bought_at: datetime


@dataclass(slots=True, kw_only=True)
class Payment:
    id: str
    type: str
    provider: str
    paid: Decimal | None = None
    finished_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Shipment:
    id: str
    carrier_id: str
    waybill: str
    carrier_name: str | None
    line_ids: tuple[str, ...]
    created_at: datetime


@dataclass(slots=True, kw_only=True)
class Invoice:
    required: bool = False
    company: str | None = None
    tax_id: str | None = None


@dataclass(slots=True, kw_only=True)
class Order:
    id: str
    seller: str
    buyer: str
    lines: list[Line]
    currency: str
    status: str
    bought_at: datetime
    updated_at: datetime
    revision: str
    delivery_method: str
    delivery_cost: Decimal
    smart: bool = False
    fulfillment: str = "NEW"
    payment: Payment | None = None
    pickup_point: str | None = None
    dispatch_from: datetime | None = None
    dispatch_to: datetime | None = None
    delivery_from: datetime | None = None
    delivery_to: datetime | None = None
    cancelled_at: datetime | None = None
    message_to_seller: str | None = None
    invoice: Invoice = field(default_factory=Invoice)
    shipments: list[Shipment] = field(default_factory=list)
    marketplace: str = "allegro-pl"

    def total(self) -> Decimal:
        """Goods and delivery."""
        return sum((line.price * line.quantity for line in self.lines), self.delivery_cost)

    def lines_sent(self) -> str:
        """NONE, SOME or ALL: how many lines have a waybill."""
        sent = {line_id for shipment in self.shipments for line_id in shipment.line_ids}
        if not sent:
            return "NONE"
        return "ALL" if all(line.id in sent for line in self.lines) else "SOME"


@dataclass(slots=True, kw_only=True)
class Scan:
    at: datetime
    code: str
    description: str | None = None


@dataclass(slots=True, kw_only=True)
class Parcel:
    carrier_id: str
    waybill: str
    order_id: str
    tracked: bool = True
    """False: the carrier tells Allegro nothing and trackingDetails stays null."""
    scans: list[Scan] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class OrderEvent:
    id: str
    seq: int
    order_id: str
    type: str
    occurred_at: datetime
    revision: str


class Ids:
    """Identifiers in the shapes Allegro uses, from one seeded source."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._number = 17_300_000_000

    def uuid(self) -> str:
        """A UUID: orders, lines, payments, messages, attachments."""
        return str(uuid.UUID(int=self._rng.getrandbits(128), version=4))

    def thread(self) -> str:
        """A 43-character thread id."""
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return "".join(self._rng.choices(alphabet, k=43))

    def number(self) -> str:
        """An eleven-digit number: offers."""
        self._number += self._rng.randint(1, 9_999)
        return str(self._number)

    def user(self) -> str:
        """A user's number."""
        return str(self._rng.randint(20_000_000, 139_999_999))

    def revision(self) -> str:
        """An eight-digit hexadecimal revision of a checkout form."""
        return f"{self._rng.getrandbits(32):08x}"

    def waybill(self) -> str:
        """A made-up waybill of 24 digits."""
        return "9" + "".join(self._rng.choices("0123456789", k=23))


@dataclass(slots=True)
class World:
    """Every record, with the indexes the API needs."""

    sellers: dict[str, Seller] = field(default_factory=dict)
    buyers: dict[str, Buyer] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    parcels: dict[tuple[str, str], Parcel] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    journals: dict[str, list[OrderEvent]] = field(default_factory=dict)
    seller_offers: dict[str, list[Offer]] = field(default_factory=dict)
    seller_orders: dict[str, list[Order]] = field(default_factory=dict)
    seller_threads: dict[str, list[Thread]] = field(default_factory=dict)
    common_threads: dict[tuple[str, str], Thread] = field(default_factory=dict)

    def add_seller(self, seller: Seller) -> Seller:
        """Register a seller with empty lists."""
        self.sellers[seller.login] = seller
        for index in (self.seller_offers, self.seller_orders, self.seller_threads, self.journals):
            index.setdefault(seller.login, [])
        return seller

    def add_offer(self, offer: Offer) -> Offer:
        self.offers[offer.id] = offer
        self.seller_offers[offer.seller].append(offer)
        return offer

    def add_order(self, order: Order) -> Order:
        self.orders[order.id] = order
        self.seller_orders[order.seller].append(order)
        return order

    def add_thread(self, thread: Thread) -> Thread:
        self.threads[thread.id] = thread
        self.seller_threads[thread.seller].append(thread)
        if thread.type == "COMMON":
            self.common_threads[thread.seller, thread.buyer] = thread
        return thread

    def buyer_orders(self, buyer: str, seller: str | None = None) -> list[Order]:
        """The buyer's orders, newest first, with one seller or with all."""
        found = [o for o in self.orders.values() if o.buyer == buyer and seller in (None, o.seller)]
        return sorted(found, key=lambda order: order.bought_at, reverse=True)

    def buyer_threads(self, buyer: str) -> list[Thread]:
        """The buyer's threads, in no particular order."""
        return [thread for thread in self.threads.values() if thread.buyer == buyer]
