"""What changed between two days, what was not checked for long, what a word finds: questions about the rules."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kontuar.rulebook.load import BOOKS, all_rules
from kontuar.rulebook.record import RuleRecord, Since, Value

STALE_DAYS = 90
"""Marketplaces change their rules about three times a year."""
SHORTEST = 3
"""Letters of a word that is looked for in the texts; a shorter one begins an id (``B2``)."""


class Kind(StrEnum):
    """What happened to a rule between two days."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """``on`` is the first day it was so; ``before`` or ``after`` is None for a new rule, or one that ended."""

    kind: Kind
    on: date
    before: RuleRecord | None
    after: RuleRecord | None

    @property
    def record(self) -> RuleRecord:
        """The newer of the two that is there."""
        found = self.after or self.before
        assert found is not None
        return found

    def values(self) -> dict[str, tuple[Value | None, Value | None]]:
        """The values that differ, each as it was and as it is."""
        before: Mapping[str, Value] = self.before.values if self.before else {}
        after: Mapping[str, Value] = self.after.values if self.after else {}
        keys = [*before, *(key for key in after if key not in before)]
        pairs = {key: (before.get(key), after.get(key)) for key in keys}
        return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def everything(books: Iterable[str] = BOOKS) -> Iterator[RuleRecord]:
    """Every version of every rule."""
    for book in books:
        yield from all_rules(book)


def holding(on: date, books: Iterable[str] = BOOKS) -> list[RuleRecord]:
    """The versions that hold on a day, sorted as a person reads ids."""
    return sorted((record for record in everything(books) if record.holds_on(on)), key=by_id)


def changes(first: date, last: date, books: Iterable[str] = BOOKS) -> list[Change]:
    """What is otherwise on ``last`` than on ``first``, in order of the day it came. Reversed days are put in order.

    A rule that changed twice stands there once, as it was at first and as it is at last. One whose beginning we
    only assume did not begin then: it is no news.
    """
    first, last = sorted((first, last))
    names: dict[tuple[str, str, str], list[RuleRecord]] = {}
    for record in everything(books):
        names.setdefault((record.marketplace, record.rule_id, record.country), []).append(record)
    found = []
    for versions in names.values():
        before = next((record for record in versions if record.holds_on(first)), None)
        after = next((record for record in versions if record.holds_on(last)), None)
        is_news = before is not None or (after is not None and after.since is not Since.ASSUMED)
        if before is not after and is_news:
            found.append(_change(before, after))
    return sorted(found, key=lambda change: (change.on, by_id(change.record)))


def _change(before: RuleRecord | None, after: RuleRecord | None) -> Change:
    if after is not None:
        kind = Kind.CHANGED if before else Kind.NEW
        return Change(kind=kind, on=after.valid_from, before=before, after=after)
    assert before is not None
    assert before.valid_to is not None
    return Change(kind=Kind.GONE, on=before.valid_to + timedelta(days=1), before=before, after=None)


def not_checked(today: date, days: int = STALE_DAYS, books: Iterable[str] = BOOKS) -> list[RuleRecord]:
    """Rules that hold today (or will) and that nobody checked for ``days`` or more; the oldest check first.

    Our own suggestions are left out: there is nothing to check them against.
    """
    before = today - timedelta(days=days)
    old = (
        record
        for record in everything(books)
        if record.checked_on <= before
        and record.confidence != "own"
        and (record.valid_to is None or record.valid_to >= today)
    )
    return sorted(old, key=lambda record: (record.checked_on, by_id(record)))


def with_words(
    records: Iterable[RuleRecord], words: str, *, also: Callable[[RuleRecord], str] | None = None
) -> list[RuleRecord]:
    """Those whose id begins with the words, or that hold all of them anywhere, ``also`` in what that says of them."""
    wanted = words.casefold().split()
    return [
        record
        for record in records
        if all(_has(record, word, also(record) if also else "") for word in wanted)
    ]


def _has(record: RuleRecord, word: str, also: str) -> bool:
    if record.rule_id.casefold().startswith(word):
        return True
    if len(word) < SHORTEST and not word.isdecimal():
        return False
    named = " ".join((source.code + " " + source.title) for source in record.sources)
    return word in f"{record.says} {also} {named} {' '.join(record.values)}".casefold()


def by_id(record: RuleRecord) -> tuple[str, str, list[tuple[int, str]], str, date]:
    """Sorts B2 before B10, and our own after the marketplace's."""
    parts = []
    for part in (
        record.rule_id[1:].replace(".", " ").split() if record.rule_id[0].isupper() else [record.rule_id]
    ):
        digits = "".join(sign for sign in part if sign.isdecimal())
        parts.append((int(digits or 0), part))
    return (record.marketplace, record.area, parts, record.country, record.valid_from)
