"""Phrase lists as regular expressions, matched on aligned-folded text (no capitals, no accents).

Write phrases folded ("prosze o", "koennten" is not a form we expect: "konnten"). A trailing ``*``
means "any ending", a space "any white space". Alternatives are tried longest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(phrases: Iterable[str], *, before: str = r"(?<![^\W_])", after: str = r"(?![^\W_])") -> str:
    """Return the source of a pattern that finds any of ``phrases`` as whole words."""
    parts = []
    for phrase in sorted(set(phrases), key=len, reverse=True):
        escaped = re.escape(phrase.strip()).replace(r"\ ", r"\s{1,3}").replace(r"\*", r"\w{0,20}")
        escaped = escaped.replace("ss", "ss?")  # an aligned ß is one "s"
        parts.append(escaped)
    return f"{before}(?:{'|'.join(parts)}){after}"


def finder(*groups: str) -> re.Pattern[str]:
    """Compile a finder of phrases given as strings of phrases set apart by ``|`` or line ends."""
    phrases = [phrase for group in groups for phrase in re.split(r"[|\n]", group) if phrase.strip()]
    return re.compile(any_of(phrases))


def by_language(source: str) -> dict[str, re.Pattern[str]]:
    """Compile one finder per language from a list with ``[pl]``, ``[en]`` … lines between."""
    parts = re.split(r"\[([a-z]{2})\]", source)
    return {language: finder(phrases) for language, phrases in zip(parts[1::2], parts[2::2], strict=True)}
