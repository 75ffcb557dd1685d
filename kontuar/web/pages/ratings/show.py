"""The list of ratings, and answering one in public."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import deeds
from kontuar.actions.errors import ActionProblem, Stopped
from kontuar.store.queries import orders as orders_query
from kontuar.store.queries import ratings
from kontuar.store.queries.ratings import Row
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.cases.compose import key_of, text_of
from kontuar.web.pages.cases.findings import remarks
from kontuar.web.pages.ratings import words


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page; the next lines alone for "more"."""
    context = _list(request)
    is_more = request.htmx and "po" in request.GET  # type: ignore[attr-defined]
    return render(request, "ratings/show.html#rows" if is_more else "ratings/show.html", context)


@require_POST
def answer(request: HttpRequest, rating_id: int) -> HttpResponse:
    """Write the public answer. What cannot leave comes back with its reason and the text."""
    user, look = signed_in(request), look_now()
    row, text = ratings.one(user, rating_id), text_of(request)
    if row is None:
        raise Http404
    try:
        deeds.answer_rating(row.rating, text, user, key=key_of(request), now=look.now)
    except ActionProblem as problem:
        return render(request, "ratings/show.html", _list(request) | _tried(row, text, problem), status=422)
    return done(request, _("The answer is on its way. Everybody will read it."), to("ratings"))


def _tried(row: Row, text: str, problem: ActionProblem) -> dict[str, Any]:
    found = problem.findings if isinstance(problem, Stopped) else ()
    return {
        "tried": words.item(row, look_now()),
        "tried_text": text,
        "problem": str(problem.text),
        "remarks": remarks(found, text, row.account.platform),
    }


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
