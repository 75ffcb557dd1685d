"""Words and sentences with their places, in one pass each (linear in the text's length)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A word: letters with inner apostrophes; digits and underscores make it a code, not a word.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
# Things inside which no spelling is looked at. Every quantifier is bounded or over one class.
_OPAQUE = re.compile(
    r"https?://\S+"
    r"|www\.\S+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    r"|(?<![\w.])[\w-]{2,63}\.(?:pl|com|eu|lt|de|net|org|info|co|uk|shop|store|io)\b(?:/\S*)?"
    r"|#[\w-]{1,60}"
    r"|@[\w-]{1,60}"
    r"|\{[^{}\n]{0,60}\}|\[[^\[\]\n]{0,60}\]|<[^<>\n]{0,60}>|\$\w{1,60}"
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”»)\]]*(?=\s|$)|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:np|m\.in|itd|itp|tzn|tzw|ok|ul|al|os|pl|nr|dr|mgr|inż|prof|godz|min|tel|zł|gr|szt|"
    r"św|ww|dot|ds|pt|poz|str|s|r|p|pp|im|woj|pow|gm|j\.w|br|wg|b|"
    r"gerb|pan|t\.y|pvz|g|kt|val|d|m|mėn|vnt|"
    r"mr|mrs|ms|e\.g|i\.e|no|vs|approx|"
    r"z\.b|d\.h|bzw|usw|ca|evtl|ggf|str|hr|fr|inkl|zzgl|u\.a|st|tel)\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word and its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (with its closing mark) and its place; never empty."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return every word, numbers and codes included."""
    return [Word(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]


def opaque(text: str) -> list[tuple[int, int]]:
    """Return the places of addresses, links, tags and placeholders, in order."""
    return [match.span() for match in _OPAQUE.finditer(text)]


def plain_words(text: str) -> list[Word]:
    """Return the words outside addresses, links, tags and placeholders."""
    holes = opaque(text)
    kept: list[Word] = []
    hole = 0
    for word in words(text):
        while hole < len(holes) and holes[hole][1] <= word.start:
            hole += 1
        if hole == len(holes) or word.end <= holes[hole][0]:
            kept.append(word)
    return kept


def sentences(text: str) -> list[Sentence]:
    """Cut ``text`` into sentences at . ! ? … and line ends; abbreviations and dates do not cut."""
    return list(_cut(text))


def _cut(text: str) -> Iterator[Sentence]:
    begin = 0
    for match in _SENTENCE_END.finditer(text):
        if match.group()[0] == "." and _is_inner_dot(text, begin, match):
            continue
        yield from _trim(text, begin, match.end())
        begin = match.end()
    yield from _trim(text, begin, len(text))


def _is_inner_dot(text: str, begin: int, match: re.Match[str]) -> bool:
    head = text[max(begin, match.start() - 12) : match.start() + 1]
    if _ABBREVIATION.search(head):
        return True
    if len(head) >= 2 and head[-2].isdigit():  # "3. maja", "2026 r.", "15. listopada"
        rest = text[match.end() : match.end() + 3].lstrip()
        return bool(rest) and (rest[0].islower() or rest[0].isdigit())
    return False


def _trim(text: str, start: int, end: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Sentence(text[start:end], start, end)
