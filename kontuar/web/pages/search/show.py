"""Search: words in, results of every kind out; as one types, or by pressing Enter without script."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kontuar.store.queries import search
from kontuar.store.queries.access import account_ids
from kontuar.web.going import signed_in
from kontuar.web.look import look_now
from kontuar.web.pages.search import words


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page; its results alone while one types, the next lines alone for "more"."""
    user, wish, look = signed_in(request), words.wish_of(request.GET.dict()), look_now()
    htmx = request.htmx  # type: ignore[attr-defined]
    if htmx and wish.kind and wish.below is not None:
        group = words.more(search.more(user, wish), wish, look)
        return render(request, "search/show.html#rows", {"group": group})
    found = words.results(search.look(user, wish), wish, look)
    context: dict[str, Any] = {
        "found": found,
        "wish": wish,
        "kind": words.SLUGS.get(wish.kind, ""),
        "is_behind": search.is_behind(),
        "has_accounts": bool(account_ids(user)),
    }
    is_typing = htmx and htmx.target == "results"
    return render(request, "search/show.html#results" if is_typing else "search/show.html", context)
