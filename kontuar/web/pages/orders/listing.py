"""What the list pane needs; the page of one order shows the same list beside it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kontuar.store.queries import orders
from kontuar.web.going import signed_in
from kontuar.web.look import Look
from kontuar.web.pages.orders import words


def list_pane(request: HttpRequest, look: Look) -> dict[str, Any]:
    """Filters and a page of lines."""
    user, wish = signed_in(request), words.wish_of(request.GET.dict())
    day = {"now": look.now, "day_ends_at": look.midnight(1)}
    found = orders.page(user, wish, **day)
    counts = orders.counts(user, account_id=wish.account_id, **day)
    first, rest = words.choices(wish, counts)
    accounts = orders.accounts(user)
    here = [choice for choice in rest if choice.is_here]
    return {
        "wish": wish,
        "items": words.items(found, wish, look),
        "more_url": reverse("orders") + words.query_of(wish, po=found.next) if found.next else "",
        "list_url": reverse("orders") + words.query_of(wish),
        "explained": words.explained(wish.which),
        "filters": first,
        "more_filters": rest,
        "filter_here": here[0] if here else None,
        "troubles": words.troubles(wish, counts),
        "accounts": accounts if len(accounts) > 1 else [],
        "has_accounts": bool(accounts),
    }
