"""Absences: who is away, who stands in, what falls within, and the notice to copy."""

from datetime import date, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kontuar.actions import rhythm_absence as action
from kontuar.actions.errors import ActionProblem
from kontuar.actions.rhythm_calendar import calendar
from kontuar.rules.rhythm.leaving import back_after
from kontuar.store.models import Absence, User
from kontuar.store.queries import rhythm as query
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.rhythm.forms import Away
from kontuar.web.pages.rhythm.words import row as in_words
from kontuar.web.problems import tell


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Those that run or come, and a form for another."""
    user, look = signed_in(request), look_now()
    people = query.colleagues(user)
    form = Away(request.POST if request.method == "POST" else None, me=user, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = action.plan(user, **form.values(), today=look.today(), now=timezone.now())
            return done(request, _("Saved."), to("rhythm-absence", made.pk))
        except ActionProblem as problem:
            tell(form, problem)
    known = {user.pk, *(one.pk for one in people)}
    rows = [one for one in query.absences_from(look.today()) if one.user_id in known]
    context = {"form": form, "look": look, "today": look.today(), "rows": rows}
    return render(request, "rhythm/absences.html", context, status=422 if form.errors else 200)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What falls within one absence, and the notice."""
    user, look = signed_in(request), look_now()
    row = _row(user, pk)
    start, back_at = _span(row, look)
    lines, has_more = query.duties_between(user, start, back_at)
    mine = [in_words(line, look) for line in lines if line.assignee_id == row.user_id]
    nobodys = [line for line in lines if line.assignee_id is None]
    free = [in_words(line, look) for line in nobodys if line.kind != "dispatch"]
    context = {
        "look": look,
        "row": row,
        "back_at": back_at,
        "groups": [(_("Assigned to this person"), mine), (_("Assigned to nobody"), free)],
        "parcels": len(nobodys) - len(free),
        "has_more": has_more,
        "may_change": user.is_owner or user.pk == row.user_id,
        "without": query.accounts_without(row.deputy, row.user) if row.deputy else [],
        "notices": _notices(row, back_at, look),
    }
    return render(request, "rhythm/absence.html", context)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off, or be back today."""
    user, look = signed_in(request), look_now()
    try:
        action.call_off(_row(user, pk), user, today=look.today(), now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("rhythm-absences"))
    return done(request, _("The absence is called off."), to("rhythm-absences"))


@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep one's own words."""
    user = signed_in(request)
    try:
        action.keep_notice(_row(user, pk), user, text=request.POST.get("notice", ""))
    except ActionProblem as problem:
        return failed(request, problem, to("rhythm-absence", pk))
    return done(request, _("Saved."), to("rhythm-absence", pk))


def _row(user: User, pk: int) -> Absence:
    row = query.absence_of(user, pk)
    if row is None:
        raise Http404
    return row


def _span(row: Absence, look: Look) -> tuple[datetime, datetime]:
    """From the first day's start (or now) to the opening of the first working day after it."""
    year = calendar(now=look.now)
    back = back_after(year, row.last_day)
    return max(look.now, year.day_start(row.first_day)), year.office_start(back) if back else year.day_end(
        row.last_day
    )


def _notices(row: Absence, back_at: datetime, look: Look) -> list[tuple[str, str, str]]:
    """Language code, its name and the text: the person's own words alone, or a suggestion in every known language."""
    if row.notice:
        return [("", "", row.notice)]
    days = (row.first_day, row.last_day, look.local(back_at).date())
    found: dict[str, tuple[str, str, str]] = {}
    for code, name in sorted(settings.LANGUAGES, key=lambda one: one[0] != "en"):
        with translation.override(code):
            text = _suggested(*days)
        # a language nobody has translated yet would say the English words under its own name
        found.setdefault(text, (code, str(name), text))
    return sorted(found.values(), key=lambda one: one[0] != row.user.language)


def _suggested(first: date, last: date, back: date) -> str:
    days = {"first": f"{first:%d.%m.%Y}", "last": f"{last:%d.%m.%Y}", "back": f"{back:%d.%m.%Y}"}
    return (
        _(
            "Good day, thank you for your message. From %(first)s to %(last)s we answer more slowly than usual; from"
            " %(back)s we answer as always. Orders are looked after in the meantime."
        )
        % days
    )
