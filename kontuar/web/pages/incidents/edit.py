"""Make an incident and change its text; a template may be where it starts."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kontuar.actions import incidents, template_list
from kontuar.actions.errors import ActionProblem
from kontuar.drafters import template_words
from kontuar.facts.numbers import whole_number
from kontuar.store.models import Incident, User
from kontuar.store.queries import access
from kontuar.store.queries import incidents as query
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.incidents.forms import Write
from kontuar.web.problems import tell

DAYS_OF_AN_OFFER = 30
"""How far back the orders of an offer are looked for first."""


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new one. ``sprawy`` are conversations that were chosen before and are marked at once; ``towar`` is the number
    of an offer whose buyers are looked for next."""
    user = signed_in(request)
    given = request.POST if request.method == "POST" else None
    start = template_list.find(user, request.GET.get("szablon", ""), get_language() or "")
    offer = (given or request.GET).get("towar", "")[:80].strip()
    form = Write(given, template=start, cause="batch" if offer else "carrier")
    if given is not None and form.is_valid():
        try:
            row = incidents.make(user, **form.values(), now=timezone.now())
            if ids := ids_of(given.get("sprawy", "")):
                incidents.mark_cases(row, user, ids, now=timezone.now())
                return done(
                    request, _("The incident is made. Go through the answers."), to("incident", row.pk)
                )
            return done(request, _("The incident is made. Now choose whom it hits."), _whom(row, offer))
        except ActionProblem as problem:
            tell(form, problem)
    context = {
        "may": incidents.works_somewhere(user),
        "start": start,
        "cases": (given or request.GET).get("sprawy", "")[:2000],
        "offer": offer,
        "offered": template_list.everything(user, get_language() or ""),
    }
    return _render(request, form, None, context)


def _whom(row: Incident, offer: str) -> str:
    """The search for buyers; with an offer it has been made already, delivered ones included."""
    first = look_now().midnight(-DAYS_OF_AN_OFFER)
    asked = {
        "szukaj": "1",
        "towar": offer,
        "od": look_now().local(first).date().isoformat(),
        "dostarczone": "on",
    }
    return to("incident-whom", row.pk) + (f"?{urlencode(asked)}" if offer else "")


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Its name and text, to read or to change."""
    row, user = row_of(request, incident_id), signed_in(request)
    form = Write(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            incidents.change(row, user, **form.values(), now=timezone.now())
            return done(request, _("Saved."), to("incident", row.pk))
        except ActionProblem as problem:
            tell(form, problem)
    may = row.ended_at is None and incidents.may_work(row, user)
    return _render(request, form, row, {"may": may})


def row_of(request: HttpRequest, incident_id: int) -> Incident:
    """The incident, or 404 when it does not exist for this person."""
    row = query.one(signed_in(request), incident_id)
    if row is None:
        raise Http404
    return row


def ids_of(text: str) -> list[int]:
    """Keys of rows, with commas between."""
    return [number for one in text[:4000].split(",") if (number := whole_number(one)) is not None]


def _of_the_shop(user: User, language: str) -> str:
    """The language most buyers speak, as far as the account's country tells."""
    country = access.accounts(user).order_by("pk").values_list("country", flat=True).first() or ""
    return {"PL": "pl", "LT": "lt", "DE": "de", "AT": "de"}.get(country, language)


def _render(request: HttpRequest, form: Write, row: Incident | None, more: dict[str, Any]) -> HttpResponse:
    language = (get_language() or "pl")[:2]
    found = form.languages()
    first = next(
        (one["code"] for one in found if one["is_there"]), _of_the_shop(signed_in(request), language)
    )
    context = {
        "form": form,
        "row": row,
        "open": first,
        "names": [template_words.called(code, language) for code in template_words.VARIABLES],
        **more,
    }
    return render(request, "incidents/edit.html", context, status=422 if form.errors else 200)
