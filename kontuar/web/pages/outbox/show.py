"""The outbox: all groups, or one of them page by page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kontuar.store.queries import deeds as deeds_query
from kontuar.store.queries import outbox as query
from kontuar.web.going import signed_in
from kontuar.web.look import look_now
from kontuar.web.pages.outbox import deed_words, words


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The first few of every group of messages that is not empty, then the other deeds."""
    look = look_now()
    user = signed_in(request)
    found, others = query.groups(user, now=look.now), deeds_query.deeds(user, now=look.now)
    context = {
        "groups": [words.group(one, look) for one in found],
        "deeds": [deed_words.shown(row, look) for row in others.rows],
        "deeds_left_out": others.left_out,
        "look": look,
    }
    return render(request, "outbox/show.html", context)


@require_safe
def group(request: HttpRequest, code: str) -> HttpResponse:
    """All of one group."""
    if code not in query.GROUPS:
        raise Http404
    look = look_now()
    asked = request.GET.get("strona", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
    found = query.group(signed_in(request), code, page=number, now=look.now)
    context = {"groups": [words.group(found, look)], "look": look, "is_one": True}
    return render(request, "outbox/show.html", context)
