"""One version of one rule as the data files hold it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kontuar.rules.policy import Confidence

type Value = int | bool | str | tuple[str, ...]
"""What a rule's value may be; lists become tuples."""


class RulebookError(ValueError):
    """The data is wrong, or does not answer. The message names file and line where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule was read: ``date`` is as exact as the source shows it."""

    code: str
    title: str
    address: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRecord:
    """A rule from ``valid_from`` to ``valid_to`` (its last day; None: it still holds).

    ``values`` are those of the confirmed reading. ``readings`` are empty unless sources differ; then they
    hold every reading by name, ``confirmed`` among them.
    """

    rule_id: str
    marketplace: str
    says: str
    valid_from: date
    valid_to: date | None
    confidence: Confidence
    checked_on: date
    sources: tuple[Source, ...]
    values: Mapping[str, Value]
    readings: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    confirmed: str = ""
    file: str = ""
    line: int = 0

    @property
    def version(self) -> str:
        """The valid-from date as text: with the id it names this version for ever."""
        return self.valid_from.isoformat()

    def holds_on(self, day: date) -> bool:
        """True from ``valid_from`` to ``valid_to``, both included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
