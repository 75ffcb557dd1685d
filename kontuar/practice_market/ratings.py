"""Ratings buyers give: who may give, change or take back which one, and what a seller may do about it.

Rules (Allegro's terms of 2024-04-15, 11.1 and 11.8, unless said otherwise): a buyer rates within 90 days of
the purchase, counted to the hour, and may change or take back the rating once within them. A seller answers
a negative rating, once. Another rating of the same buyer within 7 days of the one before does not count (2020).
Until when a removal can be asked for is `removal.possibleTo`; assumed here: the end of the buyer's 90 days.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kontuar.practice_market.world import Ids, Order

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

WINDOW = timedelta(days=90)
UNIQUE_AFTER = timedelta(days=7)
LONGEST_TEXT = 500
"""Characters of an answer and of a removal request (spec); the same is assumed for a buyer's comment."""
NOT_UNIQUE = "not_unique"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRequest:
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Justification:
    """A reason the buyer ticked; some only the seller sees."""

    text: str
    visible: bool = True


@dataclass(slots=True, kw_only=True)
class Rating:
    id: str
    seller: str
    buyer: str
    order_id: str
    recommended: bool
    comment: str | None
    language: str
    created_at: datetime
    last_changed_at: datetime
    editable_until: datetime
    edited_at: datetime | None = None
    justifications: tuple[Justification, ...] = ()
    answer: Answer | None = None
    removal: RemovalRequest | None = None
    excluded: str | None = None
    removed_by: str | None = None
    """admin, buyer or compensation; None while the rating stands."""
    removed_at: datetime | None = None

    @property
    def removal_possible_to(self) -> datetime:
        """Until when the seller may ask for removal."""
        return self.editable_until


class TooLate(ValueError):
    """The window for it is closed."""


class NotAllowed(ValueError):
    """It was done already, or this rating does not allow it."""


class Ratings:
    """All ratings, and the deeds of both sides. Unknown ids raise KeyError."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._ids = Ids(random.Random(f"ratings {market.seed}"))
        self.all: dict[str, Rating] = {}
        self._by_seller: dict[str, list[Rating]] = {}
        self._by_order: dict[str, Rating] = {}

    def of_seller(self, seller: str) -> list[Rating]:
        """Everything the seller ever got, oldest first, also what was removed."""
        return list(self._by_seller.get(seller, ()))

    def standing(self, seller: str) -> list[Rating]:
        """What the seller has, last changed first."""
        found = [rating for rating in self.of_seller(seller) if rating.removed_by is None]
        return sorted(found, key=lambda rating: (rating.last_changed_at, rating.id), reverse=True)

    def of_order(self, order_id: str) -> Rating | None:
        """The rating of a purchase, also a removed one."""
        return self._by_order.get(order_id)

    # -- the buyer

    def rate(
        self,
        login: str,
        *,
        order_id: str,
        recommended: bool,
        comment: str | None = None,
        justifications: tuple[Justification, ...] = (),
    ) -> Rating:
        """Rate a purchase; one rating a purchase."""
        with self._market.lock:
            order = self._market.world.orders[order_id]
            now = self._market.now()
            if order.buyer != login:
                raise ValueError("the order is another buyer's")
            if order.id in self._by_order:
                raise NotAllowed("this purchase is already rated")
            if now > order.bought_at + WINDOW:
                raise TooLate("a purchase can be rated for 90 days")
            rating = self._make(order, recommended, _comment(comment), justifications, now)
            self.all[rating.id] = self._by_order[order.id] = rating
            self._by_seller.setdefault(order.seller, []).append(rating)
            return rating

    def _make(
        self,
        order: Order,
        recommended: bool,
        comment: str | None,
        justifications: tuple[Justification, ...],
        now: datetime,
    ) -> Rating:
        before = [r for r in self.of_seller(order.seller) if r.buyer == order.buyer and not r.excluded]
        repeated = any(now - rating.created_at < UNIQUE_AFTER for rating in before)
        return Rating(
            id=self._ids.uuid().replace("-", "")[:24],
            seller=order.seller,
            buyer=order.buyer,
            order_id=order.id,
            recommended=recommended,
            comment=comment,
            language=self._market.world.buyers[order.buyer].language[:2],
            created_at=now,
            last_changed_at=now,
            editable_until=order.bought_at + WINDOW,
            justifications=justifications,
            excluded=NOT_UNIQUE if repeated else None,
        )

    def change(self, login: str, rating_id: str, *, recommended: bool, comment: str | None = None) -> Rating:
        """The buyer thinks again, once."""
        with self._market.lock:
            rating, now = self._own(login, rating_id)
            if rating.edited_at is not None:
                raise NotAllowed("a rating can be changed once")
            self._rewrite(rating, recommended, _comment(comment), now)
            return rating

    def take_back(self, login: str, rating_id: str, *, compensated: bool = False) -> Rating:
        """The buyer removes the rating; he must say whether the seller made up for it (WOB, 2023)."""
        with self._market.lock:
            rating, now = self._own(login, rating_id)
            self._remove(rating, "compensation" if compensated else "buyer", now)
            return rating

    def _own(self, login: str, rating_id: str) -> tuple[Rating, datetime]:
        rating, now = self.all[rating_id], self._market.now()
        if rating.buyer != login:
            raise ValueError("the rating is another buyer's")
        if rating.removed_by is not None:
            raise NotAllowed("the rating is removed")
        if now > rating.editable_until:
            raise TooLate("a rating can be changed within 90 days of the purchase")
        return rating, now

    def _rewrite(self, rating: Rating, recommended: bool, comment: str | None, at: datetime) -> None:
        rating.recommended, rating.comment = recommended, comment
        rating.edited_at = rating.last_changed_at = at

    def _remove(self, rating: Rating, by: str, at: datetime) -> None:
        rating.removed_by, rating.removed_at = by, at

    # -- the seller

    def answer(self, seller: str, rating_id: str, text: str) -> Answer:
        """Answer a negative rating, once. Fault `rating_changed`: the buyer changes it right after."""
        with self._market.lock:
            rating, now = self._received(seller, rating_id), self._market.now()
            if rating.recommended:
                raise NotAllowed("only a rating that does not recommend can be answered")
            if rating.answer is not None:
                raise NotAllowed("the rating is already answered")
            rating.answer = Answer(text=text, created_at=now)
            fault = self._market.faults.strike("rating_changed", seller=seller)
            if fault is not None:
                when = now + timedelta(seconds=fault.number("seconds", 0))
                words = fault.params.get("comment", "Zmieniam zdanie po odpowiedzi sprzedawcy.")
                kind = bool(fault.params.get("recommended", True))
                self._market.schedule.at(when, lambda due: self._rewrite(rating, kind, str(words), due))
            self._market.live_ratings.answered(rating, now)
            return rating.answer

    def ask_removal(self, seller: str, rating_id: str, text: str) -> RemovalRequest:
        """Ask that a negative rating be removed, once, while the window is open."""
        with self._market.lock:
            rating, now = self._received(seller, rating_id), self._market.now()
            if rating.recommended:
                raise NotAllowed("only a rating that does not recommend can be asked away")
            if rating.removal is not None:
                raise NotAllowed("removal was already requested")
            if now > rating.removal_possible_to:
                raise TooLate("the time for a removal request is over")
            rating.removal = RemovalRequest(text=text, created_at=now)
            self._market.live_ratings.asked_away(rating, now)
            return rating.removal

    def _received(self, seller: str, rating_id: str) -> Rating:
        rating = self.all[rating_id]
        if rating.seller != seller or rating.removed_by is not None:
            raise KeyError(rating_id)
        return rating

    # -- the market

    def remove(self, rating_id: str, by: str) -> Rating:
        """Allegro (`admin`) or the buyer (`buyer`, `compensation`) removed it."""
        with self._market.lock:
            if by not in {"admin", "buyer", "compensation"}:
                raise ValueError("by is admin, buyer or compensation")
            rating = self.all[rating_id]
            if rating.removed_by is None:
                self._remove(rating, by, self._market.now())
            return rating


def _comment(text: str | None) -> str | None:
    words = (text or "").strip()
    if len(words) > LONGEST_TEXT:
        raise ValueError(f"a comment has at most {LONGEST_TEXT} characters")
    return words or None
