"""A new message to the buyer of an order; the order itself is beside it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from kontuar.actions import links, order_letter, reply
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Case
from kontuar.store.queries import access
from kontuar.store.queries import case as query
from kontuar.store.queries.case import OrderCard
from kontuar.web import labels, order_card, order_pane
from kontuar.web.going import see, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.cases import compose
from kontuar.web.pages.cases.composer_box import box
from kontuar.web.pages.cases.findings import remarks


def page(request: HttpRequest, order_id: int) -> HttpResponse:
    """The page, and sending from it."""
    card, look = _card(request, order_id), look_now()
    if request.method != "POST":
        text = query.order_of_draft(signed_in(request), card.row) or _letter(request, card, look)
        return _render(request, card, look, text=text)
    text = compose.text_of(request)
    try:
        outgoing = reply.start(
            card.row,
            signed_in(request),
            text=text,
            key=compose.key_of(request),
            files=compose.files_of(request),
            now=look.now,
        )
    except ActionProblem as problem:
        return _render(request, card, look, text=text, problem=problem)
    return see(f"{to('case', outgoing.case_id)}#out-{outgoing.pk}")


def _letter(request: HttpRequest, card: OrderCard, look: Look) -> str:
    """What the address asks for by the kind of a duty: nothing is sent before somebody has read it."""
    kind, user = request.GET.get("list", "")[:20], signed_in(request)
    if not kind or not access.can_work(user, card.row.account_id):
        return ""
    return order_letter.text(card.row, user, kind, interface=get_language() or "pl", now=look.now)


@require_POST
def check(request: HttpRequest, order_id: int) -> HttpResponse:
    """What the checks notice; nothing is kept before the first sending."""
    card, text = _card(request, order_id), compose.text_of(request)
    try:
        compose.learn(request, timezone.now())
    except ActionProblem:
        return HttpResponse(status=204)
    # An unsaved case: nothing of it is written, it only tells the checks what they ask for.
    case = Case(account=card.row.account, buyer=card.row.buyer, order=card.row, pk=0)
    found = reply.findings(case, text, kind="start", now=timezone.now()) if text.strip() else ()
    shown = remarks(found, text, card.row.account.platform)
    return render(request, "cases/remarks.html", {"composer": {"remarks": shown, "check": request.path}})


def _card(request: HttpRequest, order_id: int) -> OrderCard:
    card = query.order(signed_in(request), order_id)
    if card is None:
        raise Http404
    return card


def _render(
    request: HttpRequest, card: OrderCard, look: Look, *, text: str, problem: ActionProblem | None = None
) -> HttpResponse:
    row = card.row
    can_work = access.can_work(signed_in(request), row.account_id)
    url = links.to_platform(row.account, "order", row.external_id)
    written = compose.composer(row.account, look, order=row, text=text, problem=problem) if can_work else None
    context: dict[str, Any] = {
        "look": look,
        "order_card": order_card.card(order_pane.pane(card, look, url=url)),
        "platform": labels.platform(row.account.platform),
        "account": row.account,
        "buyer_login": row.buyer.login,
        "cases": access.cases(signed_in(request)).filter(order=row).order_by("-last_message_at")[:5],
        "composer_box": box(written, request, case=None) if written else "",
    }
    return render(request, "cases/write.html", context, status=422 if problem else 200)
