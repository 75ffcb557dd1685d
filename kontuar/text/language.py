"""The language of a short message: pl, lt, en, de, other; two words are "unknown".

Two witnesses: a small character n-gram model (see ``data/LICENSES.md``) and letters that only one of
the languages has. Runs on the first 400 characters. Without the model file only letters and the
commonest words speak.
"""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path

from kontuar.facts.reading import Language
from kontuar.text import model
from kontuar.text.tokens import plain_words

DATA = Path(__file__).parent / "data"
MAX_CHARS = 400
MIN_WORDS = 3

_OTHER_SCRIPT = re.compile("[\u0370-\u1fff\u2e80-\ud7ff]")


@cache
def _model() -> model.LinearModel:
    return model.load(DATA / "language.bin")


def normal(text: str) -> str:
    """Prepare text as the model was trained: lower case, words only."""
    return " ".join(word.text.lower() for word in plain_words(text[:MAX_CHARS]) if not word.text[0].isdigit())


def identify(text: str) -> tuple[Language, float]:
    """Return the language of ``text`` and a confidence between 0 and 1.

    ``UNKNOWN`` for fewer than three words; ``OTHER`` for languages the engine does not read.
    """
    prepared = normal(text)
    letters = sum(char.isalpha() for char in prepared)
    if not letters:
        return Language.UNKNOWN, 0.0
    if len(_OTHER_SCRIPT.findall(prepared)) * 2 > letters:
        return Language.OTHER, 1.0
    if prepared.count(" ") + 1 < MIN_WORDS:
        return Language.UNKNOWN, 0.0
    ranked = _rank(prepared)
    (best, first), (_, second) = ranked[0], ranked[1]
    confidence = 1 / (1 + math.exp(-4 * (first - second)))
    return Language(best), round(confidence, 3)


def guess(text: str) -> Language:
    """Return the likeliest of the five even for one word; for choosing phrases, not for showing."""
    prepared = normal(text)
    return Language(_rank(prepared)[0][0]) if prepared else Language.UNKNOWN


def _rank(prepared: str) -> list[tuple[str, float]]:
    return sorted(_model().scores(prepared).items(), key=lambda item: -item[1])
