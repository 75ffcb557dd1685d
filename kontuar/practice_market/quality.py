"""Sales quality: points a day from what happened in the thirty days before, once computed never changed.

Allegro's own formula is not public. Maxima seen: dispatch in time 40 with a large minus (2025–2026), fast
dispatch 160, fast refunds 100; levels: 230 SUPER, 101 GOOD, 0 NEUTRAL, below it REQUIRES_IMPROVEMENT (2026,
third parties). The other maxima, the straight lines between, and the code TIMELY_ANSWERS are made up here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kontuar.practice_market.workdays import WARSAW, end_of_day

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

WINDOW = timedelta(days=30)
DAYS = 30
ANSWER_HOURS = 24
NAMES: dict[str, tuple[str, str]] = {
    "DISPATCH_IN_TIME": ("Wysyłka w terminie", "On-time dispatch"),
    "FAST_DISPATCH": ("Szybka wysyłka", "Fast dispatch"),
    "FAST_REFUNDS": ("Szybkie zwroty wpłat", "Fast refunds"),
    "BUYER_SATISFACTION": ("Zadowolenie kupujących", "Buyer satisfaction"),
    "NO_RETURNS": ("Brak zwrotów i problemów", "No returns or problems"),
    "TIMELY_ANSWERS": ("Terminowe odpowiedzi", "Timely answers"),
}
"""Names in Polish and English."""
_MOST = {
    "DISPATCH_IN_TIME": 40,
    "FAST_DISPATCH": 160,
    "FAST_REFUNDS": 100,
    "BUYER_SATISFACTION": 50,
    "NO_RETURNS": 30,
    "TIMELY_ANSWERS": 20,
}
LEAST_DISPATCH = -460
MOST_POINTS = sum(_MOST.values())
GRADES = ((230, "SUPER"), (101, "GOOD"), (0, "NEUTRAL"))
LOWEST = "REQUIRES_IMPROVEMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    code: str
    score: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    day: date
    metrics: tuple[Metric, ...]

    @property
    def score(self) -> int:
        """All points together."""
        return sum(metric.score for metric in self.metrics)

    @property
    def grade(self) -> str:
        """The level of that score."""
        return next((name for least, name in GRADES if self.score >= least), LOWEST)


class Quality:
    """Days by seller, each computed when it is first asked for and kept."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._days: dict[tuple[str, date], Day | None] = {}

    def history(self, seller: str) -> list[Day]:
        """Up to thirty days until yesterday, oldest first; days before the first sale are missing."""
        with self._market.lock:
            today = self._market.now().astimezone(WARSAW).date()
            days = [self._day(seller, today - timedelta(days=back)) for back in range(DAYS, 0, -1)]
            return [day for day in days if day is not None]

    def set_score(self, seller: str, day: date, scores: dict[str, int]) -> Day:
        """For the control plane: another score for some metrics of a day. KeyError for an unknown metric."""
        with self._market.lock:
            known = self._day(seller, day)
            old = (
                {metric.code: metric.score for metric in known.metrics} if known else dict.fromkeys(_MOST, 0)
            )
            unknown = set(scores) - set(_MOST)
            if unknown:
                raise KeyError(unknown.pop())
            made = _made(day, old | scores)
            self._days[seller, day] = made
            return made

    def _day(self, seller: str, day: date) -> Day | None:
        if (seller, day) not in self._days:
            self._days[seller, day] = self._compute(seller, day)
        return self._days[seller, day]

    def _compute(self, seller: str, day: date) -> Day | None:
        until = end_of_day(day)
        since = until - WINDOW
        if not any(order.bought_at <= until for order in self._market.world.seller_orders[seller]):
            return None
        shares = {
            "DISPATCH_IN_TIME": self._in_time(seller, since, until),
            "FAST_DISPATCH": self._same_day(seller, since, until),
            "FAST_REFUNDS": self._refunds(seller, since, until),
            "BUYER_SATISFACTION": self._recommended(seller, since, until),
            "NO_RETURNS": self._untroubled(seller, since, until),
            "TIMELY_ANSWERS": self._answered(seller, since, until),
        }
        return _made(day, {code: _points(code, share) for code, share in shares.items()})

    def _in_time(self, seller: str, since: datetime, until: datetime) -> float | None:
        due = [
            order
            for order in self._market.world.seller_orders[seller]
            if order.dispatch_to and since < order.dispatch_to <= until and order.status != "CANCELLED"
        ]
        return _share(
            any(order.dispatch_to and s.created_at <= order.dispatch_to for s in order.shipments)
            for order in due
        )

    def _same_day(self, seller: str, since: datetime, until: datetime) -> float | None:
        offers = self._market.world.offers
        fast = [
            order
            for order in self._market.world.seller_orders[seller]
            if since < order.bought_at <= until
            and order.shipments
            and all(offers[line.offer_id].handling_time in {"PT0S", "PT24H"} for line in order.lines)
        ]
        return _share(_day_of(o.shipments[0].created_at) == _day_of(o.bought_at) for o in fast)

    def _refunds(self, seller: str, since: datetime, until: datetime) -> float | None:
        ended = [
            refund
            for refund in self._market.money.of_seller(seller)
            if refund.ended_at and since < refund.ended_at <= until
        ]
        return _share(refund.status == "SUCCESS" for refund in ended)

    def _recommended(self, seller: str, since: datetime, until: datetime) -> float | None:
        given = [
            rating
            for rating in self._market.ratings.of_seller(seller)
            if since < rating.created_at <= until
            and rating.excluded is None
            and not (rating.removed_at and rating.removed_at <= until)
        ]
        return _share(rating.recommended for rating in given)

    def _untroubled(self, seller: str, since: datetime, until: datetime) -> float | None:
        sold = {o.id for o in self._market.world.seller_orders[seller] if since < o.bought_at <= until}
        troubled = {
            order_id
            for thread in self._market.world.seller_threads[seller]
            if thread.sub_type and thread.created_at <= until
            for order_id in thread.order_ids
        }
        back = self._market.returns.of_seller(seller)
        troubled |= {one.order_id for one in back if one.created_at <= until}
        return _share(order_id not in troubled for order_id in sold)

    def _answered(self, seller: str, since: datetime, until: datetime) -> float | None:
        patience = timedelta(hours=ANSWER_HOURS)
        told: list[bool] = []
        for thread in self._market.world.seller_threads[seller]:
            for message in thread.messages:
                if message.by_seller or message.type != "ASK_QUESTION":
                    continue
                if since < message.visible_at + patience <= until:
                    answers = (m.created_at for m in thread.messages if m.by_seller)
                    told.append(
                        any(message.created_at <= at <= message.visible_at + patience for at in answers)
                    )
        return _share(told)


def _day_of(instant: datetime) -> date:
    return instant.astimezone(WARSAW).date()


def _share(told: Iterable[bool]) -> float | None:
    """The share that is true; None without anything to judge."""
    values = list(told)
    return sum(values) / len(values) if values else None


def _points(code: str, share: float | None) -> int:
    """Nothing to judge is neither good nor bad: half of the points."""
    most = _MOST[code]
    if share is None:
        return most // 2
    if code == "DISPATCH_IN_TIME":
        return round(most - (most - LEAST_DISPATCH) * min(1.0, max(0.0, 0.98 - share) / 0.48))
    return round(most * share)


def _made(day: date, scores: dict[str, int]) -> Day:
    metrics = (Metric(code=code, score=scores[code], most=most) for code, most in _MOST.items())
    return Day(day=day, metrics=tuple(metrics))
