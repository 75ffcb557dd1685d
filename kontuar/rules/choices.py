"""Whether a buyer named what he had to choose, and what a marketplace says of leaving it to him.

Texts and options come folded (small letters without accents). A word is recognised by its beginning, so that
"biala", "bialy" and "biale" name the same colour: Polish, Lithuanian and German change the ends of words.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from kontuar.facts.choices import Choice, ChoiceKind
from kontuar.facts.orders import Order
from kontuar.rules.clock_policy import ChoiceRule

WORDS = re.compile(r"\w+")
ENDING, SHORT = 2, 4
"""So many letters of a word's end may change, in words longer than ``SHORT``: "M", "XL", "42", "mint" do not."""


def unnamed(order: Order, choices: Iterable[Choice], words: Iterable[str]) -> tuple[Choice, ...]:
    """What of ``choices`` this order asks for and no word of the buyer names. ``words`` are his texts, folded."""
    held = tuple(choices)
    if not held:
        return ()
    bought = {line.offer_id: line.bought_at or order.bought_at or order.paid_at for line in order.lines}
    said = words_of(words)
    return tuple(one for one in held if _asks(one, bought.get(one.offer_id)) and not is_named(one, said))


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """All words of some folded texts."""
    return frozenset(word for text in texts for word in WORDS.findall(text))


def _asks(choice: Choice, bought_at: datetime | None) -> bool:
    return bought_at is not None and bought_at >= choice.since_at


def is_named(choice: Choice, said: Collection[str]) -> bool:
    """One of the options stands there, all its words; without options any word names it."""
    if not choice.options:
        return bool(said)
    return any(_stands(option, said) for option in choice.options)


def _stands(option: str, said: Collection[str]) -> bool:
    parts = _parts(option)
    return bool(parts) and all(any(_same(part, word) for word in said) for part in parts)


@lru_cache(maxsize=1000)
def _parts(option: str) -> tuple[str, ...]:
    return tuple(WORDS.findall(option))


def _same(part: str, word: str) -> bool:
    if len(part) <= SHORT:
        return part == word
    return word.startswith(part[:-ENDING]) and len(word) <= len(part) + ENDING


def verdict(kind: ChoiceKind, rule: ChoiceRule | None) -> str:
    """What the marketplace says of leaving this to the buyer in one offer (E7): ``not_left_open`` (it may not be),
    ``while_in_stock`` (only with an up-to-date list), ``""`` (nothing).
    """
    if rule is None:
        return ""
    if kind.value in rule.not_left_open:
        return "not_left_open"
    return "while_in_stock" if kind.value in rule.while_in_stock else ""


def options_of(folded: Sequence[str]) -> tuple[str, ...]:
    """Options as they are compared: each once, none empty."""
    return tuple(dict.fromkeys(" ".join(WORDS.findall(one)) for one in folded if WORDS.findall(one)))
