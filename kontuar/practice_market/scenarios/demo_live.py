"""Buyers who come to the demo's shop while one looks: the first in half a minute, then every few minutes."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from kontuar.practice_market.market import Market
from kontuar.practice_market.scenarios.demo_shop import nickname
from kontuar.practice_market.world import Buyer, Offer, Order

FIRST_SECONDS = (20.0, 38.0)
PAUSE_SECONDS = (110.0, 400.0)
BUY_PAUSE_SECONDS = (1_800.0, 7_200.0)
MOST_WAITING = 10
"""No new live buyer comes while so many of them wait for an answer."""

_ASK: tuple[tuple[str, str], ...] = (
    ("pl-PL", "Dzień dobry, czy „{offer}” jest dostępne od ręki? Zależy mi na szybkiej wysyłce."),
    ("pl-PL", "Witam, czy można odebrać osobiście?"),
    ("pl-PL", "Hej, czy w komplecie jest coś jeszcze, czy tylko to, co na zdjęciu?"),
    ("pl-PL", "Dzień dobry, jaka jest gwarancja i czy wystawiają Państwo fakturę na firmę?"),
    ("pl-PL", "czy bedzie taniej przy 3 sztukach?"),
    (
        "pl-PL",
        "Dzień dobry, jakie są dokładne wymiary i waga? Potrzebuję na prezent i musi wejść do pudełka.",
    ),
    ("pl-PL", "Proszę o informację, czy kolor na żywo jest taki jak na zdjęciu."),
    ("pl-PL", "Dzień dobry, jak zamówię dziś, to na kiedy będzie w paczkomacie?"),
    ("pl-PL", "Czy to nadaje się do mycia w zmywarce / prania? W opisie nie widzę."),
    ("pl-PL", "Macie inny rozmiar?"),
    ("de-DE", "Guten Tag, liefern Sie „{offer}“ auch nach Österreich?"),
    ("en-US", "Hello, could you tell me the exact size of “{offer}”, please?"),
    ("cs-CZ", "Dobrý den, je zboží skladem?"),
    ("lt-LT", "Laba diena, ar siunčiate į Lietuvą ir kiek kainuoja siuntimas?"),
)
_NOT_SENT: tuple[str, ...] = (
    "Dzień dobry, kiedy wyślą Państwo moje zamówienie?",
    "Dzień dobry, w zamówieniu jest zły numer telefonu, czy da się go poprawić przed wysyłką?",
    "Czy mogę jeszcze zmienić adres dostawy?",
    "Poproszę o fakturę na firmę do tego zamówienia, NIP dopiszę w odpowiedzi.",
)
_ON_THE_WAY: tuple[str, ...] = (
    "Dzień dobry, kiedy dojdzie moja paczka?",
    "Witam, gdzie jest paczka? Nie widzę, żeby coś się ruszyło.",
    "Czy wiadomo, o której będzie kurier?",
)
_ARRIVED: tuple[str, ...] = (
    "Paczka doszła, ale brakuje jednej rzeczy. Co teraz?",
    "Dzień dobry, chcę zwrócić zakup, nie pasuje kolorem. Jak to zrobić?",
    "Przyszło uszkodzone :( wysłać zdjęcie?",
    "Poproszę o fakturę do tego zamówienia.",
    "Dzień dobry, towar super, ale czy da się dokupić jeszcze jedną sztukę z tą samą wysyłką?",
)


def start(market: Market, seller: str) -> None:
    """Let the first one come soon, and purchases go on."""
    visitors = _Visitors(market, seller)
    now = market.clock.now()
    market.schedule.at(now + timedelta(seconds=visitors.rng.uniform(*FIRST_SECONDS)), visitors.come)
    market.schedule.at(now + timedelta(seconds=visitors.rng.uniform(*BUY_PAUSE_SECONDS)), visitors.purchase)


class _Visitors:
    def __init__(self, market: Market, seller: str) -> None:
        self.market = market
        self.seller = seller
        self.rng = random.Random(f"visitors {market.seed}")
        self.logins: list[str] = []

    def come(self, at: datetime) -> None:
        """Somebody writes, then the next one is planned."""
        if not self.market.live.running:
            return
        if self._waiting() < MOST_WAITING:
            self._write()
        pause = self.rng.uniform(*PAUSE_SECONDS)
        self.market.schedule.at(at + timedelta(seconds=pause), self.come)

    def purchase(self, at: datetime) -> None:
        """Somebody buys, then the next one is planned."""
        if not self.market.live.running:
            return
        on_sale = self._on_sale()
        if on_sale:
            buyer = self._newcomer("pl-PL")
            self.market.buyer_side.buy(buyer.login, seller=self.seller, offer_id=self.rng.choice(on_sale).id)
        pause = self.rng.uniform(*BUY_PAUSE_SECONDS)
        self.market.schedule.at(at + timedelta(seconds=pause), self.purchase)

    def _write(self) -> None:
        if self.rng.random() < 0.6:
            language, text = self.rng.choice(_ASK)
            offer = self.rng.choice(self.market.world.seller_offers[self.seller])
            buyer = self._newcomer(language)
            words = text.format(offer=offer.name)
            self.market.buyer_side.ask(buyer.login, seller=self.seller, offer_id=offer.id, text=words)
            return
        order = self._somebodys_order()
        if order is not None:
            buyer = self.market.world.buyers[order.buyer]
            buyer.lively = True
            self.logins.append(buyer.login)
            text = self.rng.choice(self._words_for(order))
            self.market.buyer_side.write(buyer.login, seller=self.seller, text=text, order_id=order.id)

    def _somebodys_order(self) -> Order | None:
        """A recent order of a buyer who has not written yet."""
        since = self.market.now() - timedelta(days=8)
        known = self.market.world.common_threads
        recent = [
            order
            for order in self.market.world.seller_orders[self.seller]
            if order.bought_at > since
            and order.status == "READY_FOR_PROCESSING"
            and (self.seller, order.buyer) not in known
        ]
        return self.rng.choice(recent) if recent else None

    def _words_for(self, order: Order) -> tuple[str, ...]:
        if not order.shipments:
            return _NOT_SENT
        shipment = order.shipments[0]
        scans = self.market.world.parcels[shipment.carrier_id, shipment.waybill].scans
        return _ARRIVED if any(scan.code == "DELIVERED" for scan in scans) else _ON_THE_WAY

    def _newcomer(self, language: str) -> Buyer:
        temper = self.rng.choice(("kind", "kind", "kind", "brisk", "angry"))
        login = nickname(self.rng, language)
        while login in self.market.world.buyers:
            login = nickname(self.rng, language)
        self.logins.append(login)
        return self.market.buyer_side.know(login, language=language, temper=temper, lively=True)

    def _on_sale(self) -> list[Offer]:
        offers = self.market.world.seller_offers[self.seller]
        return [offer for offer in offers if offer.status == "ACTIVE" and offer.available > 0]

    def _waiting(self) -> int:
        threads = self.market.world.common_threads
        return sum(
            1
            for login in self.logins
            if (thread := threads.get((self.seller, login))) is not None
            and (last := next((m for m in reversed(thread.messages) if m.buyer_sees()), None)) is not None
            and not last.by_seller
            and self.market.live.waits(thread)
        )
