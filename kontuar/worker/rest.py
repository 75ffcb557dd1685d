"""When a sweep may be left out: nothing was written since the last one, and nothing became due by itself.

A whole look costs some twenty queries. Whether anybody wrote costs one tiny question, whoever wrote and in whichever
process: SQLite counts the commits of others (``PRAGMA data_version``), PostgreSQL tells which transactions are
over (``pg_current_snapshot``). So a quiet desk asks that twice a second and looks whole once in ``LONGEST``. Nothing
is found later than by looking whole every time: what time alone makes due is asked in advance (``sweep.next_at``).
"""

import threading
import time
from datetime import datetime

from django.db import connection

from kontuar.store.queries import news
from kontuar.worker import sweep

LONGEST = 10.0
"""Seconds between two whole looks at most, for what no column tells: a day that begins, a clock put right."""


class Rest:
    """The rest of one sweeper, used by its thread alone but for ``end``. It keeps its connection open on SQLite."""

    def __init__(self, *, longest: float = LONGEST) -> None:
        self._longest = longest
        self._ended = threading.Event()
        self._ended.set()
        self._held_on: object = None
        self._mark = ""
        self._looked_at: datetime | None = None
        self._due_at: datetime | None = None
        self._is_asked = False
        self._until = 0.0

    def end(self) -> None:
        """The next look is a whole one: a lane is free again, or a look failed. From any thread."""
        self._ended.set()

    def is_over(self, *, now: datetime) -> bool:
        """True when to look whole, which the caller does then: the rest begins anew with what was written until now."""
        if not (self._is_disturbed() or self._is_due(now)):
            return False
        self._looked_at, self._is_asked = now, False
        self._until = time.monotonic() + self._longest
        return True

    def _is_disturbed(self) -> bool:
        """Whether anybody wrote, or ended the rest, since this was asked last."""
        was_ended = self._ended.is_set()
        # Cleared before the question: who ends the rest from here on is heard at the next look.
        self._ended.clear()
        connection.ensure_connection()
        is_another = self._held_on is not connection.connection
        before, self._held_on, self._mark = self._mark, connection.connection, news.mark()
        is_counted_anew = is_another and connection.vendor == "sqlite"
        return was_ended or is_counted_anew or self._mark != before

    def _is_due(self, now: datetime) -> bool:
        """Whether time alone made something due. What comes next is asked once, when the rest begins."""
        if time.monotonic() >= self._until or self._looked_at is None or now < self._looked_at:
            return True
        if not self._is_asked:
            self._due_at, self._is_asked = sweep.next_at(self._looked_at), True
        return self._due_at is not None and self._due_at <= now
