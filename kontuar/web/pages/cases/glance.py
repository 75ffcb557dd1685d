"""Small looks at a case: the preview of a line, and whether there is news."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kontuar.facts.numbers import whole_number
from kontuar.store.queries import case as query
from kontuar.web.going import signed_in
from kontuar.web.look import look_now
from kontuar.web.pages.cases import presence_words, show, talk
from kontuar.web.pages.inbox.listing import list_pane


@require_safe
def preview(request: HttpRequest, case_id: int) -> HttpResponse:
    """First and last message, for hovering."""
    look = look_now()
    view = query.tail(signed_in(request), case_id, last=1000)
    if view is None:
        raise Http404
    own = view.talk.messages
    ends = replace(view.talk, messages=(*own[:1], *own[1:][-1:]))
    entries = talk.entries(replace(view, talk=ends), signed_in(request), look)
    shown = [entry for entry in entries if entry.kind == "message"]
    return render(request, "cases/preview.html", {"entries": shown, "between": len(own) - len(shown)})


@require_safe
def beside(request: HttpRequest, case_id: int) -> HttpResponse:
    """The list that stands beside a talk: fetched once the talk is there, and where the screen is wide enough."""
    if not query.is_there(signed_in(request), case_id):
        raise Http404
    look = look_now()
    context = {"case": case_id, "look": look, **list_pane(request, look, case_id=case_id)}
    return render(request, "inbox/list.html", context)


@require_safe
def head(request: HttpRequest, case_id: int) -> HttpResponse:
    """The head of the talk as it stands now: clocks, state and what may be done."""
    view = query.view(signed_in(request), case_id)
    if view is None:
        raise Http404
    return HttpResponse(show.head_of(request, view, look_now()))


@require_safe
def news(request: HttpRequest, case_id: int) -> HttpResponse:
    """A line when the page is behind, and who else is here where the desk shows it; else nothing (204)."""
    count = query.message_count(signed_in(request), case_id)
    if count is None:
        raise Http404
    shown, look = whole_number(request.GET.get("ile", "")), look_now()
    is_behind = shown is not None and shown < count
    if not is_behind and not look.has_presence:
        return HttpResponse(status=204)
    here = presence_words.here(case_id, signed_in(request), look)
    context = {"case_id": case_id, "is_behind": is_behind, "presence": here, "look": look}
    answer = render(request, "cases/show.html#news", context)
    if not is_behind:
        answer.headers["HX-Reswap"] = "none"
    return answer
