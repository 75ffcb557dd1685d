"""Incidents in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kontuar.store.models import Incident, IncidentHit
from kontuar.store.queries import incidents as query
from kontuar.store.queries.incidents import Progress
from kontuar.web import labels
from kontuar.web.going import to
from kontuar.web.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A buyer of an incident."""

    pk: int
    url: str
    platform: str
    letter: str
    account: str
    buyer: str
    about: str
    state: str
    note: str
    is_stuck: bool
    is_left: bool
    is_back: bool
    deed_url: str
    may_wait_again: bool


def causes() -> list[tuple[str, str]]:
    """For a form."""
    return [(code, cause(code)) for code in Incident.Cause.values]


def cause(code: str) -> str:
    """What happened."""
    return {
        "carrier": _("The carrier stopped"),
        "delay": _("Shipment delayed"),
        "batch": _("Bad batch"),
        "price": _("Wrong price"),
        "stock": _("Cannot be sent"),
        "other": pgettext("cause", "Something else"),
    }.get(code, code)


def progress(told: Progress) -> dict[str, Any]:
    """For the bar and the words beside it."""
    return {"told": told, "settled": told.settled, "total": told.total or 1}


def lines(rows: Sequence[IncidentHit], look: Look, *, may: frozenset[int]) -> list[Line]:
    """Buyers as rows; ``may`` are the accounts one may write from."""
    return [_line(row, look, may=row.account_id in may) for row in rows]


def _line(row: IncidentHit, look: Look, *, may: bool) -> Line:
    out = row.outgoing
    is_back = out is not None and out.state == out.State.CANCELLED
    is_left = row.state == "waiting" or (row.state == "done" and is_back)
    url = to("incident-hit", row.incident_id, row.pk) if is_left else ""
    if not url and out is not None:
        url = f"{to('case', out.case_id)}#out-{out.pk}"
    elif not url and row.case_id:
        url = to("case", row.case_id)
    elif not url and row.order_id:
        url = to("order", row.order_id)
    return Line(
        pk=row.pk,
        url=url if may or not is_left else "",
        platform=row.account.platform,
        letter=labels.mark(row.account.platform),
        account=str(row.account),
        buyer=row.buyer.name or row.buyer.login,
        about=about(row),
        state=_state(row, is_left=is_left),
        note=_note(row, look),
        is_stuck=out is not None and out.state in query.NOT_OUT,
        is_left=is_left,
        is_back=is_back,
        deed_url=to("incident-buyer", row.incident_id, row.pk),
        may_wait_again=may and row.state in ("skipped", "taken"),
    )


def about(row: IncidentHit) -> str:
    """What the order holds."""
    bought = (row.order.fact.get("lines") or []) if row.order else []
    name = str(bought[0].get("name", "")) if bought else ""
    if len(row.order_ids) > 1:
        return _("%(what)s, %(n)d orders") % {"what": name, "n": len(row.order_ids)}
    return name


def _state(row: IncidentHit, *, is_left: bool) -> str:
    if is_left:
        return pgettext("incident", "taken back") if row.outgoing else pgettext("incident", "to review")
    if row.state == "skipped":
        return pgettext("incident", "skipped")
    if row.state == "taken":
        return pgettext("incident", "in the conversation")
    return labels.outgoing_state(row.outgoing.state, row.account.platform) if row.outgoing else _("answered")


def _note(row: IncidentHit, look: Look) -> str:
    parts = [str(row.settled_by or ""), labels.moment(row.settled_at, look) if row.settled_at else ""]
    return ", ".join(part for part in parts if part)


def why_not(code: str) -> str:
    """Why nothing can be sent to somebody."""
    return {
        "no_place": _("There is neither a conversation nor an order to write about. Skip it."),
        "watch_only": _(
            "The account is watch-only: nothing is sent. An owner can switch sending on in Accounts."
        ),
        "closed_there": _("The conversation was closed on the marketplace. Nothing can be written there."),
        "not_by_mail": _("This conversation cannot be answered by mail. Open it to see why, then skip it."),
    }.get(code, "")
