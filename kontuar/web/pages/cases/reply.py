"""Write an answer: check while typing, send, fill in where the parcel is."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kontuar.actions import draft, offer_sheets, presence, reply
from kontuar.actions.errors import ActionProblem
from kontuar.drafters.calm import rewrite
from kontuar.store.models import Case
from kontuar.store.queries import access
from kontuar.store.queries import case as query
from kontuar.web.going import see, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.cases import compose, place, rest, show
from kontuar.web.pages.cases.composer_box import box
from kontuar.web.pages.cases.findings import remarks


@require_POST
def send(request: HttpRequest, case_id: int) -> HttpResponse:
    """Into the outbox, held for the undo time; every failure gives the text back."""
    look, text = look_now(), compose.text_of(request)
    if wanted := rest.wanted(request, look):
        return rest.put_by(request, case_of(request, case_id), text, wanted, look)
    then, hold_until = compose.then_of(request, look)
    try:
        case = case_of(request, case_id)
        _must_be_first(request, case, text)
        outgoing = reply.send(
            case,
            signed_in(request),
            text=text,
            key=compose.key_of(request),
            then=then,
            hold_until=hold_until,
            files=compose.files_of(request),
            library=compose.library_of(request),
            cc=compose.cc_of(request),
            seen_buyer_at=compose.seen_of(request),
            now=look.now,
        )
    except ActionProblem as problem:
        return _again(request, case_id, text, problem)
    if request.POST.get("place") and request.htmx:  # type: ignore[attr-defined]
        return place.sent(request, outgoing.pk)
    return see(f"{to('case', case_id)}{compose_query(request)}#out-{outgoing.pk}")


@require_POST
def check(request: HttpRequest, case_id: int) -> HttpResponse:
    """Keep the draft and say what was noticed; a word the person calls right is one of ours from then on."""
    case, text, now = case_of(request, case_id), compose.text_of(request), timezone.now()
    library = compose.library_of(request)
    try:
        reply.save_draft(case, signed_in(request), text, library=library, now=now)
        compose.learn(request, now)
    except ActionProblem:
        return HttpResponse(status=204)
    sizes = (*compose.sizes_of(request), *(row.size for row in offer_sheets.chosen(case, library)))
    found = (
        reply.findings(case, text, by=signed_in(request), file_sizes=sizes, now=now) if text.strip() else ()
    )
    shown = remarks(found, text, case.account.platform)
    fresh = {
        "remarks": shown,
        "order_url": compose.order_url(case),
        "is_hot": compose.is_hot(case, found),
        "calm": reverse("case_calm", args=[case_id]),
        "check": reverse("case_check", args=[case_id]),
    }
    return render(request, "cases/remarks.html", {"composer": fresh})


@require_POST
def parcel(request: HttpRequest, case_id: int) -> HttpResponse:
    """Put "where is my parcel" under what is written, from the tracking."""
    case, now = case_of(request, case_id), timezone.now()
    written = compose.text_of(request).rstrip()
    filled = draft.parcel_answer(case, now=now)
    text = f"{written}\n\n{filled}".strip() if filled not in written else written
    library = compose.library_of(request)
    try:
        reply.save_draft(case, signed_in(request), text, library=library, now=now)
    except ActionProblem as problem:
        return _again(request, case_id, text, problem)
    if request.htmx:  # type: ignore[attr-defined]
        place_of = request.POST.get("place", "")
        again = compose.composer(
            case.account,
            look_now(),
            case=case,
            text=text,
            place=place_of,
            library=library,
            opened_at=compose.seen_of(request, "opened"),
        )
        return HttpResponse(box(again, request, case=case, is_fresh=True))
    return see(f"{to('case', case_id)}#text")


@require_POST
def calm(request: HttpRequest, case_id: int) -> HttpResponse:
    """A calm wording beside what is written; taken, it becomes the text."""
    case, text = case_of(request, case_id), compose.text_of(request)
    proposal = rewrite(text, case.language)
    take = request.POST.get("calm") == "take"
    written, library = proposal.text if take else text, compose.library_of(request)
    try:
        reply.save_draft(case, signed_in(request), written, library=library, now=timezone.now())
    except ActionProblem as problem:
        return _again(request, case_id, text, problem)
    again = compose.composer(
        case.account,
        look_now(),
        case=case,
        text=written,
        place=request.POST.get("place", ""),
        asked=compose.cc_of(request),
        proposal=None if take else proposal,
        library=library,
        opened_at=compose.seen_of(request, "opened"),
    )
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(box(again, request, case=case, is_fresh=True))
    view = None if take else query.view(signed_in(request), case_id)
    if view is None:
        return see(f"{to('case', case_id)}#text")
    return show.answer(request, view, look_now(), text=written, proposal=proposal)


def _must_be_first(request: HttpRequest, case: Case, text: str) -> None:
    """Raises AnsweredMeanwhile once, with the text kept: the page that follows shows the other answer."""
    try:
        presence.must_be_first(case, signed_in(request), compose.seen_of(request, "opened"))
    except ActionProblem:
        reply.save_draft(case, signed_in(request), text, now=timezone.now())
        raise


def case_of(request: HttpRequest, case_id: int) -> Case:
    """The row, or 404 when it does not exist for this person."""
    rows = access.cases(signed_in(request)).select_related("account", "buyer", "thread", "order", "offer")
    found = rows.filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found


def compose_query(request: HttpRequest) -> str:
    """The list one came from stays chosen."""
    kept = {
        name: value
        for name, value in QueryDict(request.POST.get("query", "")).items()
        if name in show.LIST_PARTS
    }
    return f"?{urlencode(kept)}" if kept else ""


def _again(request: HttpRequest, case_id: int, text: str, problem: ActionProblem) -> HttpResponse:
    if request.POST.get("place") and request.htmx:  # type: ignore[attr-defined]
        return place.again(request, case_id, text, problem)
    view = query.view(signed_in(request), case_id)
    if view is None:
        raise Http404
    return show.answer(request, view, look_now(), text=text, problem=problem)
