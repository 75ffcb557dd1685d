"""Buyers who live: they read what they get and react, through the buyer side alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kontuar.practice_market import phrases
from kontuar.practice_market.talk import Message, Thread
from kontuar.practice_market.world import Buyer, Order

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

PATIENCE = timedelta(hours=26)
"""After how long without an answer a buyer writes again."""


@dataclass(slots=True)
class _Mind:
    """What a buyer remembers of one thread."""

    waiting: bool = False
    reminded: int = 0
    asked_more: int = 0
    bought: bool = False


class Live:
    """Reactions of buyers marked `lively`; everybody else is played by a person or a test."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._rng = random.Random(f"buyers {market.seed}")
        self._minds: dict[str, _Mind] = {}
        self.running = True
        """False: buyers stop reacting and no new ones come."""

    def stop(self) -> None:
        """Nobody reacts or comes any more; what is in the market stays."""
        self.running = False

    # -- what happens to them

    def buyer_wrote(self, thread: Thread, message: Message) -> None:
        """A buyer wrote; one who lives will ask again when nobody answers."""
        buyer = self._lively(thread.buyer)
        if buyer is None or message.role is not None:
            return
        mind = self._mind(thread)
        if phrases.is_closer(message.text):
            mind.waiting = False
            return
        mind.waiting = True
        self._remind_at(message.visible_at + PATIENCE, buyer, thread, message)

    def seller_answered(self, thread: Thread, message: Message, at: datetime) -> None:
        """A seller's message was delivered; the buyer reads it a little later."""
        buyer = self._lively(thread.buyer)
        if buyer is None or not self._mind(thread).waiting:
            return
        self._later(at, self._rng.uniform(25, 120), lambda due: self._read(buyer, thread, message))

    def order_ready(self, order: Order) -> None:
        """An order was paid; its buyer will miss the parcel when it is late."""
        buyer = self._lively(order.buyer)
        if buyer is None or order.dispatch_to is None or order.delivery_to is None:
            return
        nobody_sent = max(order.dispatch_to, self._market.now()) + timedelta(hours=9)
        not_here = order.delivery_to + timedelta(hours=10)
        self._later(nobody_sent, 0, lambda due: self._miss(buyer, order, "not_sent"))
        self._later(not_here, 0, lambda due: self._miss(buyer, order, "not_here"))
        self._later(not_here, 3 * 86_400, lambda due: self._complain(buyer, order))

    def take_up(self, waiting: set[str]) -> None:
        """Begin to care about what a scenario told: who waits (thread ids), whose parcel is late."""
        now = self._market.now()
        for thread_id in sorted(waiting):
            thread = self._market.world.threads[thread_id]
            buyer, last = self._lively(thread.buyer), thread.last_by_buyer()
            if buyer is None or last is None or thread.status == "CLOSED" or phrases.is_closer(last.text):
                continue
            if any(m.by_seller and m.key > last.key for m in thread.messages):
                continue
            self._mind(thread).waiting = True
            patience = max(last.visible_at + PATIENCE, now + timedelta(hours=self._rng.uniform(2, 20)))
            self._remind_at(patience, buyer, thread, last)
        for order in list(self._market.world.orders.values()):
            if order.status == "READY_FOR_PROCESSING" and order.delivery_to and order.delivery_to > now:
                self.order_ready(order)

    def waits(self, thread: Thread) -> bool:
        """Whether the buyer still wants an answer in the thread."""
        return self._mind(thread).waiting

    # -- what they do

    def _read(self, buyer: Buyer, thread: Thread, message: Message) -> None:
        mind = self._mind(thread)
        newest = next((m for m in reversed(thread.messages) if m.buyer_sees()), None)
        if newest is not message or not mind.waiting or thread.status == "CLOSED":
            return
        language = buyer.language
        if phrases.is_holding(message.text):
            self._say(buyer, thread, phrases.pick(self._rng, "wait", language))
            mind.waiting = True
            return
        if phrases.is_thin(message.text) and mind.asked_more < 2:
            mind.asked_more += 1
            self._say(buyer, thread, phrases.pick(self._rng, "more", language))
            return
        mind.waiting = False
        if buyer.temper == "angry" and self._rng.random() < 0.6:
            self._say(buyer, thread, phrases.pick(self._rng, "grudging", language))
        elif self._rng.random() < 0.85:
            self._say(buyer, thread, phrases.pick(self._rng, "thanks", language))
        self._maybe_buy(buyer, thread, mind)

    def _maybe_buy(self, buyer: Buyer, thread: Thread, mind: _Mind) -> None:
        asked = thread.last_by_buyer()
        about = next((m.offer_id for m in reversed(thread.messages) if m.offer_id), None)
        if mind.bought or asked is None or about is None or self._rng.random() > 0.35:
            return
        offer = self._market.world.offers[about]
        if offer.status == "ACTIVE" and offer.available > 0:
            mind.bought = True
            self._market.buyer_side.buy(buyer.login, seller=thread.seller, offer_id=offer.id)

    def _remind(self, buyer: Buyer, thread: Thread, message: Message) -> None:
        mind = self._mind(thread)
        if not mind.waiting or thread.status == "CLOSED" or mind.reminded >= 2:
            return
        if thread.last_by_buyer() is not message:
            return
        if any(m.by_seller and m.key > message.key and m.buyer_sees() for m in thread.messages):
            return
        mind.reminded += 1
        self._say(buyer, thread, phrases.pick(self._rng, "again", buyer.language), like=message)

    def _miss(self, buyer: Buyer, order: Order, what: str) -> None:
        if order.status == "CANCELLED" or (what == "not_sent" and order.shipments):
            return
        if what == "not_here" and (self._delivered(order) or not order.shipments):
            return
        self._market.buyer_side.write(
            buyer.login,
            seller=order.seller,
            text=phrases.pick(self._rng, what, buyer.language),
            order_id=order.id,
        )

    def _complain(self, buyer: Buyer, order: Order) -> None:
        if order.status == "CANCELLED" or self._delivered(order):
            return
        self._market.buyer_side.problem(
            buyer.login,
            order_id=order.id,
            sub_type="PACKAGE_DELAYED",
            text=phrases.pick(self._rng, "problem", buyer.language),
        )

    def _delivered(self, order: Order) -> bool:
        parcels = [self._market.world.parcels[s.carrier_id, s.waybill] for s in order.shipments]
        return any(scan.code == "DELIVERED" for parcel in parcels for scan in parcel.scans)

    def _say(self, buyer: Buyer, thread: Thread, text: str, like: Message | None = None) -> None:
        self._market.buyer_side.write(
            buyer.login,
            seller=thread.seller,
            text=text,
            thread_id=thread.id,
            order_id=like.order_id if like else None,
        )

    def _remind_at(self, when: datetime, buyer: Buyer, thread: Thread, message: Message) -> None:
        self._later(when, 0, lambda due: self._remind(buyer, thread, message))

    def _lively(self, login: str) -> Buyer | None:
        buyer = self._market.world.buyers.get(login)
        return buyer if buyer is not None and buyer.lively and self.running else None

    def _mind(self, thread: Thread) -> _Mind:
        return self._minds.setdefault(thread.id, _Mind())

    def _later(self, at: datetime, seconds: float, deed: Callable[[datetime], None]) -> None:
        def when_due(due: datetime) -> None:
            if self.running:
                deed(due)

        self._market.schedule.at(at + timedelta(seconds=seconds), when_due)
