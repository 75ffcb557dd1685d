"""Choices of the settings forms in words."""

from django.utils.translation import gettext_lazy as _

from kontuar.store.queries.desk import COUNTRIES

_NAMES = {
    "PL": _("Poland"),
    "LT": _("Lithuania"),
    "DE": _("Germany"),
    "CZ": _("Czechia"),
    "SK": _("Slovakia"),
    "HU": _("Hungary"),
    "AT": _("Austria"),
    "LV": _("Latvia"),
    "EE": _("Estonia"),
    "GB": _("United Kingdom"),
}
COUNTRY_CHOICES = [(code, _NAMES[code]) for code in COUNTRIES]
ZONES = (
    "Europe/Warsaw", "Europe/Vilnius", "Europe/Berlin", "Europe/Prague", "Europe/Bratislava",
    "Europe/Budapest", "Europe/Vienna", "Europe/Riga", "Europe/Tallinn", "Europe/London",
)  # fmt: skip
"""One for each country; a whole list of six hundred zones helps nobody."""

WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip


def zone_choices(current: str) -> list[tuple[str, str]]:
    """The usual zones, and the one in use if it is another."""
    names = ZONES if current in ZONES else (current, *ZONES)
    return [(name, name.replace("_", " ")) for name in names]
