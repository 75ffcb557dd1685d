"""Train what hears anger in short messages: ``python -m bench.measure_text.train_heard``.

From lines of our own (``temper_lines/*.txt``: "+" angry, "-" calm; ``tests/text/labelled``, never the parts ``last``
and ``unseen``); as calm also from every other text of Django's and allauth's interface (BSD, MIT) and for English
from questions to a bank (banking77, CC BY 4.0). Needs scikit-learn. The lines to be told apart are near each other on
purpose: who is angry about a broken glass and who asks for another one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bench.measure_text import sources
from bench.measure_text.linear import Vectors, rows_of
from kontuar.facts.reading import Heat, Language
from kontuar.text import temper
from kontuar.text.language import DATA
from kontuar.text.model import Shape, pack
from kontuar.text.temper_heard import LANGUAGES, prepared

LINES = Path(__file__).parent / "temper_lines"
HELD = ("last", "unseen")
SHAPE = Shape(bits=15, words=2, char_min=2, char_max=5)
STRENGTH = 3.0
ANGRY_SHARE = 0.65  # a little less anger than calm: what is unlike all lines is calm
BANKING, BANKING_WEIGHT, PLAIN_WEIGHT, CALM_WEIGHT = 3000, 0.25, 0.3, 0.5

Example = tuple[str, bool, float]
"""A text, whether it is angry, and its weight."""


def lines(language: Language) -> list[Example]:
    """Return the lines written for this."""
    rows = (LINES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [(row[2:], row[0] == "+", 1.0) for row in rows]


def others(language: Language) -> list[Example]:
    """Return the labelled lines that rules may be written from, and calm messages."""
    rows = [row for row in sources.jsonl(sources.LABELLED / "temper.jsonl") if row["lang"] == language]
    found = [(row["text"], row["angry"], 1.0) for row in rows if row["part"] not in HELD]
    messages = [row for row in sources.jsonl(sources.LABELLED / "messages.jsonl") if row["lang"] == language]
    calm = [row for row in messages if row["part"] == "rules" and "pressure" not in row["intents"]]
    found += [(row["text"], False, CALM_WEIGHT) for row in calm]
    drafts = [row for row in sources.jsonl(sources.LABELLED / "drafts.jsonl") if row["lang"] == language]
    found += [(row["text"], False, CALM_WEIGHT) for row in drafts if row["part"] == "rules"]
    plain = sources.interface_texts(language)[::2]  # the others tell how often plain text is taken for heated
    found += [(text, False, PLAIN_WEIGHT) for text in plain]
    if language is Language.EN:
        asked, _ = banking()
        found += [(text, False, BANKING_WEIGHT) for text in asked]
    return found


def banking() -> tuple[list[str], list[str]]:
    """Return the bank's questions that are learnt from, and those that are not."""
    texts = [text for text, _ in sources.banking()]
    random.Random(2).shuffle(texts)
    return texts[:BANKING], texts[BANKING:]


def fit(examples: Sequence[Example], language: Language) -> tuple[Vectors, LogisticRegression]:
    """Learn from examples."""
    vectors = Vectors(SHAPE)
    known = vectors.fit([prepared(text, language) for text, _, _ in examples])
    labels = np.array([angry for _, angry, _ in examples])
    weights = np.array([weight for _, _, weight in examples])
    weights[labels] *= ANGRY_SHARE * weights[~labels].sum() / weights[labels].sum()
    estimator = LogisticRegression(C=STRENGTH, max_iter=400)
    estimator.fit(known, labels, sample_weight=weights)
    return vectors, estimator


def write(language: Language, examples: Sequence[Example]) -> None:
    """Learn and write the model of a language."""
    vectors, estimator = fit(examples, language)
    weights, bias = rows_of(estimator)
    note = "lines written for Kontuar, Apache-2.0; Django and allauth, BSD and MIT"
    pack(
        DATA / f"temper_heard_{language}.bin",
        shape=SHAPE,
        labels=["anger"],
        idf=vectors.idf,
        weights=weights,
        bias=bias,
        note=f"{note}; banking77, CC BY 4.0" if language is Language.EN else note,
    )


def cross_validated(language: Language, folds: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Return labels of our lines, and whether ``temper`` with a model that had not seen a line calls it heated."""
    own, beside = lines(language), others(language)
    labels = np.array([angry for _, angry, _ in own])
    told = np.zeros(len(own), dtype=bool)
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=0).split(labels, labels):
        vectors, estimator = fit([own[number] for number in train] + beside, language)
        texts = [own[number][0] for number in test]
        heard = estimator.decision_function(vectors.transform([prepared(text, language) for text in texts]))
        told[test] = [
            temper.read(text, language, heard=float(one)).heat is not Heat.CALM
            for text, one in zip(texts, heard, strict=True)
        ]
    return labels, told


def main() -> None:
    """Train all and write the models."""
    for language in LANGUAGES:
        write(language, lines(language) + others(language))


if __name__ == "__main__":
    main()
