"""The owner's own value in place of a rule's: judged as strictly as the data files, in force from day to day.

An override never touches the files. It is put over the records on its way to a policy, and the record says
which of its values are the owner's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kontuar.rulebook.record import RuleRecord, Value

LONGEST = timedelta(days=2 * 366)
"""Marketplaces change their rules three times a year: an own value is looked at again after two at most."""
LONGEST_REASON = 500
YES, NO = frozenset({"true", "yes", "1", "tak"}), frozenset({"false", "no", "0", "nie"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One value of one rule, from ``valid_from`` to ``valid_to`` (its last day)."""

    book: str
    rule_id: str
    key: str
    value: Value
    valid_from: date
    valid_to: date
    reason: str = ""

    def holds_on(self, day: date) -> bool:
        """True from ``valid_from`` to ``valid_to``, both included."""
        return self.valid_from <= day <= self.valid_to


def put_over(
    records: Iterable[RuleRecord], overrides: Iterable[Override], on: date
) -> tuple[RuleRecord, ...]:
    """The records with the owner's values of that day in them."""
    own: dict[tuple[str, str], dict[str, Value]] = {}
    for override in overrides:
        if override.holds_on(on):
            own.setdefault((override.book, override.rule_id), {})[override.key] = override.value
    if not own:
        return tuple(records)
    return tuple(_with(record, own.get((record.marketplace, record.rule_id), {})) for record in records)


def _with(record: RuleRecord, values: dict[str, Value]) -> RuleRecord:
    if not values:
        return record
    return replace(record, values={**record.values, **values}, own_values=tuple(sorted(values)))


def typed(like: Value, text: str) -> Value:
    """What a person typed, as the kind of value the rule has; what cannot be read stays text and is refused later."""
    text = text.strip()
    if isinstance(like, bool):
        return True if text.lower() in YES else False if text.lower() in NO else text
    if isinstance(like, tuple):
        return tuple(part.strip() for part in text.replace("\n", ",").split(",") if part.strip())
    if isinstance(like, int | float):
        return _number(text.replace(",", "."))
    return text


def _number(text: str) -> Value:
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text
