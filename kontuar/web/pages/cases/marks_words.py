"""Words that hold on a case, ready to be shown: a date promised, a complaint, a withdrawal."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kontuar.actions import marks
from kontuar.store.models import Mark
from kontuar.store.queries.case import CaseView
from kontuar.web import going, labels
from kontuar.web.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A word that holds. ``take_back`` is empty for a promise that stands in a message of ours."""

    text: str
    done: str
    done_text: str
    take_back: str
    can_work: bool


def lines(view: CaseView, look: Look) -> list[Line]:
    """What holds on the case."""
    return [_line(mark, view, look) for mark in view.marks]


def _line(mark: Mark, view: CaseView, look: Look) -> Line:
    texts = {
        Mark.Kind.PROMISED: _("promised to the buyer: %(when)s"),
        Mark.Kind.SUPPLIER: _("promised by the supplier: %(when)s"),
        Mark.Kind.COMPLAINT: _("complaint of %(when)s"),
        Mark.Kind.WITHDRAWAL: _("withdrawal of %(when)s"),
    }
    named = {Mark.Kind.COMPLAINT: _("Answered"), Mark.Kind.WITHDRAWAL: _("Paid back")}
    kind = Mark.Kind(mark.kind)
    when = labels.by(mark.due_at, look) if mark.due_at else labels.dated(mark.since_at, look)
    is_written = kind is Mark.Kind.PROMISED and mark.by_id is None
    return Line(
        text=texts.get(kind, "%(when)s") % {"when": when},
        done=going.to("case_mark_done", view.case.pk, mark.pk),
        done_text=named.get(kind, _("Done")),
        take_back="" if is_written else going.to("mark_take_back", mark.pk),
        can_work=view.can_work,
    )


def may_say(view: CaseView, look: Look) -> list[tuple[str, str]]:
    """What a person may say the buyer's last words are, with its name."""
    names = {"complaint": _("a complaint: 14 days by law"), "withdrawal": _("a withdrawal: 14 days by law")}
    said = {mark.kind for mark in view.marks}
    if view.case.last_buyer_at is None:
        return []
    return [(kind, names[kind]) for kind in marks.may_say(view.case, now=look.now) if kind not in said]
