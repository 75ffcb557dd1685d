"""The routines in their order, what one would have done last week, and the log of what they did."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from kontuar.actions import routine_runs
from kontuar.actions import routines as action
from kontuar.facts.numbers import whole_number
from kontuar.store.queries import routines as query
from kontuar.web import labels
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.routines import words
from kontuar.web.pages.routines.change import row_of

SHOWN = 50


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The list."""
    user, look = signed_in(request), look_now()
    known = words.names(user)
    lines = [
        {
            "row": one.row,
            "when": [words.condition(what, values, known) for what, values in one.row.conditions],
            "then": [words.step(do, value, known) for do, value in one.row.steps],
            "runs": one.runs,
            "last": labels.moment(one.last_at, look) if one.last_at else "",
            "may": action.may_change(one.row, user),
            "is_tried": action.is_tried(one.row),
        }
        for one in query.lines(user)
    ]
    return render(request, "routines/show.html", {"lines": lines, "may": action.owns_one(user)})


@require_http_methods(["GET", "POST"])
def dry_run(request: HttpRequest, routine_id: int) -> HttpResponse:
    """What it would have done last week; a POST says that it was seen."""
    row, user, look = row_of(request, routine_id), signed_in(request), look_now()
    if request.method == "POST":
        action.saw_dry_run(row, user, now=look.now)
        return done(request, words.seen(), to("routines"))
    known = words.names(user)
    run = routine_runs.dry_run(row, user, now=look.now)
    found = [
        {
            "case": one.message.case,
            "buyer": one.message.case.buyer.name or one.message.case.buyer.login,
            "text": " ".join(one.message.text.split())[:160],
            "at": labels.moment(one.message.written_at, look),
            "why": [words.condition(what.value, [value], known) for what, value in one.fit.why],
        }
        for one in run.found[:SHOWN]
    ]
    context: dict[str, Any] = {
        "row": row,
        "found": found,
        "count": len(run.found),
        "looked_at": run.looked_at,
        "then": [words.step(do, value, known) for do, value in row.steps],
        "may": action.may_change(row, user),
    }
    return render(request, "routines/try.html", context)


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What they did, and why."""
    user, look = signed_in(request), look_now()
    named = request.GET.get("regula", "")
    which = whole_number(named)
    known = words.names(user)
    lines = [
        {
            "run": run,
            "at": labels.moment(run.at, look),
            "buyer": run.case.buyer.name or run.case.buyer.login,
            "did": [words.step(do, value, known) for do, value in run.did],
            "why": [words.condition(what, [value], known) for what, value in run.why],
        }
        for run in query.log(user, which)
    ]
    return render(request, "routines/log.html", {"lines": lines})
