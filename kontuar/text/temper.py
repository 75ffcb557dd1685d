"""How heated a text is: anger, vulgarity, insults, shouting.

Triage of buyers' messages and a look at our own drafts (practices S000-35, S001-16, S003-06). Words decide in
all four languages. What they alone miss is added by small linear models: one for short messages
(``temper_heard.py``), for Polish another for reviews of some length (trained by
``bench/measure_text/train_temper.py``); for the other languages also by weaker signs (``temper_cues.py``). Nothing is
scored for ever: the reading belongs to one text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from kontuar.facts.reading import Area, Finding, Heat, Language, Severity, Temper
from kontuar.text import model, temper_cues, temper_heard
from kontuar.text import temper_words as say
from kontuar.text.fold import fold, fold_aligned
from kontuar.text.language import DATA
from kontuar.text.phrases import Finder

MAX_CHARS = 8000
# Thresholds on ``anger``; measured on reviews, see docs/developers/text-engine.md.
ANGRY = 0.5
TENSE = 0.3
_READ = (Language.PL, Language.LT, Language.EN, Language.DE)
_SHOUT = re.compile(r"\b[^\W\d_a-ząćęłńóśźżčėįšųūžäöüß]{4,}\b")
_MARKS = re.compile(r"[!?]{2,}")
_ANGRY_FACE = re.compile("[😡😠🤬😤👎🖕💩]")


@cache
def _model() -> model.LinearModel:
    return model.load(DATA / "temper_pl.bin")


def normal(text: str) -> str:
    """Prepare text as the model was trained."""
    return fold(text[:MAX_CHARS])


def read(text: str, language: Language, *, heard: float | None = None) -> Temper:
    """Return the temper of a text. Unknown languages are read with all word lists.

    ``heard``: what another model than the shipped one says of a short message (for measuring).
    """
    text = text[:MAX_CHARS]
    found = _witness(text, fold_aligned(text), language)
    signs = found.signs + temper_heard.weigh(text, language, heard)
    learnt = _model().scores(normal(text))["anger"] if language is Language.PL else None
    anger = combine(signs, found.words, learnt)
    return Temper(heat=_heat(anger, found.vulgar), anger=round(anger, 3), cues=found.cues)


def combine(signs: float, words: int, learnt: float | None) -> float:
    """Join the words' witness with the model's (None: no model for the language) to a number in 0…1.

    The model learnt from reviews of some 150 words; on a short question it knows little, so its say
    grows with the length.
    """
    told = signs / math.sqrt(max(1.0, words / 25))
    trust = 0.0 if learnt is None else min(1.0, words / 50)
    score = told * (1 - 0.5 * trust) - 2.0 * (1 - trust) + 2.0 * trust * (learnt or 0.0)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def witness(text: str, language: Language) -> tuple[float, int]:
    """Return the weight of angry words, signs and what is heard, and the number of words (for training)."""
    text = text[:MAX_CHARS]
    found = _witness(text, fold_aligned(text), language)
    return found.signs + temper_heard.weigh(text, language), found.words


@dataclass(frozen=True, slots=True)
class _Witness:
    """What words and signs tell of a text."""

    signs: float
    words: int
    vulgar: bool
    cues: tuple[str, ...]


def _witness(text: str, folded: str, language: Language) -> _Witness:
    vulgar = _vulgar(folded, language)
    insults = _words(say.INSULT, folded, language)
    angry = _words(say.ANGER, folded, language)
    words = max(4, folded.count(" ") + 1)
    signs = 2.6 * len(vulgar) + 2.0 * len(insults) + 1.2 * len(angry) + _loudness(text, words)
    cues = tuple(dict.fromkeys([*vulgar, *insults, *angry]))[:12]
    return _Witness(signs + temper_cues.weigh(folded, language), words, bool(vulgar), cues)


def _heat(anger: float, vulgar: bool) -> Heat:
    if vulgar:
        return Heat.VULGAR
    return Heat.ANGRY if anger >= ANGRY else Heat.TENSE if anger >= TENSE else Heat.CALM


def _vulgar(folded: str, language: Language) -> list[str]:
    found = _words(say.VULGAR, folded, language)
    if language is not Language.EN:
        found += [match.group() for match in say.VULGAR["en"].finditer(folded)]
    found += [match.group() for match in say.MASKED.finditer(folded)]
    polish = [match.group() for match in say.VULGAR_PL.finditer(folded)]
    return found + [word for word in polish if word not in say.NOT_VULGAR_PL]


def _words(lists: dict[str, Finder], folded: str, language: Language) -> list[str]:
    """Words of the text's own list; of all lists when the language is not known."""
    chosen = [lists[language]] if language in lists else [] if language in _READ else list(lists.values())
    return [match.group() for pattern in chosen for match in pattern.finditer(folded)]


def _loudness(text: str, words: int) -> float:
    shouted = len(_SHOUT.findall(text))
    loud = 1.2 * min(1.0, 3 * shouted / words) if shouted >= 2 else 0.0
    return loud + 0.4 * min(3, len(_MARKS.findall(text))) + 0.8 * min(2, len(_ANGRY_FACE.findall(text)))


_DRAFT: tuple[tuple[str, dict[str, Finder]], ...] = (
    ("temper.vulgar", say.VULGAR),
    ("temper.insult", say.INSULT),
)


def check_draft(text: str, language: Language) -> tuple[Finding, ...]:
    """Return vulgar words and insults in our own text, as errors."""
    folded = fold_aligned(text)
    places: dict[int, tuple[int, str]] = {}
    for match in say.VULGAR_PL.finditer(folded):
        if match.group() not in say.NOT_VULGAR_PL:
            places[match.start()] = (match.end(), "temper.vulgar")
    own = [(code, lists[language]) for code, lists in _DRAFT if language in lists]
    for code, finder in (("temper.vulgar", say.VULGAR["en"]), *own):
        for hit in finder.finditer(folded):
            places.setdefault(hit.start(), (hit.end(), code))
    return tuple(
        Finding(
            code=code,
            area=Area.TEMPER,
            severity=Severity.ERROR,
            start=start,
            end=end,
            text=text[start:end],
        )
        for start, (end, code) in sorted(places.items())[:20]
    )
