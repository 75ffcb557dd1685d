"""One rule: its versions, readings and sources; the owner's own values and the form for a new one."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kontuar.actions import overrides
from kontuar.actions.errors import ActionProblem
from kontuar.rulebook import wording
from kontuar.rulebook.load import BOOKS, all_books, all_rules
from kontuar.rulebook.record import RuleRecord
from kontuar.store.models import RuleOverride
from kontuar.store.queries.overrides import of_rule
from kontuar.web.going import done, signed_in, to
from kontuar.web.look import look_now
from kontuar.web.pages.rules import words
from kontuar.web.pages.rules.forms import OwnValue
from kontuar.web.problems import tell

USUAL = timedelta(days=90)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, book: str, rule_id: str) -> HttpResponse:
    """The rule, and (for an owner, where the rule is acted by) an own value in its place."""
    user, today = signed_in(request), look_now().today()
    versions = _versions(book, rule_id)
    held = next((record for record in versions if record.holds_on(today)), versions[0])
    data = request.POST if request.method == "POST" else None
    form = OwnValue(data, record=held, today=today, until=today + USUAL)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            overrides.set_value(user, book=book, rule_id=rule_id, now=timezone.now(), **given)
            return done(request, _("Saved. All duties are being counted anew."), to("rule", book, rule_id))
        except ActionProblem as problem:
            tell(form, problem)
    context = {
        "form": form,
        "is_owner": user.is_owner,
        "rule_id": rule_id,
        "title": wording.title(held, words.language()),
        "book": next(one for one in all_books() if one.code == book),
        "versions": [_told(record, today) for record in versions],
        "own": [_own(row, today) for row in of_rule(book, rule_id)],
    }
    return render(request, "rules/show.html", context, status=422 if form.errors else 200)


def _versions(book: str, rule_id: str) -> list[RuleRecord]:
    """Newest first."""
    found = [record for record in all_rules(book) if record.rule_id == rule_id] if book in BOOKS else []
    if not found:
        raise Http404
    return sorted(found, key=lambda record: (record.country, record.valid_from), reverse=True)


def _told(record: RuleRecord, today: date) -> dict[str, Any]:
    readings = record.readings or {"": record.values}
    return {
        "record": record,
        "holds": record.holds_on(today),
        "since": words.since(record),
        "known": words.known(record),
        "line": words.line(record),
        "confirmed_by": words.reading(record.confirmed_by),
        "readings": [
            {
                "name": words.reading(name),
                "is_confirmed": bool(name) and name == record.confirmed,
                "values": words.named(values),
            }
            for name, values in readings.items()
        ],
    }


def _own(row: RuleOverride, today: date) -> dict[str, Any]:
    value = tuple(row.value) if isinstance(row.value, list) else row.value
    return {
        "row": row,
        "name": words.value_name(row.key),
        "value": words.shown(value),
        "is_standing": row.ended_at is None and row.valid_to >= today,
        "holds": row.ended_at is None and row.valid_from <= today <= row.valid_to,
    }
