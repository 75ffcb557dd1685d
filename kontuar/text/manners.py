"""Manners of our own text per language: help, never shame; silent on ordinary good short answers.

Sources: practices S001-07…31, S003-05…29, S000-25, S000-35, S000-39; etiquette I1–I10. Impersonal politeness is
fine. Matters of taste ("Witam", commas of address) are hints. A house may switch any check off and
forbid phrases of its own: :class:`HouseStyle`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kontuar.facts.reading import Area, Finding, Language, Severity
from kontuar.text import manner_words as say
from kontuar.text import names
from kontuar.text.fold import fold_aligned
from kontuar.text.tokens import Sentence, sentences, words

CURT_WORDS = 3
SIGNED_FROM_WORDS = 8
_READ = frozenset({Language.PL, Language.LT, Language.EN, Language.DE})
_SHOUT = re.compile(
    r"(?<![\w-])[^\W\d_a-ząćęłńóśźżčėįšųūžäöüß]{2,}(?:[ ,]{1,2}[^\W\d_a-ząćęłńóśźżčėįšųūžäöüß]{1,}){2,}(?![\w-])"
)
_MARKS = re.compile(r"!{2,}|\?{3,}|(?:!\?){2,}")

Place = tuple[str, Severity, int, int, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle:
    """What the house wants: codes switched off, phrases forbidden (as typed), whether to expect a name."""

    off: frozenset[str] = frozenset()
    forbidden: tuple[str, ...] = ()
    expects_signature: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Where the draft stands: in a running exchange no greeting is needed; a complaint wants empathy."""

    ongoing: bool = False
    complaint: bool = False


def check(
    text: str, language: Language, style: HouseStyle | None = None, talk: Talk | None = None
) -> tuple[Finding, ...]:
    """Return what could be put better; nothing for languages the engine does not read."""
    style, talk = style or HouseStyle(), talk or Talk()
    if language not in _READ or not text.strip():
        return ()
    folded = fold_aligned(text)
    found = [
        Finding(
            code=code,
            area=Area.MANNERS,
            severity=severity,
            start=start,
            end=end,
            text=text[start:end],
            suggestions=fix,
        )
        for code, severity, start, end, fix in _all(text, folded, language, style, talk)
        if code not in style.off
    ]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.code))[:40])


def _all(text: str, folded: str, language: Language, style: HouseStyle, talk: Talk) -> Iterator[Place]:
    yield from _phrases(folded, language)
    yield from _opening(text, folded, language, talk)
    yield from _address(text, language)
    yield from _shouting(text)
    yield from _length(text, folded, language, style)
    yield from _apologies(folded, language, talk)
    for phrase in style.forbidden:
        yield from _forbidden(folded, fold_aligned(phrase.strip()))


def _forbidden(folded: str, phrase: str) -> Iterator[Place]:
    """Places where the phrase stands as words of its own."""
    at = folded.find(phrase) if phrase else -1
    while at >= 0:
        end = at + len(phrase)
        if not (folded[at - 1 : at].isalnum() or folded[end : end + 1].isalnum()):
            yield "manners.house", Severity.WARNING, at, end, ()
        at = folded.find(phrase, end)


def _phrases(folded: str, language: Language) -> Iterator[Place]:
    for code, lists in (
        ("manners.blame", say.BLAME),
        ("manners.curt", say.CURT),
        ("manners.feel_apology", say.FEEL),
    ):
        for match in lists[language].finditer(folded):
            yield code, Severity.WARNING, match.start(), match.end(), ()


def _opening(text: str, folded: str, language: Language, talk: Talk) -> Iterator[Place]:
    start = len(text) - len(text.lstrip())
    match = say.OPENING[language].match(folded, start)
    if match is None and not talk.ongoing:
        first = sentences(text)[0]
        yield "manners.no_greeting", Severity.WARNING, first.start, first.end, ()
    if language is Language.PL:
        if witam := say.WITAM.match(text):
            yield "manners.witam", Severity.HINT, witam.start(1), witam.end(1), ("Dzień dobry",)
        for comma in say.MISSING_COMMA_PL.finditer(text):
            yield (
                "manners.address_comma",
                Severity.HINT,
                comma.start(1),
                comma.end(1),
                (f"{comma.group(1)},",),
            )


def _address(text: str, language: Language) -> Iterator[Place]:
    small = say.SMALL.get(language)
    for match in small.finditer(text) if small else ():
        word = match.group()
        if word[0].islower():
            yield "manners.small_courtesy", Severity.WARNING, match.start(), match.end(), (word.capitalize(),)
    for match in say.SLASH.finditer(text):
        yield "manners.slash_gender", Severity.WARNING, match.start(), match.end(), ()
    if language is Language.PL:
        yield from _polish_address(text)


def _polish_address(text: str) -> Iterator[Place]:
    for match in say.ADDRESS_PL.finditer(text):
        form, name = match.group(1), match.group(2)
        if name in say.TITLES or _is_vocative(name):
            continue
        known = names.find(name)
        if known is not None and known.vocative != name:
            right = f"{form} {known.vocative}"
            yield "manners.vocative", Severity.HINT, match.start(), match.end(), (right,)
        elif known is None and (say.SURNAME_PL.search(name) or form.lower() == "panie"):
            yield "manners.surname_address", Severity.WARNING, match.start(), match.end(), ()


def _is_vocative(name: str) -> bool:
    return name in names.vocatives()


def _shouting(text: str) -> Iterator[Place]:
    for match in _SHOUT.finditer(text):
        if sum(char.isalpha() for char in match.group()) >= 12:
            yield "manners.shouting", Severity.WARNING, match.start(), match.end(), ()
    for match in _MARKS.finditer(text):
        yield "manners.marks", Severity.HINT, match.start(), match.end(), (match.group()[0],)


def _length(text: str, folded: str, language: Language, style: HouseStyle) -> Iterator[Place]:
    said = words(text)
    polite = bool(say.COURTESY[language].search(folded) or say.CLOSING[language].search(folded))
    if said and len(said) <= CURT_WORDS and not polite and not say.CURT[language].search(folded):
        yield "manners.curt", Severity.WARNING, said[0].start, said[-1].end, ()
    if len(said) >= 15 and not polite:
        yield "manners.no_courtesy", Severity.HINT, said[0].start, said[0].end, ()
    if style.expects_signature and len(said) >= SIGNED_FROM_WORDS and not _is_signed(text, folded, language):
        last = sentences(text)[-1]
        yield "manners.no_signature", Severity.HINT, last.start, last.end, ()
    elif style.expects_signature and (bare := _names_nobody(text, folded, language)):
        yield "manners.no_name", Severity.HINT, bare[0], bare[1], ()


def _names_nobody(text: str, folded: str, language: Language) -> tuple[int, int] | None:
    """Return the place of a closing after which no name stands ("Pozdrawiam" and nothing more)."""
    closings = list(say.CLOSING[language].finditer(folded, max(0, len(text) - 160)))
    if not closings or any(word.text[0].isupper() for word in words(text[closings[-1].end() :])):
        return None
    return closings[-1].span()


def _is_signed(text: str, folded: str, language: Language) -> bool:
    tail = max(0, len(text) - 160)
    if say.CLOSING[language].search(folded, tail):
        return True
    last: Sentence = sentences(text)[-1]
    ending = words(last.text)
    return (
        1 <= len(ending) <= 4
        and all(word.text[0].isupper() for word in ending)
        and last.text[-1] not in ".?!"
    )


def _apologies(folded: str, language: Language, talk: Talk) -> Iterator[Place]:
    found = list(say.APOLOGY[language].finditer(folded))
    if len(found) > 2:
        yield "manners.too_many_apologies", Severity.HINT, found[2].start(), found[2].end(), ()
    if talk.complaint and not say.EMPATHY[language].search(folded):
        yield "manners.no_empathy", Severity.HINT, 0, 0, ()
