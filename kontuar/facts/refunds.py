"""Money back: to the buyer (refund), and our commission back to us (fee refund)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kontuar.facts.money import Money


class RefundStatus(StrEnum):
    """A refund is not paid because the platform said 200: ``PAID`` alone means paid.

    ``CALLED_OFF`` arrives silently when the balance was too low (allegro-api #7828, #14040).
    """

    UNDER_WAY = "under_way"
    PAID = "paid"
    PAID_IN_PART = "paid_in_part"
    CALLED_OFF = "called_off"
    FAILED = "failed"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money on its way back to a buyer."""

    external_id: str
    payment_id: str
    order_id: str
    status: RefundStatus
    raw_status: str
    created_at: datetime | None = None
    total: Money | None = None
    reason: str = ""
    comment: str = ""


class FeeRefundStatus(StrEnum):
    """Where the way to our commission stands."""

    UNDER_WAY = "under_way"
    WAITS_FOR_REFUND = "waits_for_refund"
    GRANTED = "granted"
    REJECTED = "rejected"
    CALLED_OFF = "called_off"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRefund:
    """A request for our commission, one per order line. ``is_automatic``: the platform made it itself."""

    external_id: str
    status: FeeRefundStatus
    raw_status: str
    line_id: str = ""
    offer_id: str = ""
    quantity: int = 1
    commission: Money | None = None
    created_at: datetime | None = None
    bought_at: datetime | None = None
    is_automatic: bool | None = None
