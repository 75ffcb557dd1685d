"""Loose ends: conversations nothing leads on, each with the form that says what comes next."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kontuar.store.models import Case
from kontuar.store.queries import loose_ends as query
from kontuar.web import labels
from kontuar.web.going import signed_in, to
from kontuar.web.look import Look, look_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A conversation as a row."""

    url: str
    matter_url: str
    platform: str
    letter: str
    account: str
    buyer: str
    text: str
    assignee: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is missing in these, and the word for noting it."""

    title: str
    help: str
    lines: tuple[Line, ...]
    has_more: bool


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Three short lists; empty ones are left out."""
    user, look = signed_in(request), look_now()
    groups = [
        _group(
            _("Open without a next step"),
            _(
                "No clock runs, and no step is noted or its day is past; or what was put off has come back. Note a step"
                " with its day, or close the conversation."
            ),
            query.adrift(user, look.now),
            look,
        ),
        _group(
            _("What does the buyer want?"),
            _(
                "Trouble that runs, and neither the form nor a person says what the buyer expects. Ask, then note it."
            ),
            query.wish_unknown(user),
            look,
        ),
        _group(
            _("Closed without an outcome"),
            _(
                "Trouble closed in the last 30 days. How did it end? Note outcome and cause:"
                " causes are counted by product."
            ),
            query.outcome_unknown(user, look.now),
            look,
        ),
    ]
    context = {"look": look, "groups": [one for one in groups if one.lines]}
    return render(request, "rhythm/loose_ends.html", context)


def _group(title: str, help: str, rows: list[Case], look: Look) -> Group:
    lines = tuple(_line(row, look) for row in rows[: query.MOST])
    return Group(title=title, help=help, lines=lines, has_more=len(rows) > query.MOST)


def _line(row: Case, look: Look) -> Line:
    return Line(
        url=to("case", row.pk),
        matter_url=to("case_matter", row.pk),
        platform=row.account.platform,
        letter=labels.mark(row.account.platform),
        account=str(row.account),
        buyer=row.buyer.name or row.buyer.login,
        text=row.subject or row.last_text,
        assignee=str(row.assignee) if row.assignee else "",
        when=labels.dated(row.last_message_at, look) if row.last_message_at else "",
    )
