"""How an error is written to the log: where it happened and of what kind, never with what values.

A message of somebody else's error may quote the row or the text it choked on, and a traceback with
local variables shows a buyer's whole talk. So: kinds and places of all, words only of errors of our own
(they are written to be logged) and of kinds that speak of code alone.
"""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any, TextIO

type ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

OF_CODE = (AttributeError, NameError, ImportError, NotImplementedError)
FRAMES = 40


def told(error: BaseException) -> str:
    """The error and what led to it, oldest first, one frame a line."""
    return "\n".join(line for one in _chain(error) for line in _lines(one))


def write(stream: TextIO, exc_info: Any) -> None:
    """For structlog's console renderer."""
    stream.write("\n" + told(exc_info[1]))


class Formatter(logging.Formatter):
    """The same for the standard library's logging."""

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Kinds and places instead of the usual traceback."""
        return told(ei[1]) if ei and ei[1] else ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chain(before)
    yield error


def _lines(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]:
        yield f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
    kind = type(error)
    is_ours = kind.__module__.split(".")[0] == "kontuar"
    words = str(error) if is_ours or isinstance(error, OF_CODE) else ""
    yield f"{kind.__module__}.{kind.__qualname__}" + (f": {words}" if words else "")


def _place(path: str) -> str:
    """The file without the folders before its package: a user's name may stand in them."""
    for mark in ("/site-packages/", "/kontuar/", "/lib/"):
        _, found, rest = path.replace("\\", "/").rpartition(mark)
        if found:
            return f"kontuar/{rest}" if mark == "/kontuar/" else rest
    return path.rsplit("/", 1)[-1]
