"""The letter an order's trouble asks for, filled with the order: whoever opens it reads, changes and sends it."""

from datetime import datetime

from kontuar.actions import template_list, template_pick
from kontuar.store.models import Case, Order, User

LETTERS = {"cannot_fulfil": "cannot_fulfil", "choice": "choice", "promise_broken": "late_parcel"}
"""Kind of duty → key of the starter template."""


def text(row: Order, by: User, kind: str, *, interface: str, now: datetime) -> str:
    """In the buyer's language, gaps left where nothing is known; ``""`` for a trouble without a letter."""
    key = LETTERS.get(kind, "")
    template = template_list.find_for(by, row.account_id, key, interface) if key else None
    if template is None:
        return ""
    # An unsaved case: nothing of it is written, it only tells the template what it asks for.
    case = Case(account=row.account, buyer=row.buyer, order=row, pk=0)
    return template_pick.one(case, by, template, now=now).filled.text
