"""Numbers of the day: the coming week, questions that became a sale, the buyer who waits longest."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _

from kontuar.actions import rhythm_numbers
from kontuar.actions.rhythm_calendar import calendar
from kontuar.rules.rhythm.first_answers import Measure
from kontuar.rules.rhythm.forecast import DayAhead
from kontuar.rules.rhythm.leads import WITHIN, Month
from kontuar.rules.rhythm.silence import silence
from kontuar.store.models import Account
from kontuar.store.queries import rhythm as query
from kontuar.web import labels
from kontuar.web.going import signed_in
from kontuar.web.look import look_now
from kontuar.web.pages.rhythm.words import row

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A table's row in words."""

    name: str
    cells: tuple[str, ...]


def page(request: HttpRequest) -> HttpResponse:
    """Everything is counted when asked for."""
    user, look = signed_in(request), look_now()
    year = calendar(now=look.now)
    oldest = query.oldest_unanswered(user)
    age = silence(oldest.since_at, look.now, calendar=year, threshold=HOUR).working if oldest else None
    context = {
        "look": look,
        "oldest": row(oldest, look) if oldest else None,
        "since_at": oldest.since_at if oldest else None,
        "age": int(age / HOUR) if age is not None else 0,
        "forecast": (found := rhythm_numbers.week_ahead(user, year, now=look.now)),
        "per_order": _number(found.per_order, 2) if found else "",
        "days": [_day(one) for one in found.ahead] if found else [],
        "months": [_month(one) for one in rhythm_numbers.months(user, year, now=look.now)],
        "within": WITHIN.days,
        "firsts": [_first(*one) for one in rhythm_numbers.first_answers(user, now=look.now)],
    }
    return render(request, "rhythm/numbers.html", context)


def _day(one: DayAhead) -> Line:
    name = formats.date_format(one.day, "D, j E")
    if one.is_free:
        return Line(name=name, cells=(_("free day: not guessed"), "", ""))
    if one.orders is None or one.messages is None:
        return Line(name=name, cells=(_("too few such days to say"), "", ""))
    made_of = _("%(low)d to %(high)d on %(days)d such days") % {
        "low": one.low,
        "high": one.high,
        "days": one.days,
    }
    return Line(name=name, cells=(_number(one.orders), _number(one.messages), made_of))


def _month(one: Month) -> Line:
    name = formats.date_format(date(one.year, one.month, 1), "F Y")
    lengths = (one.answer_sold, one.answer_lost, one.slowest)
    times = (labels.span(time) if time is not None else "–" for time in lengths)
    counts = (one.sold, one.lost, one.unanswered, one.open)
    worth = " + ".join(labels.money(sum_.amount, sum_.currency) for sum_ in one.lost_worth) or "–"
    return Line(name=name, cells=(*map(str, counts), worth, *times))


def _first(account: Account, one: Measure) -> Line:
    decided = one.in_time + one.late
    share = labels.percent(one.in_time, decided) if decided else "–"
    typical = labels.span(one.typical) if one.typical is not None else "–"
    counts = (one.asked, one.in_time, one.late, one.waiting)
    return Line(
        name=str(account),
        cells=(*map(str, counts), share, typical, str(one.automatic), str(one.by_marketplace)),
    )


def _number(value: float, digits: int = 0) -> str:
    return str(formats.number_format(round(value, digits), digits))
