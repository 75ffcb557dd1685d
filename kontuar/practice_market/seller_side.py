"""What a seller does in the market's own screens, past every API client: offers, answers, parcels."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kontuar.practice_market.carriers import CARRIERS, METHODS
from kontuar.practice_market.talk import Message
from kontuar.practice_market.world import Offer, Order, Seller, Shipment

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market


class SellerSide:
    """A seller's deeds, by login. Unknown names raise KeyError, impossible wishes ValueError."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def open(self, login: str, *, company: str | None = None, sent_on_waybill: bool = False) -> Seller:
        """Open a seller's account, or return the one of that login."""
        with self._market.lock:
            world = self._market.world
            if login in world.sellers:
                return world.sellers[login]
            if (
                not 1 <= len(login) <= 60
                or not login.replace("_", "").replace("-", "").replace(".", "").isalnum()
            ):
                raise ValueError("a login is letters, digits, - _ .")
            return world.add_seller(
                Seller(
                    id=self._market.ids.user(),
                    login=login,
                    email=f"{login}@practice-market.invalid",
                    first_name="Sprzedawca",
                    last_name="Ćwiczebny",
                    company=company,
                    sent_on_waybill=sent_on_waybill,
                )
            )

    def offer(
        self,
        login: str,
        *,
        name: str,
        price: Decimal,
        available: int = 10,
        handling_time: str = "PT24H",
        external_id: str | None = None,
        description: str = "",
        category_id: str = "257933",
    ) -> Offer:
        """Put something on sale."""
        with self._market.lock:
            if login not in self._market.world.sellers:
                raise KeyError(login)
            if not name.strip() or price <= 0 or available < 0:
                raise ValueError("an offer needs a name, a price and a stock of 0 or more")
            now = self._market.now()
            ended = available == 0
            return self._market.world.add_offer(
                Offer(
                    id=self._market.ids.number(),
                    seller=login,
                    name=name[:75],
                    price=price.quantize(Decimal("0.01")),
                    available=available,
                    handling_time=handling_time,
                    external_id=external_id,
                    description=description,
                    category_id=category_id,
                    created_at=now,
                    updated_at=now,
                    started_at=now,
                    status="ENDED" if ended else "ACTIVE",
                    ended_at=now if ended else None,
                    ended_by="EMPTY_STOCK" if ended else None,
                )
            )

    def write(self, login: str, *, thread_id: str, text: str) -> Message:
        """An answer typed in the market's own screen, not through the API."""
        with self._market.lock:
            thread = self._market.world.threads[thread_id]
            if thread.seller != login:
                raise ValueError("the thread is another seller's")
            if thread.status == "CLOSED":
                raise ValueError("the thread is closed")
            if not text.strip() or len(text) > 2_000:
                raise ValueError("a message has 1 to 2000 characters")
            return self._market.talking.by_seller(
                thread, text, at=self._market.now(), client_id=None, via="panel"
            )

    def ship(
        self, login: str, *, order_id: str, carrier_id: str | None = None, waybill: str | None = None
    ) -> Shipment:
        """Hand the parcel over in the market's own screen: a waybill and the status SENT."""
        with self._market.lock:
            order = self.order(login, order_id)
            carrier = carrier_id or METHODS[order.delivery_method].carrier_id
            if carrier not in CARRIERS:
                raise ValueError(f"unknown carrier {carrier!r}")
            now = self._market.now()
            shipment = self._market.trade.add_shipment(
                order, carrier_id=carrier, waybill=waybill or self._market.ids.waybill(), at=now
            )
            self._market.trade.set_fulfillment(order, "SENT", now)
            return shipment

    def order(self, login: str, order_id: str) -> Order:
        """The seller's order; ValueError when it is another's."""
        order = self._market.world.orders[order_id]
        if order.seller != login:
            raise ValueError("the order is another seller's")
        return order
