"""The marketplace's score of the seller."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityMetric:
    """One part of the score. ``code`` is an open word (Allegro: DISPATCH_IN_TIME, BUYER_SATISFACTION …)."""

    code: str
    name: str
    score: Decimal | None = None
    max_score: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityDay:
    """The score of one day. ``day`` is the marketplace's own calendar day."""

    day: date
    score: Decimal | None = None
    max_score: Decimal | None = None
    grade: str = ""
    metrics: tuple[QualityMetric, ...] = ()
