"""The questions and wishes in a buyer's text, also those without a question mark.

Source of the need: practice S001-07 ("did you answer exactly what was asked or go around it").
A sentence is cut into clauses; a clause that opens like a question, or stands in a sentence with a
question mark, is a question; one that opens like a request is a wish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kontuar.facts.reading import Ask, AskKind
from kontuar.text import question_words as say
from kontuar.text.fold import fold_aligned
from kontuar.text.tokens import Sentence, sentences

MAX_ASKS = 40
_MAX_SENTENCE = 2000
# Where a new clause may begin: comma, semicolon, colon, dash, bracket, or a joining word.
_BOUNDARY = re.compile(
    r"[,;:(]\s{0,3}|\s-\s|(?<!bardzo)(?<!uprzejmie)(?<!serdecznie)\s(?=prosze o\s|poprosze\s)"
    r"|\s(?:i|oraz|a|ale|lub|albo|and|or|but|also|und|oder|aber|ir|arba|o(?=\s(?:ar|kada|kaip|kiek|kur))"
    r"|bo|jesli|bet)\s"
)
# Where a wish ends though the sentence goes on: a reason, a threat, another matter.
_WISH_END = re.compile(
    r",\s(?!jak|czy|co\b|ze\b|aby|zeby|gdzie|kiedy|ktor|where|that|how|which|dass|wie|wo\b|kad|kaip|kur)"
    r"|\s(?:bo|poniewaz|gdyz|inaczej|because|otherwise|or i|or i'll|or i'm"
    r"|weil|sonst|oder es|oder ich|nes|kitaip)\s"
)
_KNOWS_ALREADY = re.compile(
    r"\b(?:dam znac|sprawdze|zobacze|zobaczymy|wiem|powiem|napisze|zalezy|pasiziuresiu|parasysiu|pranesiu)\b"
)
_LEADING = re.compile(r"(?:I|A|Oraz|And|Und|Ir|O|Also|Auch)\s+(?=[a-ząćęłńóśźżčėįšųūäöü])")
_TRAILING = re.compile(r"\s(?:i|oraz|a|and|or|und|oder|ir|lub|bo)\s{0,2}$")
_TRIM = " \t\r\n,;:.!?()-…\"'"
# "Jak tylko dostanę …", "kiedy przyjdzie, dam znać": not a question.
_SUBORDINATE = re.compile(
    r"(?:jak tylko|jak na|jak wynika|jak wyjasni\w*|jak sie okaza\w*|jak sie pozniej"
    r"|co roku|co dzien|co nie|co mnie|co jakis"
    r"|kiedy tylko|co do|co prawda|jak najszybciej|jak rowniez|jak widac|co wiecej|jakis|jakas|jakies"
    r"|gdzie indziej"
    r"|when i|when you|when the|how ever|however|what a|what i|who ever|which is"
    r"|wie gesagt|wie besprochen|wie abgebildet|was ich|wie vereinbart|wie beschrieben"
    r"|kaip ir|kaip tik|kai tik|ka tik|kada nors)\b"
)
_MAIN_CLAUSE_AFTER = re.compile(
    r",\s{0,3}(?:to |dam |napisze|odesle|then |i will|i'll|dann |melde |as |parasysiu|duosiu)"
)


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int


def find_asks(text: str) -> tuple[Ask, ...]:
    """Return the questions and wishes of ``text`` in order (at most 40)."""
    folded = fold_aligned(text)
    found: list[Ask] = []
    for sentence in sentences(text):
        if sentence.end - sentence.start > _MAX_SENTENCE:
            continue
        found.extend(_in_sentence(text, folded, sentence))
        if len(found) >= MAX_ASKS:
            break
    return tuple(found[:MAX_ASKS])


def _in_sentence(text: str, folded: str, sentence: Sentence) -> list[Ask]:
    marked = "?" in sentence.text[-4:]
    start = _after_greeting(folded, sentence)
    openers = [
        (clause, kind)
        for clause in _clauses(folded, start, sentence.end)
        if (kind := _kind(folded, clause, first=clause.start == start, marked=marked, floor=start))
        is not None
    ]
    if not openers:
        if not marked or not any(char.isalpha() for char in text[start : sentence.end]):
            return []
        openers = [(_last_clause(folded, start, sentence.end), AskKind.QUESTION)]
    spans = _extend(folded, openers, sentence.end)
    return [ask for span, kind in spans if (ask := _ask(text, span, kind)) is not None]


def _after_greeting(folded: str, sentence: Sentence) -> int:
    match = say.GREETING.match(folded, sentence.start, sentence.end)
    if match is None:
        return sentence.start
    end = match.end()
    while end < sentence.end and folded[end] in _TRIM:
        end += 1
    return end if end < sentence.end else sentence.start


def _clauses(folded: str, start: int, end: int) -> Iterator[_Clause]:
    begin = start
    for match in _BOUNDARY.finditer(folded, start, end):
        if match.start() > begin:
            yield _Clause(begin, match.start())
        begin = match.end()
    if begin < end:
        yield _Clause(begin, end)


def _last_clause(folded: str, start: int, end: int) -> _Clause:
    """The part after the last full clause break, when the sentence is long; else all of it."""
    if end - start < 90:
        return _Clause(start, end)
    comma = folded.rfind(",", start, end - 12)
    return _Clause(comma + 1, end) if comma > start else _Clause(start, end)


def _kind(folded: str, clause: _Clause, *, first: bool, marked: bool, floor: int) -> AskKind | None:
    begin, end = clause.start, clause.end
    if say.POLITE_DEED.match(folded, begin, end):
        if say.KNOWLEDGE.search(folded, begin, end):
            return AskKind.QUESTION
        return AskKind.WISH
    if _asks(folded, clause, first=first, marked=marked, floor=floor):
        return AskKind.QUESTION
    if say.NOT_A_WISH.match(folded, begin, end):
        return None
    wonder = say.WONDER.search(folded, begin, end)
    if (
        wonder
        and (embedded := say.EMBEDDED.search(folded, wonder.end(), end))
        and embedded.start() < wonder.end() + 30
    ):
        return AskKind.QUESTION
    if say.WISH.match(folded, begin, end) or say.POLISH_REQUEST.match(folded, begin, end):
        follows = say.STRONG.search(folded, end, min(len(folded), end + 14)) if wonder else None
        return None if follows and wonder else AskKind.WISH
    return None


def _asks(folded: str, clause: _Clause, *, first: bool, marked: bool, floor: int) -> bool:
    if _SUBORDINATE.match(folded, clause.start):
        return False
    if (first or marked) and _inverted(folded, clause):
        return True
    if say.CORE.match(folded, clause.start):
        return first or marked or folded[clause.start - 2 : clause.start] in (", ", "- ", "; ", ": ")
    if not say.STRONG.match(folded, clause.start, clause.end):
        return False
    if first:
        return marked or not _MAIN_CLAUSE_AFTER.search(folded, clause.start, clause.end + 30)
    before = folded[max(floor, clause.start - 60) : clause.start]
    if before[-2:] in ("- ", ": "):
        return True
    if marked or say.WONDER.search(before) or say.STRONG.match(before.lstrip()):
        return True
    plain_yes_no = re.match(r"(?:czy|ar)\b", folded[clause.start : clause.start + 4])
    return bool(plain_yes_no) and not _KNOWS_ALREADY.search(before)


def _inverted(folded: str, clause: _Clause) -> bool:
    return bool(
        say.INVERTED.match(folded, clause.start)  # not to the clause's end: "can I" holds a Polish "i"
        or say.ENGLISH_INVERTED.match(folded, clause.start)
    )


def _extend(
    folded: str, openers: list[tuple[_Clause, AskKind]], end: int
) -> Iterator[tuple[_Clause, AskKind]]:
    """Let each ask run to the next ask or the sentence's end, and questions begin at the asking word."""
    for number, (clause, kind) in enumerate(openers):
        stop = openers[number + 1][0].start if number + 1 < len(openers) else end
        begin = clause.start
        if kind is AskKind.QUESTION and (wonder := say.WONDER.search(folded, begin, clause.end)):
            inner = say.EMBEDDED.search(folded, wonder.end(), stop)
            begin = inner.start() if inner else begin
        elif kind is AskKind.WISH and (cut := _WISH_END.search(folded, min(begin + 8, stop), stop)):
            stop = cut.start()
        yield _Clause(begin, stop), kind


def _ask(text: str, span: _Clause, kind: AskKind) -> Ask | None:
    start, end = span.start, span.end
    if joiner := _TRAILING.search(text[start:end]):
        end = start + joiner.start()
    while start < end and text[start] in _TRIM:
        start += 1
    if leading := _LEADING.match(text, start, end):
        start = leading.end()
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    if not any(char.isalpha() for char in text[start:end]):
        return None
    return Ask(kind=kind, start=start, end=end, text=text[start:end])
