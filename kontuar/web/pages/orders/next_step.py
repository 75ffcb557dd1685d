"""The one deed an order asks for now, by its state and by what was asked for already."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kontuar.store.models import OutgoingDeed
from kontuar.store.queries import orders
from kontuar.store.queries.order import OrderView
from kontuar.web import labels

GIVEN_UP = frozenset({OutgoingDeed.State.REFUSED.value, OutgoingDeed.State.CANCELLED.value})
UNPAID = frozenset({"bought", "filled_in"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """``code`` is the deed to press first: "number", "sent", or ``""`` for none."""

    code: str = ""
    words: str


def next_step(view: OrderView) -> Step:
    """What to do with the order now, in a sentence."""
    row = view.card.row
    if is_cancelled(view):
        return Step(words=_("Cancelled: nothing has to be sent."))
    if row.state in UNPAID:
        return Step(words=_("Not paid yet: do not send."))
    if row.fact.get("shipped_by_marketplace"):
        return Step(
            words=_("%(platform)s sends this parcel itself.")
            % {"platform": labels.platform(view.account.platform)}
        )
    return _parcel(view)


def _parcel(view: OrderView) -> Step:
    row = view.card.row
    has_number = bool(view.card.parcels) or _is_asked(view, OutgoingDeed.Kind.TRACKING)
    if orders.is_to_send(row):
        if not has_number:
            return Step(
                code="number", words=_("Next: add the parcel's number, so that the buyer can follow it.")
            )
        if not _is_asked(view, OutgoingDeed.Kind.FULFILMENT, "sent"):
            return Step(code="sent", words=_("Next: mark as sent when the courier has the parcel."))
    elif row.fulfilment == "sent" and not has_number:
        return Step(
            code="number", words=_("Marked as sent without a number: the buyer cannot follow the parcel.")
        )
    return Step(words=_("Nothing has to be done here now."))


def is_cancelled(view: OrderView) -> bool:
    """By the buyer, the marketplace or us."""
    return "cancelled" in {view.card.row.state, view.card.row.fulfilment}


def _is_asked(view: OrderView, kind: str, status: str = "") -> bool:
    """On its way to the marketplace, or done there; a state only as long as it is the last one asked for."""
    rows = [one for one in view.deeds if one.kind == kind and one.state not in GIVEN_UP]
    if not status:
        return bool(rows)
    return bool(rows) and str(rows[0].what.get("status", "")) == status
