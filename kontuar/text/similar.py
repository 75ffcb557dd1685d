"""The nearest answered question: "we were asked this before".

An index of questions in memory: words' stems with idf weights, cosine, newest first on ties; 100,000
questions answer in some ten milliseconds because only the rare stems of a query open their lists. On request
the likest by stems are put into order by what they mean (``meaning.py``), for some 15 ms more. Nothing
is stored here: whoever keeps the questions adds them (``add``) and looks up (``nearest``).
"""

from __future__ import annotations

import heapq
import math
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from kontuar.text import meaning
from kontuar.text.fold import fold

_WORD = re.compile(r"[^\W_]{2,40}")
MAX_STEMS = 40
# How many places a query reads whole, and how many leaders it then follows through the common stems.
MAX_OPENED = 20_000
LEADING = 250
STEM = 6
# How many different questions are compared by meaning, among how many likest by stems they are looked for (the same
# words come again and again), and below which cosine two questions have nothing to do with each other. Chosen on
# banking77, as is that meaning counts as two witnesses and stems as one.
MEANT, LIKEST, UNRELATED = 16, 400, 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A question met before: its key, likeness between 0 and 1, and the stems both share, rarest first.

    ``meaning`` tells how near both are in what they mean, between 0 and 1, and None where stems alone were compared:
    a likeness with few ``shared`` stems rests on it.
    """

    key: str
    likeness: float
    asked_at: datetime
    shared: tuple[str, ...]
    meaning: float | None = None


def stems(text: str) -> list[str]:
    """Return the features of a question: shortened words and pairs of neighbours."""
    words = [word[:STEM] for word in _WORD.findall(fold(text[:2000]))][:MAX_STEMS]
    return words + [f"{left} {right}" for left, right in pairwise(words)]


class Index:
    """Questions with their keys and times. Adding one makes it found at once.

    With ``by_meaning`` the index keeps the beginnings of the texts and orders what it finds by meaning too, in the
    languages that the encoder knows.
    """

    def __init__(self, *, by_meaning: bool = False) -> None:
        self._texts: list[str] | None = [] if by_meaning else None
        self._keys: list[str] = []
        self._asked_at: list[datetime] = []
        self._norms = array("f")
        self._lists: dict[str, array[int]] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, key: str, text: str, asked_at: datetime) -> None:
        """Add an answered question. ``key`` is what ``nearest`` gives back; ``asked_at`` is aware."""
        number = len(self._keys)
        self._keys.append(key)
        self._asked_at.append(asked_at)
        if self._texts is not None:
            self._texts.append(meaning.beginning(text))
        found = set(stems(text))
        for stem in found:
            self._lists.setdefault(stem, array("I")).append(number)
        self._norms.append(math.sqrt(len(found)) or 1.0)

    def add_all(self, questions: Iterable[tuple[str, str, datetime]]) -> None:
        """Add many (key, text, asked_at)."""
        for key, text, asked_at in questions:
            self.add(key, text, asked_at)

    def nearest(self, text: str, limit: int = 3, *, at_least: float = 0.2) -> tuple[Similar, ...]:
        """Return the likest questions, the newest first among equals."""
        wanted = self._weighed(text)
        if not wanted:
            return ()
        ranked = (
            self._ranked(wanted, limit)
            if self._texts is None
            else self._all_ranked(wanted, max(limit, LIKEST))
        )
        meant: dict[int, float] = {}
        if self._texts is not None and meaning.knows(text):
            meant = self._meant(text, self._texts, [number for _, number in ranked])
        if meant:
            ranked = [(_either(likeness, meant.get(number, 0.0)), number) for likeness, number in ranked]
            ranked.sort(key=self._order, reverse=True)
        return tuple(
            self._found(number, likeness, wanted, meant.get(number))
            for likeness, number in ranked[:limit]
            if likeness >= at_least
        )

    def _ranked(self, wanted: list[tuple[float, str]], limit: int) -> list[tuple[float, int]]:
        """Return (likeness by stems, number of the question), the likest and newest first."""
        scores, longer = self._scores(wanted), _length(wanted)
        rated = (
            (min(1.0, score / (longer * self._norms[number])), number) for number, score in scores.items()
        )
        return heapq.nlargest(limit, rated, key=self._order)

    def _all_ranked(self, wanted: list[tuple[float, str]], limit: int) -> list[tuple[float, int]]:
        """The same with every list opened, in numpy, which whoever compares by meaning needs anyway."""
        import numpy as np

        lists = [np.frombuffer(self._lists[stem], np.uintc) for _, stem in wanted]
        squares = np.repeat([weight * weight for weight, _ in wanted], [len(places) for places in lists])
        scores = np.bincount(np.concatenate(lists), squares, minlength=len(self._keys))
        likeness = np.minimum(1, scores / (_length(wanted) * np.frombuffer(self._norms, np.float32)))
        likest = (
            np.argpartition(-likeness, limit)[:limit] if limit < len(likeness) else np.arange(len(likeness))
        )
        rated = zip(likeness[likest].tolist(), likest.tolist(), strict=True)
        return sorted(((like, number) for like, number in rated if like > 0), key=self._order, reverse=True)

    def _order(self, rated: tuple[float, int]) -> tuple[float, datetime]:
        return round(rated[0], 4), self._asked_at[rated[1]]

    def _meant(self, text: str, texts: list[str], numbers: list[int]) -> dict[int, float]:
        """Return how near in meaning questions are, 0 to 1: the first ``MEANT`` different ones, whoever asks them."""
        different = list(dict.fromkeys(texts[number] for number in numbers))[:MEANT]
        cosines = meaning.cosines(text, different)
        near = {one: max(0.0, (cosine - UNRELATED) / (1 - UNRELATED)) for one, cosine in cosines.items()}
        return {number: near[texts[number]] for number in numbers if texts[number] in near}

    def _weighed(self, text: str) -> list[tuple[float, str]]:
        total = len(self._keys) + 1
        known = [stem for stem in dict.fromkeys(stems(text)) if stem in self._lists]
        return sorted(
            ((math.log(total / len(self._lists[stem])) + 0.1, stem) for stem in known), reverse=True
        )

    def _scores(self, wanted: list[tuple[float, str]]) -> dict[int, float]:
        """Open the lists of the rarest stems whole, and look the leaders up in the common ones."""
        scores: dict[int, float] = {}
        opened = 0
        for number, (weight, stem) in enumerate(wanted):
            places = self._lists[stem]
            if scores and opened + len(places) > MAX_OPENED:
                leading = heapq.nlargest(LEADING, scores, key=scores.__getitem__)
                return self._topped_up(leading, scores, wanted[number:])
            opened += len(places)
            square = weight * weight
            for place in places:
                scores[place] = scores.get(place, 0.0) + square
        return scores

    def _topped_up(
        self, leading: list[int], scores: dict[int, float], rest: list[tuple[float, str]]
    ) -> dict[int, float]:
        topped = {place: scores[place] for place in leading}
        for weight, stem in rest:
            places = self._lists[stem]
            for place in leading:
                if _holds(places, place):
                    topped[place] += weight * weight
        return topped

    def _found(
        self, number: int, likeness: float, wanted: list[tuple[float, str]], meant: float | None
    ) -> Similar:
        shared = [stem for _, stem in wanted if _holds(self._lists[stem], number) and " " not in stem]
        return Similar(
            key=self._keys[number],
            likeness=round(min(1.0, likeness), 3),
            asked_at=self._asked_at[number],
            shared=tuple(shared[:5]),
            meaning=None if meant is None else round(meant, 3),
        )


def _length(wanted: list[tuple[float, str]]) -> float:
    """What a score is divided by besides a question's norm.

    A question's own length is known by its number of stems, weighed as the query's average stem.
    """
    return sum(weight * weight for weight, _ in wanted) / math.sqrt(len(wanted))


def _either(likeness: float, meant: float) -> float:
    """What one witness sees need not be seen by the others: stems speak once, meaning twice."""
    return 1 - (1 - likeness) * (1 - meant) ** 2


def _holds(places: array[int], number: int) -> bool:
    at = bisect_left(places, number)
    return at < len(places) and places[at] == number
