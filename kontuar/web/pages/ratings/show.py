"""The list of ratings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kontuar.store.queries import orders as orders_query
from kontuar.store.queries import ratings
from kontuar.web.going import signed_in
from kontuar.web.look import look_now
from kontuar.web.pages.ratings import words


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page; the next lines alone for "more"."""
    context = _list(request)
    is_more = request.htmx and "po" in request.GET  # type: ignore[attr-defined]
    return render(request, "ratings/show.html#rows" if is_more else "ratings/show.html", context)


def _list(request: HttpRequest) -> dict[str, Any]:
    user, look, wish = signed_in(request), look_now(), words.wish_of(request.GET.dict())
    found = ratings.page(user, wish, now=look.now)
    accounts = orders_query.accounts(user)
    return {
        "look": look,
        "wish": wish,
        "items": words.items(found, look),
        "sums": words.sums(ratings.sums(user, now=look.now)),
        "more_url": reverse("ratings") + words.query_of(wish, po=found.next) if found.next else "",
        "filters": words.choices(wish, ratings.counts(user, now=look.now, account_id=wish.account_id)),
        "explained": words.explained(wish.which),
        "accounts": accounts if len(accounts) > 1 else [],
        "has_accounts": bool(accounts),
    }
