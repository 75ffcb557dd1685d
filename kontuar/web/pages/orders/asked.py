"""The forms on an order, and what was asked of the marketplace for it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils.translation import pgettext

from kontuar.actions import deed_facts, deeds
from kontuar.store.models import OutgoingDeed
from kontuar.store.queries.order import OrderView
from kontuar.text.fold import fold
from kontuar.web import labels, labels_deeds, labels_sales
from kontuar.web.going import to
from kontuar.web.look import Look
from kontuar.web.pages.orders.next_step import is_cancelled, next_step

State = OutgoingDeed.State
WAITS = frozenset({State.HELD.value, State.QUEUED.value})
UNDER_WAY = WAITS | {State.SENDING.value, State.SENT.value}
TROUBLE = frozenset({State.REFUSED.value, State.UNSURE.value})
OTHER = "OTHER"
FORMS = ("tracking", "mark", "state", "invoice")
"""Each form has a key of its own: two of them on one page are two deeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a person had typed when it could not be done, and why."""

    form: str
    problem: str
    field: str
    can_insist: bool
    values: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A deed asked for. ``take_back`` and ``outbox`` are addresses, ``""`` where there is nothing to do."""

    text: str
    state: str
    is_strong: bool
    note: str
    take_back: str
    outbox: str


def context(view: OrderView, look: Look, tried: Tried | None = None) -> dict[str, Any]:
    """What the forms offer, and what was asked for already."""
    shown = {
        "asked": [_asked(row, look, view.can_work) for row in view.deeds],
        "is_under_way": any(_is_moving(row) for row in view.deeds),
        "step": next_step(view),
    }
    if not view.can_work or is_cancelled(view):
        return shown
    account = view.account
    if account.is_watch_only:
        return shown | {"is_watch_only": True}
    carriers = deeds.carriers(account, now=look.now)
    states = [
        (code.value, labels.order_state("ready", code.value))
        for code in deeds.settable(account, now=look.now)
        if code.value != view.card.row.fulfilment or _has_wish(view)
    ]
    return shown | {
        "can_do": True,
        "tried": tried,
        "keys": {form: str(uuid4()) for form in FORMS},
        "seen": deed_facts.order_stamp(view.card.row),
        "carriers": [(code, name or _carrier(code)) for code, name in carriers],
        "carrier": tried.values.get("carrier", "") if tried else _likely(view, carriers),
        "states": states,
        "may_mark": view.card.row.fulfilment != "sent" and "sent" in dict(states),
    }


def _has_wish(view: OrderView) -> bool:
    """Another state was asked for and has not left: asking for the one it is in takes that back."""
    return any(row.kind == OutgoingDeed.Kind.FULFILMENT and row.state in WAITS for row in view.deeds)


def _likely(view: OrderView, carriers: Sequence[tuple[str, str]]) -> str:
    """The carrier the delivery is named after; ``""`` leaves the one used most."""
    method = fold(view.card.fact.delivery.method)
    named = (code for code, name in carriers if name and fold(name.partition(" (")[0]) in method)
    return next(named, "")


def _carrier(code: str) -> str:
    if code == OTHER:
        return pgettext("carrier", "another carrier")
    return code.replace("_", " ").title()


def _is_moving(row: OutgoingDeed) -> bool:
    """Its state will change by itself soon, so the page looks again."""
    return row.state in UNDER_WAY and not _is_back(row)


def _is_back(row: OutgoingDeed) -> bool:
    """Held for a person, not for the undo time."""
    return row.state == State.HELD and row.reason != deeds.UNDO


def _asked(row: OutgoingDeed, look: Look, can_work: bool) -> Asked:
    is_back = _is_back(row)
    who = str(row.asked_by) if row.asked_by else ""
    notes = (labels_deeds.reason(row), who, labels.dated(row.asked_at, look))
    return Asked(
        text=f"{labels_sales.deed_kind(row.kind)}: {labels_deeds.what(row)}",
        state=pgettext("deed", "held back, nothing left") if is_back else labels_sales.deed_state(row.state),
        is_strong=is_back or row.state in TROUBLE,
        note=" · ".join(note for note in notes if note),
        take_back=to("deed-cancel", row.pk) if can_work and row.state in WAITS else "",
        outbox=to("outbox") + f"#d{row.pk}" if is_back or row.state in TROUBLE else "",
    )
