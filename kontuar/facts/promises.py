"""What was promised to a buyer, everything that may break it, and what the watch over it found."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kontuar.facts.issues import Issue
from kontuar.facts.money import Money
from kontuar.facts.offers import Offer
from kontuar.facts.orders import Order, Shipment, Tracking


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """One thing as it was bought."""

    offer_id: str
    name: str
    quantity: int
    price: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was in force when the buyer bought (UTC), kept because an offer may change afterwards (rules.md E10).

    The first picture of the order that holds a date gives it; later ones change nothing of it.
    """

    dispatch_by: datetime | None = None
    arrive_by: datetime | None = None
    kept_at: datetime | None = None
    method: str = ""
    cost: Money | None = None
    lines: tuple[SoldLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """Why a risk differs from the usual one.

    ``code`` is ``carrier``, ``route``, ``term`` (how many days were promised), ``cost`` (price of the delivery),
    ``seller``, ``handling`` (the seller, before a carrier has it), ``weekday`` (of the promised day, Monday 0) or
    ``waits`` (days so far); ``name`` says which one, a class for term and cost.
    ``pace`` compares with the usual: 0.5 is half as quick. ``rests_on`` counts the parcels it was learnt from
    (or, where fewer ended than usual would have, those).
    """

    code: str
    name: str
    pace: float
    rests_on: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """How likely the delivery comes after the promise. Reckoned once a day: it holds until ``holds_until``.

    ``like`` parcels were seen that had waited as long as this one; ``rests_on`` counts all its leg was learnt from.
    """

    late: float
    reckoned_at: datetime
    holds_until: datetime
    factors: tuple[Factor, ...] = ()
    rests_on: int = 0
    like: int = 0

    @property
    def like_late(self) -> int:
        """How many of those alike would have come late by this risk."""
        return round(self.late * self.like)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFacts:
    """All that is known of one order's promises.

    ``trackings`` hold what carriers answered; a parcel without its entry was never asked for and nothing is said
    of it. ``terms`` None: the order's own dates are those of the purchase. ``risk`` None: no history, no guess.
    """

    order: Order
    shipments: tuple[Shipment, ...] = ()
    trackings: tuple[Tracking, ...] = ()
    offers: tuple[Offer, ...] = ()
    issues: tuple[Issue, ...] = ()
    terms: Terms | None = None
    risk: Risk | None = None
    connected_at: datetime | None = None


class FindingKind(StrEnum):
    """What the watch noticed."""

    WILL_BREAK = "will_break"
    BROKEN = "broken"
    NO_FIRST_SCAN = "no_first_scan"
    STALLED = "stalled"
    CANNOT_FULFIL = "cannot_fulfil"
    TOO_EARLY = "too_early"


class PromiseKind(StrEnum):
    """Which promise: the parcel leaves by a date, or arrives by one."""

    DISPATCH = "dispatch"
    DELIVERY = "delivery"
