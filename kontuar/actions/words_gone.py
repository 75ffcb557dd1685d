"""After buyers' words were taken out, every process gives up what it kept in memory of words, at its next look."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from threading import Lock

from django.core.cache import cache

_KEY = "words-gone"


def tell() -> None:
    """Words were just taken out of the store."""
    cache.set(_KEY, token_hex(8), None)


def last() -> str:
    """A name of the last time that words were taken out, by whichever process; empty before the first."""
    return str(cache.get(_KEY, ""))


class Memory[Pool]:
    """What this process made of buyers' words, by account; empty at the first look after words were taken out."""

    def __init__(self) -> None:
        self._pools: dict[int, Pool] = {}
        self._lock = Lock()
        self._gone = ""

    @contextmanager
    def look(self) -> Iterator[dict[int, Pool]]:
        """The pools, for one thread at a time. Words are read inside: none of them was taken out before."""
        with self._lock:
            if (gone := last()) != self._gone:
                self._pools.clear()
                self._gone = gone
            yield self._pools

    def clear(self) -> None:
        """Begin anew: the next look finds nothing."""
        with self._lock:
            self._pools.clear()
