"""Weaker signs of anger in English, German and Lithuanian: hardly one of them is an angry word by itself.

Buyers mostly say it in plain words: the same thing asked for the third time, a limit and what comes after it, a
question that wants no answer, praise for what went wrong. Each kind of sign counts once, and half as much again when
it comes back; two weak kinds together are as much as one angry word (``temper.py``). Polish has a model for that.
"""

from __future__ import annotations

from dataclasses import dataclass

from kontuar.text import temper_cue_words as say
from kontuar.text import temper_view_words as view
from kontuar.text.phrases import Finder


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sign. ``weight`` is that of the first one found in a text."""

    name: str
    weight: float
    lists: dict[str, Finder]


KINDS: tuple[Kind, ...] = (
    Kind("demand", 0.6, say.DEMAND),
    Kind("limit", 0.6, say.LIMIT),
    Kind("rhetoric", 1.2, say.RHETORIC),
    Kind("asking", 0.6, say.ASKING),
    Kind("again", 0.6, say.AGAIN),
    Kind("silence", 0.6, say.SILENCE),
    Kind("blame", 0.6, view.BLAME),
    Kind("feeling", 0.8, view.FEELING),
    Kind("verdict", 1.2, view.VERDICT),
)
IRONY = 1.2
CRIED = 0.4
MOST = 3.0
"""What these signs may weigh together: without one angry word nobody is in a rage."""


def weigh(folded: str, language: str) -> float:
    """Return what the signs weigh in a folded text of ``en``, ``de`` or ``lt``; 0 for any other."""
    told = 0.0
    for kind in KINDS:
        finder = kind.lists.get(language)
        if finder is None:
            return 0.0
        number = sum(1 for _ in finder.finditer(folded))
        told += kind.weight * (0.0 if number == 0 else 1.0 if number == 1 else 1.5)
    if view.PRAISE.search(folded) and view.WRONG.search(folded) and not view.GRATEFUL.search(folded):
        told += IRONY
    told += CRIED * min(2, sum(1 for cry in view.CRY.finditer(folded) if not view.THANKS.search(cry.group())))
    return min(told, MOST)
