"""Offers that change: stock, price, handling time, beginning and ending, and the journal of such events.

The journal keeps 24 hours (spec of GET /sale/offer-events) and tells only of active and activating offers.
"""

from __future__ import annotations

import base64
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from kontuar.practice_market.world import Offer

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

KEPT = timedelta(hours=24)
ENDED_BY = ("USER", "ADMIN", "EXPIRATION", "EMPTY_STOCK", "PRODUCT_DETACHMENT", "ERROR")
ACTIVATING_SECONDS = 2.0
"""How long an offer stands ACTIVATING; at Allegro seconds to an hour (#5122)."""
MOST_STOCK = 999_999_999
"""Assumed; Allegro's own limit is lower in most categories."""
_SHOWN = {"ACTIVE", "ACTIVATING"}


class CannotChange(ValueError):
    """The offer's state does not allow it; the text says why, as a task of a command would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEvent:
    """`id` is opaque to clients: base64 of a number that grows as events are published."""

    number: int
    offer_id: str
    type: str
    occurred_at: datetime
    published_at: datetime
    ended_by: str | None = None

    @property
    def id(self) -> str:
        """As Allegro's look."""
        return base64.urlsafe_b64encode(str(self.number).encode()).decode().rstrip("=")


def read_event_id(text: str) -> int:
    """The number inside an event's id; ValueError for anything else."""
    number = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)).decode("ascii")
    if not number.isdecimal() or len(number) > 20:
        raise ValueError("not an event id")
    return int(number)


class Offering:
    """The deeds around offers. `at` is the market instant of the deed."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._journals: dict[str, deque[OfferEvent]] = {}
        self._number = 1_132_438_574

    def sold(self, offer: Offer, quantity: int, at: datetime) -> None:
        """A purchase takes from the stock; the last piece ends the offer."""
        offer.sold += quantity
        self._leave(offer, offer.available - quantity, at)

    def set_stock(self, offer: Offer, available: int, at: datetime) -> None:
        """A new stock; 0 ends an offer that is on sale."""
        if not 0 <= available <= MOST_STOCK:
            raise CannotChange("Stock out of range")
        if available != offer.available:
            self._leave(offer, available, at)

    def _leave(self, offer: Offer, available: int, at: datetime) -> None:
        offer.available, offer.updated_at = available, at
        self.publish(offer, "OFFER_STOCK_CHANGED", at)
        if available == 0 and offer.status in _SHOWN:
            self.end(offer, "EMPTY_STOCK", at)

    def set_price(self, offer: Offer, price: Decimal, at: datetime) -> None:
        """A new price, above zero."""
        if not Decimal("0.01") <= price < Decimal("100000000"):
            raise CannotChange("Price out of range")
        if price != offer.price:
            offer.price, offer.updated_at = price, at
            self.publish(offer, "OFFER_PRICE_CHANGED", at)

    def set_handling(self, offer: Offer, handling_time: str, at: datetime) -> None:
        """A new handling time; Allegro publishes no event for it (spec)."""
        offer.handling_time, offer.updated_at = handling_time, at

    def describe(self, offer: Offer, at: datetime, *, name: str | None, external_id: str | None) -> None:
        """A new name or a new number of the seller's own."""
        offer.name, offer.external_id = name or offer.name, external_id or offer.external_id
        offer.updated_at = at
        self.publish(offer, "OFFER_CHANGED", at)

    def end(self, offer: Offer, ended_by: str, at: datetime) -> None:
        """Take it off sale; CannotChange when it is not on sale."""
        if offer.status not in _SHOWN:
            raise CannotChange("Offer is not active")
        if ended_by not in ENDED_BY:
            raise ValueError(f"ended_by is one of {', '.join(ENDED_BY)}")
        offer.status, offer.ended_at, offer.ended_by, offer.updated_at = "ENDED", at, ended_by, at
        self.publish(offer, "OFFER_ENDED", at, ended_by=ended_by)

    def activate(self, offer: Offer, at: datetime, *, when: datetime | None = None) -> None:
        """Put it on sale again under the same id: ACTIVATING, a moment later (or at `when`) ACTIVE."""
        if offer.status == "ACTIVE":
            return
        if offer.ended_by == "ADMIN":  # #5463: such offers may not be activated again
            raise CannotChange("Offer was ended by an administrator and cannot be activated")
        if offer.available < 1:  # #2902
            raise CannotChange("Incorrect initial quantity of stock")
        offer.status, offer.updated_at = "ACTIVATING", at
        soonest = at + timedelta(seconds=ACTIVATING_SECONDS)
        self._market.schedule.at(max(soonest, when or soonest), partial(self._go_live, offer))

    def _go_live(self, offer: Offer, at: datetime) -> None:
        if offer.status != "ACTIVATING":
            return
        offer.status, offer.started_at, offer.updated_at = "ACTIVE", at, at
        offer.ended_at = offer.ended_by = None
        self.publish(offer, "OFFER_ACTIVATED", at)
        fault = self._market.faults.strike("offer_ended_again", seller=offer.seller)
        if fault is not None:
            by = str(fault.params.get("ended_by", "USER"))
            when = at + timedelta(seconds=fault.number("seconds", 300))
            self._market.schedule.at(when, lambda due: self._end_again(offer, by, due))

    def _end_again(self, offer: Offer, ended_by: str, at: datetime) -> None:
        if offer.status == "ACTIVE":
            self.end(offer, ended_by if ended_by in ENDED_BY else "USER", at)

    # -- the journal

    def publish(self, offer: Offer, type: str, at: datetime, *, ended_by: str | None = None) -> None:
        """Write an event, through the faults that disturb it."""
        if type not in {"OFFER_ENDED", "OFFER_ARCHIVED"} and offer.status not in _SHOWN:
            return
        faults = self._market.faults
        if faults.strike("offer_event_missing", seller=offer.seller):
            return
        late = faults.strike("offer_event_late", seller=offer.seller)
        if late is None:
            self._write(offer, type, at, ended_by, at)
            return
        when = self._market.now() + timedelta(seconds=late.number("seconds", 60))
        self._market.schedule.at(when, partial(self._write, offer, type, at, ended_by))

    def _write(
        self, offer: Offer, type: str, occurred_at: datetime, ended_by: str | None, published_at: datetime
    ) -> None:
        self._number += 1
        journal = self._journals.setdefault(offer.seller, deque())
        while journal and journal[0].published_at < published_at - KEPT:
            journal.popleft()
        journal.append(
            OfferEvent(
                number=self._number,
                offer_id=offer.id,
                type=type,
                occurred_at=occurred_at,
                published_at=published_at,
                ended_by=ended_by,
            )
        )

    def events(self, seller: str, *, after: int = 0) -> Iterable[OfferEvent]:
        """What was published in the last 24 hours and after an event's number, oldest first."""
        since = self._market.clock.now() - KEPT
        journal = self._journals.get(seller, ())
        return (event for event in journal if event.number > after and event.published_at >= since)
