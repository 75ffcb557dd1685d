"""Cut a text into the pieces of words that the encoder of meaning knows.

The likeliest sequence of pieces under a unigram language model (Kudo, "Subword Regularization", 2018): every piece
has a logarithm of its probability, and one walk over the text finds the best sum. A letter no piece holds counts as
unknown. Time grows with the length of the text alone; what is longer than ``MAX_CHARS`` is cut.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache

UNKNOWN, BEGIN, END = 0, 1, 2
MAX_CHARS = 400
MAX_PIECES = 64
"""The first so many pieces say what is asked; each costs a twentieth of a millisecond in the encoder."""
WORDS_KEPT = 4096
_SPACE = "\u2581"
_RARER = 10.0  # how much less likely an unknown letter is than the rarest piece


class Pieces:
    """The pieces with their scores. The number of a piece is its place in ``names``."""

    def __init__(self, names: Sequence[str], scores: Sequence[float]) -> None:
        self._known = {name: number for number, name in enumerate(names) if number > END}
        self._scores = array("f", scores)  # a fifth of what pairs in the dictionary would take
        self._longest = max(map(len, self._known))
        self._unknown = min(scores) - _RARER
        self._of_word = lru_cache(maxsize=WORDS_KEPT)(self._walk)

    def cut(self, text: str) -> list[int]:
        """Return the numbers of the pieces of ``text`` between ``BEGIN`` and ``END``, ``MAX_PIECES`` at most."""
        # No piece goes on into the next word, so that each word is cut by itself, and the common ones once.
        found = [number for word in prepared(text) for number in self._of_word(word)] or [UNKNOWN]
        return [BEGIN, *found[: MAX_PIECES - 2], END]

    def _walk(self, text: str) -> tuple[int, ...]:
        known, scores, length = self._known, self._scores, len(text)
        best = [0.0] + [-1e30] * length
        # Where the piece that ends here begins, and its number.
        came: list[tuple[int, int]] = [(0, 0)] * (length + 1)
        for first in range(length):
            so_far = best[first]
            best_one = so_far + self._unknown
            if text[first] not in known and best_one > best[first + 1]:
                best[first + 1], came[first + 1] = best_one, (first, UNKNOWN)
            for last in range(first + 1, min(first + self._longest, length) + 1):
                piece = known.get(text[first:last])
                if piece and so_far + scores[piece] > best[last]:
                    best[last], came[last] = so_far + scores[piece], (first, piece)
        found = []
        while length:
            length, number = came[length]
            found.append(number)
        return tuple(found[::-1])


def prepared(text: str) -> list[str]:
    """Return the words of ``text`` in compatible letters, a mark before each."""
    words = unicodedata.normalize("NFKC", text[:MAX_CHARS])[:MAX_CHARS].split()
    return [_SPACE + word for word in words]
