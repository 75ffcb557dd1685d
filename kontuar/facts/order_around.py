"""What hangs on an order besides its parcels: offers, issues, money back, ratings, and what a person said of it."""

from dataclasses import dataclass
from datetime import datetime

from kontuar.facts.choices import Choice
from kontuar.facts.issues import Issue
from kontuar.facts.offers import Offer
from kontuar.facts.promises import Risk
from kontuar.facts.ratings import Rating
from kontuar.facts.refunds import FeeRefund, Refund


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A person said that a duty of this ``kind`` that ran since ``since_at`` is done."""

    kind: str
    since_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAround:
    """All of it. What is not known is left out; nothing is guessed.

    ``cancelled_at`` is the platform's time of the change that cancelled the order, ``parcels_at`` when its parcels
    were last read, ``told_at`` when a word of ours about this order last reached the buyer. ``unnamed`` is what the
    buyer has to name and has not, ``asked_at`` our words to him about this order since he bought, oldest first.
    """

    offers: tuple[Offer, ...] = ()
    issues: tuple[Issue, ...] = ()
    risk: Risk | None = None
    refunds: tuple[Refund, ...] = ()
    fee_refunds: tuple[FeeRefund, ...] = ()
    ratings: tuple[Rating, ...] = ()
    cancelled_at: datetime | None = None
    parcels_at: datetime | None = None
    told_at: datetime | None = None
    settled: tuple[Settled, ...] = ()
    unnamed: tuple[Choice, ...] = ()
    asked_at: tuple[datetime, ...] = ()


NOTHING = OrderAround()
