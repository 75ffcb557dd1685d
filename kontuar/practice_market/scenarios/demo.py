"""A small shop in full life: a month of about 600 orders, some forty-five conversations, buyers who come.

Made to be looked at: there is a parcel late, a parcel stuck, an order cancelled after its label, a problem
with a purchase, an offer sold out, a message Allegro stopped.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from functools import partial

from kontuar.practice_market.market import Market
from kontuar.practice_market.scenarios import (
    demo_books,
    demo_issues,
    demo_live,
    demo_talks_done,
    demo_talks_open,
)
from kontuar.practice_market.scenarios.demo_orders import send, tell_month, working_days_ago
from kontuar.practice_market.scenarios.demo_pictures import photo
from kontuar.practice_market.scenarios.demo_script import Talk, Turn
from kontuar.practice_market.scenarios.demo_shop import SELLER, open_shop
from kontuar.practice_market.talk import Thread
from kontuar.practice_market.world import Offer, Order

TALKS: tuple[Talk, ...] = (*demo_talks_open.TALKS, *demo_talks_done.TALKS)


def build(market: Market) -> None:
    """Open the shop, tell its past, and let live buyers come."""
    rng = random.Random(f"demo {market.seed}")
    now = market.clock.now()
    offers = open_shop(market)
    for number, offer in enumerate(offers.values()):
        offer.created_at = offer.started_at = now - timedelta(days=90 + 11 * number)
    live, market.live.running = market.live.running, False
    stock = {key: offer.available for key, offer in offers.items()}
    for talk in TALKS:
        _plan(market, talk, offers, now, rng)
    demo_books.plan(market, offers)
    tell_month(market, offers, rng)
    demo_issues.tell(market, offers)
    for key, offer in offers.items():
        offer.available = stock[key]
    demo_books.tell(market, offers)
    for thread in market.world.seller_threads[SELLER]:
        last = thread.last_at(now)
        thread.read = last is not None and now - last > timedelta(hours=40)
    market.live.running = live
    open_talk = {talk.buyer for talk in demo_talks_open.TALKS} | {t.buyer for t in TALKS if t.problem}
    market.live.take_up({thread.id for thread in market.world.threads.values() if thread.buyer in open_talk})
    demo_issues.wake(market)
    demo_live.start(market, SELLER)


def _plan(market: Market, talk: Talk, offers: dict[str, Offer], now: datetime, rng: random.Random) -> None:
    """Put a conversation and its order into the past."""
    market.buyer_side.know(talk.buyer, language=talk.language, temper=talk.temper, lively=True)
    orders: list[Order] = []
    if talk.bought is not None:
        at = working_days_ago(now, 4) if talk.parcel == "late" else now - timedelta(hours=talk.bought_hours)
        market.schedule.at(at, lambda due: orders.append(_buy(market, talk, offers, due, now)))
    threads: list[Thread] = []
    for turn in talk.turns:
        when = now - timedelta(hours=turn.hours)
        market.schedule.at(when, partial(_say, market, talk, turn, offers, orders, threads))


def _buy(market: Market, talk: Talk, offers: dict[str, Offer], at: datetime, now: datetime) -> Order:
    assert talk.bought is not None
    delivery = "courier" if talk.parcel in {"late", "stuck"} else "locker"
    order = market.trade.buy(
        market.world.buyers[talk.buyer], [(offers[talk.bought], 1)], at=at, delivery=delivery
    )
    if talk.parcel == "stuck":
        market.schedule.at(at + timedelta(hours=18), lambda due: _stick(market, order, due))
    elif talk.parcel == "cancelled":
        market.schedule.at(at + timedelta(hours=2), lambda due: send(market, order, due, moves=False))
        market.schedule.at(at + timedelta(hours=4), lambda due: market.trade.cancel_late(order, due))
    elif talk.parcel == "delivered":
        market.schedule.at(at + timedelta(hours=18), lambda due: send(market, order, due))
    return order


def _stick(market: Market, order: Order, at: datetime) -> None:
    """The parcel leaves and is never seen again."""
    send(market, order, at, moves=False)
    shipment = order.shipments[0]
    parcel = market.world.parcels[shipment.carrier_id, shipment.waybill]
    for hours in (6.0, 20.0):
        market.trade.scan(parcel, "IN_TRANSIT", at + timedelta(hours=hours))


def _say(
    market: Market,
    talk: Talk,
    turn: Turn,
    offers: dict[str, Offer],
    orders: list[Order],
    threads: list[Thread],
    at: datetime,
) -> None:
    """One turn, at its instant."""
    thread = _thread(market, talk, orders, threads, at)
    if turn.who == "s":
        market.talking.by_seller(thread, turn.text, at=at, client_id=None, via="panel")
        thread.read = True
        return
    kind, _, key = (turn.about or "").partition(":")
    files = []
    if turn.file:
        files.append(market.talking.put_file(talk.buyer, "zdjecie.png", "image/png", photo(), at).id)
    market.talking.by_buyer(
        thread,
        turn.text,
        at=at,
        type={"ask": "ASK_QUESTION", "mail": "MAIL"}.get(kind, "MESSAGE_CENTER"),
        offer_id=offers[key].id if kind == "ask" else None,
        order_id=orders[0].id if kind == "order" and orders else None,
        subject={
            "ask": f"Pytanie o ofertę: {offers[key].name}" if key else None,
            "mail": "Re: Pytanie o zakup",
        }.get(kind),
        attachments=files,
        has_additional=turn.more_files,
    )
    if talk.closed and turn is talk.turns[-1]:
        thread.status = "CLOSED"
        thread.read = True


def _thread(market: Market, talk: Talk, orders: list[Order], threads: list[Thread], at: datetime) -> Thread:
    if talk.problem is None:
        return market.talking.common_thread(SELLER, talk.buyer, at)
    if not threads:
        threads.append(market.talking.problem_thread(orders[0].id, talk.problem, at))
    return threads[0]
