"""Public holidays of a country, from the ``holidays`` library.

Poland: 24 December is one from 2025 (LAW-HOL, ``docs/rules/days-off.md``); the library knows it, a test
holds it to that. Regional holidays are left out: the owner adds them as days off of the account.
"""

from datetime import date
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
