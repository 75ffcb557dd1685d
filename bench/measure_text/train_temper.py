"""Train the anger model for Polish from CLARIN-Emo's consumer reviews (CC BY 4.0): ``data/temper_pl.bin``.

The data lie beside the repository (``../shared/data/polish_emotion``). Whole reviews and single sentences are
both examples, since buyers' messages are short. ``cross_validated`` gives the honest scores: folds are made
of whole reviews.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bench.measure_text.linear import Vectors, rows_of
from kontuar.facts.reading import Language
from kontuar.text.language import DATA
from kontuar.text.model import Shape, pack
from kontuar.text.temper import combine, normal, witness

SOURCE = Path(__file__).parents[3] / "shared" / "data" / "polish_emotion" / "reviews.jsonl"
MESSAGES = Path(__file__).parents[2] / "tests" / "text" / "labelled" / "messages.jsonl"
SHAPE = Shape(bits=17, words=2, char_min=2, char_max=5)
SENTENCE_WEIGHT = 0.15
STRENGTH = 3.0

Review = tuple[str, bool, list[tuple[str, bool]]]


def reviews() -> list[Review]:
    """Return (text, angry, [(sentence, angry)])."""
    rows = []
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        parts = row["sentences"] if isinstance(row["sentences"], list) else ast.literal_eval(row["sentences"])
        sentences = [(part["text"], "Anger" in part["labels"]) for part in parts]
        rows.append((row["text"], "Anger" in row["labels"], sentences))
    return rows


def fit(rows: list[Review]) -> tuple[Vectors, LogisticRegression]:
    """Fit on whole reviews and their sentences."""
    texts = [normal(text) for text, _, _ in rows]
    labels = [angry for _, angry, _ in rows]
    weights = [1.0] * len(rows)
    for _, _, sentences in rows:
        for text, angry in sentences:
            texts.append(normal(text))
            labels.append(angry)
            weights.append(SENTENCE_WEIGHT)
    for text in calm_messages():
        texts.append(normal(text))
        labels.append(False)
        weights.append(0.5)
    vectors = Vectors(SHAPE, min_df=2)
    estimator = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=400)
    estimator.fit(vectors.fit(texts), labels, sample_weight=weights)
    return vectors, estimator


def calm_messages() -> list[str]:
    """Return the project's own hand-written calm messages (the part that rules may be written from)."""
    rows = [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    ours = [row for row in rows if row["lang"] == "pl" and row["part"] == "rules"]
    return [row["text"] for row in ours if "pressure" not in row["intents"]]


def anger_of(text: str, learnt: float) -> float:
    """Return what ``temper.read`` would say with this model score."""
    signs, words = witness(text, Language.PL)
    return combine(signs, words, learnt)


def cross_validated(rows: list[Review], folds: int = 5, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and the scores each review got from a model that had not seen it."""
    labels = np.array([angry for _, angry, _ in rows])
    scores = np.zeros(len(rows))
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=seed).split(labels, labels):
        vectors, estimator = fit([rows[number] for number in train])
        texts = [rows[number][0] for number in test]
        learnt = estimator.decision_function(vectors.transform([normal(text) for text in texts]))
        scores[test] = [anger_of(text, one) for text, one in zip(texts, learnt, strict=True)]
    return labels, scores


def main() -> None:
    """Train on everything and write the model."""
    vectors, estimator = fit(reviews())
    weights, bias = rows_of(estimator)
    pack(
        DATA / "temper_pl.bin",
        shape=SHAPE,
        labels=["anger"],
        idf=vectors.idf,
        weights=weights,
        bias=bias,
        note="trained on CLARIN-Emo consumer reviews, CC BY 4.0",
    )


if __name__ == "__main__":
    main()
