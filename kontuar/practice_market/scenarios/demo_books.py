"""The demo's books: a month of ratings, money that goes back or does not, an offer that rests.

Sixty ratings stand, four of them negative: one whose removal can be asked for two days more, one answered,
one of five days ago, one of yesterday. One refund waits for money, one ended in silence; claims for the
commission stand in several states.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from kontuar.practice_market.live_ratings import KIND, PRAISE
from kontuar.practice_market.market import Market
from kontuar.practice_market.papers import PDF
from kontuar.practice_market.ratings import Justification
from kontuar.practice_market.scenarios.demo_orders import send
from kontuar.practice_market.scenarios.demo_shop import SELLER
from kontuar.practice_market.world import Offer, Order

POSITIVE = 56
BALANCE = Decimal("38.20")
"""What is left after the last payout: less than most orders."""
OLD_DAYS, LEFT_DAYS = 88, 2

_BAD: tuple[tuple[float, str | None, str, str, bool, str | None], ...] = (
    (
        16 * 24,
        "pot",
        "Doniczka dojechała pęknięta, karton bez żadnego wypełnienia w środku.",
        "Produkt uszkodzony",
        True,
        "Przepraszamy za to pęknięcie. Nowa doniczka wyjechała następnego dnia, a paczki wypełniamy teraz "
        "podwójnie papierem.",
    ),
    (
        5 * 24,
        "blanket",
        "Kolor zupełnie inny niż na zdjęciach, szary wpada w beż.",
        "Produkt niezgodny z opisem",
        True,
        None,
    ),
    (20, None, "Zamówienie szło tydzień, a miało być na wczoraj.", "Dostawa po terminie", False, None),
)
"""Hours ago, what was bought (None: anything), words, reason, whether buyers see it, the answer a day later."""
_OLD = "Po dwóch miesiącach klips przestał trzymać, lampka spada z biurka. Szkoda, bo świeci ładnie."


def plan(market: Market, offers: dict[str, Offer]) -> None:
    """Put it into the past, before the month is lived through."""
    rng, now = random.Random(f"demo books {market.seed}"), market.clock.now()
    at = market.schedule.at
    at(now - timedelta(days=OLD_DAYS), partial(_buy_long_ago, market, offers["lamp"]))
    for _ in range(POSITIVE):
        hours = rng.uniform(4, 23 * 24)
        at(now - timedelta(hours=hours), partial(_praise, market, rng))
    for hours, key, words, reason, visible, answer in _BAD:
        justification = Justification(text=reason, visible=visible)
        at(
            now - timedelta(hours=hours),
            partial(_blame, market, rng, key and offers[key].id, words, justification, answer),
        )
    at(now - timedelta(days=12), partial(_blame_and_take_back, market, rng, offers["mug"].id))
    at(now - timedelta(days=8), partial(_refund, market, rng, claim="at once"))
    at(now - timedelta(days=3, seconds=1), partial(_payout, market))
    at(now - timedelta(days=3), partial(_refund, market, rng, claim="REJECTED"))
    at(now - timedelta(days=2, seconds=1), partial(_payout, market))
    at(now - timedelta(hours=3, seconds=1), partial(_payout, market))
    at(now - timedelta(hours=3), partial(_refund, market, rng, claim="waiting"))
    at(now - timedelta(hours=2), partial(_send_invoices, market))


def tell(market: Market, offers: dict[str, Offer]) -> None:
    """What stands at the moment the demo begins."""
    market.money.set_balance(SELLER, BALANCE)
    market.offering.end(offers["curtain"], "USER", market.clock.now() - timedelta(minutes=12))


# -- ratings


def _buy_long_ago(market: Market, offer: Offer, at: datetime) -> None:
    buyer = market.buyer_side.know("ewka_poduszka7", temper="kind", lively=True)
    order = market.trade.buy(buyer, [(offer, 1)], at=at)
    send(market, order, at + timedelta(hours=20))
    when = at + timedelta(days=OLD_DAYS + LEFT_DAYS - 11)
    rate = partial(market.ratings.rate, buyer.login, order_id=order.id, recommended=False, comment=_OLD)
    reason = (Justification(text="Produkt uszkodzony"),)
    market.schedule.at(when, lambda due: _do(lambda: rate(justifications=reason)))


def _do(deed: Callable[[], object]) -> None:
    deed()


def _delivered(market: Market, at: datetime) -> list[Order]:
    """Orders that came at least a day ago and are not rated, of buyers who are nobody's script."""
    found = []
    for order in market.world.seller_orders[SELLER]:
        if order.status != "READY_FOR_PROCESSING" or market.ratings.of_order(order.id):
            continue
        if not order.shipments or market.world.buyers[order.buyer].lively or market.money.of_order(order.id):
            continue
        shipment = order.shipments[0]
        last = market.world.parcels[shipment.carrier_id, shipment.waybill].scans[-1]
        if last.code == "DELIVERED" and last.at <= at - timedelta(hours=18):
            found.append(order)
    return found


def _pick(market: Market, rng: random.Random, at: datetime, offer_id: str | None = None) -> Order:
    """An order that may be rated, with that offer in it if there is one."""
    found = _delivered(market, at)
    with_it = [order for order in found if any(line.offer_id == offer_id for line in order.lines)]
    return rng.choice(with_it or found)


def _praise(market: Market, rng: random.Random, at: datetime) -> None:
    if not _delivered(market, at):  # after a long weekend the month's first parcels take their time
        market.schedule.at(at + timedelta(hours=12), partial(_praise, market, rng))
        return
    order = _pick(market, rng, at)
    market.ratings.rate(
        order.buyer,
        order_id=order.id,
        recommended=True,
        comment=rng.choice(PRAISE["pl"]) if rng.random() < 0.55 else None,
        justifications=(Justification(text=rng.choice(KIND)),),
    )


def _blame(
    market: Market,
    rng: random.Random,
    offer_id: str | None,
    words: str,
    reason: Justification,
    answer: str | None,
    at: datetime,
) -> None:
    order = _pick(market, rng, at, offer_id)
    rating = market.ratings.rate(
        order.buyer, order_id=order.id, recommended=False, comment=words, justifications=(reason,)
    )
    if answer is not None:
        when = at + timedelta(hours=26)
        market.schedule.at(when, lambda due: _do(lambda: market.ratings.answer(SELLER, rating.id, answer)))


def _blame_and_take_back(market: Market, rng: random.Random, offer_id: str, at: datetime) -> None:
    """A negative rating its buyer took back after the shop made up for it."""
    order = _pick(market, rng, at, offer_id)
    rating = market.ratings.rate(
        order.buyer, order_id=order.id, recommended=False, comment="W paczce był kubek w innym kolorze."
    )
    back = partial(market.ratings.take_back, order.buyer, rating.id, compensated=True)
    market.schedule.at(at + timedelta(days=4), lambda due: _do(back))


# -- money


def _payout(market: Market, at: datetime) -> None:
    market.money.set_balance(SELLER, Decimal("0"))


def _refund(market: Market, rng: random.Random, at: datetime, *, claim: str) -> None:
    """All of a delivered order goes back, or would."""
    paid = [o for o in _delivered(market, at) if o.payment and o.payment.paid and len(o.lines) == 1]
    order = max(rng.sample(paid, min(12, len(paid))), key=lambda order: (order.total(), order.id))
    market.money.whole(order)
    line = order.lines[0]
    ask = partial(market.claims.claim, order, line, line.quantity)
    when = at + timedelta(minutes=40)
    if claim == "REJECTED":
        market.schedule.at(when, lambda due: _do(lambda: market.claims.decide(ask().id, "REJECTED")))
    else:
        market.schedule.at(when, lambda due: _do(ask))


def _send_invoices(market: Market, at: datetime) -> None:
    """Most companies got their invoice; those of the last two days did not yet."""
    for order in market.world.seller_orders[SELLER]:
        if order.invoice.required and order.shipments and order.bought_at < at - timedelta(days=2):
            number = f"FV {len(order.id)}{int(order.id[:4], 16) % 900 + 100}/{order.bought_at.month}"
            paper = market.papers.declare(order, number.replace(" ", "_").replace("/", "_") + ".pdf", number)
            market.papers.upload(paper, PDF + b"1.4\n% faktura z targu cwiczebnego\n%%EOF\n")
