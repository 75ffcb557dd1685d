"""The clocks of one order in words: what is owed, and what was called done."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kontuar.actions import marks
from kontuar.actions.order_letter import LETTERS
from kontuar.store.models import Duty, Mark
from kontuar.store.queries.order import OrderView
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.labels import Chip
from kontuar.web.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One of them. ``settle`` is the address that calls it done, or takes that back."""

    what: str
    chip: Chip | None
    lost: str
    settle: str
    letter: str = ""
    """The address of the letter it asks for, ready to be read and sent; ``""`` where there is none."""


def clocks(view: OrderView, look: Look) -> list[Clock]:
    """Duties besides the dispatch, which stands in the head."""
    return [_clock(duty, view, look) for duty in view.card.duties if duty.kind != "dispatch"]


def _clock(duty: Duty, view: OrderView, look: Look) -> Clock:
    code = view.account.platform
    may_settle = view.can_work and marks.may_settle(duty)
    return Clock(
        what=labels.owed(duty.kind),
        chip=labels.duty_chip(
            duty.kind,
            duty.due_at,
            duty.safer_by,
            duty.warn_at,
            look,
            platform_code=code,
            rule=(duty.rule_id, duty.rule_version),
        ),
        lost=labels.loss(duty.lost, code),
        settle=to("settle_duty", duty.pk) if may_settle else "",
        letter=_letter(duty, view) if view.can_work else "",
    )


def _letter(duty: Duty, view: OrderView) -> str:
    """In the conversation about the order where there is one: there the templates stand ready, this one first."""
    if duty.kind not in LETTERS:
        return ""
    if view.cases:
        return to("case", view.cases[0].pk)
    return f"{to('order_write', view.card.row.pk)}?{urlencode({'list': duty.kind})}"


def settled(view: OrderView, look: Look) -> list[Clock]:
    """What a person called done."""
    return [
        Clock(
            what=labels.owed(mark.of),
            chip=None,
            lost=_said(mark, look),
            settle=to("mark_take_back", mark.pk) if view.can_work else "",
        )
        for mark in view.settled
    ]


def _said(mark: Mark, look: Look) -> str:
    who, when = str(mark.by) if mark.by else "", labels.dated(mark.made_at, look)
    return _("done, says %(who)s, %(when)s") % {"who": who, "when": when} if who else when
