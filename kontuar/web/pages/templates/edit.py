"""Write one template and try it on a real conversation; a starter's copy becomes the desk's own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kontuar.actions import draft, reply, template_facts, template_list, templates
from kontuar.actions.errors import ActionProblem
from kontuar.actions.template_list import Template
from kontuar.drafters import template as engine
from kontuar.drafters import template_words
from kontuar.store.models import Case, ReplyTemplate, User
from kontuar.store.queries import access
from kontuar.web.going import done, failed, signed_in, to
from kontuar.web.pages.cases.findings import remarks
from kontuar.web.pages.templates.forms import KEYS, Write, field_of
from kontuar.web.pages.templates.listing import accounts
from kontuar.web.problems import tell

RECENT = 15
OF_ANOTHER_LANGUAGE = frozenset({"wrong_language", "misspelt"})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty one."""
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """One that is there; saving a starter makes the desk's own copy."""
    found = template_list.find(signed_in(request), ref, get_language() or "")
    if found is None:
        raise Http404
    return _edit(request, found)


@require_POST
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    """Delete an own one."""
    user = signed_in(request)
    found = template_list.find(user, ref, get_language() or "")
    row = ReplyTemplate.objects.filter(pk=found.ref).first() if found and not found.is_starter else None
    if row is None:
        raise Http404
    try:
        templates.remove(user, row, now=timezone.now())
    except ActionProblem as problem:
        return failed(request, problem, to("templates"))
    return done(request, _("The template is deleted."), to("templates"))


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What a text would become in a conversation, and what the checks would say of it."""
    user, key = signed_in(request), request.POST.get("shown", "pl")
    text = (
        request.POST.get(field_of(key), "")[: engine.LONGEST + 1].replace("\r\n", "\n") if key in KEYS else ""
    )
    context = said(user, request.POST.get("case", ""), text, key.partition("@")[0])
    return render(request, "templates/edit.html#said", {"said": context})


def said(user: User, case_id: str, text: str, language: str) -> dict[str, Any]:
    """The preview's context. A case nobody chose or sees leaves the gaps as they are."""
    rows = access.cases(user).select_related("account", "buyer", "thread", "order", "offer")
    case = rows.filter(pk=case_id).first() if case_id.isdecimal() and len(case_id) < 15 else None
    troubles = [templates.told(one) for one in engine.troubles(text)]
    if case is None:
        return {"text": text, "troubles": troubles, "language": language}
    now = timezone.now()
    filled = engine.fill(text, template_facts.known(case, user, language=language, now=now))
    found = reply.findings(case, filled.text, by=user, now=now) if filled.text else ()
    if language != draft.language_of(case):  # read in the buyer's language it would say nothing of this text
        found = tuple(one for one in found if one.code not in OF_ANOTHER_LANGUAGE)
    return {
        "text": filled.text,
        "missing": ", ".join(filled.missing),
        "troubles": troubles,
        "language": language,
        "remarks": remarks(found, filled.text, case.account.platform),
    }


def _edit(request: HttpRequest, found: Template | None) -> HttpResponse:
    user, offered = signed_in(request), accounts(signed_in(request))
    form = Write(request.POST if request.method == "POST" else None, template=found, accounts=offered)
    if request.method == "POST" and form.is_valid():
        try:
            row = templates.keep(user, **form.values(), **_identity(found), now=timezone.now())
            return done(request, _("Saved."), to("template", str(row.pk)))
        except ActionProblem as problem:
            tell(form, problem)
    context = _context(user, form, found, offered)
    return render(request, "templates/edit.html", context, status=422 if form.errors else 200)


def _identity(found: Template | None) -> dict[str, Any]:
    """A new row for what is new and for a starter, else the row it is."""
    if found is None:
        return {"row_id": None}
    return {"row_id": None if found.is_starter else int(found.ref), "starter": found.starter}


def _context(
    user: User, form: Write, found: Template | None, offered: list[tuple[str, str]]
) -> dict[str, Any]:
    language = get_language() or "pl"
    recent = access.cases(user).exclude(last_message_at=None).select_related("buyer")
    cases: list[Case] = list(recent.order_by("-last_message_at").defer("search_text")[:RECENT])
    first = next((one for one in form.languages() if one["code"] == language[:2]), form.languages()[0])
    may = templates.may_change(user, found.account.pk if found and found.account else None)
    return {
        "form": form,
        "template": found,
        "may_change": bool(offered) if found is None or found.is_starter else may,
        "cases": cases,
        "open": first["code"],
        "said": said(
            user, str(cases[0].pk) if cases else "", str(first["field"].value() or ""), first["code"]
        ),
        "names": [template_words.called(code, language[:2]) for code in template_words.VARIABLES],
        "conditions": [template_words.called(code, language[:2]) for code in template_words.CONDITIONS],
    }
