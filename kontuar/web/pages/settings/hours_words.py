"""The hours in which buyers get an answer, as a text for the seller's page on a marketplace."""

from datetime import date

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from kontuar.store.models import Desk
from kontuar.web.times import SMALL_DAYS

MONDAY = date(2024, 1, 1)


def texts(desk: Desk) -> list[tuple[str, str, str]]:
    """Language code, its name and the text in it, one's own language first; nothing without opening hours."""
    spans = _spans(desk)
    if not spans:
        return []
    here, found = translation.get_language(), []
    for code, name in sorted(settings.LANGUAGES, key=lambda one: one[0] != here):
        with translation.override(code):
            found.append((code, str(name), _text(spans, code)))
    return found


def _spans(desk: Desk) -> list[tuple[int, int, str]]:
    """First and last weekday of each run of days with the same hours, and the hours."""
    found: list[tuple[int, int, str]] = []
    for day in range(7):
        span = desk.office_hours.get(str(day))
        if not span:
            continue
        hours = f"{_plain(span[0])}–{_plain(span[1])}"
        if found and found[-1][1] == day - 1 and found[-1][2] == hours:
            found[-1] = (found[-1][0], day, hours)
        else:
            found.append((day, day, hours))
    return found


def _plain(wall: str) -> str:
    return wall.removeprefix("0")


def _text(spans: list[tuple[int, int, str]], code: str) -> str:
    told = []
    for first, last, hours in spans:
        days = _day(first, code) if first == last else f"{_day(first, code)}–{_day(last, code)}"
        told.append(f"{days} {hours}")
    return _(
        "We answer messages: %(hours)s. What reaches us at other times we answer on the next working day."
    ) % {"hours": ", ".join(told)}


def _day(number: int, code: str) -> str:
    name = str(formats.date_format(MONDAY.replace(day=1 + number), "l"))
    return name.lower() if code in SMALL_DAYS else name
