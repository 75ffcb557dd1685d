"""Choose the orders an incident hits: by day of dispatch, product, carrier or number."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kontuar.actions import incidents
from kontuar.actions.errors import ActionProblem, Invalid
from kontuar.actions.incidents import Marked
from kontuar.facts.numbers import whole_number
from kontuar.store.models import Incident, IncidentHit, User
from kontuar.store.queries import access, incident_orders
from kontuar.store.queries.incident_orders import Found, Hit
from kontuar.web import labels
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.incidents.edit import row_of
from kontuar.web.pages.incidents.forms import Whom

ASKED = "szukaj"
"""In the address when somebody searched; an open form alone looks for nothing."""


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, incident_id: int) -> HttpResponse:
    """The search with what it found, each ticked; and marking what is ticked."""
    row, user, look = row_of(request, incident_id), signed_in(request), look_now()
    if request.method == "POST":
        return _mark(request, row, user)
    mine = [one for one in access.accounts(user).order_by("pk") if access.can_work(user, one.pk)]
    has_asked = ASKED in request.GET
    form = Whom(request.GET if has_asked else None, accounts=mine, look=look)
    found = Found(hits=())
    if has_asked and form.is_valid():
        found = incident_orders.find(user, form.search())
    known = _known(row)
    context = {
        "row": row,
        "form": form,
        "has_asked": has_asked and not form.errors,
        "items": [_item(one, look) for one in found.hits if one.row.pk not in known],
        "known": sum(one.row.pk in known for one in found.hits),
        "is_cut": found.is_cut,
        "may": row.ended_at is None and incidents.may_work(row, user),
        "query": request.GET.urlencode(),
    }
    return render(request, "incidents/whom.html", context, status=422 if has_asked and form.errors else 200)


def told(marked: Marked) -> str:
    """What marking did, in words."""
    said = ngettext("%(n)d buyer was added.", "%(n)d buyers were added.", marked.added) % {"n": marked.added}
    if marked.known:
        more = ngettext("%(n)d was in it already.", "%(n)d were in it already.", marked.known)
        said += " " + more % {"n": marked.known}
    return said


def _mark(request: HttpRequest, row: Incident, user: User) -> HttpResponse:
    ids = [number for pk in request.POST.getlist("order") if (number := whole_number(pk)) is not None]
    back = to("incident-whom", row.pk)
    try:
        if not ids:
            raise Invalid("none", _("Nothing was chosen, nothing was done."))
        marked = incidents.mark_orders(row, user, ids, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, back)
    return done(request, told(marked), to("incident", row.pk))


def _known(row: Incident) -> set[int]:
    held = IncidentHit.objects.filter(incident=row).values_list("order_ids", flat=True)
    return {pk for ids in held for pk in ids}


def _item(one: Hit, look: Look) -> dict[str, Any]:
    row = one.row
    name, pieces = one.items[0] if one.items else (_("order"), 1)
    rest = len(one.items) - 1
    parts = [
        one.carrier,
        labels.parcel_state(one.parcel) if one.parcel else labels.order_state(row.state, row.fulfilment),
        _("send by %(day)s") % {"day": labels.dated(row.dispatch_by, look)}
        if row.dispatch_by and not one.parcel
        else "",
    ]
    return {
        "pk": row.pk,
        "url": to("order", row.pk),
        "platform": row.account.platform,
        "letter": labels.mark(row.account.platform),
        "account": str(row.account),
        "buyer": row.buyer.name or row.buyer.login,
        "what": f"{pieces} × {name}" + (f" + {rest}" if rest > 0 else ""),
        "note": " · ".join(part for part in parts if part),
    }
