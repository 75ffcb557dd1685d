"""A template: text with gaps and conditions, filled from what a case knows.

``{{numer zamówienia}}`` is a gap, ``{{jeśli wysłane}} … {{inaczej}} … {{koniec}}`` a condition, also with "nie"
("jeśli nie"). ``{{liczba sztuk: sztuka|sztuki|sztuk}}`` puts the number with the right plural,
``{{forma: Pana|Pani|Państwa}}`` the form that fits the buyer (the last where his gender is not known),
``{{fakt: długość}}`` what the offer's fact sheet says. A gap nothing is known for stays as it is written: a visible
placeholder, which the reply checks stop. So does one with a name of its own, to be filled by hand.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kontuar.drafters import template_words as words
from kontuar.facts.reading import Language
from kontuar.text.names import plural

LONGEST = 6000
DEEPEST = 4
_MARK = re.compile(r"\{\{([^{}\n]{1,56})\}\}")
_IF = re.compile(
    rf"(?:{'|'.join(words.IF)})\s+(?:(?P<no>{'|'.join(words.NOT)})\s+)?(?P<name>\S.*)", re.IGNORECASE
)
_LONE = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a case knows, in words of one language.

    ``values`` is variable code → text, ``counts`` code → number, ``flags`` conditions that hold, ``facts`` the
    offer's fact sheet by plain name. ``gender`` is "m", "f" or empty.
    """

    language: str
    values: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    facts: Mapping[str, str] = field(default_factory=dict)
    gender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A filled template. ``missing`` are the gaps left, as they are written, without the braces."""

    text: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is wrong with a template: a code, the line it stands on (from 1), the words."""

    code: str
    line: int
    place: str


@dataclass(slots=True)
class _Block:
    """A condition that is open: where its branch began to be kept, whether it is shown, whether "else" was met."""

    holds: bool
    shown: bool
    line: int
    is_turned: bool = False


def fill(text: str, known: Known) -> Filled:
    """Fill the gaps. A template that is not well formed comes back as it is, all its gaps missing."""
    if troubles(text):
        return Filled(text=text, missing=tuple(dict.fromkeys(gaps(text))))
    out: list[str] = []
    missing: list[str] = []
    blocks: list[_Block] = []
    for part, mark in _parts(text):
        shown = all(block.shown for block in blocks)
        if mark is None:
            out += [part] if shown else []
        elif asked := _IF.fullmatch(mark):
            holds = _holds(asked["name"], known) is not bool(asked["no"])
            blocks.append(_Block(holds=holds, shown=holds, line=0))
        elif mark.lower() in words.ELSE:
            blocks[-1].shown = not blocks[-1].holds
        elif mark.lower() in words.END:
            blocks.pop()
        elif shown:
            said = _value(mark, known)
            missing += [mark] if said is None else []
            out.append(part if said is None else said)
    return Filled(text=_tidy("".join(out)), missing=tuple(dict.fromkeys(missing)))


def troubles(text: str) -> tuple[Trouble, ...]:
    """What is wrong with a template, line by line; empty for a sound one."""
    found: list[Trouble] = []
    if len(text) > LONGEST:
        found.append(Trouble(code="too_long", line=1, place=str(len(text) - LONGEST)))
    found += _braces(text)
    blocks: list[_Block] = []
    line = 1
    for part, mark in _parts(text):
        if mark is not None:
            found += _of_mark(mark, blocks, line)
        line += part.count("\n")
    found += [Trouble(code="if_not_closed", line=block.line, place="") for block in blocks]
    return tuple(sorted(found, key=lambda one: one.line))


def gaps(text: str) -> list[str]:
    """Names of all gaps, as written, conditions left out."""
    return [mark for _part, mark in _parts(text) if mark is not None and not _is_keyword(mark)]


def by_hand(text: str) -> list[str]:
    """Gaps that nothing ever fills by itself: the writer's own names."""
    return [
        mark
        for mark in dict.fromkeys(gaps(text))
        if words.plain(mark.partition(":")[0]) not in words.variables()
    ]


def needs(text: str) -> frozenset[str]:
    """Codes of the variables a template speaks of."""
    names = (words.plain(mark.partition(":")[0]) for mark in gaps(text))
    return frozenset(words.variables()[name] for name in names if name in words.variables())


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    """Plain text with None, and marks with what stands inside their braces."""
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], None
        yield match.group(), match[1].strip()
        at = match.end()
    if at < len(text):
        yield text[at:], None


def _braces(text: str) -> Iterator[Trouble]:
    for number, line in enumerate(text.split("\n"), start=1):
        if lone := _LONE.search(_MARK.sub("", line)):
            yield Trouble(code="lone_brace", line=number, place=lone.group())
        if any(not match[1].strip() for match in _MARK.finditer(line)):
            yield Trouble(code="empty_gap", line=number, place="")


def _of_mark(mark: str, blocks: list[_Block], line: int) -> Iterator[Trouble]:
    if asked := _IF.fullmatch(mark):
        name = words.plain(asked["name"].partition(":")[0])
        if name not in words.conditions():
            yield Trouble(code="unknown_condition", line=line, place=asked["name"])
        blocks.append(_Block(holds=True, shown=True, line=line))
        if len(blocks) > DEEPEST:
            yield Trouble(code="too_deep", line=line, place=mark)
    elif mark.lower() in words.ELSE:
        if not blocks or blocks[-1].is_turned:
            yield Trouble(code="else_alone", line=line, place=mark)
        else:
            blocks[-1].is_turned = True
    elif mark.lower() in words.END:
        if not blocks:
            yield Trouble(code="end_alone", line=line, place=mark)
        else:
            blocks.pop()


def _is_keyword(mark: str) -> bool:
    return mark.lower() in words.ELSE + words.END or _IF.fullmatch(mark) is not None


def _holds(name: str, known: Known) -> bool:
    head, _colon, more = name.partition(":")
    code = words.conditions()[words.plain(head)]
    if code == "fact":
        return words.plain(more) in known.facts
    return code in known.flags or bool(known.values.get(code)) or bool(known.counts.get(code))


def _value(mark: str, known: Known) -> str | None:
    """What stands in a gap's place; None where nothing is known."""
    head, colon, more = mark.partition(":")
    code = words.variables().get(words.plain(head))
    if code is None:
        return None
    forms = tuple(part.strip() for part in more.split("|"))
    if code == "fact":
        return known.facts.get(words.plain(more))
    if code == "form":
        return _form(forms, known.gender) if colon else None
    if code == "items" and code in known.counts:
        return _counted(known.counts[code], forms, known.language) if colon else str(known.counts[code])
    return known.values.get(code) or None


def _form(forms: tuple[str, ...], gender: str) -> str | None:
    if len(forms) < 3:
        return None
    return forms[{"m": 0, "f": 1}.get(gender, 2)]


def _counted(number: int, forms: tuple[str, ...], language: str) -> str | None:
    wanted = 3 if language in ("pl", "lt") else 2
    if len(forms) < wanted:
        return None
    return f"{number} {plural(number, forms, Language(language))}"


def _tidy(text: str) -> str:
    """What a condition left out leaves no holes: no double blanks, no more than one empty line."""
    text = re.sub(r"(?<=\S) {2,20}", " ", text)
    text = re.sub(r"[ \t]{1,20}(?=\n)", "", text)
    text = re.sub(r"(?<=\n)[ \t]{1,20}(?=\S)", "", text)
    return re.sub(r"\n{3,40}", "\n\n", text).strip()
