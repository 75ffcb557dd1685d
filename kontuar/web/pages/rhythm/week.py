"""The week in plain words: what a colleague would tell, with one small table of answer times beneath."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kontuar.actions import week as action
from kontuar.actions.rhythm_calendar import calendar
from kontuar.actions.week import Answers, Week
from kontuar.rules.rhythm.answer_times import Times
from kontuar.web import labels
from kontuar.web.going import signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.rhythm.week_words import sentences

DAYS = timedelta(days=7)
EARLIEST = date(2000, 1, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Waits of one kind or account. ``is_part``: one of the kinds the first row is made of."""

    name: str
    cells: tuple[str, ...]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The week of ``od`` (a day of it), without one the last whole week."""
    user, look = signed_in(request), look_now()
    this = action.monday_of(look.today())
    monday = _wanted(request, look) or this - DAYS
    found = action.week(user, monday, calendar(now=look.now), now=look.now)
    context = {
        "look": look,
        "name": _name(monday),
        "is_running": found.is_running,
        "sentences": sentences(found),
        "rows": _rows(found),
        "earlier": f"{to('rhythm-week')}?od={(monday - DAYS).isoformat()}",
        "later": f"{to('rhythm-week')}?od={(monday + DAYS).isoformat()}" if monday < this else "",
    }
    return render(request, "rhythm/week.html", context)


def _wanted(request: HttpRequest, look: Look) -> date | None:
    """The Monday of the day asked for; None for what is no day, or one to come."""
    try:
        day = date.fromisoformat(request.GET.get("od", ""))
    except ValueError:
        return None
    return action.monday_of(day) if EARLIEST <= day <= look.today() else None


def _name(monday: date) -> str:
    return f"{formats.date_format(monday, 'j E')} – {formats.date_format(monday + DAYS - timedelta(days=1), 'j E Y')}"


def _rows(found: Week) -> list[Row]:
    told: Answers = found.answers
    kinds: list[tuple[str, Times | None]] = [
        (_("All"), told.all),
        (_("Before payment"), told.unpaid),
        (_("After payment"), told.paid),
    ]
    if len(told.accounts) > 1:
        kinds += [
            (f"{labels.platform(account.platform)}: {account}", times) for account, times in told.accounts
        ]
    return [_row(name, times) for name, times in kinds if times is not None]


def _row(name: str, one: Times) -> Row:
    lengths = (labels.span(length) if length is not None else "–" for length in (one.typical, one.slowest))
    return Row(name=name, cells=(str(one.asked), *lengths, str(one.waiting)))
