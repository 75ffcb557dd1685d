"""Answering a rating in public: a form under its line, or a page of its own without script."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget

from kontuar.actions import deed_facts, deeds
from kontuar.actions.errors import ActionProblem, Doubtful, Stopped
from kontuar.facts.drafts import Finding, Severity
from kontuar.store.queries import ratings
from kontuar.store.queries.ratings import Row
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.cases.compose import key_of, text_of
from kontuar.web.pages.cases.findings import remarks
from kontuar.web.pages.ratings import rule, words

LOOK = gettext_lazy("NOT sent yet. Look at this; send it again if it shall stand so.")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest, rating_id: int) -> HttpResponse:
    """GET gives the form; POST asks for the answer, or gives form and text back with the reason."""
    look, row = look_now(), ratings.one(signed_in(request), rating_id)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _form(request, row, look, text="")
    text = text_of(request)
    if warned := _new_warnings(request, row, text, look):
        return _form(request, row, look, text=text, problem=Doubtful(text=LOOK), found=warned)
    seen = request.POST.get("seen", "")
    try:
        deeds.answer_rating(
            row.rating, text, signed_in(request), key=key_of(request), now=look.now, seen=seen
        )
    except ActionProblem as problem:
        return _form(request, row, look, text=text, problem=problem)
    return _asked(request, rating_id, look)


def _asked(request: HttpRequest, rating_id: int, look: Look) -> HttpResponse:
    """The line as it stands now, in its place; the list again without script."""
    said = _("The answer is on its way. Everybody will read it.")
    if not request.htmx:  # type: ignore[attr-defined]
        kept = QueryDict(request.POST.get("query", "")[:200]).urlencode()
        return done(request, said, to("ratings") + (f"?{kept}" if kept else ""))
    messages.success(request, said)
    row = ratings.one(signed_in(request), rating_id)
    assert row is not None
    response = render(request, "ratings/line.html", {"item": words.item(row, look)})
    return reswap(retarget(response, f"#rating-{rating_id}"), "outerHTML")


def _new_warnings(request: HttpRequest, row: Row, text: str, look: Look) -> tuple[Finding, ...]:
    """What the marketplace would probably take out, once: who sends it again, insists."""
    seen = set(request.POST.get("warned", "").split())
    found = deeds.rating_findings(row.rating, text, now=look.now)
    if any(one.severity is Severity.STOP for one in found):
        return ()
    return found if any(one.severity is Severity.WARNING and one.code not in seen for one in found) else ()


def _form(
    request: HttpRequest,
    row: Row,
    look: Look,
    *,
    text: str,
    problem: ActionProblem | None = None,
    found: Sequence[Finding] = (),
) -> HttpResponse:
    found = problem.findings if isinstance(problem, Stopped) else found
    context: dict[str, Any] = {
        "item": words.item(row, look),
        "key": str(uuid4()),
        "seen": deed_facts.rating_stamp(row.rating),
        "text": text,
        "problem": str(problem.text) if problem else "",
        "warned": " ".join(sorted({one.code for one in found})),
        "remarks": remarks(found, text, row.account.platform),
        "limit": rule.length(row.account, look),
        "hint": rule.hint(row.account, look),
        "is_watch_only": row.account.is_watch_only,
        "query": request.POST.get("query", "") or request.GET.urlencode(),
    }
    htmx = request.htmx  # type: ignore[attr-defined]
    template = "ratings/form.html" if htmx else "ratings/answer.html"
    return render(request, template, context, status=422 if problem else 200)
