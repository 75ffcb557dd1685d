"""The thing on sale, and what happened to it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontuar.facts.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The thing on sale. ``ended_by`` is the platform's own word (Allegro: USER, EMPTY_STOCK, ADMIN …)."""

    external_id: str
    name: str
    price: Money | None = None
    stock: int | None = None
    sold: int | None = None
    status: str = ""
    seller_sku: str = ""
    image_url: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    handling_days: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEvent:
    """Something happened to an offer. ``kind`` is the platform's open word; platforms keep events briefly.

    Allegro keeps them for 24 hours (GET /sale/offer-events, read 2026-11-22).
    """

    external_id: str
    offer_id: str
    kind: str
    at: datetime
    ended_by: str = ""
