"""One order: promise and parcel first, then money, items, what the buyer opened, the buyer."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kontuar.actions import links
from kontuar.store.queries import order as query
from kontuar.store.queries.order import OrderView
from kontuar.web import labels, order_card, order_pane
from kontuar.web.going import signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.orders import around, asked, clocks
from kontuar.web.pages.orders.listing import list_pane
from kontuar.web.pages.orders.next_step import is_cancelled

MOST_OFFERS = 3
"""Links to a new incident: an order of twenty things has them on the offers' own pages."""


@require_safe
@never_cache
def page(request: HttpRequest, order_id: int) -> HttpResponse:
    """The page; the order alone when the list is already there. Not kept: Back must not bring an old key."""
    view = query.view(signed_in(request), order_id)
    if view is None:
        raise Http404
    return answer(request, view, look_now())


def answer(
    request: HttpRequest, view: OrderView, look: Look, *, tried: asked.Tried | None = None
) -> HttpResponse:
    """The page around what was asked for; ``tried`` gives a form back with its reason."""
    context = _area(request, view, look) | asked.context(view, look, tried)
    status = 422 if tried else 200
    htmx = request.htmx  # type: ignore[attr-defined]
    if htmx and htmx.target == "asked":
        return render(request, "orders/deeds.html#asked", context)
    if htmx:
        return render(request, "orders/one.html#area", context, status=status)
    return render(request, "orders/one.html", context | list_pane(request, look), status=status)


def _area(request: HttpRequest, view: OrderView, look: Look) -> dict[str, Any]:
    row = view.card.row
    url = links.to_platform(view.account, "order", row.external_id)
    pane = order_pane.pane(view.card, look, url=url)
    return {
        "look": look,
        "pane": "order" if request.GET.get("okno") == "kupujacy" else "thread",
        "view": view,
        "order_id": row.pk,
        "order": pane,
        "order_card": order_card.card(pane, is_order_page=True),
        "buyer": _buyer(view, look),
        "is_cancelled_after_label": _is_cancelled_after_label(view),
        "platform": labels.platform(view.account.platform),
        "account_name": str(view.account),
        "letter": labels.mark(view.account.platform),
        "lost": labels.loss(view.card.duties[0].lost, view.account.platform) if view.card.duties else "",
        "clocks": clocks.clocks(view, look),
        "settled": clocks.settled(view, look),
        "promises": around.promises(view, look),
        "money_back": around.money_back(view, look),
        "issues": around.issues(view, look),
        "ratings": around.ratings(view, look),
        "conversations": around.conversations(view, look),
        "history": around.history(view, look),
        "offers": _offers(view) if view.can_work else (),
        "refunds_url": links.to_platform(view.account, "refunds", row.external_id),
        "write_url": to("order_write", row.pk),
        "bought": labels.dated(row.bought_at, look) if row.bought_at else "",
    }


def _offers(view: OrderView) -> list[tuple[str, str]]:
    """What was bought, by the offers' numbers: each may have hit others who bought it."""
    lines = view.card.row.fact.get("lines", [])
    named = {str(one.get("offer_id") or ""): str(one.get("name") or "")[:60] for one in lines[:MOST_OFFERS]}
    return [(number, name) for number, name in named.items() if number]


def _buyer(view: OrderView, look: Look) -> order_pane.BuyerPane:
    """Everything else with this buyer; talk about this very order stands apart."""
    pane = order_pane.buyer(view.buyer, look, others=[view.card.row.bought_at])
    about = {case.pk for case in view.cases}
    return replace(pane, cases=tuple(link for link in pane.cases if link.pk not in about))


def _is_cancelled_after_label(view: OrderView) -> bool:
    return is_cancelled(view) and any(
        parcel.state not in {"delivered", "returned"} for parcel in view.card.parcels
    )
