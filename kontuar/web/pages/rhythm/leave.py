"""What must be answered before I leave: the duties that end while nobody is there."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kontuar.actions.rhythm_calendar import calendar
from kontuar.rules.rhythm.leaving import Leave, returns
from kontuar.store.queries import rhythm as query
from kontuar.store.queries.access import roles_of
from kontuar.store.queries.freshness import freshness
from kontuar.web import labels
from kontuar.web.going import signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.rhythm.words import row

LAST_YEAR = 9000


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A moment to choose."""

    url: str
    label: str
    is_here: bool
    back_at: datetime


def page(request: HttpRequest) -> HttpResponse:
    """The list until the moment chosen; without a choice until the next working day."""
    user, look = signed_in(request), look_now()
    choices = _choices(request, look)
    own = _own(request, look)
    here = next((one for one in choices if one.is_here), choices[0] if choices else None)
    until = own or (here.back_at if here else look.morning(days=1))
    lines, has_more = query.duties_between(user, None, until)
    stale = [one.name for one in freshness(roles_of(user), now=look.now) if one.is_stale]
    context = {
        "look": look,
        "choices": choices,
        "until": until,
        "until_words": labels.day_and_time(until, look),
        "own": request.GET.get("day", ""),
        "rows": [row(line, look) for line in lines if line.kind != "dispatch" or line.due_at < look.now],
        "parcels": sum(line.kind == "dispatch" and line.due_at >= look.now for line in lines),
        "has_more": has_more,
        "stale": stale,
    }
    return render(request, "rhythm/leave.html", context)


def _choices(request: HttpRequest, look: Look) -> list[Choice]:
    names = {
        Leave.TOMORROW: _("for today"),
        Leave.WEEKEND: _("for the weekend"),
        Leave.HOLIDAYS: _("for the holidays"),
    }
    found = returns(calendar(now=look.now), look.now)
    wanted = "" if request.GET.get("day") else request.GET.get("f", Leave.TOMORROW.value)
    return [
        Choice(
            url=f"{to('rhythm-leave')}?f={one.leave.value}",
            label=names[one.leave],
            is_here=one.leave.value == wanted,
            back_at=one.back_at,
        )
        for one in found
    ]


def _own(request: HttpRequest, look: Look) -> datetime | None:
    """The morning of a day typed in; None for what is no day to come."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
    if not look.today() < day or day.year > LAST_YEAR:
        return None
    return max(look.now, look.at(day, time(8)))
