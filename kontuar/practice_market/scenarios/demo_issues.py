"""Discussions, claims and returns of the demo: invented, about orders the month has told already.

One old discussion is still open (from before the problems with purchases replaced them), one claim has to be
decided in two days, one was accepted; three returns stand at different points of their way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kontuar.practice_market.issue_records import Issue
from kontuar.practice_market.market import Market
from kontuar.practice_market.scenarios.demo_pictures import photo
from kontuar.practice_market.scenarios.demo_shop import SELLER
from kontuar.practice_market.world import Offer, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """Days before the demo's start, who (b buyer, s seller), the words, and how they are said."""

    days: float
    who: str
    text: str = ""
    type: str = "REGULAR"
    file: bool = False


def tell(market: Market, offers: dict[str, Offer]) -> None:
    """Put them into the past; nobody reacts meanwhile."""
    _Story(market, offers).all()


def wake(market: Market) -> None:
    """Let the buyers who wait for an answer begin to care."""
    for issue in market.disputes.book.issues.values():
        market.disputes.live.take_up(issue)


class _Story:
    def __init__(self, market: Market, offers: dict[str, Offer]) -> None:
        self.market = market
        self.offers = offers
        self.now = market.clock.now()
        self.used: set[str] = set()

    def all(self) -> None:
        """The whole of it."""
        self._old_discussion()
        self._accepted_claim()
        self._claim_to_decide()
        self._returns()

    def _ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def _order(self, before: datetime, key: str | None = None) -> Order | None:
        """The youngest order of a quiet buyer with those goods that had arrived by then."""
        known = self.market.world.common_threads
        for order in sorted(
            self.market.world.seller_orders[SELLER], key=lambda o: (o.bought_at, o.id), reverse=True
        ):
            wanted = key is None or any(line.offer_id == self.offers[key].id for line in order.lines)
            quiet = (SELLER, order.buyer) not in known and order.buyer not in self.used
            if wanted and quiet and self._arrived(order, before):
                self.used.add(order.buyer)
                return order
        return None

    def _arrived(self, order: Order, before: datetime) -> bool:
        parcels = [self.market.world.parcels[s.carrier_id, s.waybill] for s in order.shipments]
        return order.status == "READY_FOR_PROCESSING" and any(
            scan.code == "DELIVERED" and scan.at < before for parcel in parcels for scan in parcel.scans
        )

    def _talk(self, issue: Issue, turns: tuple[_Turn, ...], *, temper: str) -> None:
        buyer = self.market.world.buyers[issue.buyer]
        buyer.lively, buyer.temper = True, temper
        for turn in turns:
            at = self._ago(turn.days)
            if turn.who == "s":
                self.market.disputes.by_seller(issue, turn.text, at=at, type=turn.type, via="panel")
                continue
            files = [self._photo(issue.buyer, at)] if turn.file else []
            self.market.disputes.by_buyer(issue, turn.text, at=at, files=files)

    def _photo(self, login: str, at: datetime) -> str:
        return self.market.disputes.put_file(login, "zdjecie.png", "image/png", photo(), at).id

    def _old_discussion(self) -> None:
        opened = self._ago(26)
        order = self._order(opened)
        if order is None:
            return
        issue = self.market.disputes.open(
            order.id,
            reason="MISSING_PRODUCT_ELEMENT",
            text="Dzień dobry, w paczce brakowało jednej rzeczy z zestawu, tej z opisu i zdjęcia. Proszę dosłać.",
            at=opened,
        )
        self._talk(
            issue,
            (
                _Turn(
                    days=25.4,
                    who="s",
                    text="Dzień dobry, przepraszamy za pomyłkę. Brakującą część wysyłamy listem, "
                    "powinna być za 2–3 dni.",
                ),
                _Turn(days=19.2, who="b", text="Minął tydzień i nic nie przyszło. Co się dzieje?"),
                _Turn(
                    days=18.6,
                    who="s",
                    text="Dzień dobry, list wrócił do nas z niepełnym adresem. Dziś wysłaliśmy go ponownie, "
                    "tym razem przesyłką poleconą.",
                ),
                _Turn(
                    days=0.7,
                    who="b",
                    text="Dotarło, ale to część do innego modelu i nie pasuje. Ile to jeszcze potrwa?",
                ),
            ),
            temper="brisk",
        )

    def _claim_to_decide(self) -> None:
        opened = self._ago(12)
        order = self._order(opened, "headlamp")
        if order is None:
            return
        issue = self.market.disputes.open(
            order.id,
            claim=True,
            reason="DEFECT_FOUND_DURING_USE",
            text="Latarka świeci kilka minut i gaśnie, mimo że ładowała się całą noc. Nie upadła, nie była mokra.",
            expectation="REFUND",
            offer_id=self.offers["headlamp"].id,
            at=opened,
            files=[self._photo(order.buyer, opened)],
        )
        self._talk(
            issue,
            (
                _Turn(
                    days=11.5,
                    who="s",
                    text="Dzień dobry, przykro nam. Czy dioda przy gnieździe świeci podczas ładowania? "
                    "Prosimy o zdjęcie. Odsyłać na razie nie trzeba.",
                    type="RETURN_NOT_REQUIRED",
                ),
                _Turn(days=10.9, who="b", file=True),
                _Turn(days=10.8, who="b", text="Dioda miga na czerwono, tak jak na zdjęciu."),
                _Turn(days=0.9, who="b", text="Dzień dobry, czy coś już wiadomo w sprawie mojej reklamacji?"),
            ),
            temper="kind",
        )

    def _accepted_claim(self) -> None:
        opened = self._ago(20)
        order = self._order(opened, "pot")
        if order is None:
            return
        issue = self.market.disputes.open(
            order.id,
            claim=True,
            reason="PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT",
            text="Karton był wgnieciony, a doniczka ma odprysk na brzegu. Zostawię ją, ale proszę o zwrot części "
            "ceny.",
            expectation="PARTIAL_REFUND",
            amount=Decimal("20.00"),
            offer_id=self.offers["pot"].id,
            at=opened,
            files=[self._photo(order.buyer, opened)],
        )
        self._talk(
            issue,
            (
                _Turn(
                    days=19.3,
                    who="s",
                    text="Dzień dobry, dziękujemy za zdjęcie. Doniczki nie trzeba odsyłać.",
                    type="RETURN_NOT_REQUIRED",
                ),
            ),
            temper="kind",
        )
        self.market.disputes.decide(
            issue,
            "ACCEPTED_PARTIAL_REFUND",
            "Uznajemy reklamację i zwracamy 20 zł. Przepraszamy za kłopot.",
            at=self._ago(18.5),
            amount=Decimal("20.00"),
        )
        self.market.disputes.by_buyer(issue, "Dziękuję, pieniądze już są.", at=self._ago(16.8))

    def _returns(self) -> None:
        returns = self.market.returns
        for key, announced, sent, reason, comment in (
            ("slippers_w", 0.8, None, "TOO_SMALL", "Numeracja zaniżona, zwykle noszę 39."),
            ("curtain", 2.4, 0.6, "NOT_AS_EXPECTED", "Na żywo dużo ciemniejsza niż na zdjęciu."),
            ("blanket", 6.5, 5.8, "DONT_LIKE_IT", None),
        ):
            order = self._order(self._ago(announced), key)
            if order is None:
                continue
            one = returns.announce(
                order.id,
                at=self._ago(announced),
                items=[(self.offers[key].id, 1)],
                reason=reason,
                comment=comment,
            )
            if sent is not None:
                returns.send(one, at=self._ago(sent))
