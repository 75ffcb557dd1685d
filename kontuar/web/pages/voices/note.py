"""Note a buyer's message as a wish or as praise."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import praise, suggestions
from kontuar.actions.errors import ActionProblem, Invalid, NotAllowed
from kontuar.store.models import Case
from kontuar.store.queries import access
from kontuar.store.queries import voices as query
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.look import Look, look_now
from kontuar.web.pages.cases.reply import case_of
from kontuar.web.pages.voices.forms import PraiseForm, SuggestForm
from kontuar.web.problems import tell


@require_safe
def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """Both forms, and what was noted of this conversation before. Only for those who may answer here."""
    case, look = case_of(request, case_id), look_now()
    if not access.can_work(signed_in(request), case.account_id):
        raise Http404
    return _render(request, case, look)


@require_POST
def suggest(request: HttpRequest, case_id: int) -> HttpResponse:
    """The buyer wishes for something."""
    case, by, look = case_of(request, case_id), signed_in(request), look_now()
    form = _suggest_form(request.POST, case, look)
    if form.is_valid():
        try:
            suggestions.note(form.message(), by, **form.given(), now=look.now)
            return done(request, _("Wish noted."), to("case", case_id))
        except Invalid as problem:
            tell(form, problem)
        except ActionProblem as problem:
            return failed(request, problem, to("case", case_id))
    return _again(request, case, look, suggest=form)


@require_POST
def praise_it(request: HttpRequest, case_id: int) -> HttpResponse:
    """The buyer praises."""
    case, by, look = case_of(request, case_id), signed_in(request), look_now()
    form = _praise_form(request.POST, case, look)
    if form.is_valid():
        try:
            praise.note(form.message(), by, **form.given(), now=look.now)
            return done(request, _("Praise counted."), to("case", case_id))
        except Invalid as problem:
            tell(form, problem)
        except ActionProblem as problem:
            return failed(request, problem, to("case", case_id))
    return _again(request, case, look, praised=form)


def _again(request: HttpRequest, case: Case, look: Look, **forms: Any) -> HttpResponse:
    if not access.can_work(signed_in(request), case.account_id):
        return failed(request, NotAllowed(), to("case", case.pk))
    return _render(request, case, look, status=422, **forms)


def _render(
    request: HttpRequest,
    case: Case,
    look: Look,
    *,
    suggest: SuggestForm | None = None,
    praised: PraiseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    messages = query.messages(case)
    context = {
        "case": case,
        "look": look,
        "has_messages": bool(messages),
        "suggest": suggest or _suggest_form(None, case, look),
        "praised": praised or _praise_form(None, case, look),
        "asks": query.asks_of(case),
        "praises": [one.praise for one in messages if getattr(one, "praise", None)],
    }
    return render(request, "voices/note.html", context, status=status)


def _suggest_form(data: Any, case: Case, look: Look) -> SuggestForm:
    messages = query.messages(case)
    named = {one.offer_external_id for one in messages if one.offer_external_id}
    if case.order:
        named |= {str(line.get("offer_id", "")) for line in case.order.fact.get("lines", ())}
    return SuggestForm(
        data,
        messages=messages,
        look=look,
        known=query.open_ones(case.account_id),
        offers=query.offers_of(case, named),
    )


def _praise_form(data: Any, case: Case, look: Look) -> PraiseForm:
    likely = praise.likely(case)
    return PraiseForm(
        data,
        messages=query.messages(case),
        look=look,
        people=praise.people(case.account_id),
        initial={"person": str(likely.pk) if likely else ""},
    )
