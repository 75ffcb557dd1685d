"""The starter set: reviewed templates in four languages for the situations every seller meets.

They live as data files beside this module and are read once. Nobody edits them: a template that is changed on the
screen becomes the desk's own copy, which stands in the starter's place.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("pl", "lt", "en", "de")
FOLDER = Path(__file__).parent / "starter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """One template in all languages: ``names`` and ``texts`` by language code."""

    key: str
    situation: str
    names: dict[str, str]
    texts: dict[str, str]


@cache
def starters() -> dict[str, Starter]:
    """All of them by key, in the order of the Polish file."""
    found: dict[str, Starter] = {}
    for language in LANGUAGES:
        held = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        for one in held["template"]:
            key = one["key"]
            starter = found.setdefault(
                key, Starter(key=key, situation=one.get("situation", key), names={}, texts={})
            )
            starter.names[language] = one["name"]
            starter.texts[language] = one["text"].strip()
    return found
