"""A month of orders of the demo's shop: about twenty a day, sent in time, but for the ones that matter."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta

from kontuar.practice_market.market import Market
from kontuar.practice_market.scenarios.demo_shop import ITEMS, nickname
from kontuar.practice_market.workdays import WARSAW, add_working_days, is_working_day
from kontuar.practice_market.world import Invoice, Offer, Order

DAYS = 31
PER_DAY = 20
_DELIVERIES = ("locker",) * 11 + ("courier",) * 5 + ("point",) * 2 + ("post",) + ("cod",)
_NOTES = (
    "Proszę o staranne zapakowanie, to prezent.",
    "Rozmiar 39 poproszę.",
    "Bez paragonu w paczce, bo to niespodzianka :)",
    "Kolor obojętny.",
    "Proszę nie dzwonić, wystarczy SMS od kuriera.",
)


def tell_month(market: Market, offers: dict[str, Offer], rng: random.Random) -> None:
    """Put a month of purchases into the past; the market then lives through it in order of time."""
    now = market.clock.now()
    stock = {key: offer.available for key, offer in offers.items()}
    for offer in offers.values():
        offer.available += 5_000 if offer.status == "ACTIVE" else 0
    moments = sorted(_moment(rng, now) for _ in range(DAYS * PER_DAY))
    for at in moments:
        market.schedule.at(at, lambda due: _purchase(market, offers, rng, due, now))
    market.tick()
    for key, offer in offers.items():
        offer.available = stock[key]


def _moment(rng: random.Random, now: datetime) -> datetime:
    """A moment of the last month, in the hours when people buy."""
    while True:
        at = now - timedelta(days=rng.uniform(0, DAYS))
        hour = at.astimezone(WARSAW).hour
        if rng.random() < (0.05 if hour < 7 else 0.6 if hour < 17 else 1.0):
            return at


def _purchase(
    market: Market, offers: dict[str, Offer], rng: random.Random, at: datetime, now: datetime
) -> None:
    login = nickname(rng)
    buyer = market.buyer_side.know(login)
    keys = rng.choices([i.key for i in ITEMS], [i.weight for i in ITEMS], k=rng.choice((1, 1, 1, 1, 2, 3)))
    items = [(offers[key], rng.choice((1, 1, 1, 2))) for key in dict.fromkeys(keys)]
    note = rng.choice(_NOTES) if rng.random() < 0.06 else None
    unpaid = rng.random() < 0.03
    order = market.trade.buy(
        buyer, items, at=at, delivery=rng.choice(_DELIVERIES), pay=not unpaid, message=note
    )
    if rng.random() < 0.12:
        order.invoice = Invoice(required=True, company="Pracownia Próbna sp. z o.o.", tax_id="0000000000")
    if order.status != "READY_FOR_PROCESSING":
        return
    if rng.random() < 0.015:
        market.schedule.at(at + timedelta(hours=1), lambda due: _think_better(market, order, due))
        return
    ship_at = packing_time(order, rng)
    today = ship_at.astimezone(WARSAW).date() == now.astimezone(WARSAW).date()
    if ship_at <= now and not (today and rng.random() < 0.6):
        market.schedule.at(ship_at, lambda due: send(market, order, due))


def _think_better(market: Market, order: Order, at: datetime) -> None:
    """The buyer cancels, unless the seller was quicker."""
    if order.fulfillment == "NEW" and not order.shipments and order.status != "CANCELLED":
        market.trade.cancel(order, at)


def packing_time(order: Order, rng: random.Random) -> datetime:
    """Noon or so of the last day for sending, or of a working day before it."""
    assert order.dispatch_to is not None
    day = order.dispatch_to.astimezone(WARSAW).date()
    before = day - timedelta(days=1)
    if is_working_day(before) and rng.random() < 0.35:
        day = before
    moment = datetime.combine(day, time(rng.randint(10, 15), rng.randint(0, 59)), WARSAW).astimezone(UTC)
    return max(moment, order.bought_at + timedelta(hours=1))


def send(
    market: Market, order: Order, at: datetime, *, moves: bool = True, carrier: str | None = None
) -> None:
    """Pack and hand over."""
    from kontuar.practice_market.carriers import METHODS

    if order.status == "CANCELLED":
        return
    market.trade.set_fulfillment(order, "PROCESSING", at - timedelta(minutes=20))
    market.trade.add_shipment(
        order,
        carrier_id=carrier or METHODS[order.delivery_method].carrier_id,
        waybill=market.ids.waybill(),
        at=at,
        moves=moves,
    )


def working_days_ago(now: datetime, count: int) -> datetime:
    """Ten in the morning, so many working days before today."""
    day = now.astimezone(WARSAW).date()
    left = count
    while left > 0:
        day -= timedelta(days=1)
        if is_working_day(day):
            left -= 1
    return datetime.combine(add_working_days(day, 0), time(10, 0), WARSAW).astimezone(UTC)
