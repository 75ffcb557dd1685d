"""The desk's hours, days off and small times."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, reassess, reassess_issues
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.store.models import Account, Desk, User
from kontuar.store.queries.desk import COUNTRIES

LONGEST_UNDO = 300
"""Seconds: a person who wants to wait longer puts the message off instead."""
JUDGED_BY = ("office_hours", "days_off", "zone", "country")
"""What moves deadlines and warnings: after a change of these everything open is judged again."""
MOST_DAYS_OFF = 400
WALL_TIME = re.compile(r"[0-2]\d:[0-5]\d")
LIKE_AN_HOUR = re.compile(r"\d{1,4}(?::\d{1,4})?")


@transaction.atomic
def save_hours(
    by: User,
    *,
    office_hours: Mapping[str, Sequence[str]],
    days_off: Sequence[str],
    zone: str,
    country: str,
    undo_seconds: int,
    courier_at: str,
    now: datetime,
) -> Desk:
    """Keep when somebody is there. Invalid names the field; nothing is saved then.

    ``office_hours`` is weekday "0" (Monday) to "6" → [from, to] as HH:MM, a closed day is left out;
    ``days_off`` are ISO dates besides public holidays; ``courier_at`` is local wall time.
    """
    if not by.is_owner:
        raise NotAllowed()
    if country not in COUNTRIES:
        raise Invalid("unknown-country", _("This country is not in the list."), field="country")
    if zone not in available_timezones():
        raise Invalid("unknown-zone", _("This time zone is not known."), field="zone")
    if not 0 <= undo_seconds <= LONGEST_UNDO:
        raise Invalid("undo-too-long", _("Choose between 0 and 300 seconds."), field="undo_seconds")
    if _wall_time(courier_at) is None:
        raise Invalid("bad-time", _("Write the time as 15:00."), field="courier_at")
    values = {
        "office_hours": _clean_hours(office_hours),
        "days_off": _clean_days(days_off),
        "zone": zone,
        "country": country,
        "undo_seconds": undo_seconds,
        "courier_at": courier_at,
    }
    before = Desk.objects.filter(pk=1).values(*JUDGED_BY).first()
    desk, _made = Desk.objects.update_or_create(pk=1, defaults=values)
    if before != {name: values[name] for name in JUDGED_BY}:
        for account in Account.objects.all():
            reassess.everything(account, now=now)
            reassess_issues.everything(account, now=now)
    journal.record("desk.hours_saved", at=now, actor=by)
    return desk


def _clean_hours(office_hours: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    clean = {}
    for weekday, span in sorted(office_hours.items()):
        field = f"day_{weekday}"
        if weekday not in {"0", "1", "2", "3", "4", "5", "6"} or len(span) != 2:
            raise Invalid("bad-hours", _("Write both times, as 9:00 and 17:00."), field=field)
        for hour in span:
            _must_exist(hour, field)
        opens, closes = _wall_time(span[0]), _wall_time(span[1])
        if opens is None or closes is None:
            raise Invalid("bad-hours", _("Write both times, as 9:00 and 17:00."), field=field)
        if opens >= closes:
            raise Invalid("bad-hours", _("The day must end later than it begins."), field=field)
        clean[weekday] = [opens.strftime("%H:%M"), closes.strftime("%H:%M")]
    return clean


def _must_exist(hour: str, field: str) -> None:
    """Raises Invalid for what was meant as an hour and is none: 25:99 is not a forgotten field."""
    if LIKE_AN_HOUR.fullmatch(hour) and _wall_time(hour) is None:
        words = _("There is no hour %(hour)s. Write it as 9:00 or 17:00.") % {"hour": hour}
        raise Invalid("no-such-hour", words, field=field)


def _clean_days(days_off: Sequence[str]) -> list[str]:
    if len(days_off) > MOST_DAYS_OFF:
        raise Invalid("too-many-days", _("Too many days at once."), field="days_off")
    try:
        return sorted({date.fromisoformat(day).isoformat() for day in days_off})
    except ValueError:
        raise Invalid("bad-day", _("Write each day as 2026-12-24."), field="days_off") from None


def _wall_time(text: str) -> time | None:
    if not WALL_TIME.fullmatch(text):
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None
