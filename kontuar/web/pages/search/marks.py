"""The places in a text that were searched for, marked; everything else escaped."""

import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kontuar.store.search import Question, Term, words_of
from kontuar.text.fold import fold

EXCERPT = 180
BEFORE = 50
"""Characters shown before the first place that was found."""
_WORD = re.compile(r"[^\W_]+")


def places(text: str, question: Question) -> list[tuple[int, int]]:
    """From where to where the words that were asked for stand."""
    terms = [term for clause in question.clauses for term in clause.shown]
    folded = fold(text)
    if not any(term.word in folded for term in terms):
        return []  # most of what is shown, told without looking at each word
    return [found.span() for found in _WORD.finditer(text) if _is_meant(fold(found[0]), terms)]


def _is_meant(word: str, terms: Sequence[Term]) -> bool:
    return any(word.startswith(term.word) if term.is_prefix else word == term.word for term in terms)


def marked(text: str, question: Question) -> SafeString:
    """The whole text with its places marked."""
    return _marked(text, places(text, question))


def number(text: str, question: Question) -> SafeString:
    """An identifier: marked whole when only a part of it, or its end, was asked for."""
    found = places(text, question)
    if not found and is_asked_for(text, question):
        found = [(0, len(text))]
    return _marked(text, found)


def is_asked_for(text: str, question: Question) -> bool:
    """True if one of the things asked for is this identifier or a part of it."""
    words = words_of((text,), keys=(text,), tails=(text,))
    return any(clause.holds(words) for clause in question.clauses)


def excerpt(text: str, question: Question) -> SafeString:
    """The part of a long text around the first place, on one line."""
    line = " ".join(text.split())
    found = places(line, question)
    first = found[0][0] if found else 0
    start = _word_start(line, first - BEFORE) if first > BEFORE else 0
    end = start + EXCERPT
    inside = [(begin - start, min(stop, end) - start) for begin, stop in found if start <= begin < end]
    words = _marked(line[start:end], inside)
    before, after = "… " if start else "", " …" if end < len(line) else ""
    return mark_safe(f"{before}{words}{after}")  # noqa: S308 - _marked escapes


def _word_start(line: str, place: int) -> int:
    space = line.find(" ", place)
    return space + 1 if 0 <= space < place + BEFORE else place


def _marked(text: str, found: Sequence[tuple[int, int]]) -> SafeString:
    parts, at = [], 0
    for begin, stop in found:
        parts += [escape(text[at:begin]), f"<mark>{escape(text[begin:stop])}</mark>"]
        at = stop
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308 - every part is escaped
