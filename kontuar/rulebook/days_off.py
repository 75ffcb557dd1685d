"""Public holidays of a country: those a rule of its law lists (H9), else from the ``holidays`` library.

Regional holidays are left out: the owner adds them as days off of the account.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import holidays

from kontuar.rulebook.record import RulebookError

HOME: dict[str, str] = {
    "allegro": "PL",
    "allegro-pl": "PL",
    "allegro-cz": "CZ",
    "allegro-sk": "SK",
    "allegro-hu": "HU",
    "allegro-business-cz": "CZ",
}
"""The country of a marketplace, for rules that do not follow the seller's."""


@lru_cache(maxsize=64)
def public_holidays(country: str, first_year: int, last_year: int) -> frozenset[date]:
    """All nation-wide public holidays of the years; ``country`` as ISO 3166 code, such as ``PL``."""
    try:
        found = holidays.country_holidays(country.upper(), years=range(first_year, last_year + 1))
    except NotImplementedError as error:
        raise RulebookError(f"no public holidays are known for the country {country!r}") from error
    return frozenset(found)


def listed(words: Iterable[str], year: int) -> frozenset[date]:
    """The days of a year a rule lists: ``12-24`` (month and day), ``easter``, ``easter+49`` (days after it)."""
    return frozenset(_listed_day(word, year) for word in words)


def _listed_day(word: str, year: int) -> date:
    if not word.startswith("easter"):
        return date.fromisoformat(f"{year}-{word}")
    return easter(year) + timedelta(days=int(word.removeprefix("easter") or 0))


def easter(year: int) -> date:
    """Easter Sunday of the western churches, by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)
