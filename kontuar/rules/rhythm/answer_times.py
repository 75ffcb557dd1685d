"""How long buyers waited for our answers: the middle value, the slowest tenth, and before and after payment apart.

A wait begins with a buyer's word that asks for something and ends with the next word of a person of ours; what he
adds meanwhile waits along with it. Lengths are by the clock, nights included: so a buyer feels them. Where there are
too few of them to say, nothing is said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

FEWEST = 10
"""Of fewer answers the slowest tenth is one of them, which says nothing."""
FEWEST_APART = 5
"""Fewer answers on one side of the payment are chance."""
NOTABLY = 1.5
"""How many times as long a wait must be to be called worse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a conversation. ``asks``: a buyer's that wants an answer; ``answers``: a person's of ours.

    ``is_over``: the conversation was closed since; what nobody answered in it waits no more.
    """

    case: int
    account: int
    at: datetime
    asks: bool
    answers: bool
    is_paid: bool = False
    """Its order was paid by then."""
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One wait; ``answered_at`` None: it runs."""

    account: int
    since_at: datetime
    answered_at: datetime | None
    is_paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Waits counted. ``slowest``: a tenth waited longer than this; None where too few were answered."""

    asked: int
    waiting: int
    typical: timedelta | None
    slowest: timedelta | None

    @property
    def answered(self) -> int:
        """Those that ended."""
        return self.asked - self.waiting


def waits(words: Iterable[Word], *, begins: datetime, ends: datetime) -> Iterator[Wait]:
    """The waits that began in [begins, ends), whenever they ended."""
    talks: dict[int, list[Word]] = {}
    for word in words:
        talks.setdefault(word.case, []).append(word)
    for talk in talks.values():
        yield from (one for one in _of_talk(talk) if begins <= one.since_at < ends)


def _of_talk(talk: Sequence[Word]) -> Iterator[Wait]:
    first: Word | None = None
    for word in sorted(talk, key=lambda one: one.at):
        if word.asks:
            first = first or word
        elif word.answers and first is not None:
            yield _wait(first, word.at)
            first = None
    if first is not None and not first.is_over:
        yield _wait(first, None)


def _wait(first: Word, answered_at: datetime | None) -> Wait:
    return Wait(account=first.account, since_at=first.at, answered_at=answered_at, is_paid=first.is_paid)


def times(found: Sequence[Wait]) -> Times | None:
    """None without a single wait: "no data", never nought."""
    if not found:
        return None
    lengths = [one.answered_at - one.since_at for one in found if one.answered_at is not None]
    return Times(
        asked=len(found),
        waiting=len(found) - len(lengths),
        typical=middle(lengths),
        slowest=slowest_tenth(lengths),
    )


def middle(lengths: Sequence[timedelta]) -> timedelta | None:
    """Half took no longer than this."""
    return timedelta(seconds=median(one.total_seconds() for one in lengths)) if lengths else None


def slowest_tenth(lengths: Sequence[timedelta]) -> timedelta | None:
    """At most a tenth took longer than this."""
    if len(lengths) < FEWEST:
        return None
    return sorted(lengths)[ceil(0.9 * len(lengths)) - 1]


def is_worse_once_paid(before: Times | None, after: Times | None) -> bool:
    """Whether buyers wait notably longer once we have their money (S001-39)."""
    if before is None or after is None or before.typical is None or after.typical is None:
        return False
    if min(before.answered, after.answered) < FEWEST_APART:
        return False
    return after.typical > before.typical * NOTABLY
