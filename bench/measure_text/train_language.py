"""Train the language model from word frequencies (wordfreq, CC BY-SA 4.0): ``data/language.bin``.

Texts are made by drawing words by their frequency, 2 to 12 at a time; a third of them lose their
accents, as buyers write on phones.
"""

from __future__ import annotations

import random

import wordfreq
from sklearn.linear_model import LogisticRegression

from bench.measure_text.linear import Vectors, rows_of
from kontuar.text.fold import fold
from kontuar.text.language import DATA
from kontuar.text.model import Shape, pack

READ = ["pl", "lt", "en", "de"]
OTHERS = [
    "cs",
    "sk",
    "lv",
    "fr",
    "es",
    "it",
    "nl",
    "sv",
    "da",
    "nb",
    "fi",
    "hu",
    "ro",
    "pt",
    "sl",
    "sh",
    "tr",
    "is",
    "ca",
]
SHAPE = Shape(bits=16, words=1, char_min=1, char_max=4, max_chars=400)
PER_LANGUAGE = 9000


def texts_of(language: str, number: int, chance: random.Random) -> list[str]:
    """Draw made-up messages of one language."""
    frequencies = {
        word: value for word, value in wordfreq.get_frequency_dict(language).items() if word.isalpha()
    }
    top = sorted(frequencies, key=lambda word: -frequencies[word])[:40000]
    weights = [frequencies[word] ** 0.8 for word in top]
    texts = []
    for _ in range(number):
        words = chance.choices(top, weights, k=chance.choice([2, 3, 3, 4, 5, 6, 8, 12]))
        text = " ".join(words)
        texts.append(fold(text) if chance.random() < 0.33 else text)
    return texts


def main() -> None:
    """Train and write the model."""
    chance = random.Random(7)  # the same texts every time
    texts: list[str] = []
    labels: list[str] = []
    for language in READ:
        texts += texts_of(language, PER_LANGUAGE, chance)
        labels += [language] * PER_LANGUAGE
    for language in OTHERS:
        texts += texts_of(language, PER_LANGUAGE // 6, chance)
        labels += ["other"] * (PER_LANGUAGE // 6)
    vectors = Vectors(SHAPE, min_df=3)
    matrix = vectors.fit(texts)
    estimator = LogisticRegression(C=20, max_iter=200)
    estimator.fit(matrix, labels)
    weights, bias = rows_of(estimator)
    pack(
        DATA / "language.bin",
        shape=SHAPE,
        labels=list(estimator.classes_),
        idf=vectors.idf,
        weights=weights,
        bias=bias,
        note="n-grams of word frequencies from wordfreq 3.1.1, CC BY-SA 4.0",
    )


if __name__ == "__main__":
    main()
