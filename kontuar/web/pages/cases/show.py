"""A case: thread, order, composer."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from kontuar.actions import links
from kontuar.actions.errors import ActionProblem
from kontuar.actions.ways import is_by_hand
from kontuar.drafters.calm import Calm
from kontuar.store.queries import case as query
from kontuar.store.queries import case_talk
from kontuar.store.queries.case import CaseView
from kontuar.web import order_pane
from kontuar.web.going import signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.order_pane import BuyerPane, Pane
from kontuar.web.pages.cases import by_hand, elsewhere, head_words, line, presence_words, rest, talk
from kontuar.web.pages.cases.aside import Aside, aside
from kontuar.web.pages.cases.compose import Composer, cc_of, library_of
from kontuar.web.pages.cases.compose import composer as compose
from kontuar.web.pages.cases.composer_box import box, scratch_pad
from kontuar.web.pages.cases.head import head
from kontuar.web.pages.cases.line import Around
from kontuar.web.rows import seal

LIST_PARTS = ("f", "konto", "q", "w")
"""Parts of the address that say which list stands beside the case."""


@require_safe
def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The page; thread and order alone when the list is already there."""
    longest = case_talk.LONGEST_OF_ALL if "wszystkie" in request.GET else case_talk.LONGEST
    view = query.view(signed_in(request), case_id, longest=longest)
    if view is None:
        raise Http404
    return answer(request, view, look_now())


def answer(
    request: HttpRequest,
    view: CaseView,
    look: Look,
    *,
    text: str | None = None,
    problem: ActionProblem | None = None,
    proposal: Calm | None = None,
) -> HttpResponse:
    """The page around what was written: ``problem`` gives the text back with its reason."""
    htmx, status = request.htmx, 422 if problem else 200  # type: ignore[attr-defined]
    composer = _composer(request, view, look, text, problem, proposal) if _may_answer(view) else None
    context = _area(request, view, look, composer)
    context["refusal"] = str(problem.text) if problem and not view.can_work else ""
    if not htmx:
        return render(request, "cases/show.html", context, status=status)
    response = render(request, "cases/show.html#area", context, status=status)
    if problem:
        response.headers["HX-Push-Url"] = "false"
    return response


def _may_answer(view: CaseView) -> bool:
    return view.can_work and view.case.thread is not None


def head_of(request: HttpRequest, view: CaseView, look: Look) -> SafeString:
    """The head alone."""
    buyer, list_url = order_pane.buyer(view.buyer, look), to("inbox") + list_query(request)
    told = head_words.of(
        view,
        signed_in(request),
        look,
        buyer=buyer,
        thread_url=_thread_url(view),
        list_url=list_url,
        token=seal(request),
    )
    return head(told)


def list_query(request: HttpRequest) -> str:
    """The part of the address that says which list stands beside the talk; empty for the first."""
    kept = {name: request.GET[name] for name in LIST_PARTS if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def _thread_url(view: CaseView) -> str:
    return links.to_talk(view.account, view.case)


def _area(request: HttpRequest, view: CaseView, look: Look, composer: Composer | None) -> dict[str, Any]:
    """What thread and order pane show."""
    user, case = signed_in(request), view.case
    entries = talk.entries(view, user, look)
    buyer = order_pane.buyer(view.buyer, look, others=_seen_at(view))
    order = order_pane.pane(view.order, look, url=_order_url(view)) if view.order else None
    is_open = composer is not None and not (composer.envelope and composer.envelope.why_not)
    return {
        "look": look,
        "pane": "order" if request.GET.get("okno") == "zamowienie" else "thread",
        "view": view,
        "case": case,
        "case_id": case.pk,
        "list_query": list_query(request),
        "called": head_words.called_of(view)[0],
        "head": head_of(request, view, look),
        "entries": line.entries(entries, Around.of(request, view, _thread_url(view))),
        "undo": next((entry.sent for entry in entries if entry.sent and entry.sent.is_undo), None),
        "order": order,
        "aside": aside(_aside(request, view, look, order, buyer)),
        "composer": composer,
        "composer_box": box(composer, request, case=case) if composer and is_open else "",
        "scratch_pad": scratch_pad() if composer else "",
        "cooling": rest.card(case, user, look) if view.can_work else None,
        "presence": presence_words.here(case.pk, user, look),
        "message_count": len(view.talk.messages) + view.talk.left_out,
    }


def _aside(request: HttpRequest, view: CaseView, look: Look, order: Pane | None, buyer: BuyerPane) -> Aside:
    offer, user = view.case.offer, signed_in(request)
    may_say_who = view.can_work and is_by_hand(view.account)
    return Aside(
        order=order,
        offer=offer,
        offer_url=links.to_platform(view.account, "offer", offer.external_id) if offer else "",
        elsewhere=elsewhere.lines(view.case, user, look),
        buyer=buyer,
        data_url=to("privacy-buyer", view.case.buyer_id) if user.is_owner else "",
        who=by_hand.who(view.case, seal(request)) if may_say_who else "",
    )


def _composer(
    request: HttpRequest,
    view: CaseView,
    look: Look,
    text: str | None,
    problem: ActionProblem | None,
    proposal: Calm | None,
) -> Composer:
    """With what was just written (``text``), else with the draft and its files."""
    written = view.draft if text is None else text
    return compose(
        view.account,
        look,
        case=view.case,
        text=written,
        problem=problem,
        asked=cc_of(request) or (view.talk.copies_taken_back if written else ()),
        proposal=proposal,
        library=view.draft_files if text is None else library_of(request),
    )


def _seen_at(view: CaseView) -> list[datetime | None]:
    """When this buyer's order was made and the first message shown was written."""
    return [view.order.row.bought_at if view.order else None, *(m.written_at for m in view.talk.messages[:1])]


def _order_url(view: CaseView) -> str:
    return links.to_platform(view.account, "order", view.order.row.external_id) if view.order else ""
