"""Buying, paying, cancelling, sending, and the journal of order events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from kontuar.practice_market.carriers import METHODS, TRACKING_CODES
from kontuar.practice_market.workdays import HANDLING_DAYS, delivery_window, dispatch_window
from kontuar.practice_market.world import (
    Buyer,
    Line,
    Offer,
    Order,
    OrderEvent,
    Parcel,
    Payment,
    Scan,
    Shipment,
)

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

UNPAID_DAYS = 7
"""Allegro cancels unpaid Buy Now purchases after 7 days (allegro/allegro-api #4646)."""
CANCEL_DAYS = 3
"""A buyer may cancel within 3 days while the seller has not begun (allegro/allegro-api #3085)."""
BEGUN = {"PROCESSING", "READY_FOR_SHIPMENT", "READY_FOR_PICKUP", "SENT", "PICKED_UP"}
WAYBILL_USES = 10
"""Orders one waybill may stand in; Allegro's own number is not public (assumed)."""


class Trade:
    """The deeds around orders. `at` is the market instant of the deed."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def buy(
        self,
        buyer: Buyer,
        items: Sequence[tuple[Offer, int]],
        *,
        at: datetime,
        delivery: str = "locker",
        pay: bool = True,
        message: str | None = None,
    ) -> Order:
        """One purchase from one seller; ValueError when something is not on sale or out of stock."""
        method = METHODS[delivery]
        for offer, quantity in items:
            if offer.status != "ACTIVE" or offer.available < quantity or quantity < 1:
                raise ValueError(f"offer {offer.id} cannot be bought in that quantity")
        ids = self._market.ids
        lines = [self._line(offer, quantity, at) for offer, quantity in items]
        smart = sum((line.price * line.quantity for line in lines), Decimal(0)) >= Decimal("45")
        order = Order(
            id=ids.uuid(),
            seller=items[0][0].seller,
            buyer=buyer.login,
            lines=lines,
            currency=items[0][0].currency,
            status="BOUGHT",
            bought_at=at,
            updated_at=at,
            revision=ids.revision(),
            delivery_method=delivery,
            delivery_cost=Decimal("0.00") if smart and delivery != "cod" else method.cost,
            smart=smart and delivery != "cod",
            pickup_point="WAW123M" if method.to_point else None,
            message_to_seller=message,
        )
        self._market.world.add_order(order)
        self.publish(order, "BOUGHT", at)
        self._fill_in(order, at)
        if delivery == "cod" or pay:
            self.pay(order, at)
        else:
            self._market.schedule.at(at + timedelta(days=UNPAID_DAYS), lambda due: self._give_up(order, due))
        return order

    def _line(self, offer: Offer, quantity: int, at: datetime) -> Line:
        self._market.offering.sold(offer, quantity, at)
        return Line(
            id=self._market.ids.uuid(),
            offer_id=offer.id,
            offer_name=offer.name,
            external_id=offer.external_id,
            quantity=quantity,
            price=offer.price,
            bought_at=at,
        )

    def _fill_in(self, order: Order, at: datetime) -> None:
        cash = order.delivery_method == "cod"
        order.payment = Payment(
            id=self._market.ids.uuid(),
            type="CASH_ON_DELIVERY" if cash else "ONLINE",
            provider="OFFLINE" if cash else "P24",
        )
        order.status = "FILLED_IN"
        self.touch(order, at)
        self.publish(order, "FILLED_IN", at)

    def pay(self, order: Order, at: datetime) -> None:
        """The buyer pays (or chose cash): the order is ready and gets its dispatch window."""
        if order.status != "FILLED_IN" or order.payment is None:
            raise ValueError("the order does not wait for payment")
        if order.payment.type != "CASH_ON_DELIVERY":
            order.payment.paid = order.total()
            order.payment.finished_at = at
            self._market.money.paid(order)
        slowest = max(
            (self._market.world.offers[line.offer_id].handling_time for line in order.lines),
            key=lambda handling: HANDLING_DAYS.get(handling, 1),
        )
        order.dispatch_from, order.dispatch_to = dispatch_window(at, slowest)
        order.delivery_from, order.delivery_to = delivery_window(order.dispatch_to)
        order.status = "READY_FOR_PROCESSING"
        self.touch(order, at)
        self.publish(order, "READY_FOR_PROCESSING", at)
        self._market.live.order_ready(order)

    def _give_up(self, order: Order, at: datetime) -> None:
        if order.status in {"BOUGHT", "FILLED_IN"}:
            self._cancel(order, at, "AUTO_CANCELLED")
            self._market.claims.order_ended_unpaid(order, at)

    def cancel(self, order: Order, at: datetime) -> None:
        """The buyer cancels; ValueError when it is too late for that."""
        if order.status == "CANCELLED":
            raise ValueError("the order is already cancelled")
        if (
            at - order.bought_at > timedelta(days=CANCEL_DAYS)
            or order.fulfillment in BEGUN
            or order.shipments
        ):
            raise ValueError("the buyer can no longer cancel this order")
        self._cancel(order, at, "BUYER_CANCELLED")

    def cancel_late(self, order: Order, at: datetime) -> None:
        """A cancellation Allegro lets through although the parcel is prepared (5-minute rule, support)."""
        self._cancel(order, at, "BUYER_CANCELLED")

    def _cancel(self, order: Order, at: datetime, event: str) -> None:
        # fulfillment.status stays as it was: #11244
        order.status = "CANCELLED"
        order.cancelled_at = at
        self.touch(order, at)
        self.publish(order, event, at)

    def set_fulfillment(self, order: Order, status: str, at: datetime) -> None:
        """Change the seller's side of the status."""
        if order.fulfillment == status:
            return
        order.fulfillment = status
        self.touch(order, at)
        self.publish(order, "FULFILLMENT_STATUS_CHANGED", at)

    def add_shipment(
        self,
        order: Order,
        *,
        carrier_id: str,
        waybill: str,
        at: datetime,
        carrier_name: str | None = None,
        line_ids: tuple[str, ...] = (),
        moves: bool = True,
    ) -> Shipment:
        """Attach a waybill; the parcel then moves by itself unless `moves` is false."""
        shipment = Shipment(
            id=self._market.ids.uuid(),
            carrier_id=carrier_id,
            waybill=waybill,
            carrier_name=carrier_name if carrier_id == "OTHER" else None,
            line_ids=line_ids or tuple(line.id for line in order.lines),
            created_at=at,
        )
        order.shipments.append(shipment)
        self.touch(order, at)
        parcel = self._market.world.parcels.setdefault(
            (carrier_id, waybill),
            Parcel(carrier_id=carrier_id, waybill=waybill, order_id=order.id, tracked=carrier_id != "OTHER"),
        )
        if not parcel.scans:
            self.scan(parcel, "PENDING", at)
            if moves:
                self._send_on_its_way(parcel, order, at)
        if self._market.world.sellers[order.seller].sent_on_waybill and order.lines_sent() == "ALL":
            self._market.schedule.at(
                at + timedelta(seconds=3), lambda due: self.set_fulfillment(order, "SENT", due)
            )
        return shipment

    def waybill_uses(self, carrier_id: str, waybill: str) -> int:
        """In how many orders the waybill stands."""
        return sum(
            any(s.waybill == waybill and s.carrier_id == carrier_id for s in order.shipments)
            for order in self._market.world.orders.values()
        )

    def _send_on_its_way(self, parcel: Parcel, order: Order, at: datetime) -> None:
        rng = self._market.rng
        last = "AVAILABLE_FOR_PICKUP" if METHODS[order.delivery_method].to_point else "RELEASED_FOR_DELIVERY"
        hours = rng.uniform(3, 9)
        for code, pause in (
            ("IN_TRANSIT", rng.uniform(10, 16)),
            (last, rng.uniform(3, 20)),
            ("DELIVERED", 0.0),
        ):
            when = at + timedelta(hours=hours)
            self._market.schedule.at(when, partial(self.scan, parcel, code))
            hours += pause

    def scan(self, parcel: Parcel, code: str, at: datetime, description: str | None = None) -> None:
        """One step in the parcel's history; ValueError for an unknown code."""
        if code not in TRACKING_CODES:
            raise ValueError(f"unknown tracking status {code!r}")
        parcel.scans.append(Scan(at=at, code=code, description=description))
        if code == "DELIVERED":
            self._market.live_ratings.delivered(parcel, at)

    def touch(self, order: Order, at: datetime) -> None:
        """A change of the checkout form: new revision, new updatedAt."""
        order.updated_at = max(order.updated_at, at)
        order.revision = self._market.ids.revision()

    def publish(self, order: Order, type: str, at: datetime) -> None:
        """Write into the seller's journal, through the faults that disturb it."""
        faults = self._market.faults
        if faults.strike("event_missing", seller=order.seller):
            return
        times = 2 if faults.strike("event_double", seller=order.seller) else 1
        late = faults.strike("event_late", seller=order.seller)
        for _ in range(times):
            if late:
                when = self._market.now() + timedelta(seconds=late.number("seconds", 30))
                self._market.schedule.at(when, lambda due: self._write_event(order, type, at, due))
            else:
                self._write_event(order, type, at, at)

    def _write_event(self, order: Order, type: str, occurred_at: datetime, published_at: datetime) -> None:
        journal = self._market.world.journals[order.seller]
        number = int(published_at.timestamp() * 1_000_000)
        if journal:
            number = max(number, int(journal[-1].id) + 1)
        journal.append(
            OrderEvent(
                id=str(number),
                seq=self._market.next_seq(),
                order_id=order.id,
                type=type,
                occurred_at=occurred_at,
                revision=order.revision,
            )
        )

    def lose_event(self, order: Order, type: str | None = None) -> int:
        """Drop the order's events (of one type, or all) from the journal; returns how many."""
        journal = self._market.world.journals[order.seller]
        kept = [e for e in journal if e.order_id != order.id or type not in (None, e.type)]
        lost = len(journal) - len(kept)
        journal[:] = kept
        return lost
