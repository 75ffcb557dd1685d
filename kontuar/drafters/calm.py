"""A calm wording of a heated draft: each heated sentence gives way to a reviewed phrase, the others stay as they are.

It is shown beside the writer's own and taken by a person or not. A sentence whose capitals or marks alone are loud is
kept in small letters. Figures that stood in a sentence that went are listed, so that no promise or number gets lost.
"""

import re
from dataclasses import dataclass

from kontuar.drafters.calm_words import PHRASES
from kontuar.facts.reading import Finding, Heat, Language
from kontuar.text import manners, temper
from kontuar.text.fold import fold_aligned
from kontuar.text.language import guess, identify
from kontuar.text.manner_words import CURT, OPENING
from kontuar.text.tokens import sentences

_FIGURES = re.compile(r"\d[\d.,:/-]*\d|\d")
_MARKS = re.compile(r"([!?])[!?]{1,20}")
_KINDS = {"manners.blame": "blame", "manners.curt": "curt", "manners.feel_apology": "feel"}
MOST_FIGURES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sentence and what stands for it; ``now`` is empty where it only went, equal to ``was`` where it stayed."""

    was: str
    now: str

    @property
    def is_changed(self) -> bool:
        """Whether a reader should look at it."""
        return self.was != self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """The whole proposal. ``figures`` stood in sentences that went."""

    text: str
    pairs: tuple[Pair, ...]
    figures: tuple[str, ...] = ()


def rewrite(text: str, language: str = "") -> Calm:
    """Propose; a text that is calm already comes back as it is."""
    spoken = _language(text, language)
    words = PHRASES[spoken.value]
    pairs: list[Pair] = []
    used: set[str] = set()
    lost: list[str] = []
    for sentence in sentences(text):
        was = sentence.text.strip()
        kind = _kind(was, spoken)
        now = _quiet(was) if kind == "" else ("" if kind in used else words[kind])
        if kind:
            used.add(kind)
            lost += _FIGURES.findall(was)
        pairs.append(Pair(was=was, now=now))
    return Calm(
        text=_joined(text, pairs, words, spoken),
        pairs=tuple(pairs),
        figures=tuple(dict.fromkeys(lost))[:MOST_FIGURES],
    )


def _language(text: str, wanted: str) -> Language:
    if wanted in PHRASES:
        return Language(wanted)
    found = identify(text)[0]
    found = guess(text) if found is Language.UNKNOWN else found
    return found if found.value in PHRASES else Language.PL


def _kind(sentence: str, language: Language) -> str:
    """Which phrase stands for it; empty for a sentence that may stay."""
    noted: tuple[Finding, ...] = manners.check(sentence, language)
    codes = {one.code for one in noted}
    read = temper.read(sentence, language)
    is_hot = bool(temper.check_draft(sentence, language)) or (read.heat is not Heat.CALM and bool(read.cues))
    if is_hot:
        return "insult"
    at_place = next((kind for code, kind in _KINDS.items() if code in codes and code != "manners.curt"), "")
    if at_place:
        return at_place
    lists = CURT[language]
    return "curt" if lists.search(fold_aligned(sentence)) else ""


def _quiet(sentence: str) -> str:
    """Without shouting: small letters where most are capitals, one mark instead of many."""
    text = _MARKS.sub(r"\1", sentence)
    letters = [char for char in text if char.isalpha()]
    if len(letters) >= 12 and sum(char.isupper() for char in letters) > len(letters) * 0.6:
        text = text[:1] + text[1:].lower()
    return text


def _joined(text: str, pairs: list[Pair], words: dict[str, str], language: Language) -> str:
    if not any(pair.is_changed for pair in pairs):
        return text
    said = [pair.now for pair in pairs if pair.now]
    is_open = bool(said) and OPENING[language].match(fold_aligned(said[0]), 0) is not None
    if not any(pair.now == pair.was for pair in pairs) or len(said) < 2:
        said.append(words["next"])
    body = " ".join(said)
    return body if is_open else f"{words['greeting']}\n\n{_small(body, language)}"


def _small(body: str, language: Language) -> str:
    """After the comma of the greeting only English begins with a capital, and German with its nouns."""
    return body if language in (Language.EN, Language.DE) else body[:1].lower() + body[1:]
