"""One version of one rule as the data files hold it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kontuar.rules.rule import Confidence

type Value = int | float | bool | str | tuple[str, ...]
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


class Since(StrEnum):
    """What ``valid_from`` is: the day the rule came into force, its source's date, or (no date seen) assumed by us."""

    EFFECTIVE = "effective"
    SOURCE = "source"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A folder of rules. ``kind`` is ``marketplace``, ``mailbox`` or ``law``.

    ``is_connected`` is False where Kontuar cannot talk to the marketplace yet: the data stands ready, no
    clock runs by it.
    """

    code: str
    name: str
    kind: str = "marketplace"
    is_connected: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRecord:
    """A rule from ``valid_from`` to ``valid_to`` (its last day; None: it still holds).

    ``values`` are those of the confirmed reading. ``readings`` are empty unless sources differ; then they
    hold every reading by name, ``confirmed`` among them, and ``confirmed_by`` says by what.
    ``country`` is empty where the rule holds everywhere (else ISO 3166, or ``EU``). ``is_third_party``: the
    text seen is not the rule-maker's own. ``own_values`` are the keys the owner overrode (``override.py``).
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
    confirmed_by: str = ""
    country: str = ""
    since: Since = Since.EFFECTIVE
    is_third_party: bool = False
    own_values: tuple[str, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def version(self) -> str:
        """The valid-from date as text: with the id it names this version for ever.

        With the owner's own value in it ``+own`` is added, or ``+20h`` where he set the hours: so a duty
        tells by itself which number it was counted with.
        """
        if not self.own_values:
            return self.valid_from.isoformat()
        mark = f"{self.values['hours']}h" if "hours" in self.own_values else "own"
        return f"{self.valid_from.isoformat()}+{mark}"

    @property
    def area(self) -> str:
        """The letter of the rule's area (``B`` for ``B2a``); the word before the dot for our own and the API's."""
        return self.rule_id[0] if self.rule_id[0].isupper() else self.rule_id.partition(".")[0]

    def holds_on(self, day: date) -> bool:
        """True from ``valid_from`` to ``valid_to``, both included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
