"""Walking a list by offset while it changes, and telling what in it is new: for returns, refunds, ratings …"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from kontuar.connector_kit.contract import RawAnswer
from kontuar.connector_kit.jsonread import Json, text
from kontuar.connectors.allegro.streams.pull import Pull

OVERLAP = 10
"""Entries read again on the next page: so many may leave the list between two pages without one being
skipped."""
AGAIN = timedelta(hours=48)
"""How far before the last pass a window begins: moments in lists lie, and things are shown late."""
RAW_CHARACTERS = 64 * 1024
"""A longer answer about one thing is not kept word for word: half a document proves nothing."""


class Place(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Where in a list the next page begins. ``last`` holds the ids of the page before it."""

    offset: int = 0
    last: list[str] = []

    def turn(self, ids: Sequence[str], size: int, *, limit: int) -> bool:
        """Go on behind a page of ``size`` entries; True when it was the last one.

        When more entries left the list than two pages share, the page is begun again further up.
        """
        is_over = size < limit or not set(ids) - set(self.last)
        if self.last and not set(ids) & set(self.last) and not is_over:
            self.offset, self.last = max(0, self.offset - limit), []
            return False
        self.offset += max(1, size - OVERLAP)
        self.last = list(ids)
        return is_over


def ids_of(entries: Sequence[Json]) -> list[str]:
    """The ids on a page, as far as there are any."""
    return [found for found in (text(entry, "id") for entry in entries) if found]


def mark(value: Json) -> str:
    """A short name of a value: it changes when anything in the value does."""
    return hashlib.blake2s(msgspec.json.encode(value, order="deterministic"), digest_size=4).hexdigest()


class Marks:
    """What is known of a list: ``before`` from the cursor, ``after`` to be kept for the next pass."""

    def __init__(self, before: dict[str, str], after: dict[str, str]) -> None:
        self._before = before
        self._after = after

    def is_new(self, entry: Json, *, keep: bool) -> bool:
        """Whether the entry is not known exactly so. ``keep`` remembers it for the next pass."""
        name, sign = text(entry, "id"), mark(entry)
        is_known = sign in (self._before.get(name), self._after.get(name))
        if keep:
            self._after[name] = sign
        return not is_known


def raw_of(pull: Pull, about: str, entries: Sequence[Json]) -> tuple[RawAnswer, ...]:
    """Each entry word for word (as JSON), with the reference of the answer it came in."""
    found = []
    for entry in entries:
        body = msgspec.json.encode(entry).decode()
        if len(body) <= RAW_CHARACTERS:
            found.append(
                RawAnswer(about=about, external_id=text(entry, "id"), body=body, trace_id=pull.api.trace_id)
            )
    return tuple(found)
