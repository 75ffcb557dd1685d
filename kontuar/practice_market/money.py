"""Money: each seller's balance, refunds of payments, and how a refund that was taken ends.

A refund that the API answered 200 is not done: it is VALIDATED, then IN_PROGRESS, then SUCCESS when the
balance suffices. When it does not, it waits a while and is CANCELED without a word (#7828, #13740, #14040).
How long it waits is not public for refunds a seller starts; a day is assumed (`refund_wait_hours`).
"""

from __future__ import annotations

import contextlib
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from kontuar.practice_market.world import Ids, Line, Order

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market
    from kontuar.practice_market.returns import CustomerReturn

REASONS = (
    "REFUND",
    "COMPLAINT",
    "PRODUCT_NOT_AVAILABLE",
    "PAID_VALUE_TOO_LOW",
    "OVERPAID",
    "CANCELLED_BY_BUYER",
    "NOT_COLLECTED",
)
RUNNING = {"NEW", "VALIDATED", "IN_PROGRESS"}
VOID = {"CANCELED", "VALIDATE_FAILED"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundLine:
    """A line of the order: `quantity` pieces, or an amount when `quantity` is None."""

    line_id: str
    value: Decimal
    quantity: int | None = None


@dataclass(slots=True, kw_only=True)
class Refund:
    id: str
    seller: str
    order_id: str
    payment_id: str
    reason: str
    created_at: datetime
    currency: str
    lines: tuple[RefundLine, ...] = ()
    delivery: Decimal | None = None
    comment: str | None = None
    command_id: str | None = None
    status: str = "NEW"
    ended_at: datetime | None = None
    history: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """Everything together."""
        return sum((line.value for line in self.lines), self.delivery or Decimal("0.00"))


class TooMuch(ValueError):
    """More is asked for than can be given back; both are said."""

    def __init__(self, line_id: str | None, what: str, available: str, wanted: str) -> None:
        super().__init__(f"{line_id}: {what} {wanted} of {available}")
        self.line_id, self.what, self.available, self.wanted = line_id, what, available, wanted


class Money:
    """Balances and refunds. Public deeds take the lock; unknown names raise KeyError."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._ids = Ids(random.Random(f"money {market.seed}"))
        self._balances: dict[str, Decimal] = {}
        self.refunds: dict[str, Refund] = {}
        self._by_command: dict[tuple[str, str], Refund] = {}
        self._by_order: dict[str, list[Refund]] = {}
        market.returns.on_automatic_refund = self._after_return

    # -- the balance

    def balance(self, seller: str) -> Decimal:
        """What the seller has at Allegro Finance, in zloty."""
        return self._balances.get(seller, Decimal("0.00"))

    def set_balance(self, seller: str, amount: Decimal) -> Decimal:
        """For the control plane and the seller's panel."""
        with self._market.lock:
            if seller not in self._market.world.sellers:
                raise KeyError(seller)
            self._balances[seller] = amount.quantize(Decimal("0.01"))
            return self._balances[seller]

    def paid(self, order: Order) -> None:
        """A buyer's payment arrives on the balance."""
        if order.payment is not None and order.payment.paid is not None:
            self._balances[order.seller] = self.balance(order.seller) + order.payment.paid

    # -- what is left to refund

    def of_seller(self, seller: str) -> list[Refund]:
        """The seller's refunds, newest first."""
        found = [refund for refund in self.refunds.values() if refund.seller == seller]
        return sorted(found, key=lambda refund: refund.created_at, reverse=True)

    def of_order(self, order_id: str) -> list[Refund]:
        """An order's refunds, oldest first."""
        return list(self._by_order.get(order_id, ()))

    def running(self, order_id: str) -> bool:
        """Whether a refund is in process: until it ends nothing more is available (#8840, #6042)."""
        return any(refund.status in RUNNING for refund in self._by_order.get(order_id, ()))

    def _given(self, order: Order, line: Line) -> list[RefundLine]:
        done = (refund for refund in self._by_order.get(order.id, ()) if refund.status not in VOID)
        return [given for refund in done for given in refund.lines if given.line_id == line.id]

    def left_quantity(self, order: Order, line: Line) -> int:
        """Pieces that can still be refunded."""
        if self.running(order.id):
            return 0
        return line.quantity - sum(given.quantity or 0 for given in self._given(order, line))

    def left_value(self, order: Order, line: Line) -> Decimal:
        """Money of a line that can still be refunded."""
        if self.running(order.id):
            return Decimal("0.00")
        return line.price * line.quantity - sum(given.value for given in self._given(order, line))

    def mixed(self, order: Order, line: Line) -> bool:
        """Whether part of the line was refunded as an AMOUNT: QUANTITY is refused then (#5896)."""
        return any(given.quantity is None for given in self._given(order, line))

    def left_delivery(self, order: Order) -> Decimal:
        """Money of the delivery that can still be refunded."""
        if self.running(order.id):
            return Decimal("0.00")
        done = (r for r in self._by_order.get(order.id, ()) if r.status not in VOID)
        return order.delivery_cost - sum((r.delivery or Decimal(0) for r in done), Decimal(0))

    def returned(self, order: Order) -> Decimal:
        """What really went back to the buyer."""
        return sum((r.total for r in self.of_order(order.id) if r.status == "SUCCESS"), Decimal("0.00"))

    # -- refunds

    def by_command(self, seller: str, command_id: str | None) -> Refund | None:
        """The refund a command id was used for; None for none, and for no id."""
        return self._by_command.get((seller, command_id)) if command_id else None

    def refund(
        self,
        order: Order,
        *,
        reason: str,
        lines: tuple[RefundLine, ...] = (),
        delivery: Decimal | None = None,
        comment: str | None = None,
        command_id: str | None = None,
    ) -> Refund:
        """Take a refund; how it ends shows later. The same command id gives the refund it made."""
        with self._market.lock:
            known = self.by_command(order.seller, command_id)
            if known is not None:
                return known
            self._check(order, reason, lines, delivery)
            assert order.payment is not None
            now = self._market.now()
            refund = Refund(
                id=self._ids.uuid(),
                seller=order.seller,
                order_id=order.id,
                payment_id=order.payment.id,
                reason=reason,
                created_at=now,
                currency=order.currency,
                lines=lines,
                delivery=delivery,
                comment=comment,
                command_id=command_id,
            )
            self.refunds[refund.id] = refund
            self._by_order.setdefault(order.id, []).append(refund)
            if command_id:
                self._by_command[order.seller, command_id] = refund
            self._start(refund, now)
            return refund

    def whole(self, order: Order, *, reason: str = "REFUND") -> Refund:
        """Give back all that is left of an order, as the panel's one button does."""
        lines = tuple(
            RefundLine(line_id=line.id, value=line.price * left, quantity=left)
            for line in order.lines
            if (left := self.left_quantity(order, line)) > 0
        )
        delivery = self.left_delivery(order)
        return self.refund(order, reason=reason, lines=lines, delivery=delivery if delivery > 0 else None)

    def _after_return(self, one: CustomerReturn, at: datetime) -> None:
        """Allegro pays a return back by itself; what cannot be paid back stays open."""
        order = self._market.world.orders[one.order_id]
        back = {item.offer_id: item.quantity for item in one.items}
        lines = tuple(
            RefundLine(line_id=line.id, value=line.price * pieces, quantity=pieces)
            for line in order.lines
            if (pieces := min(back.get(line.offer_id, 0), self.left_quantity(order, line))) > 0
        )
        with contextlib.suppress(ValueError):
            self.refund(order, reason="REFUND", lines=lines)

    def _check(
        self, order: Order, reason: str, lines: tuple[RefundLine, ...], delivery: Decimal | None
    ) -> None:
        if reason not in REASONS:
            raise ValueError("unknown reason")
        if order.payment is None or order.payment.paid is None:
            raise ValueError("nothing was paid through Allegro for this order")
        by_id = {line.id: line for line in order.lines}
        for wish in lines:
            self._check_line(order, by_id[wish.line_id], wish)
        if delivery is not None and delivery > self.left_delivery(order):
            raise TooMuch(None, "value", f"{self.left_delivery(order):.2f}", f"{delivery:.2f}")
        if not lines and not delivery:
            raise ValueError("nothing to refund is named")

    def _check_line(self, order: Order, line: Line, wish: RefundLine) -> None:
        if wish.quantity is not None:
            left = 0 if self.mixed(order, line) else self.left_quantity(order, line)
            if wish.quantity > left:
                raise TooMuch(line.id, "quantity", str(left), str(wish.quantity))
        elif wish.value > self.left_value(order, line):
            raise TooMuch(line.id, "value", f"{self.left_value(order, line):.2f}", f"{wish.value:.2f}")

    def _start(self, refund: Refund, now: datetime) -> None:
        faults, seconds = self._market.faults, self._market.settings.refund_seconds
        failing = faults.strike("refund_validate_failed", seller=refund.seller)
        if failing is not None:
            self._set(refund, "NEW", now)
            when = now + timedelta(seconds=failing.number("seconds", 5))
            self._market.schedule.at(when, lambda due: self._set(refund, "VALIDATE_FAILED", due))
            return
        self._set(refund, "VALIDATED", now)
        half, end = now + timedelta(seconds=seconds / 2), now + timedelta(seconds=seconds)
        self._market.schedule.at(half, lambda due: self._set(refund, "IN_PROGRESS", due))
        cancelled = faults.strike("refund_cancelled", seller=refund.seller)
        if cancelled is not None:
            when = now + timedelta(seconds=cancelled.number("seconds", seconds))
            self._market.schedule.at(max(when, half), lambda due: self._set(refund, "CANCELED", due))
        else:
            self._market.schedule.at(end, lambda due: self._settle(refund, due, last=False))

    def _settle(self, refund: Refund, at: datetime, *, last: bool) -> None:
        if refund.status not in RUNNING:
            return
        if self.balance(refund.seller) >= refund.total:
            self._balances[refund.seller] = self.balance(refund.seller) - refund.total
            self._set(refund, "SUCCESS", at)
            self._market.claims.money_went_back(refund, at)
            self._market.returns.refunded(refund.order_id)
        elif last:
            self._set(refund, "CANCELED", at)
        else:
            end = refund.created_at + timedelta(hours=self._market.settings.refund_wait_hours)
            self._market.schedule.at(max(end, at), lambda due: self._settle(refund, due, last=True))

    def _set(self, refund: Refund, status: str, at: datetime) -> None:
        if refund.status in VOID or refund.status == "SUCCESS":
            return
        refund.status = status
        refund.history.append((at, status))
        if status in VOID or status == "SUCCESS":
            refund.ended_at = at
