"""Courtesy of English requests, measured on the Stanford Politeness Corpus (Apache-2.0).

As in the corpus's own paper, the quarter rated most polite is told from the quarter rated least polite.
Measured only: requests among programmers say little of a shop's answers, so no model is shipped.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bench.measure_text.linear import Vectors
from kontuar.text import manner_words
from kontuar.text.fold import fold
from kontuar.text.model import Shape

SOURCE = (
    Path(__file__).parents[3] / "shared" / "data" / "stanford_politeness" / "stack-exchange.annotated.csv"
)
SHAPE = Shape(bits=16, words=2, char_min=2, char_max=0)
STRENGTH = 1.5


def quarters() -> tuple[list[str], np.ndarray]:
    """Return the requests of the first and last quarter and whether they are polite."""
    with SOURCE.open(encoding="utf-8") as file:
        rows = [(float(row["Normalized Score"]), row["Request"]) for row in csv.DictReader(file)]
    rows.sort()
    size = len(rows) // 4
    chosen = rows[:size] + rows[-size:]
    return [fold(text) for _, text in chosen], np.array([0] * size + [1] * size)


def cross_validated(folds: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and out-of-fold scores."""
    texts, labels = quarters()
    scores = np.zeros(len(texts))
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=0).split(labels, labels):
        vectors = Vectors(SHAPE, min_df=2)
        estimator = LogisticRegression(C=STRENGTH, max_iter=300)
        estimator.fit(vectors.fit([texts[number] for number in train]), labels[train])
        scores[test] = estimator.decision_function(vectors.transform([texts[number] for number in test]))
    return labels, scores


def by_words() -> tuple[np.ndarray, np.ndarray]:
    """Return labels and the count of courtesy words less twice that of curt and blaming ones."""
    texts, labels = quarters()
    good, bad = manner_words.COURTESY["en"], (manner_words.BLAME["en"], manner_words.CURT["en"])
    scores = [len(good.findall(text)) - 2 * sum(len(one.findall(text)) for one in bad) for text in texts]
    return labels, np.array(scores)
