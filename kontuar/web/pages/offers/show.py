"""The list of offers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kontuar.store.queries import offers
from kontuar.store.queries import orders as orders_query
from kontuar.web.going import signed_in
from kontuar.web.look import look_now
from kontuar.web.pages.offers import words


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page; the next lines alone for "more"."""
    user, look, wish = signed_in(request), look_now(), words.wish_of(request.GET.dict())
    found = offers.page(user, wish, now=look.now)
    accounts = orders_query.accounts(user)
    context = {
        "look": look,
        "wish": wish,
        "items": words.items(found, look),
        "more_url": reverse("offers") + words.query_of(wish, po=found.next) if found.next else "",
        "filters": words.choices(wish, offers.counts(user, now=look.now, account_id=wish.account_id)),
        "explained": words.explained(wish.which),
        "nothing": words.nothing(wish),
        "has_states": wish.which in {"ended", "all"} or bool(wish.number),
        "accounts": accounts if len(accounts) > 1 else [],
        "has_accounts": bool(accounts),
    }
    name = "offers/show.html#rows" if request.htmx and "po" in request.GET else "offers/show.html"  # type: ignore[attr-defined]
    return render(request, name, context)
