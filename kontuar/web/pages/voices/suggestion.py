"""One suggestion: what becomes of it, who asked, and a draft to them where we may write."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kontuar.actions import suggestions
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Suggestion, SuggestionAsk
from kontuar.store.queries import access
from kontuar.store.queries import voices as query
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.voices.forms import SettleForm
from kontuar.web.pages.voices.words import called, excerpt
from kontuar.web.problems import tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A buyer who asked; ``why_not`` says why no draft is offered."""

    pk: int
    name: str
    url: str
    text: str
    why_not: str


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """The form and the buyers."""
    by, look, found = signed_in(request), look_now(), query.suggestion(signed_in(request), suggestion_id)
    if found is None:
        raise Http404
    row = found.row
    initial = {"text": row.text, "status": row.status, "reason": row.reason}
    form = SettleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            suggestions.settle(row, by, **form.cleaned_data, now=look.now)
            return done(request, _("Saved."), to("suggestion", suggestion_id))
        except ActionProblem as problem:
            tell(form, problem)
    asks = [_asked(one, look) for one in found.asks]
    context = {
        "look": look,
        "form": form,
        "row": row,
        "count": found.count,
        "gone": found.count - len({one.message.case.buyer_id for one in found.asks if one.message}),
        "asks": asks,
        "is_done": row.status == Suggestion.Status.DONE,
        "can_work": access.can_work(by, row.account_id),
    }
    return render(request, "voices/suggestion.html", context, status=422 if form.errors else 200)


@require_POST
def draft(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Put a draft into the conversation of one who asked, and go there: a person reads and sends it."""
    ask, look = _ask(request, ask_id), look_now()
    try:
        case = suggestions.prepare(ask, signed_in(request), now=look.now)
    except ActionProblem as problem:
        return failed(request, problem, to("suggestion", ask.suggestion_id))
    return done(request, _("A draft is prepared. Read it and send it."), f"{to('case', case.pk)}#text")


@require_POST
def take_back(request: HttpRequest, ask_id: int) -> HttpResponse:
    """This message asks for nothing of the kind."""
    ask, look = _ask(request, ask_id), look_now()
    try:
        suggestions.take_back(ask, signed_in(request), now=look.now)
    except ActionProblem as problem:
        return failed(request, problem, to("suggestion", ask.suggestion_id))
    there = query.suggestion(signed_in(request), ask.suggestion_id)
    return done(
        request, _("Taken back."), to("suggestion", ask.suggestion_id) if there else to("suggestions")
    )


def _ask(request: HttpRequest, ask_id: int) -> SuggestionAsk:
    found = query.ask(signed_in(request), ask_id)
    if found is None:
        raise Http404
    return found


def _asked(one: SuggestionAsk, look: Look) -> Asked:
    assert one.message is not None
    case = one.message.case
    return Asked(
        pk=one.pk,
        name=called(case),
        url=f"{to('case', case.pk)}#m-{one.message.pk}",
        text=excerpt(one.message, look, longest=160),
        why_not=str(suggestions.why_not_told(case)),
    )
