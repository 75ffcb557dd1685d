"""What the list pane needs; the case page shows the same list beside the thread."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kontuar.store.queries import inbox
from kontuar.web.going import signed_in
from kontuar.web.look import Look
from kontuar.web.pages.inbox import words


def list_pane(request: HttpRequest, look: Look) -> dict[str, Any]:
    """Filters, search and a page of lines."""
    user, wish = signed_in(request), words.wish_of(request.GET.dict())
    found = inbox.page(user, wish)
    first, rest = words.choices(wish, inbox.counts(user))
    accounts = inbox.accounts(user)
    here = [choice for choice in rest if choice.is_here]
    return {
        "wish": wish,
        "items": words.items(found, wish, look),
        "more_url": reverse("inbox") + words.query_of(wish, po=found.next) if found.next else "",
        "list_url": reverse("inbox") + words.query_of(wish),
        "filters": first,
        "more_filters": rest,
        "filter_here": here[0] if here else None,
        "accounts": accounts if len(accounts) > 1 else [],
        "has_accounts": bool(accounts),
    }
