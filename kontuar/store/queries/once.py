"""What a page that is only read asks for once: it shows one moment, however often its parts ask.

For rights and for the desk's few settings. A request that changes something keeps nothing, and asks each time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

_KEPT: ContextVar[dict[object, Any] | None] = ContextVar("kept for one reading", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """What is asked for within is asked for once."""
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def once[T](key: object, ask: Callable[[], T]) -> T:
    """What ``ask`` gives, or gave before in this reading; nobody may change it."""
    kept = _KEPT.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    return cast(T, kept[key])
