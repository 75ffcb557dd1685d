"""What is searched and what is asked, as plain words: no database here, so both databases find the same.

Every thing is one string of folded words (``words_of``). A question is a list of clauses which must all hold;
a clause holds when one of its ways does, and a way when all of its needles stand in the words. The databases'
own indexes (``store.search_find``) only find candidates faster; the needles decide.

Two kinds of marked words stand beside the plain ones: ``¶`` before an identifier written in one piece
(``¶client44300444``), and ``¬`` before one written backwards, so that the end of a number finds it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from kontuar.text.fold import fold

MOST_TYPED = 200
"""Characters of a question that are read; what a person types is shorter."""
MOST_CLAUSES = 12
MOST_CHARACTERS = 20_000
"""Characters of one text that are indexed; platforms' own limits are below it."""
LONGEST_WORD = 64
KEY, TAIL = "¶", "¬"
SHORTEST_PIECE = 4
"""Characters from which a word is also looked for in identifiers."""
SHORTEST_NUMBER = 7
"""Digits from which groups ("601 234 567") are also read as one number."""

_WORD = re.compile(r"[^\W_]+")
_APART = {code: " " for code in range(128) if not chr(code).isalnum()}
_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_GROUPS = re.compile(r"\d+(?:[ -]\d+)+")
_ONLY_DIGITS = re.compile(r"[+(]?\d[\d()./-]*")

_SECONDS, _OBJECT = 33, 27


def row_id(kind: int, at: datetime, object_id: int) -> int:
    """The place of a thing among all results: by kind, then by date, then by its own number."""
    seconds = min(max(int(at.timestamp()), 0), (1 << _SECONDS) - 1)
    low = object_id & ((1 << _OBJECT) - 1)
    return (kind << (_SECONDS + _OBJECT)) | (seconds << _OBJECT) | low


def at_of(number: int) -> datetime:
    """The date (UTC, whole seconds) a row's number was made from."""
    return datetime.fromtimestamp((number >> _OBJECT) & ((1 << _SECONDS) - 1), UTC)


def span_of(kind: int) -> tuple[int, int]:
    """First number of a kind, and the first behind its last."""
    return kind << (_SECONDS + _OBJECT), (kind + 1) << (_SECONDS + _OBJECT)


def tokens(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, folded."""
    return _cut(_words(fold(text)))


def _words(folded: str) -> list[str]:
    return folded.translate(_APART).split() if folded.isascii() else _WORD.findall(folded)


def words_of(texts: Iterable[str], *, keys: Iterable[str] = (), tails: Iterable[str] = ()) -> str:
    """The searchable words of a thing.

    ``texts`` are looked through word by word; ``keys`` are identifiers also found when written without
    their punctuation; ``tails`` are those also found by their end.
    """
    parts = []
    for text in filter(None, texts):
        folded = fold(text[:MOST_CHARACTERS])
        if found := _words(folded):
            parts.append(" ".join(found if max(map(len, found)) <= LONGEST_WORD else _cut(found)))
        if len(folded) >= SHORTEST_NUMBER:
            parts += [KEY + number for number in _numbers(folded)]
    parts += [KEY + glued for key in dict.fromkeys(keys) if (glued := glue(key))]
    parts += [TAIL + glued[::-1] for tail in dict.fromkeys(tails) if (glued := glue(tail))]
    return f" {'  '.join(parts)} "


def _cut(found: Sequence[str]) -> list[str]:
    return [word[:LONGEST_WORD] for word in found]


def _numbers(folded: str) -> Iterable[str]:
    """Numbers written in groups, in one piece: phones, waybills."""
    for groups in _GROUPS.findall(folded):
        glued = groups.replace(" ", "").replace("-", "")
        if SHORTEST_NUMBER <= len(glued) <= LONGEST_WORD:
            yield glued


def glue(text: str) -> str:
    """An identifier in one piece: ``Client:44300444`` → ``client44300444``."""
    return "".join(tokens(text))[: LONGEST_WORD - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word to look up in an index, whole or as a beginning."""

    word: str
    is_prefix: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way a clause can hold: all ``needles`` stand in the words. ``terms`` narrow it down."""

    needles: tuple[str, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One of the things that must all hold. ``shown`` is what to mark in a text that was found."""

    ways: tuple[Way, ...]
    shown: tuple[Term, ...]

    def holds(self, words: str) -> bool:
        """True if a thing with these words fits."""
        return any(all(needle in words for needle in way.needles) for way in self.ways)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked. Empty when nothing that can be searched for was typed."""

    text: str
    clauses: tuple[Clause, ...]
    key: str
    """All of it in one piece, to be compared with identifiers."""

    def holds(self, words: str) -> bool:
        """True if a thing with these words is wanted."""
        return all(clause.holds(words) for clause in self.clauses)


def question(typed: str) -> Question:
    """Read what a person typed. Never fails; what has no letters and digits asks for nothing."""
    text = " ".join(typed[: MOST_TYPED * 4].split())[:MOST_TYPED]
    clauses: list[Clause] = []
    for is_quoted, found in _pieces(fold(text)):
        clause = _phrase(found) if is_quoted else _word(found)
        if clause not in clauses:
            clauses.append(clause)
    return Question(text=text, clauses=tuple(clauses[:MOST_CLAUSES]), key=glue(text))


def exactly(key: str) -> Clause:
    """Things with this very identifier."""
    term = Term(word=KEY + key, is_prefix=False)
    return Clause(ways=(Way(needles=(f" {term.word} ",), terms=(term,)),), shown=())


def _pieces(folded: str) -> list[tuple[bool, list[str]]]:
    """Quoted phrases and words, each as its tokens; digits in groups are one piece."""
    pieces: list[tuple[bool, list[str]]] = []
    groups: list[str] = []
    for quoted, plain in _PIECE.findall(folded):
        found = _cut(_WORD.findall(quoted or plain))[:MOST_CLAUSES]
        if plain and _ONLY_DIGITS.fullmatch(plain):
            groups += found
            continue
        pieces += _grouped(groups)
        groups = []
        if found:
            pieces.append((bool(quoted), found))
    return pieces + _grouped(groups)


def _grouped(groups: list[str]) -> list[tuple[bool, list[str]]]:
    if len("".join(groups)) >= SHORTEST_NUMBER:
        return [(False, groups[:MOST_CLAUSES])]
    return [(False, [group]) for group in groups]


def _phrase(found: Sequence[str]) -> Clause:
    terms = tuple(Term(word=word, is_prefix=False) for word in found)
    return Clause(ways=(Way(needles=(f" {' '.join(found)} ",), terms=terms),), shown=terms)


def _word(found: Sequence[str]) -> Clause:
    """A word or a thing with punctuation in it: its words in a row, the last one perhaps unfinished."""
    last = len(found) - 1
    terms = tuple(Term(word=word, is_prefix=place == last) for place, word in enumerate(found))
    ways = [Way(needles=(f" {' '.join(found)}",), terms=terms)]
    if len(found) > 1 and all(word.isdecimal() for word in found):
        apart = tuple(Term(word=word, is_prefix=True) for word in found)
        ways.append(Way(needles=tuple(f" {word}" for word in found), terms=apart))
    glued = "".join(found)[: LONGEST_WORD - 1]
    if len(glued) >= SHORTEST_PIECE:
        ways.append(_beginning(KEY + glued))
        if any(char.isdecimal() for char in glued):
            ways.append(_beginning(TAIL + glued[::-1]))
    return Clause(ways=tuple(ways), shown=terms)


def _beginning(word: str) -> Way:
    return Way(needles=(f" {word}",), terms=(Term(word=word, is_prefix=True),))
