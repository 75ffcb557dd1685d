"""A mail's text as lines: where each stands, how deep it is quoted, what it says. Bounded and linear."""

from __future__ import annotations

import re
from typing import NamedTuple

from kontuar.text.fold import fold

MAX_LINES = 10_000
"""Lines looked at; what follows them goes with the last of them."""
MAX_BODY = 500
"""Characters of a line that are read; a longer line is never a mark, it is text."""

_PREFIX = re.compile(r"[ \t]{0,4}>[> \t]*")
_FACE = re.compile(r">+(?:[_.:;)(]|\d)|>From ")


class Line(NamedTuple):
    """One line of the text, without its quote marks."""

    start: int
    end: int
    """Offset behind its line break."""
    depth: int
    """How many ">" stand before it."""
    body: str
    """What it says, stripped, as written."""
    folded: str
    """The same, folded; empty for a blank line and for one too long to be a mark."""
    blank: bool


def lines_of(text: str) -> list[Line]:
    """Return the lines of ``text``; together they cover it without a gap."""
    found: list[Line] = []
    start, size = 0, len(text)
    while start < size:
        if len(found) == MAX_LINES:
            found[-1] = found[-1]._replace(end=size)
            break
        stop = text.find("\n", start)
        end = size if stop < 0 else stop + 1
        found.append(_line(text, start, end))
        start = end
    return _without_faces(text, found)


def _line(text: str, start: int, end: int) -> Line:
    raw = text[start:end]
    depth, body = 0, raw
    if prefix := _PREFIX.match(raw):
        depth, body = prefix[0].count(">"), raw[prefix.end() :]
    body = body.strip()
    if len(body) > MAX_BODY:
        return Line(start, end, depth, body[:MAX_BODY], "", False)
    folded = fold(body).strip()
    return Line(start, end, depth, body, folded, not folded)


def _without_faces(text: str, lines: list[Line]) -> list[Line]:
    """A lone ">5 kg", ">:(" or mbox's ">From" is no quote: nothing quoted stands beside it."""
    for at, line in enumerate(lines):
        if line.depth and _FACE.match(text, line.start):
            beside = [lines[near].depth for near in (at - 1, at + 1) if 0 <= near < len(lines)]
            if not any(beside):
                body = text[line.start : line.end].strip()[:MAX_BODY]
                lines[at] = line._replace(depth=0, body=body, folded=fold(body), blank=False)
    return lines
