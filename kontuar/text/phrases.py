"""Phrase lists matched on aligned-folded text (no capitals, no accents).

Write phrases folded ("prosze o", "konnten"). A ``*`` means "any letters", a space "any white space". A finder
answers like a compiled regular expression (search, match, finditer, subn) but looks phrases up by their first
word: hundreds of alternatives cost neither compiling at the start nor trying at every letter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_FAR = 1 << 60
# Letters at a word's beginning that tell most words of a text from all words that open a phrase.
_TOP = 3
# How many likely words a finder remembers; texts use the same few thousand again and again.
_REMEMBERED = 4000


class Hit:
    """A place where a phrase stands; answers like ``re.Match``."""

    __slots__ = ("_end", "_start", "_text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end

    def start(self) -> int:
        """Return where the phrase begins."""
        return self._start

    def end(self) -> int:
        """Return where the phrase ends."""
        return self._end

    def span(self) -> tuple[int, int]:
        """Return both."""
        return self._start, self._end

    def group(self) -> str:
        """Return the words found."""
        return self._text[self._start : self._end]


@lru_cache(maxsize=64)
def _words_of(text: str) -> tuple[list[int], list[str], list[str], frozenset[str]]:
    """Return the words' places, the words, their tops, and all tops."""
    starts = [match.start() for match in _WORD.finditer(text)]
    found = _WORD.findall(text)
    tops = [word[:_TOP] for word in found]
    return starts, found, tops, frozenset(tops)


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    escaped = re.escape(phrase).replace(r"\ ", r"\s{1,3}").replace(r"\*", r"\w{0,20}")
    return re.compile(escaped.replace("ss", "ss?") + r"(?![^\W_])")  # an aligned ß is one "s"


class Finder:
    """Finds any of a list of phrases as whole words; of several at one place the longest is tried first."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._exact: dict[str, list[str]] = {}
        self._begun: dict[str, list[str]] = {}
        self._memory: dict[str, tuple[list[str], ...]] = {}
        for phrase in sorted({phrase.strip() for phrase in phrases}, key=len, reverse=True):
            first = _WORD.match(phrase)
            if first is None:
                raise ValueError(f"a phrase begins with a letter or a digit: {phrase!r}")
            head = first.group()
            open_ended = phrase[first.end() : first.end() + 1] == "*"
            table = self._begun if open_ended else self._exact
            for spelt in {head, head.replace("ss", "s")}:
                table.setdefault(spelt, []).append(phrase)
        self._lengths = sorted({len(head) for head in self._begun})
        self._tops = {head[:_TOP] for head in (*self._exact, *self._begun)}
        self._any_top = bool(self._lengths) and self._lengths[0] < _TOP

    def _begins(self, word: str) -> tuple[list[str], ...]:
        """Return the groups of phrases that ``word`` may open: mostly none."""
        exact = self._exact.get(word)
        groups = [exact] if exact else []
        for length in self._lengths:
            if length > len(word):
                break
            if begun := self._begun.get(word[:length]):
                groups.append(begun)
        if len(self._memory) >= _REMEMBERED:
            self._memory.clear()
        remembered = self._memory[word] = tuple(groups)
        return remembered

    def _at(self, text: str, start: int, word: str, end: int) -> Hit | None:
        groups = self._memory.get(word)
        if groups is None:
            groups = self._begins(word)
        found: Hit | None = None
        for phrases in groups:
            other = self._first(phrases, text, start, end, word)
            if other and (not found or other._end > found._end):
                found = other
        return found

    @staticmethod
    def _first(candidates: list[str], text: str, start: int, end: int, word: str) -> Hit | None:
        for phrase in candidates:
            if phrase == word:
                stop = start + len(word)  # no pattern needed
                if stop <= end:
                    return Hit(text, start, stop)
            elif match := _pattern(phrase).match(text, start, end):
                return Hit(text, start, match.end())
        return None

    def finditer(self, text: str, start: int = 0, end: int = _FAR) -> Iterator[Hit]:
        """Yield the phrases found, none inside another."""
        end = min(end, len(text))
        starts, words, tops, all_tops = _words_of(text)
        wanted = all_tops if self._any_top else self._tops
        if wanted.isdisjoint(all_tops):
            return
        number, last = bisect_left(starts, start), bisect_left(starts, end)
        while number < last:
            hit = self._at(text, starts[number], words[number], end) if tops[number] in wanted else None
            if hit is None:
                number += 1
                continue
            yield hit
            number = bisect_left(starts, hit._end, number + 1)

    def search(self, text: str, start: int = 0, end: int = _FAR) -> Hit | None:
        """Return the first phrase found."""
        return next(self.finditer(text, start, end), None)

    def match(self, text: str, start: int = 0, end: int = _FAR) -> Hit | None:
        """Return the phrase that begins exactly at ``start``."""
        if start and _WORD.match(text, start - 1, start):
            return None
        word = _WORD.match(text, start)
        return self._at(text, start, word.group(), min(end, len(text))) if word else None

    def findall(self, text: str) -> list[str]:
        """Return the words of every phrase found."""
        return [hit.group() for hit in self.finditer(text)]

    def subn(self, replace: Callable[[Hit], str], text: str) -> tuple[str, int]:
        """Return ``text`` with every phrase replaced, and their number."""
        parts: list[str] = []
        done = count = 0
        for hit in self.finditer(text):
            parts += (text[done : hit.start()], replace(hit))
            done = hit.end()
            count += 1
        return "".join([*parts, text[done:]]), count

    def sub(self, replace: Callable[[Hit], str], text: str) -> str:
        """Return ``text`` with every phrase replaced."""
        return self.subn(replace, text)[0]


def finder(*groups: str) -> Finder:
    """Return a finder of phrases given as strings of phrases set apart by ``|`` or line ends."""
    return Finder(phrase for group in groups for phrase in re.split(r"[|\n]", group) if phrase.strip())


def by_language(source: str) -> dict[str, Finder]:
    """Return one finder per language from a list with ``[pl]``, ``[en]`` … marks between."""
    parts = re.split(r"\[([a-z]{2})\]", source)
    return {language: finder(phrases) for language, phrases in zip(parts[1::2], parts[2::2], strict=True)}
