"""What one value of a rule may be. A check takes a raw TOML value and says in a few words what it wants, or ``""``."""

import re
from collections.abc import Callable

type Check = Callable[[object], str]


def count(value: object) -> str:
    """A whole number above nothing."""
    good = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return "" if good else "a whole number above 0"


def whole(value: object) -> str:
    """A whole number of nothing or more."""
    good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return "" if good else "a whole number of 0 or more"


def number(value: object) -> str:
    """A number of nothing or more, with decimals where needed: a share in percent, an amount of money."""
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < float("inf")
    return "" if good else "a number of 0 or more"


def flag(value: object) -> str:
    """true or false."""
    return "" if isinstance(value, bool) else "true or false"


def word(value: object) -> str:
    """Any text that is not empty."""
    return "" if isinstance(value, str) and value else "a text"


def words(value: object) -> str:
    """A list of texts."""
    good = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
    return "" if good else "a list of texts"


HANDLING = re.compile(r"PT(24|48|72)H|P[1-9]\d?D")


def handling_times(value: object) -> str:
    """A list of times in whole days, as "PT24H" or "P2D"."""
    good = isinstance(value, list) and all(isinstance(one, str) and HANDLING.fullmatch(one) for one in value)
    return "" if good and value else 'a list of times like "PT24H" or "P2D"'


def one_of(*allowed: str) -> Check:
    """One of the given words."""
    return lambda value: "" if value in allowed else "one of " + ", ".join(allowed)


def some_of(*allowed: str) -> Check:
    """A list of the given words, none twice."""

    def check(value: object) -> str:
        good = isinstance(value, list) and len(set(value)) == len(value) and set(value) <= set(allowed)
        return "" if good else "a list of some of " + ", ".join(allowed)

    return check
