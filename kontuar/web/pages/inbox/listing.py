"""What the list pane needs; the case page shows the same list beside the thread."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from kontuar.store.queries import inbox, teamwork, views
from kontuar.store.queries.views import View
from kontuar.web.going import signed_in, to
from kontuar.web.look import Look
from kontuar.web.pages.inbox import words
from kontuar.web.pages.inbox.line import line
from kontuar.web.rows import written


def list_pane(request: HttpRequest, look: Look, *, case_id: int = 0) -> dict[str, Any]:
    """Filters, search and a page of lines; ``case_id`` is the case shown beside them."""
    user, wish = signed_in(request), words.wish_of(request.GET.dict())
    kept = views.of(user)
    wish = replace(wish, view=_chosen(kept, request.GET.get("w", "")))
    accounts = inbox.accounts(user)
    size = inbox.BESIDE if case_id else inbox.PAGE
    found = inbox.page(user, wish, size=size, now=look.now)
    tags = teamwork.tags_of([row.case_id for row in found.rows])
    first, rest = words.choices(wish, inbox.counts(user, now=look.now))
    here = [choice for choice in rest if choice.is_here]
    return {
        "wish": wish,
        "lines": written(
            line(one, is_here=one.case_id == case_id) for one in words.items(found, wish, look, tags)
        ),
        "more_url": to("inbox") + words.query_of(wish, po=found.next) if found.next else "",
        "is_cut": found.is_cut,
        "list_url": to("inbox") + words.query_of(wish),
        "filters": first,
        "more_filters": rest,
        "filter_here": here[0] if here else None,
        "views": kept,
        "several_url": to("inbox_several") + words.query_of(wish),
        "accounts": accounts if len(accounts) > 1 else [],
        "has_accounts": bool(accounts),
    }


def _chosen(kept: Sequence[View], named: str) -> View | None:
    """The list the address names; none for nonsense and for another's own."""
    return next((view for view in kept if str(view.pk) == named), None)
