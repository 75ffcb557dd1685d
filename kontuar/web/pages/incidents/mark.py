"""Conversations into an incident, and an incident's text into a conversation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontuar.actions import incident_review, incidents
from kontuar.actions.errors import ActionProblem
from kontuar.store.queries import incidents as query
from kontuar.web import labels
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.cases.reply import case_of
from kontuar.web.pages.incidents import words
from kontuar.web.pages.incidents.edit import ids_of, row_of
from kontuar.web.pages.incidents.whom import told


@require_POST
def page(request: HttpRequest) -> HttpResponse:
    """Which incident the chosen conversations belong to; with ``to`` they are marked."""
    user, look = signed_in(request), look_now()
    given = request.POST.getlist("case") or request.POST.get("sprawy", "").split(",")
    ids = ids_of(",".join(given))
    if not ids:
        return done(request, _("Nothing was chosen, nothing was done."), to("inbox_several"))
    if named := request.POST.get("to", ""):
        row = row_of(request, int(named) if named.isdecimal() and len(named) < 15 else 0)
        try:
            marked = incidents.mark_cases(row, user, ids, now=look.now)
        except ActionProblem as problem:
            return failed(request, problem, to("incidents"))
        return done(request, told(marked), to("incident", row.pk))
    offered = [
        (row.pk, row.name, words.cause(row.cause), labels.moment(row.made_at, look))
        for row in query.open_ones(user)
    ]
    context = {
        "cases": ",".join(map(str, ids[: incidents.MOST_AT_ONCE])),
        "count": len(ids),
        "offered": offered,
    }
    return render(request, "incidents/mark.html", context)


@require_POST
def put(request: HttpRequest, incident_id: int, case_id: int) -> HttpResponse:
    """The incident's text, before what is begun in this conversation. Nothing is sent."""
    row, user, case = row_of(request, incident_id), signed_in(request), case_of(request, case_id)
    found = query.hits(user, row).select_related("incident", "account").filter(buyer=case.buyer_id).first()
    if found is None:
        raise Http404
    url = f"{to('case', case.pk)}#text"
    try:
        incident_review.put_into(found, case, user, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, url)
    return done(request, _("The text is in the answer. Read it, then send it."), url)
