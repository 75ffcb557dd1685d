"""Refund claims: the seller asks Allegro for the commission of a sale that came to nothing ("rabat transakcyjny").

Within 45 days of the line's purchase, one claim a line, also when Allegro made one by itself (#7749, #5999,
#9992). A claim waits until the money went back to the buyer, and is then granted unless somebody objects.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from kontuar.practice_market.money import Refund
from kontuar.practice_market.world import Ids, Line, Order

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

PERIOD = timedelta(days=45)
STATUSES = (
    "IN_PROGRESS",
    "WAITING_FOR_PAYMENT_REFUND",
    "GRANTED",
    "REJECTED",
    "REJECTED_AFTER_APPEAL",
    "CANCELLED",
    "APPEALED",
)
OPEN = {"IN_PROGRESS", "WAITING_FOR_PAYMENT_REFUND", "APPEALED"}


@dataclass(slots=True, kw_only=True)
class RefundClaim:
    id: str
    seller: str
    order_id: str
    line_id: str
    quantity: int
    commission: Decimal
    created_at: datetime
    status: str
    type: str = "MANUAL"
    lost: bool = False
    """True: accepted and then unknown, because the automatic one won (#12723)."""


class ClaimRefused(ValueError):
    """Why Allegro takes no claim: its code and its words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Claims:
    """Every refund claim. Public deeds take the lock."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._ids = Ids(random.Random(f"claims {market.seed}"))
        self.all: dict[str, RefundClaim] = {}

    def find_line(self, line_id: str) -> tuple[Order, Line] | None:
        """The order and the line of that id."""
        for order in self._market.world.orders.values():
            for line in order.lines:
                if line.id == line_id:
                    return order, line
        return None

    def of_seller(self, seller: str) -> list[RefundClaim]:
        """What the seller sees, newest first."""
        found = [claim for claim in self.all.values() if claim.seller == seller and not claim.lost]
        return sorted(found, key=lambda claim: (claim.created_at, claim.id), reverse=True)

    def commission(self, line: Line, quantity: int) -> Decimal:
        """What was charged, a flat share here; 0 when `commission_percent` is."""
        share = Decimal(str(self._market.settings.commission_percent)) / 100
        return (line.price * quantity * share).quantize(Decimal("0.01"))

    def claim(self, order: Order, line: Line, quantity: int) -> RefundClaim:
        """The seller asks; ClaimRefused says why not."""
        with self._market.lock:
            now = self._market.now()
            if any(
                c.line_id == line.id and c.status != "CANCELLED" and not c.lost for c in self.all.values()
            ):
                raise ClaimRefused(
                    "ClaimExistsException", f"Claim for line item id {line.id} already exists."
                )
            if now > line.bought_at + PERIOD:
                raise ClaimRefused(
                    "CommissionRefundPeriodExpiredException",
                    f"Commission refund period for line item id {line.id} expired.",
                )
            if quantity > line.quantity:
                raise ClaimRefused("QuantityExceededException", f"At most {line.quantity} were bought.")
            if self.commission(line, quantity) <= 0:
                raise ClaimRefused(
                    "CommissionAmountException", f"Invalid commission amount of line item id {line.id}."
                )
            claim = self._make(order, line, quantity, "MANUAL", now)
            if self._market.faults.strike("claim_lost", seller=order.seller):
                claim.lost = True
                self._make(order, line, quantity, "AUTOMATIC", now)
            return claim

    def _make(self, order: Order, line: Line, quantity: int, type: str, now: datetime) -> RefundClaim:
        claim = RefundClaim(
            id=self._ids.uuid(),
            seller=order.seller,
            order_id=order.id,
            line_id=line.id,
            quantity=quantity,
            commission=self.commission(line, quantity),
            created_at=now,
            status="WAITING_FOR_PAYMENT_REFUND",
            type=type,
        )
        self.all[claim.id] = claim
        self._market.returns.commission(order.id, "COMMISSION_REFUND_CLAIMED")
        if self._nothing_owed(order):
            self._proceed(claim, now)
        return claim

    def _nothing_owed(self, order: Order) -> bool:
        """Whether the buyer has his money, or never paid."""
        paid = order.payment.paid if order.payment is not None else None
        return paid is None or self._market.money.returned(order) > 0

    def _proceed(self, claim: RefundClaim, now: datetime) -> None:
        claim.status = "IN_PROGRESS"
        when = now + timedelta(hours=self._market.settings.claim_hours)
        self._market.schedule.at(when, lambda due: self._grant(claim))

    def _grant(self, claim: RefundClaim) -> None:
        if claim.status == "IN_PROGRESS":
            claim.status = "GRANTED"
            self._market.returns.commission(claim.order_id, "COMMISSION_REFUNDED")

    def money_went_back(self, refund: Refund, at: datetime) -> None:
        """A refund succeeded: claims that waited for it go on."""
        for claim in self.all.values():
            if claim.order_id == refund.order_id and claim.status == "WAITING_FOR_PAYMENT_REFUND":
                self._proceed(claim, at)

    def order_ended_unpaid(self, order: Order, at: datetime) -> None:
        """Allegro cancelled an unpaid order: it files the claims by itself (since 2021-02-10, #4183)."""
        taken = {claim.line_id for claim in self.all.values()}
        for line in order.lines:
            if line.id not in taken and self.commission(line, line.quantity) > 0:
                self._make(order, line, line.quantity, "AUTOMATIC", at)

    def cancel(self, claim: RefundClaim) -> None:
        """The seller takes it back; ValueError when it is decided."""
        with self._market.lock:
            if claim.status not in OPEN:
                raise ValueError("the claim has already been processed")
            claim.status = "CANCELLED"

    def decide(self, claim_id: str, status: str) -> RefundClaim:
        """For the control plane: Allegro's or the buyer's word. KeyError and ValueError for unknown ones."""
        with self._market.lock:
            if status not in STATUSES:
                raise ValueError(f"status is one of {', '.join(STATUSES)}")
            self.all[claim_id].status = status
            return self.all[claim_id]
