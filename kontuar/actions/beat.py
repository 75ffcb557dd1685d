"""The worker's sign of life: when somebody last looked for what is due, as the database remembers it.

Kept in the cache table, which all machines share. It is told to whoever watches (`/ready`, `/metrics`) and rests no
decision about a row on it: rows are claimed (docs/decisions/0003-claims-not-a-queue.md).
"""

from datetime import datetime, timedelta

from django.core.cache import cache

from kontuar.store.queries.health import SWEPT

EVERY = timedelta(seconds=10)
"""Between two signs of one process; a sweep runs twice a second and need not be written down each time."""


class Beat:
    """Signs for one process, no more often than ``EVERY``."""

    def __init__(self) -> None:
        self._next_at: datetime | None = None

    def swept(self, *, now: datetime) -> None:
        """A sweep came to its end."""
        if self._next_at is None or now >= self._next_at:
            self._next_at = now + EVERY
            cache.set(SWEPT, now, None)
