"""First names: gender, vocative, and the words that open a message to a person.

"Panie Krzysztofie", "Pani Anno", "gerb. Tomai"; never "Panie Kowalski", never from a login. A name that is
not known gives the nameless opening: a wrong gender offends more than none pleases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kontuar.facts.reading import Language
from kontuar.text.language import DATA

# Names of both tables that fit either sex, or are surnames and common words more often than names.
_DOUBTFUL = frozenset({"Nikola", "Andrea", "Sasza", "Alex", "Saša"})
_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstName:
    """A known first name. ``gender`` is "m" or "f"; ``vocative`` equals the name where there is none."""

    name: str
    gender: str
    vocative: str


@cache
def _table(language: Language) -> dict[str, tuple[str, str]]:
    path = DATA / f"names_{language}.tsv"
    if not path.is_file():
        return {}
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: (row[1], row[2] if len(row) > 2 else "") for row in rows}


def find(name: str, language: Language = Language.PL) -> FirstName | None:
    """Return what is known of a first name in its basic form, or None."""
    key = name.strip().capitalize()
    found = _table(language).get(key)
    if found is None or key in _DOUBTFUL:
        return None
    gender, vocative = found
    return FirstName(name=key, gender=gender, vocative=vocative or _lithuanian_vocative(key))


@cache
def vocatives() -> frozenset[str]:
    """Return every Polish vocative that is known."""
    return frozenset(vocative for _, vocative in _table(Language.PL).values())


def _lithuanian_vocative(name: str) -> str:
    for ending, right in (
        ("jas", "jau"),
        ("as", "ai"),
        ("ius", "iau"),
        ("us", "au"),
        ("is", "i"),
        ("ys", "y"),
        ("ė", "e"),
    ):
        if name.endswith(ending):
            return name[: -len(ending)] + right
    return name


def first_of(full_name: str, language: Language = Language.PL) -> FirstName | None:
    """Return the first name in a person's full name ("Anna Nowak", "Nowak Anna"), or None.

    Pass only a name from an address or an order, never a login: a text with digits, signs or in small
    letters throughout is taken for a login and gives None.
    """
    words = _NAME.findall(full_name)
    if not 1 <= len(words) <= 4 or re.search(r"[\d_@.:/]", full_name) or full_name.islower():
        return None
    known = [found for word in words if (found := find(word.split("-")[0], language))]
    if len(known) == 1 or (known and len(words) == 1):
        return known[0]
    # "Marek Adam Nowak" is a man with two names; "Adam Marek" too; of unlike genders nothing is sure.
    if known and len({name.gender for name in known}) == 1:
        return known[0]
    return None


def opening(full_name: str, language: Language) -> str:
    """Return the opening of a message, with the vocative where the name is known, without a comma after."""
    plain = {Language.PL: "Dzień dobry", Language.LT: "Laba diena", Language.DE: "Guten Tag"}.get(
        language, "Hello"
    )
    found = first_of(full_name, language) if language in (Language.PL, Language.LT) else None
    if found is None:
        return plain
    if language is Language.PL:
        return f"{plain}, {'Panie' if found.gender == 'm' else 'Pani'} {found.vocative}"
    return f"{plain}, gerb. {found.vocative}"


def plural(number: int, forms: tuple[str, ...], language: Language) -> str:
    """Return the form of a noun after a number.

    pl: (sztuka, sztuki, sztuk); lt: (prekė, prekės, prekių); en and de: (piece, pieces).
    """
    last, last_two = abs(number) % 10, abs(number) % 100
    if language is Language.PL:
        if abs(number) == 1:
            return forms[0]
        return forms[1] if last in (2, 3, 4) and last_two not in (12, 13, 14) else forms[2]
    if language is Language.LT:
        if last == 1 and last_two != 11:
            return forms[0]
        return forms[2] if last == 0 or 11 <= last_two <= 19 else forms[1]
    return forms[0] if abs(number) == 1 else forms[1]
