"""A week of the desk as numbers: how buyers were answered, what was solved, what came back. Reads; writes nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.rhythm import answer_times as rule
from kontuar.rules.rhythm.answer_times import Times, Wait, Word
from kontuar.store.models import Account, User
from kontuar.store.queries import week as query
from kontuar.store.queries.week import Said, Span

DAYS = timedelta(days=7)
HISTORY = timedelta(days=90)
"""With less history before the week nobody can be said to have come back, or not."""
CURRENCIES = {"PL": "PLN", "CZ": "CZK", "HU": "HUF"}
"""Amounts of goodwill are in the account's currency; elsewhere we sell it is the euro."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What ended: how many, half of them within ``typical``, a tenth took longer than ``slowest``."""

    count: int
    typical: timedelta | None
    slowest: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How long buyers waited who wrote in the week; each None without anybody. ``last`` is the week before."""

    all: Times | None
    unpaid: Times | None
    paid: Times | None
    is_worse_once_paid: bool
    accounts: tuple[tuple[Account, Times], ...]
    last: Times | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The local week that begins on ``monday``. ``is_running``: it is not over.

    ``buyers_again`` is None where too little history is read to say. ``refunds_unknown`` went back without a
    return or a cancellation we know of. ``goodwill`` is currency → sum.
    """

    monday: date
    is_running: bool
    answers: Answers
    conversations: Solved
    issues: Solved
    issues_rated: tuple[int, int]
    ratings: tuple[int, int]
    buyers: int
    buyers_again: int | None
    refunds: Solved
    refunds_unknown: int
    goodwill: dict[str, Decimal]
    goodwill_cases: int
    not_let_through: int


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week(user: User, monday: date, calendar: BusinessCalendar, *, now: datetime) -> Week:
    """Everything of the person's accounts; about a dozen queries, whatever is in it."""
    span = Span(begins=calendar.day_start(monday), ends=calendar.day_start(monday + DAYS))
    ended = query.issues_ended(user, span)
    rated = query.rated_after(user, ended) if ended else {}
    new = query.ratings(user, span)
    buyers, again = query.buyers(user, span)
    known = query.known_since(user)
    given = query.goodwill(user, span.begins, span.ends)
    refunds, unknown = _refunds(query.money_back(user, span))
    return Week(
        monday=monday,
        is_running=now < span.ends,
        answers=_answers(user, span),
        conversations=_solved([end - opened for opened, end in query.closed(user, span)]),
        issues=_solved([over - opened for opened, over, _order in ended]),
        issues_rated=(rated.get(True, 0), rated.get(False, 0)),
        ratings=(new.get(True, 0), new.get(False, 0)),
        buyers=buyers,
        buyers_again=again if known is not None and known <= span.begins - HISTORY else None,
        refunds=refunds,
        refunds_unknown=unknown,
        goodwill=sums((amount, country) for _at, amount, _case, country in given),
        goodwill_cases=len({case for _at, _amount, case, _country in given}),
        not_let_through=query.not_let_through(user, span),
    )


def sums(given: Iterable[tuple[Decimal, str]]) -> dict[str, Decimal]:
    """Amounts by the currency of their account's country."""
    found: dict[str, Decimal] = {}
    for amount, country in given:
        currency = CURRENCIES.get(country, "EUR")
        found[currency] = found.get(currency, Decimal(0)) + amount
    return found


def _answers(user: User, span: Span) -> Answers:
    words = [_word(row) for row in query.words(user, span.begins - DAYS)]
    found = list(rule.waits(words, begins=span.begins, ends=span.ends))
    before = list(rule.waits(words, begins=span.begins - DAYS, ends=span.begins))
    unpaid = rule.times([one for one in found if not one.is_paid])
    paid = rule.times([one for one in found if one.is_paid])
    return Answers(
        all=rule.times(found),
        unpaid=unpaid,
        paid=paid,
        is_worse_once_paid=rule.is_worse_once_paid(unpaid, paid),
        accounts=tuple(_by_account(user, found)),
        last=rule.times(before),
    )


def _by_account(user: User, found: Sequence[Wait]) -> Iterator[tuple[Account, Times]]:
    for pk, account in query.names(user).items():
        counted = rule.times([one for one in found if one.account == pk])
        if counted is not None:
            yield account, counted


def _word(row: Said) -> Word:
    case, account, at, role, status, is_closer, waived, state, paid_at, kind = row
    return Word(
        case=case,
        account=account,
        at=at,
        asks=role == "buyer" and status != "blocked" and not is_closer and not waived,
        answers=role == "seller" and status in {"delivered", "checking"},
        is_paid=kind != "talk" or (paid_at is not None and paid_at <= at),
        is_over=state == "closed",
    )


def _refunds(made: Sequence[tuple[datetime, datetime | None, str]]) -> tuple[Solved, int]:
    """From the goods' return or the cancellation, whichever came last before the money went back."""
    lengths = []
    for at, cancelled_at, arrived in made:
        begun = [one for one in (cancelled_at, _read(arrived)) if one is not None and one <= at]
        if begun:
            lengths.append(at - max(begun))
    return _solved(lengths), len(made) - len(lengths)


def _read(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _solved(lengths: Sequence[timedelta]) -> Solved:
    return Solved(count=len(lengths), typical=rule.middle(lengths), slowest=rule.slowest_tenth(lengths))
