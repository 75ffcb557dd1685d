"""The templates for one case: a list that is searched while one types, and what is put into the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kontuar.actions import answered, drafts, faq_pick, template_list, template_pick, templates
from kontuar.actions.answered import Suggestion
from kontuar.actions.errors import ActionProblem
from kontuar.actions.faq_pick import FaqPick
from kontuar.actions.template_pick import Pick
from kontuar.store.queries import access
from kontuar.web import labels
from kontuar.web.going import failed, see, signed_in, to
from kontuar.web.labels_templates import situation
from kontuar.web.look import look_now
from kontuar.web.pages.cases.reply import case_of

LONGEST = 100
"""Characters of a question met before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A template in the list. ``text`` is what one click puts into the answer."""

    ref: str
    name: str
    note: str
    text: str
    front: str
    missing: str
    language: str


@require_safe
def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The list; as a page of its own for whoever has no script."""
    case, user = case_of(request, case_id), signed_in(request)
    if not access.can_work(user, case.account_id):
        raise Http404
    query = request.GET.get("q", "")[:80]
    found = template_pick.picks(case, user, query=query, interface=get_language() or "", now=timezone.now())
    context = {
        "case": case,
        "q": query,
        "lines": [line(one) for one in found],
        "own": [of_faq(one) for one in faq_pick.picks(case, user, query=query, now=timezone.now())],
        "before": [] if query else earlier(answered.suggestions(case, user, now=timezone.now())),
    }
    htmx = request.htmx  # type: ignore[attr-defined]
    return render(request, "cases/pick.html#lines" if htmx else "cases/pick.html", context)


@require_POST
def use(request: HttpRequest, case_id: int) -> HttpResponse:
    """One was chosen: noted; without script it is put before what is written, too."""
    case, user, now = case_of(request, case_id), signed_in(request), timezone.now()
    chosen = template_list.find(user, request.POST.get("ref", ""), get_language() or "")
    htmx = request.htmx  # type: ignore[attr-defined]
    if chosen is None:
        return HttpResponse(status=204) if htmx else see(to("case", case_id))
    put = template_pick.one(case, user, chosen, now=now)
    try:
        templates.note_use(case, user, ref=chosen.ref, language=put.language, text=put.filled.text, now=now)
    except ActionProblem as problem:
        return HttpResponse(status=204) if htmx else failed(request, problem, to("case", case_id))
    if htmx:
        return HttpResponse(status=204)
    drafts.add(case, user, put.filled.text, now=now)
    return see(f"{to('case', case_id)}#text")


def earlier(found: Sequence[Suggestion]) -> list[Line]:
    """Answers given before: what was asked then, when it was answered, and why it is shown."""
    look, lines = look_now(), list[Line]()
    for one in found:
        day = _("Answered %(day)s") % {"day": labels.dated(one.answered_at, look)}
        why = _("same offer") if one.is_same_offer else _("a question like this")
        line = Line(
            ref="",
            name=Truncator(one.question).chars(LONGEST) or day,
            note=" · ".join([day, why] if one.question else [why]),
            text=one.text,
            front=" ".join(one.text.split())[:140],
            missing=", ".join(one.missing[:3]),
            language="",
        )
        lines.append(line)
    return lines


def of_faq(one: FaqPick) -> Line:
    """An answer of the desk's own, with why it is shown."""
    why = [_("about this offer")] if one.is_same_offer else []
    if one.words:
        words = ", ".join(f"“{word[:30]}”" for word in one.words)
        why.append(
            (_("your word: %(words)s") if one.is_named else _("asked about: %(words)s")) % {"words": words}
        )
    return Line(
        ref="",
        name=one.question,
        note=" · ".join([*why, labels.language(one.language)]),
        text=one.text,
        front=" ".join(one.text.split())[:140],
        missing=", ".join(one.missing[:3]),
        language="",
    )


def line(one: Pick) -> Line:
    """A pick in words."""
    body = [part for part in one.filled.text.split("\n") if part.strip()]
    front = " ".join(body[1:] if len(body) > 1 else body)
    chosen = one.template
    kind = _("Starter set") if chosen.is_starter else situation(chosen.situation)
    why = [_("chosen for questions like this")] if one.is_usual else []
    return Line(
        ref=chosen.ref,
        name=chosen.name,
        note=" · ".join([*why, kind]),
        text=one.filled.text,
        front=front[:140],
        missing=", ".join(one.filled.missing[:3]),
        language=labels.language(one.language),
    )
