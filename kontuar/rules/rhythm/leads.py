"""Questions before a purchase: which became a sale, which were lost, and how quickly each was answered.

A lead is what one buyer asked until he bought, or until he was silent for ``WITHIN``. It became a sale when that
buyer ordered within ``WITHIN`` of his last question. That is what happened one after the other; nobody can prove
that the answer was the cause.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from kontuar.facts.money import Money
from kontuar.rules.rhythm.answer_times import middle, slowest_tenth

WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Asked before a purchase by ``buyer`` (an id); ``answered_at`` None: no person's answer followed.

    ``price`` is what the offer he asked about costs, None where that is not known.
    """

    buyer: int
    asked_at: datetime
    answered_at: datetime | None
    price: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """An order of ``buyer``."""

    buyer: int
    bought_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Leads begun in one local month. Medians are None where nothing was answered.

    ``open`` leads are too young to be called lost; ``unanswered`` ones are among ``lost``.
    """

    year: int
    month: int
    sold: int
    lost: int
    open: int
    unanswered: int
    answer_sold: timedelta | None
    answer_lost: timedelta | None
    slowest: timedelta | None
    """A tenth of the answered ones waited longer; None for fewer than ten."""
    lost_worth: tuple[Money, ...]
    """One piece of what each of ``lost_priced`` lost leads asked about, by currency: no more than that was lost."""
    lost_priced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One buyer's wish: the first and the last question, the first answer, the order it became."""

    asked_at: datetime
    last_at: datetime
    answered_at: datetime | None
    bought_at: datetime | None
    price: Money | None = None
    """Of the offer first asked about whose price is known."""

    def is_open(self, now: datetime) -> bool:
        """Neither bought nor silent for long enough."""
        return self.bought_at is None and now < self.last_at + WITHIN


def leads(questions: Iterable[Question], purchases: Iterable[Purchase]) -> tuple[Lead, ...]:
    """Every question stands in exactly one lead, every order ends at most one."""
    bought: dict[int, list[datetime]] = defaultdict(list)
    for order in purchases:
        bought[order.buyer].append(order.bought_at)
    asked: dict[int, list[Question]] = defaultdict(list)
    for question in questions:
        asked[question.buyer].append(question)
    found = [
        lead
        for buyer, mine in asked.items()
        for lead in _of_buyer(sorted(mine, key=lambda one: one.asked_at), sorted(bought[buyer]))
    ]
    return tuple(sorted(found, key=lambda lead: (lead.asked_at, lead.last_at)))


def _of_buyer(questions: Sequence[Question], orders: Sequence[datetime]) -> Iterable[Lead]:
    pile: list[Question] = []
    for question in questions:
        if pile and _is_over(pile[-1].asked_at, question.asked_at, orders):
            yield _lead(pile, orders)
            pile = []
        pile.append(question)
    if pile:
        yield _lead(pile, orders)


def _is_over(last: datetime, following: datetime, orders: Sequence[datetime]) -> bool:
    """He bought in between, or was silent for long."""
    return following - last > WITHIN or any(last < order <= following for order in orders)


def _lead(pile: Sequence[Question], orders: Sequence[datetime]) -> Lead:
    first, last = pile[0].asked_at, pile[-1].asked_at
    answers = [one.answered_at for one in pile if one.answered_at is not None]
    bought = next((order for order in orders if last < order <= last + WITHIN), None)
    return Lead(
        asked_at=first,
        last_at=last,
        answered_at=min(answers, default=None),
        bought_at=bought,
        price=next((one.price for one in pile if one.price is not None), None),
    )


def months(found: Iterable[Lead], *, now: datetime, zone: ZoneInfo) -> tuple[Month, ...]:
    """Leads by the local month they began in, newest first."""
    piles: dict[tuple[int, int], list[Lead]] = defaultdict(list)
    for lead in found:
        local = lead.asked_at.astimezone(zone)
        piles[local.year, local.month].append(lead)
    return tuple(_month(key, pile, now) for key, pile in sorted(piles.items(), reverse=True))


def _month(key: tuple[int, int], pile: Sequence[Lead], now: datetime) -> Month:
    sold = [lead for lead in pile if lead.bought_at is not None]
    waiting = [lead for lead in pile if lead.is_open(now)]
    lost = [lead for lead in pile if lead.bought_at is None and not lead.is_open(now)]
    return Month(
        year=key[0],
        month=key[1],
        sold=len(sold),
        lost=len(lost),
        open=len(waiting),
        unanswered=sum(lead.answered_at is None for lead in lost),
        answer_sold=_median(sold),
        answer_lost=_median(lost),
        slowest=slowest_tenth(_lengths(pile)),
        lost_worth=_sums([lead.price for lead in lost if lead.price is not None]),
        lost_priced=sum(lead.price is not None for lead in lost),
    )


def _sums(prices: Iterable[Money]) -> tuple[Money, ...]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for price in prices:
        found[price.currency] += price.amount
    return tuple(Money(amount=amount, currency=currency) for currency, amount in sorted(found.items()))


def _median(pile: Sequence[Lead]) -> timedelta | None:
    """Half were answered quicker than this."""
    return middle(_lengths(pile))


def _lengths(pile: Sequence[Lead]) -> list[timedelta]:
    """An answer after the purchase is no answer to the lead."""
    return [
        lead.answered_at - lead.asked_at
        for lead in pile
        if lead.answered_at is not None and (lead.bought_at is None or lead.answered_at <= lead.bought_at)
    ]
