"""What colleagues put on a case, in words: tags, what it is about, who was called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kontuar.actions import matter, template_list
from kontuar.store.models import Case, CaseMatter, User
from kontuar.store.queries import incidents, routines, teamwork
from kontuar.store.queries.case import CaseView
from kontuar.store.queries.teamwork import OnCase
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.look import Look

LISTS = {
    "wants": matter.WANTS,
    "cause": matter.CAUSES,
    "step": matter.STEPS,
    "outcome": matter.OUTCOMES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The line under the head. ``calls`` are names and words of notes the person has not seen yet."""

    tags: tuple[OnCase, ...]
    matter: tuple[str, ...]
    calls: tuple[tuple[str, str], ...]
    suggestion: str = ""
    """The template a routine suggests, and its name."""
    incidents: tuple[Mapping[str, Any], ...] = ()
    """Incidents that hit the buyer, with the address that puts their text in."""


def of(view: CaseView, user: User, look: Look) -> Team:
    """Five queries at most, each only where there is something to tell."""
    case_id, there_is = view.case.pk, view.little
    row = teamwork.matter(case_id) if there_is.has_matter else None
    calls = teamwork.calls(case_id, user) if there_is.has_notes else []
    proposed = routines.suggested(case_id) if there_is.has_runs else None
    return Team(
        tags=teamwork.tags_of([case_id]).get(case_id, ()) if there_is.has_tags else (),
        matter=tuple(noted(row, look)) if row else (),
        calls=tuple((name, " ".join(text.split())[:200]) for name, text in calls),
        suggestion=_suggested(proposed, user) if proposed else "",
        incidents=tuple(_hits(view.case)) if there_is.has_incidents else (),
    )


def _hits(case: Case) -> Iterator[dict[str, Any]]:
    """Incidents the conversation belongs to."""
    for row in incidents.of_case(case):
        yield {
            "name": row.incident.name,
            "url": to("incident", row.incident_id),
            "put_url": to("incident-put", row.incident_id, case.pk),
            "is_ended": row.incident.ended_at is not None,
            "is_told": row.state == "done" and row.outgoing_id is not None,
        }


def _suggested(proposed: Mapping[str, str], user: User) -> str:
    found = template_list.find(user, proposed["ref"], get_language() or "")
    if found is None:
        return ""
    return _("%(routine)s suggests the template “%(name)s”") % {
        "routine": proposed["routine"],
        "name": found.name,
    }


def noted(row: CaseMatter, look: Look) -> list[str]:
    """The four things that are noted, each as a short sentence; what is empty is left out."""
    texts = {
        "wants": _("wants: %(what)s"),
        "cause": _("cause: %(what)s"),
        "step": _("next: %(what)s"),
        "outcome": _("outcome: %(what)s"),
    }
    found = []
    for name, text in texts.items():
        what = said(name, getattr(row, name), getattr(row, f"{name}_text"))
        if name == "step" and row.step_by:
            again = _("look again")
            what = f"{what or again}, {labels.by(row.step_by, look)}"
        if what:
            found.append(text % {"what": what})
    return found


def said(name: str, code: str, words: str) -> str:
    """A code of a list in words, a person's own words behind it."""
    label = str(dict(LISTS[name]).get(code, ""))
    if code == "other" and words:
        return words
    return ", ".join(part for part in (label, words) if part)
