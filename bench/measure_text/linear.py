"""Train the linear models of ``kontuar.text.model`` with scikit-learn (a development dependency only)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags

from kontuar.text.model import Shape, counts


class Vectors:
    """Hashed tf-idf vectors equal to those ``LinearModel`` builds when reading."""

    def __init__(self, shape: Shape, *, min_df: int = 1) -> None:
        self.shape = shape
        self.min_df = min_df
        self.idf = np.zeros(1 << shape.bits)

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learn idf from ``texts`` and return their vectors."""
        bags = [counts(text, self.shape) for text in texts]
        seen: Counter[int] = Counter()
        for bag in bags:
            seen.update(bag.keys())
        for index, number in seen.items():
            if number >= self.min_df:
                self.idf[index] = math.log((1 + len(texts)) / (1 + number)) + 1
        self.idf = np.round(self.idf / (self.idf.max() / 255)) * (self.idf.max() / 255)
        return self._matrix(bags)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return the vectors of ``texts`` with the idf learnt before."""
        return self._matrix([counts(text, self.shape) for text in texts])

    def _matrix(self, bags: Sequence[Counter[int]]) -> csr_matrix:
        data: list[float] = []
        columns: list[int] = []
        ends = [0]
        for bag in bags:
            for index, count in bag.items():
                if self.idf[index]:
                    columns.append(index)
                    data.append((1 + math.log(count)) * self.idf[index])
            ends.append(len(data))
        matrix = csr_matrix((data, columns, ends), shape=(len(bags), len(self.idf)))
        norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
        norms[norms == 0] = 1
        return diags(1 / norms) @ matrix


def rows_of(estimator: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return weights and biases of a fitted linear estimator, one row per label."""
    return np.atleast_2d(estimator.coef_), np.atleast_1d(estimator.intercept_)
