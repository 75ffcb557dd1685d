"""Who is away on a day, and who stands in. Days are local days of the seller's zone, both ends included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """``person`` (an id) is away from ``first`` to ``last``; ``deputy`` stands in, or nobody."""

    person: int
    deputy: int | None
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """True on each of its days: it begins and ends by itself."""
        return self.first <= day <= self.last


def is_away(absences: Sequence[Absence], person: int, day: date) -> bool:
    """True if any plan of this person covers the day."""
    return any(one.person == person and one.covers(day) for one in absences)


def stand_in(absences: Sequence[Absence], person: int, day: date) -> int | None:
    """Who does this person's work: himself when there, else the first deputy down the line who is there.

    None when nobody is: a deputy is missing, or deputies who are away name each other in a circle.
    """
    seen: set[int] = set()
    at: int | None = person
    while at is not None and at not in seen:
        plans = [one for one in absences if one.person == at and one.covers(day)]
        if not plans:
            return at
        seen.add(at)
        at = next((one.deputy for one in plans if one.deputy is not None), None)
    return None


def stands_in_for(absences: Sequence[Absence], person: int, day: date) -> frozenset[int]:
    """Whose work this person does on the day besides his own."""
    away = {one.person for one in absences if one.covers(day)}
    return frozenset(one for one in away if one != person and stand_in(absences, one, day) == person)
