"""Polish slips that are valid words, or pairs of words, which no dictionary sees.

Each rule gives the place, the right form and its own code; all have examples in
``tests/text/test_polish.py``. Rules look at a few neighbouring words only. Commas before "że", "który" and
kin are hints (``polish.comma``) and can be switched off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kontuar.facts.reading import Area, Finding, Language, Severity
from kontuar.text import dictionaries
from kontuar.text import polish_words as say

MAX_FINDINGS = 60
Rule = Callable[[str], Iterator[tuple[int, int, str]]]


def check(text: str, *, commas: bool = True) -> tuple[Finding, ...]:
    """Return the findings of all rules, in order of place, one at a place."""
    found: list[Finding] = []
    taken: set[int] = set()
    for code, rule in _RULES:
        for start, end, right in rule(text):
            if start in taken:
                continue
            taken.add(start)
            found.append(_finding(code, Severity.WARNING, text, start, end, right))
            if len(found) >= MAX_FINDINGS:
                return tuple(sorted(found, key=lambda finding: finding.start))
    if commas:
        found.extend(_finding("polish.comma", Severity.HINT, text, *place) for place in _commas(text))
    return tuple(sorted(found, key=lambda finding: finding.start)[:MAX_FINDINGS])


def _finding(code: str, severity: Severity, text: str, start: int, end: int, right: str) -> Finding:
    return Finding(
        code=code,
        area=Area.SPELLING,
        severity=severity,
        start=start,
        end=end,
        text=text[start:end],
        suggestions=(right,),
    )


def _like(model: str, right: str) -> str:
    """Give ``right`` the capital of ``model``."""
    return right[0].upper() + right[1:] if model[:1].isupper() else right


def _pairs(text: str) -> Iterator[tuple[int, int, str]]:
    """Words written apart or together wrongly: "na prawdę", "z przed", "Tym czasem"."""
    lower = text.lower()
    for hit in say.PAIRS.finditer(lower if len(lower) == len(text) else text):  # "İ" grows
        right = say.PAIR_FIXES.get(re.sub(r"\s+", " ", hit.group()))
        if right:
            yield hit.start(), hit.end(), _like(text[hit.start()], right)
    for match in say.OPENING_PAIRS.finditer(text):
        key = re.sub(r"\s+", " ", match.group(1).lower())
        yield match.start(1), match.end(1), _like(match.group(1), say.OPENING_FIXES[key])


def _conditional(text: str) -> Iterator[tuple[int, int, str]]:
    """ "było by", "gadał byś", "dali byśmy": the ending of the conditional belongs to the verb."""
    book = dictionaries.dictionary(Language.PL)
    for match in say.CONDITIONAL.finditer(text):
        joined = match.group(1) + match.group(2)
        if match.group(2).lower() == "by" and match.group(1).lower() not in say.BY_VERBS:
            continue
        if book is None or book.knows(joined.lower()):
            yield match.start(), match.end(), joined


def _not_adjective(text: str) -> Iterator[tuple[int, int, str]]:
    """ "nie zgodny z opisem": nie and an adjective are one word, unless a contrast follows."""
    for match in say.NOT_ADJECTIVE.finditer(text):
        if not say.CONTRAST.match(text, match.end()):
            yield match.start(), match.end(), _like(match.group(), "nie" + match.group(1).lower())


def _not_verb(text: str) -> Iterator[tuple[int, int, str]]:
    """ "niema", "niewiem": nie and a verb are two words."""
    book = dictionaries.dictionary(Language.PL)
    for match in say.NOT_VERB.finditer(text):
        rest = match.group(1)
        if match.group().lower() in say.NOT_VERB_ALWAYS or (
            book is not None and book.knows(rest) and not book.knows(match.group().lower())
        ):
            yield match.start(), match.end(), _like(match.group(), f"nie {rest}")


def _confused(text: str) -> Iterator[tuple[int, int, str]]:
    """ "pokarz" for "pokaż", "karze czekać", "morze być", "ze paczka": told by the neighbours."""
    for pattern, fix in say.CONFUSED:
        for match in pattern.finditer(text):
            wrong = match.group("x")
            yield match.start("x"), match.end("x"), _like(wrong, fix(wrong.lower()))


def _names(text: str) -> Iterator[tuple[int, int, str]]:
    """Names of peoples, cities and lands written small though the small word exists too."""
    for match in say.SMALL_NAMES.finditer(text):
        yield match.start(), match.end(), match.group().capitalize()


def _capital(text: str) -> Iterator[tuple[int, int, str]]:
    """A small letter after a full stop, or at the start of a text that has other sentences."""
    for match in say.SMALL_START.finditer(text):
        before = text[max(0, match.start() - 8) : match.start() + 1]
        if not say.ABBREVIATED.search(before):
            yield match.start(1), match.end(1), match.group(1).capitalize()
    first = say.FIRST_WORD.match(text)
    if first and first.group(1).islower() and say.FULL_SENTENCE.search(text):
        yield first.start(1), first.end(1), first.group(1).capitalize()


def _commas(text: str) -> Iterator[tuple[int, int, str]]:
    for match in say.COMMA.finditer(text):
        before = match.group("w")
        if before.lower() in say.NO_COMMA_AFTER:
            continue
        yield match.start("w"), match.end("w"), f"{before},"


_RULES: list[tuple[str, Rule]] = [
    ("polish.pair", _pairs),
    ("polish.conditional", _conditional),
    ("polish.not_adjective", _not_adjective),
    ("polish.not_verb", _not_verb),
    ("polish.confused", _confused),
    ("polish.name", _names),
    ("polish.capital", _capital),
]
