"""What the list pane needs; the page of one issue shows the same list beside it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kontuar.actions import unresolved
from kontuar.store.models import Account
from kontuar.store.queries import issues
from kontuar.store.queries.issues import Wish
from kontuar.web.going import signed_in
from kontuar.web.look import Look
from kontuar.web.pages.issues import words


def list_pane(request: HttpRequest, look: Look) -> dict[str, Any]:
    """Filters and a page of lines."""
    user, wish = signed_in(request), words.wish_of(request.GET.dict())
    found = issues.page(user, wish)
    first, rest = words.choices(wish, issues.counts(user, wish.account_id))
    accounts = issues.accounts(user)
    here = [choice for choice in rest if choice.is_here]
    return {
        "wish": wish,
        "items": words.items(found, wish, look),
        "more_url": reverse("issues") + words.query_of(wish, po=found.next) if found.next else "",
        "list_url": reverse("issues") + words.query_of(wish),
        "explained": words.explained(wish.which),
        "caps": words.caps(unresolved.caps(_shown(accounts, wish), now=look.now))
        if wish.which == "talks"
        else [],
        "filters": first,
        "more_filters": rest,
        "filter_here": here[0] if here else None,
        "accounts": accounts if len(accounts) > 1 else [],
        "has_accounts": bool(accounts),
    }


def _shown(accounts: list[Account], wish: Wish) -> list[Account]:
    return [one for one in accounts if wish.account_id in (None, one.pk)]
