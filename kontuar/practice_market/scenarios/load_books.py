"""Ratings, refunds and refund claims of the load scenario: as many as asked, spread over the orders' past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from kontuar.practice_market.market import Market
from kontuar.practice_market.world import Order

EVERY_NEGATIVE = 10
"""One rating in so many does not recommend."""
_WORDS = ("Wszystko w porządku, polecam.", "Szybka wysyłka.", "Zgodne z opisem, dziękuję.")


def tell(market: Market, bought: Sequence[Order], *, ratings: int = 0, refunds: int = 0) -> None:
    """The oldest orders are rated, the newest refunded, each halfway between its purchase and now.

    Every refund has its refund claim. ValueError when more is asked than there are orders.
    """
    if min(ratings, refunds) < 0 or max(ratings, refunds) > len(bought):
        raise ValueError("ratings and refunds need orders of their own")
    now = market.clock.now()
    for number, order in enumerate(bought[:ratings]):
        market.schedule.at(_halfway(order, now), partial(_rate, market, order, number))
    for order in bought[len(bought) - refunds :]:
        market.schedule.at(_halfway(order, now), partial(_refund, market, order))


def _halfway(order: Order, now: datetime) -> datetime:
    return order.bought_at + (now - order.bought_at) / 2


def _rate(market: Market, order: Order, number: int, at: datetime) -> None:
    good = number % EVERY_NEGATIVE != 0
    words = _WORDS[number % len(_WORDS)] if good else f"Nie polecam, zamówienie {number}."
    market.ratings.rate(order.buyer, order_id=order.id, recommended=good, comment=words)


def _refund(market: Market, order: Order, at: datetime) -> None:
    market.money.whole(order)
    market.claims.claim(order, order.lines[0], order.lines[0].quantity)
