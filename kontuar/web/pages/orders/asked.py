"""The forms on an order, and what was asked of the marketplace for it, in words."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils.translation import pgettext

from kontuar.actions import deeds
from kontuar.store.models import OutgoingDeed
from kontuar.store.queries.order import OrderView
from kontuar.web import labels, labels_sales
from kontuar.web.going import to
from kontuar.web.look import Look
from kontuar.web.pages.orders.around import Line

WAITS = frozenset({"held", "queued"})
TROUBLE = frozenset({"refused", "unsure"})
OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a person had typed when it could not be done, and why."""

    form: str
    problem: str
    field: str
    can_insist: bool
    values: dict[str, str]


def context(view: OrderView, look: Look, tried: Tried | None = None) -> dict[str, Any]:
    """What the forms offer, and what was asked for already."""
    account = view.account
    if not view.can_work:
        return {"asked": _asked(view, look)}
    return {
        "asked": _asked(view, look),
        "tried": tried,
        "key": str(uuid4()),
        "is_cancelled": "cancelled" in {view.card.row.state, view.card.row.fulfilment},
        "is_watch_only": account.is_watch_only,
        "carriers": [(code, name or _carrier(code)) for code, name in deeds.carriers(account, now=look.now)],
        "states": [
            (code.value, labels.order_state("ready", code.value))
            for code in deeds.settable(account, now=look.now)
            if code.value not in {view.card.row.fulfilment, "cancelled"}
        ],
    }


def _carrier(code: str) -> str:
    if code == OTHER:
        return pgettext("carrier", "another carrier")
    return code.replace("_", " ").title()


def _asked(view: OrderView, look: Look) -> list[Line]:
    return [_line(row, look) for row in view.deeds]


def _line(row: OutgoingDeed, look: Look) -> Line:
    what = str(row.what.get("waybill") or row.file_name or "")
    if row.kind == OutgoingDeed.Kind.FULFILMENT:
        what = labels.order_state("ready", str(row.what.get("status", "")))
    who = str(row.asked_by) if row.asked_by else ""
    notes = (row.reason_text, who, labels.dated(row.asked_at, look))
    return Line(
        text=f"{labels_sales.deed_kind(row.kind)}: {what}",
        state=labels_sales.deed_state(row.state),
        is_strong=row.state in TROUBLE,
        note=" · ".join(note for note in notes if note),
        url=to("outbox") if row.state in WAITS | TROUBLE else "",
    )
