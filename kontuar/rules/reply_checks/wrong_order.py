"""The number of another order: of another purchase of this buyer, or one that is not his at all.

Only whole ids are believed: those we know of this buyer, and texts in the marketplace's own form (a UUID on Allegro).
"""

import re
from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import AT_MOST, finding

_UUID = re.compile(r"(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])", re.IGNORECASE)
LEAST = 6
"""Shorter ids stand in ordinary texts by chance."""


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """A warning at each strange number, with this case's own to put instead."""
    own = draft.around.order.external_id if draft.around.order else draft.order_id
    text = draft.text.lower()
    if not own or own.lower() in text:
        return ()
    found = [_finding(span, own, "other_order") for span in _others(draft, text)]
    taken = {one.span for one in found}
    ours = {number.lower() for number in draft.own_numbers}
    for match in _UUID.finditer(draft.text):
        if match.span() not in taken and match.group().lower() not in ours:
            found.append(_finding(match.span(), own, "strange_order"))
    return tuple(found[:AT_MOST])


def _others(draft: DraftFacts, text: str) -> list[tuple[int, int]]:
    spans = []
    for number in draft.around.other_orders:
        at = text.find(number.lower()) if len(number) >= LEAST else -1
        if at >= 0:
            spans.append((at, at + len(number)))
    return spans


def _finding(span: tuple[int, int], own: str, code: str) -> Finding:
    return finding(code, Severity.WARNING, span=span, fix="replace", to=own)
