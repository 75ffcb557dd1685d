"""The rules in the reader's language: titles, what they say, names of values and of the words in them.

They stand beside the data (``words/pl.toml`` and so on), not among the interface's texts: a rule is translated by
somebody who reads it with its source and its day, and a new version of a rule wants new words. English is the
data's own; eBay's and Etsy's books have no other words yet. Whatever is missing is told in English.
"""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from kontuar.rulebook.record import RuleRecord

LANGUAGES = ("pl", "lt", "de", "en")
BOOKS = ("allegro", "mail", "law")
"""Whose rules have words in every language."""


@lru_cache(maxsize=8)
def _words(language: str) -> dict[str, dict[str, Any]]:
    code = language.partition("-")[0]
    name = code if code in LANGUAGES else "en"
    text = files("kontuar.rulebook").joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _of_rule(record: RuleRecord, language: str) -> list[str]:
    book = _words(language).get(record.marketplace, {})
    found: list[str] = book.get(f"{record.rule_id}@{record.valid_from}") or book.get(record.rule_id) or []
    return found


def title(record: RuleRecord, language: str) -> str:
    """What the rule is about; empty where nobody named it."""
    found = _of_rule(record, language) or _of_rule(record, "en")
    return found[0] if found else ""


def says(record: RuleRecord, language: str) -> str:
    """What the rule says; the data's own English where it is not told in the language."""
    found = _of_rule(record, language)
    return found[1] if len(found) > 1 else record.says


def is_told(record: RuleRecord, language: str) -> bool:
    """False where a reader of the language gets English."""
    return language.partition("-")[0] == "en" or len(_of_rule(record, language)) > 1


def value_name(key: str, language: str) -> str:
    """What a value means; its key in plain words where nobody named it."""
    name: str = _words(language).get("value", {}).get(key) or key.replace("_", " ")
    return name


def word(text: str, language: str) -> str:
    """A word that stands in a value, a reading's name or its reason."""
    found: str = _words(language).get("word", {}).get(text, text)
    return found
