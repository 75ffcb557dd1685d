"""A call to a platform as plain data: what we would send, and what came back. No network here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call, described before it is made.

    ``path`` is absolute and already percent-encoded. ``is_write`` calls are refused for watch-only
    accounts; ``repeatable`` marks a write that may safely be made twice (a read flag, an upload nobody
    sees yet), whose lost answer is therefore only Temporary.
    """

    method: str
    path: str
    params: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    content: bytes | None = field(default=None, repr=False)
    is_write: bool = False
    repeatable: bool = False

    @property
    def must_not_repeat(self) -> bool:
        return self.is_write and not self.repeatable


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. Header names are lower case; ``body`` never shows in ``repr``."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    trace_id: str = ""

    @property
    def server_at(self) -> datetime | None:
        """The platform's own clock (header ``Date``), aware UTC; None when it does not say."""
        return http_date(self.headers.get("date", ""))


def http_date(value: str) -> datetime | None:
    """A date as HTTP writes it, in UTC; None when it is none."""
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
