"""The house style as data: which matters are told, phrases a house does not use, words that are right in it.

The desk keeps one (``actions/house_style.py``), and ``kontuar check --style FILE`` reads the same from a file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kontuar.text.manners import HouseStyle

FORMAT, VERSION = "kontuar-style", 1
GROUPS: dict[str, tuple[str, ...]] = {
    "opening": ("manners.no_greeting", "manners.witam", "manners.no_signature", "manners.no_name"),
    "address": (
        "manners.small_courtesy",
        "manners.slash_gender",
        "manners.surname_address",
        "manners.vocative",
        "manners.address_comma",
        "polish.comma",
    ),
    "tone": (
        "manners.blame",
        "manners.curt",
        "manners.feel_apology",
        "manners.shouting",
        "manners.marks",
        "manners.no_courtesy",
        "manners.no_empathy",
        "manners.too_many_apologies",
    ),
}
"""What a house may choose, by what it is about. Insults and the marketplaces' rules are no matter of style."""
CODES = frozenset(code for codes in GROUPS.values() for code in codes)
USUAL = frozenset(
    {
        "manners.blame",
        "manners.curt",
        "manners.feel_apology",
        "manners.shouting",
        "manners.marks",
        "manners.slash_gender",
        "manners.surname_address",
    }
)
"""What is told where nobody chose: nothing that is a matter of taste."""
MOST_WORDS, LONGEST_WORD = 1000, 40
MOST_PHRASES, LONGEST_PHRASE = 100, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """``told`` are codes of ``CODES``; ``forbidden`` phrases and ``words`` stand as they were typed."""

    told: frozenset[str] = USUAL
    forbidden: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def style(self) -> HouseStyle:
        """As the manners want it."""
        return HouseStyle(off=CODES - self.told, forbidden=self.forbidden)

    @property
    def checks_commas(self) -> bool:
        """Whether commas before "że" and the like are hinted at."""
        return "polish.comma" in self.told

    @property
    def known_words(self) -> frozenset[str]:
        """All words as one phrase, which is taken apart once."""
        return frozenset({" ".join(self.words)}) if self.words else frozenset()


def of_json(held: Any) -> House:
    """What ``to_json`` made; codes that are not known (any more) are left out. ValueError for anything else."""
    if not isinstance(held, dict):
        raise ValueError("a house style is an object")
    told, forbidden, words = (_texts(held, key) for key in ("told", "forbidden", "words"))
    if len(words) > MOST_WORDS or len(forbidden) > MOST_PHRASES:
        raise ValueError("a house style has at most 1000 words and 100 phrases")
    if any(len(one) > LONGEST_WORD for one in words) or any(len(one) > LONGEST_PHRASE for one in forbidden):
        raise ValueError("a word has at most 40 characters, a phrase 80")
    return House(told=frozenset(told) & CODES if "told" in held else USUAL, forbidden=forbidden, words=words)


def to_json(house: House) -> dict[str, Any]:
    """For the database and for a file."""
    return {"told": sorted(house.told), "forbidden": list(house.forbidden), "words": list(house.words)}


def of_file(content: str) -> House:
    """A file of ``to_file``. ValueError says what is wrong with it."""
    whole = json.loads(content)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT or whole.get("version") != VERSION:
        raise ValueError("this is not a file of a house style")
    return of_json(whole)


def to_file(house: House) -> str:
    """One JSON file, versioned."""
    whole = {"format": FORMAT, "version": VERSION, **to_json(house)}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _texts(held: dict[str, Any], key: str) -> tuple[str, ...]:
    found = held.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError(f"“{key}” is a list of texts")
    return tuple(found)
