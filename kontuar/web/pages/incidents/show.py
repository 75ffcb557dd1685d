"""All incidents, one with its buyers, and small deeds on it: close, open again, look at a buyer again, take him out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import incident_files, incident_review, incidents
from kontuar.actions.errors import ActionProblem, NotAllowed
from kontuar.store.models import Incident
from kontuar.store.queries import access
from kontuar.store.queries import incidents as query
from kontuar.store.queries.incidents import Progress
from kontuar.web import filters, labels
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.labels_templates import variant
from kontuar.web.look import Look, look_now
from kontuar.web.pages.incidents import words
from kontuar.web.pages.incidents.edit import row_of


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Open ones with how far each is, then those that were closed."""
    user, look = signed_in(request), look_now()
    context = {
        "running": [_line(row, told, look) for row, told in query.listed(user, is_open=True)],
        "ended": [_line(row, told, look) for row, told in query.listed(user, is_open=False)],
        "may": incidents.works_somewhere(user),
    }
    return render(request, "incidents/list.html", context)


@require_safe
def page(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One: what was written, how far it is, whom it hits."""
    row, user, look = row_of(request, incident_id), signed_in(request), look_now()
    told = query.progress(user, [row.pk]).get(row.pk, Progress())
    which = filters.which_of(request.GET.dict(), query.WHICH)
    if which == "left" and not told.left and "f" not in request.GET:
        which = "all"
    after = request.GET.get("po", "")
    found, more = query.page(user, row, which, int(after) if after.isdecimal() and len(after) < 15 else 0)
    may = incidents.may_work(row, user)
    here = to("incident", row.pk)
    context = {
        "row": row,
        "cause": words.cause(row.cause),
        "made": labels.moment(row.made_at, look),
        "ended": labels.moment(row.ended_at, look) if row.ended_at else "",
        "may": may and row.ended_at is None,
        "may_open": may and row.ended_at is not None,
        "files": incident_files.of(row),
        "texts": [(variant(key), key[:2], text) for key, text in row.texts.items()],
        "lines": words.lines(found, look, may=frozenset(access.workable_ids(user))),
        "which": which,
        "choices": _choices(here, told, which),
        "more_url": f"{here}?f={which}&po={more}" if more else "",
        **words.progress(told),
    }
    return render(request, "incidents/show.html", context)


@require_POST
def state(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Close it, or open it again."""
    row, user, now = row_of(request, incident_id), signed_in(request), timezone.now()
    url = to("incident", row.pk)
    try:
        if request.POST.get("do") == "open":
            incidents.open_again(row, user, now=now)
            return done(request, _("The incident is open again."), url)
        incidents.end(row, user, now=now)
    except ActionProblem as problem:
        return failed(request, problem, url)
    return done(request, _("The incident is closed. It can still be read."), url)


@require_POST
def hit(request: HttpRequest, incident_id: int, hit_id: int) -> HttpResponse:
    """A buyer waits for a look again, or is taken out: he is not hit."""
    row, user, now = row_of(request, incident_id), signed_in(request), timezone.now()
    found = query.hit(user, row, hit_id)
    if found is None:
        if query.hits(user, row).filter(pk=hit_id).exists():
            return failed(request, NotAllowed(), to("incident", row.pk))
        raise Http404
    url = to("incident", row.pk)
    try:
        if request.POST.get("do") == "out":
            incidents.take_out(found, user, now=now)
            return done(request, _("Taken out: this buyer is not hit."), url)
        incident_review.wait_again(found, user, now=now)
    except ActionProblem as problem:
        return failed(request, problem, url)
    return done(request, _("Waits for a look again."), url)


def _line(row: Incident, told: Progress, look: Look) -> dict[str, object]:
    return {
        "row": row,
        "url": to("incident", row.pk),
        "cause": words.cause(row.cause),
        "made": labels.moment(row.made_at, look),
        **words.progress(told),
    }


def _choices(here: str, told: Progress, which: str) -> list[dict[str, object]]:
    names = {
        "left": (_("To review"), told.left),
        "done": (_("Answered"), told.done),
        "skipped": (_("Skipped"), told.skipped),
        "all": (_("All buyers"), told.total),
    }
    return [
        {"url": f"{here}?f={code}", "label": label, "count": count, "is_here": code == which}
        for code, (label, count) in names.items()
    ]
