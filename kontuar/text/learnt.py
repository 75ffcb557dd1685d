"""Which of some answers a question calls for, learnt from questions that were answered so.

Kernel ridge regression (Saunders, Gammerman and Vovk, 1998) on two ways in which questions are alike: in what they mean
(``meaning.py``), and in words and letters, the rarer the more. Nothing is stored: whoever keeps the questions hands
them over with their vectors. Some hundreds take a tenth of a second.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from math import log
from typing import TYPE_CHECKING

from kontuar.text.fold import fold
from kontuar.text.similar import STEM

if TYPE_CHECKING:
    from kontuar.text.meaning import Numbers

# Chosen on the first two of five folds of banking77.
MEANT, WRITTEN = 2.0, 1.0
NARROWNESS, RIDGE = 2.0, 0.1
SHORTEST, LONGEST = 3, 6
"""Neighbouring letters, spaces among them."""
MOST_WORDS, MOST_LETTERS = 40, 400
_WORD = re.compile(r"[^\W\d_]+|\d+|[?!]+")


class Learnt:
    """Made from questions, their vectors (a row each, of length one) and the answers they got.

    ``shares`` tells what part of the questions got each of ``answers``.
    """

    def __init__(self, texts: Sequence[str], vectors: Numbers, answers: Sequence[str]) -> None:
        import numpy as np

        self.answers = sorted(set(answers))
        number = {answer: place for place, answer in enumerate(self.answers)}
        self._middle = vectors.mean(0)
        self._known = _unit(vectors - self._middle)
        self._views = [_View(texts, words, least=1), _View(texts, letters, least=2)]
        wanted = np.eye(len(self.answers), dtype=np.float32)[[number[answer] for answer in answers]]
        self.shares = wanted.mean(0)
        alike = self._alike(texts, vectors)
        alike[np.diag_indices_from(alike)] += RIDGE
        self._weights = np.linalg.solve(alike, wanted - self.shares)

    def scores(self, texts: Sequence[str], vectors: Numbers) -> Numbers:
        """Return how well each of ``answers`` fits: about 1 where it surely does, about 0 where not, a row a text."""
        whole: Numbers = self._alike(texts, vectors) @ self._weights + self.shares
        return whole

    def _alike(self, texts: Sequence[str], vectors: Numbers) -> Numbers:
        """How alike texts and the known ones are, 0 to 1: a row for each text, a column for each known one."""
        import numpy as np

        whole: Numbers = np.exp(NARROWNESS * (_unit(vectors - self._middle) @ self._known.T - 1))
        whole *= MEANT / (MEANT + WRITTEN)
        share = WRITTEN / (MEANT + WRITTEN) / len(self._views)
        for row, text in zip(whole, texts, strict=True):
            for view in self._views:
                row += share * view.alike(text)
        return whole


def _unit(rows: Numbers) -> Numbers:
    import numpy as np

    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    whole: Numbers = rows / np.maximum(lengths, 1e-9)[:, None]
    return whole


class _View:
    """Texts taken apart in one way: how rare each part is, and in which texts it stands with what weight.

    Parts that stand in fewer than ``least`` texts are left out: most sequences of letters stand in one.
    """

    def __init__(self, texts: Sequence[str], way: Callable[[str], list[str]], *, least: int) -> None:
        import numpy as np

        self._way, self._count = way, len(texts)
        told = [Counter(way(text)) for text in texts]
        met = Counter(part for one in told for part in one)
        self._rare = {
            part: log((1 + len(texts)) / (1 + many)) + 1 for part, many in met.items() if many >= least
        }
        where: dict[str, tuple[list[int], list[float]]] = {}
        for number, one in enumerate(told):
            for part, weight in self._weighed(one):
                numbers, weights = where.setdefault(part, ([], []))
                numbers.append(number)
                weights.append(weight)
        self._where = {
            part: (np.array(numbers, np.int32), np.array(weights, np.float32))
            for part, (numbers, weights) in where.items()
        }

    def alike(self, text: str) -> Numbers:
        """Return the cosine to each known text."""
        import numpy as np

        held = [(*self._where[part], weight) for part, weight in self._weighed(Counter(self._way(text)))]
        if not held:
            return np.zeros(self._count, np.float32)
        places = np.concatenate([numbers for numbers, _, _ in held])
        weights = np.concatenate([known * weight for _, known, weight in held])
        whole: Numbers = np.bincount(places, weights, minlength=self._count).astype(np.float32)
        return whole

    def _weighed(self, parts: Counter[str]) -> list[tuple[str, float]]:
        """Return the known parts, their weights together of length one."""
        found = [
            (part, (1 + log(many)) * self._rare[part]) for part, many in parts.items() if part in self._rare
        ]
        whole = sum(weight * weight for _, weight in found) ** 0.5
        return [(part, weight / whole) for part, weight in found]


def words(text: str) -> list[str]:
    """Return beginnings of words, and all pairs of them wherever they stand."""
    found = [word[:STEM] for word in _WORD.findall(fold(text[:2000]))][:MOST_WORDS]
    return found + [f"{one} {other}" for one, other in combinations(sorted(set(found)), 2)]


def letters(text: str) -> list[str]:
    """Return neighbouring letters, across words too."""
    plain = " ".join(fold(text[:MOST_LETTERS]).split())
    return [
        plain[begin : begin + size]
        for size in range(SHORTEST, LONGEST + 1)
        for begin in range(len(plain) - size + 1)
    ]
