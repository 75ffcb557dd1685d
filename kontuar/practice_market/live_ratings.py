"""When buyers the market plays rate: some days after the parcel came, and what an answer does to them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kontuar.practice_market.ratings import Justification, Rating
from kontuar.practice_market.world import Buyer, Order, Parcel

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

_Deed = Callable[[Rating], None]

CHANCE = 0.45
"""How many of those who live rate at all."""

PRAISE: dict[str, tuple[str, ...]] = {
    "pl": (
        "Wszystko zgodnie z opisem, szybka wysyłka. Polecam!",
        "Super kontakt, paczka dobrze zabezpieczona.",
        "Polecam, wszystko ok.",
        "Bardzo ładne wykonanie, na żywo jeszcze lepsze niż na zdjęciu.",
        "Szybko i sprawnie, dziękuję.",
    ),
    "de": ("Alles bestens, gerne wieder.", "Schnelle Lieferung, gute Qualität."),
    "en": ("Great quality and quick delivery, thank you.", "Everything as described."),
    "cs": ("Vše v pořádku, rychlé dodání.", "Doporučuji."),
    "lt": ("Viskas puiku, rekomenduoju.",),
}
BLAME: dict[str, tuple[str, ...]] = {
    "pl": (
        "Paczka przyszła po terminie, a na wiadomość nikt nie odpisał.",
        "Towar porysowany, pudełko bez żadnej folii w środku.",
        "Kolor zupełnie inny niż na zdjęciu, jestem rozczarowana.",
    ),
    "de": ("Leider beschädigt angekommen und keine Antwort erhalten.",),
    "en": ("Arrived late and the box was crushed.",),
    "cs": ("Zboží přišlo pozdě a poškozené.",),
    "lt": ("Prekė atvyko vėliau nei žadėta.",),
}
KIND = ("Miła obsługa", "Dostawa na czas", "Dobrze zabezpieczony produkt", "Sprzedający szybko odpisuje")
"""Marks buyers can tick, from a description in allegro/allegro-api #11097."""
UNKIND = ("Dostawa po terminie", "Brak kontaktu ze sprzedającym", "Produkt uszkodzony")


class LiveRatings:
    """Ratings of buyers marked `lively`; everybody else is played by a person or a test."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._rng = random.Random(f"raters {market.seed}")

    def delivered(self, parcel: Parcel, at: datetime) -> None:
        """A parcel came; its buyer may rate one to five days later."""
        order = self._market.world.orders.get(parcel.order_id)
        if order is None or self._lively(order.buyer) is None:
            return
        if self._rng.random() < CHANCE:
            when = at + timedelta(hours=self._rng.uniform(20, 120))
            self._market.schedule.at(when, lambda due: self._rate(order, parcel))

    def _rate(self, order: Order, parcel: Parcel) -> None:
        buyer = self._lively(order.buyer)
        if buyer is None or order.status == "CANCELLED" or self._market.ratings.of_order(order.id):
            return
        happy = self._rng.random() > self._grief(order, buyer)
        words = self._words(PRAISE if happy else BLAME, buyer) if self._rng.random() < 0.8 else None
        reason = self._rng.choice(KIND if happy else UNKIND)
        self._market.ratings.rate(
            buyer.login,
            order_id=order.id,
            recommended=happy,
            comment=words,
            justifications=(Justification(text=reason, visible=happy or self._rng.random() < 0.5),),
        )

    def _grief(self, order: Order, buyer: Buyer) -> float:
        """How likely the buyer does not recommend: late parcels and silence weigh most."""
        grief = {"angry": 0.12, "brisk": 0.05}.get(buyer.temper, 0.01)
        first = min((s.created_at for s in order.shipments), default=None)
        if order.dispatch_to is not None and (first is None or first > order.dispatch_to):
            grief += 0.4
        thread = self._market.world.common_threads.get((order.seller, buyer.login))
        if thread is not None and self._market.live.waits(thread):
            grief += 0.3
        return grief

    def answered(self, rating: Rating, at: datetime) -> None:
        """The seller answered in public; a kind buyer may think again."""
        self._maybe(rating, at, {"kind": 0.4, "brisk": 0.15}, self._soften)

    def asked_away(self, rating: Rating, at: datetime) -> None:
        """The seller asked for removal; the buyer has to agree."""
        self._maybe(rating, at, {"kind": 0.5, "brisk": 0.2}, self._withdraw)

    def _maybe(self, rating: Rating, at: datetime, chances: dict[str, float], deed: _Deed) -> None:
        buyer = self._lively(rating.buyer)
        if buyer is None or self._rng.random() >= chances.get(buyer.temper, 0.0):
            return
        when = at + timedelta(hours=self._rng.uniform(6, 60))
        self._market.schedule.at(when, lambda due: deed(rating))

    def _soften(self, rating: Rating) -> None:
        if self._stands(rating) and rating.edited_at is None:
            words = "Sprzedawca się odezwał i wszystko wyjaśnił. Zmieniam ocenę." if rating.comment else None
            self._market.ratings.change(rating.buyer, rating.id, recommended=True, comment=words)

    def _withdraw(self, rating: Rating) -> None:
        if self._stands(rating):
            compensated = self._rng.random() < 0.4
            self._market.ratings.take_back(rating.buyer, rating.id, compensated=compensated)

    def _stands(self, rating: Rating) -> bool:
        return (
            rating.removed_by is None
            and self._market.now() <= rating.editable_until
            and self._lively(rating.buyer) is not None
        )

    def _words(self, phrases: dict[str, tuple[str, ...]], buyer: Buyer) -> str:
        return self._rng.choice(phrases.get(buyer.language[:2], phrases["en"]))

    def _lively(self, login: str) -> Buyer | None:
        buyer = self._market.world.buyers.get(login)
        return buyer if buyer is not None and buyer.lively and self._market.live.running else None
