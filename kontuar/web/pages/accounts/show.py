"""The list of accounts, one account, and its state as a fragment that renews itself."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kontuar.actions.ways import is_by_hand
from kontuar.store.queries import accounts as query
from kontuar.store.queries.desk import the_desk
from kontuar.web.going import signed_in
from kontuar.web.look import look_now
from kontuar.web.pages.accounts import elsewhere
from kontuar.web.pages.accounts.words import deed, shown


@require_safe
def all_accounts(request: HttpRequest) -> HttpResponse:
    """Every account the person may see."""
    look, user = look_now(), signed_in(request)
    cards = [shown(card, look) for card in query.overview(user, now=look.now)]
    context = {"cards": cards, "look": look, "is_demo": the_desk().is_demo}
    return render(request, "accounts/list.html", context)


@require_safe
def one(request: HttpRequest, account_id: int) -> HttpResponse:
    """The account's page."""
    context = _context(request, account_id)
    rows = query.history(context["it"].account)
    context["history"] = [{"at": row.at, "who": row.actor, "what": deed(row)} for row in rows]
    account = context["it"].account
    if is_by_hand(account):
        return render(request, "accounts/elsewhere_show.html", {**context, **elsewhere.shown(account)})
    return render(request, "accounts/show.html", context)


@require_safe
def state(request: HttpRequest, account_id: int) -> HttpResponse:
    """Only what changes by itself."""
    return render(request, "accounts/show.html#state", _context(request, account_id))


def _context(request: HttpRequest, account_id: int) -> dict[str, Any]:
    look = look_now()
    card = query.card(signed_in(request), account_id, now=look.now)
    if card is None:
        raise Http404
    it = shown(card, look)
    is_piped = it.mailbox is not None and it.mailbox.is_handed_over
    return {"it": it, "look": look, "last_mail_at": query.last_mail_at(it.account) if is_piped else None}
