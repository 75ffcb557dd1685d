"""All templates by situation, with how often they were used and what became of it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kontuar.actions import template_list, templates
from kontuar.actions.template_list import Results, Template
from kontuar.drafters import situations
from kontuar.store.models import User
from kontuar.store.queries import access
from kontuar.web import labels_templates as words
from kontuar.web.going import signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line."""

    template: Template
    languages: str
    results: Results


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The list."""
    user = signed_in(request)
    results = template_list.results(user, now=timezone.now())
    rows = [_row(one, results) for one in template_list.everything(user, get_language() or "")]
    groups = [
        (words.situation(code), [row for row in rows if row.template.situation == code])
        for code in situations.CODES
    ]
    context = {
        "groups": [(title, found) for title, found in groups if found],
        "accounts": accounts(user),
        "may_write": bool(accounts(user)),
    }
    return render(request, "templates/listing.html", context)


def accounts(user: User) -> list[tuple[str, str]]:
    """Whom a template of this person may serve: "" is all accounts."""
    own = [(str(one.pk), str(one)) for one in access.accounts(user) if templates.may_change(user, one.pk)]
    return ([("", "")] if templates.may_change(user, None) else []) + own


def _row(one: Template, results: dict[str, Results]) -> Row:
    languages = dict.fromkeys(key.partition("@")[0].upper() for key in one.texts)
    return Row(template=one, languages=" ".join(languages), results=results.get(one.ref, Results()))
