"""Answering in place, under a line of Today: the end of the talk and a composer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kontuar.actions import links
from kontuar.actions.errors import ActionProblem
from kontuar.actions.ways import is_by_hand
from kontuar.store.queries import case as query
from kontuar.web.going import signed_in
from kontuar.web.look import look_now
from kontuar.web.pages.cases import line, talk
from kontuar.web.pages.cases.compose import cc_of, composer, library_of
from kontuar.web.pages.cases.composer_box import box
from kontuar.web.pages.cases.line import Around


@require_safe
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """The fragment."""
    return _render(request, case_id, None, None)


def again(request: HttpRequest, case_id: int, text: str, problem: ActionProblem) -> HttpResponse:
    """The same with the text given back."""
    return _render(request, case_id, text, problem)


def sent(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """What became of it, with the way back."""
    row = query.outgoing(signed_in(request), outgoing_id)
    if row is None:
        raise Http404
    entry = talk.outgoing(
        row, signed_in(request), look_now(), can_work=True, seen=request.POST.get("seen", "")
    )
    by_hand = is_by_hand(row.account)
    there = links.to_talk(row.account, row.case) if by_hand else ""
    shown = line.outgoing(entry, Around(request=request, case=row.case, place="today", thread_url=there))
    return render(request, "cases/place.html#sent", {**shown, "undo": None if by_hand else entry.sent})


def _render(
    request: HttpRequest, case_id: int, text: str | None, problem: ActionProblem | None
) -> HttpResponse:
    look = look_now()
    view = query.tail(signed_in(request), case_id)
    if view is None or not view.can_work:
        raise Http404
    written = view.draft if text is None else text
    library = view.draft_files if text is None else library_of(request)
    shown = composer(
        view.account,
        look,
        case=view.case,
        text=written,
        problem=problem,
        place="today",
        asked=cc_of(request),
        library=library,
    )
    context = {
        "look": look,
        "case": view.case,
        "left_out": view.talk.left_out,
        "entries": line.entries(
            talk.entries(view, signed_in(request), look),
            Around.of(request, view, place="today"),
        ),
        "composer_box": box(shown, request, case=view.case),
    }
    return render(request, "cases/place.html", context, status=422 if problem else 200)
