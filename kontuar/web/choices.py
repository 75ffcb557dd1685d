"""Choices several screens offer: countries, zones, weekdays, roles."""

from django.utils.translation import gettext_lazy as _

from kontuar.store.models import AccountAccess
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
    "US": _("United States"),
}
COUNTRY_CHOICES = [(code, _NAMES[code]) for code in COUNTRIES]
ZONES = (
    "Europe/Warsaw", "Europe/Vilnius", "Europe/Berlin", "Europe/Prague", "Europe/Bratislava",
    "Europe/Budapest", "Europe/Vienna", "Europe/Riga", "Europe/Tallinn", "Europe/London",
    "America/New_York",
)  # fmt: skip
"""One for each country; a whole list of six hundred zones helps nobody."""

WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip

ROLES = {
    AccountAccess.Role.VIEWER: _("Viewer"),
    AccountAccess.Role.AGENT: _("Agent"),
    AccountAccess.Role.OWNER: _("Owner"),
}
ROLE_CHOICES = [("", _("No access")), *ROLES.items()]


def zone_choices(current: str) -> list[tuple[str, str]]:
    """The usual zones, and the one in use if it is another."""
    names = ZONES if current in ZONES else (current, *ZONES)
    return [(name, name.replace("_", " ")) for name in names]
