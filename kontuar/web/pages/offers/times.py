"""Declared and real times of dispatch of all offers, where we break them most first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kontuar.actions import handling
from kontuar.web.going import signed_in
from kontuar.web.look import look_now
from kontuar.web.pages.offers import times_words


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The list; everything is counted when asked for."""
    look = look_now()
    found = handling.of_offers(signed_in(request), now=look.now)
    return render(request, "offers/times.html", {"look": look, "lines": times_words.lines(found)})
