"""A duty as a row of the day's lists."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kontuar.store.models import DeadlineLetter
from kontuar.store.queries.rhythm import DutyLine
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.labels import Chip
from kontuar.web.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Everything a row says."""

    url: str
    platform: str
    letter: str
    account: str
    buyer: str
    what: str
    text: str
    chip: Chip
    assignee: str


def row(one: DutyLine, look: Look) -> Row:
    """In words; its link leads to the conversation, the issue or the order."""
    chip = labels.duty_chip(
        one.kind,
        one.due_at,
        one.safer_by,
        one.warn_at,
        look,
        lost=one.lost,
        platform_code=one.platform,
        rule=one.rule,
        is_short=True,
    )
    return Row(
        url=_url(one),
        platform=one.platform,
        letter=labels.mark(one.platform),
        account=one.account_name,
        buyer=one.buyer or "–",
        what=labels.owed(one.kind, has_order=one.has_order),
        text=one.subject,
        chip=chip,
        assignee=one.assignee,
    )


def _url(one: DutyLine) -> str:
    if one.case_id is not None:
        return to("case", one.case_id)
    return to("issue", one.issue_id) if one.issue_id is not None else to("order", one.order_id)


def letter(one: DeadlineLetter, look: Look) -> str:
    """When, about how much, and what became of it."""
    state = {
        DeadlineLetter.State.SENDING: _("on its way"),
        DeadlineLetter.State.SENT: _("handed to the mail server"),
        DeadlineLetter.State.UNSURE: _("it is not known whether it arrived; it is not sent again"),
        DeadlineLetter.State.REFUSED: _("the mail server did not take it; it is tried again"),
    }[DeadlineLetter.State(one.state)]
    about = ngettext("%(n)d deadline", "%(n)d deadlines", one.duties) % {"n": one.duties}
    return f"{labels.day_and_time(one.at, look)} – {about}: {state}"
