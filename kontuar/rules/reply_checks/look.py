"""What the checks share: looking at the words around a find, and naming the rule behind a finding.

All patterns of the checks repeat at most a fixed number of times, so that time grows with the length of
the text only, whatever stands in it.
"""

import re
from collections.abc import Iterable

from kontuar.facts.drafts import Finding, Severity
from kontuar.rules.rule import Rule

AT_MOST = 20
"""Findings of one check that are worth showing."""

SENTENCE = 240
"""How far back the beginning of a sentence is looked for, in characters."""


_FOLD = str.maketrans("ąćęłńóśźżčėįšųūžäöüĄĆĘŁŃÓŚŹŻČĖĮŠŲŪŽÄÖÜ’", "acelnoszzceisuuzaouACELNOSZZCEISUUZAOU'")


def fold(text: str) -> str:
    """The text without accents, letter for letter: places stay the same. ``ß`` stays."""
    return text.translate(_FOLD)


def phrases(lines: str, *, ahead: str = r"(?<!\w)", behind: str = r"(?!\w)") -> re.Pattern[str]:
    """A pattern from readable lines, for folded text; case is ignored.

    One line is one alternative. ``|`` parts words that may stand for each other, ``*`` is any short
    ending, ``…`` up to sixty characters of the same sentence, a blank one to three blanks or line ends.
    A line that ends in ``|`` goes on in the next.
    """
    lines = lines.replace("|\n", "|")
    return re.compile(
        ahead + "(?:" + "|".join(_line(line) for line in lines.splitlines() if line.strip()) + ")" + behind,
        re.IGNORECASE,
    )


def _line(line: str) -> str:
    parts = []
    for part in line.split("…"):
        options = sorted((option.strip() for option in part.split("|")), key=len, reverse=True)
        parts.append("(?:" + "|".join(map(_option, options)) + ")")
    return r"(?!\w)[^.!?\n]{0,60}?(?<!\w)".join(parts)


def _option(option: str) -> str:
    return re.escape(fold(option)).replace(r"\*", r"\w{0,8}").replace(r"\ ", r"\s{1,3}")


def before(text: str, at: int, reach: int = SENTENCE) -> str:
    """The part of the sentence that stands before a place."""
    near = text[max(0, at - reach) : at]
    start = max(near.rfind(mark) for mark in (". ", "! ", "? ", "\n"))
    return near[start + 1 :]


def digits(text: str) -> str:
    """Only the digits of a text."""
    return "".join(ch for ch in text if ch.isdecimal())


def finding(
    code: str,
    severity: Severity,
    *,
    span: tuple[int, int] | None = None,
    rule: Rule | None = None,
    fix: str = "",
    **params: str,
) -> Finding:
    """A finding that names its rule."""
    return Finding(
        code=code,
        severity=severity,
        span=span,
        rule_id=rule.rule_id if rule else "",
        since=rule.version if rule else "",
        source=rule.source if rule else "",
        fix=fix,
        params=tuple(sorted(params.items())),
    )


def apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, without those that overlap an earlier one; at most ``AT_MOST``."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
        if len(kept) == AT_MOST:
            break
    return kept
