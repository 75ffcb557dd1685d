"""What is due before a moment, and whether one may say that all is answered until then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A duty's two limits. ``key`` names its line; ``due_at`` is red, ``safer_by`` (never later) grey.

    ``parcel`` is the order whose parcel it is about: several clocks of one parcel are one piece of work.
    """

    key: str
    kind: str
    due_at: datetime
    safer_by: datetime
    parcel: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What ends until ``until``: ``must`` by its red limit (late ones included), ``better`` by the grey one alone."""

    until: datetime
    must: tuple[Limit, ...]
    better: tuple[Limit, ...]

    @property
    def count(self) -> int:
        """Both together; a parcel counts once."""
        return len({limit.parcel or limit.key for limit in (*self.must, *self.better)})

    @property
    def keys(self) -> frozenset[str]:
        """The lines to mark."""
        return frozenset(limit.key for limit in (*self.must, *self.better))


class Answered(StrEnum):
    """May we say that all is answered until a moment?"""

    DUE = "due"
    CLEAR = "clear"
    UNKNOWN = "unknown"


def due_before(limits: Iterable[Limit], until: datetime) -> Before:
    """Sorted by ``safer_by``; a limit that falls exactly on ``until`` is before it."""
    reached = sorted(
        (one for one in limits if one.safer_by <= until), key=lambda one: (one.safer_by, one.key)
    )
    return Before(
        until=until,
        must=tuple(one for one in reached if one.due_at <= until),
        better=tuple(one for one in reached if one.due_at > until),
    )


def answered(count: int, *, is_all_read: bool, is_all_sent: bool) -> Answered:
    """CLEAR only when nothing is due, everything was read and nothing of ours is stopped or unsure."""
    if count:
        return Answered.DUE
    return Answered.CLEAR if is_all_read and is_all_sent else Answered.UNKNOWN
