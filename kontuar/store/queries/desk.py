"""The desk's own settings and its calendar of holidays."""

from dataclasses import dataclass
from datetime import date

import holidays

from kontuar.store.models import Desk
from kontuar.store.queries.once import once
from kontuar.store.queries.ready import Ready

USUAL_HOURS = {str(day): ["09:00", "17:00"] for day in range(5)}
COUNTRIES = ("PL", "LT", "DE", "CZ", "SK", "HU", "AT", "LV", "EE", "GB", "US")
"""Where our sellers and Allegro's buyers live; the holidays library knows each of them."""

_DESK = Ready(lambda: Desk.objects.order_by("pk")[:1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A public holiday, named in the reader's language where the library knows it."""

    day: date
    name: str


def the_desk() -> Desk:
    """The one row; before anything was saved, an unsaved one with the usual hours."""
    found = once("desk", lambda: _DESK.first(Desk))
    return found or Desk(pk=1, office_hours=USUAL_HOURS)


def holidays_between(country: str, start: date, end: date, *, language: str = "") -> list[Holiday]:
    """Public holidays from ``start`` up to and without ``end``."""
    calendar = holidays.country_holidays(
        country, years=range(start.year, end.year + 1), language=_known_language(country, language)
    )
    return [Holiday(day=day, name=name) for day, name in sorted(calendar.items()) if start <= day < end]


def _known_language(country: str, language: str) -> str | None:
    """The library names holidays in a few languages per country; None is the country's own."""
    if not language:
        return None
    known = {name.split("_")[0]: name for name in holidays.country_holidays(country).supported_languages}
    return known.get(language.split("-")[0], known.get("en"))
