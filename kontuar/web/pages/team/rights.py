"""The journal of who changed who may do what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kontuar.store.models import User
from kontuar.store.queries.factors import rights_journal
from kontuar.store.queries.routines import names
from kontuar.web.going import signed_in
from kontuar.web.look import look_now
from kontuar.web.pages.team.words import change


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The latest hundred, newest first, as far as the reader knows the people and accounts."""
    entries = rights_journal(signed_in(request))
    people = User.objects.in_bulk({int(entry.detail["user"]) for entry in entries if "user" in entry.detail})
    routines = names(signed_in(request))
    lines = [{"entry": entry, "words": change(entry, people, routines)} for entry in entries]
    return render(request, "team/rights.html", {"lines": lines, "look": look_now()})
