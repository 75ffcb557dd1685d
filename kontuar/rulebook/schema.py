"""Which values each rule must have: the loader refuses anything else, so no value can be a dead letter."""

from enum import StrEnum

from kontuar.facts.issues import IssueKind
from kontuar.facts.messages import MessageKind, Role
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.rulebook.checks import Check, count, flag, one_of, some_of, words
from kontuar.rulebook.schema_clocks import CLOCKS
from kontuar.rulebook.schema_ebay import EBAY
from kontuar.rulebook.schema_etsy import ETSY
from kontuar.rulebook.schema_law import LAW
from kontuar.rules.policy import Base, Counting, Which
from kontuar.rules.sending_policy import Notice

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


def _members(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in kind)


_WORKING_DAYS = one_of(Counting.CLOCK_STOP.value, Counting.DEADLINE_MOVES.value)
"""A marketplace does not know when we are open."""
_NOTICES: dict[str, Check] = {"notices": some_of(*_members(Notice)), "delivered": flag}

SCHEMA: dict[str, dict[str, Check]] = {
    "B1": {
        "hours": count,
        "counting": _WORKING_DAYS,
        "weekend": some_of(*WEEKDAYS),
        "public_holidays": flag,
    },
    "B2": {
        "hours": count,
        "counting": _WORKING_DAYS,
        "holidays_of": one_of("seller", "marketplace"),
    },
    "B2a": {"counted_by": one_of("B1", "B2")},
    "B3": {"kinds": some_of(*_members(MessageKind))},
    "A3.3": {"kinds": some_of(*_members(MessageKind))},
    "A3.4": {"which": one_of(*_members(Which))},
    "A3.5": {"base": one_of(*_members(Base))},
    "A3.11": {"closers_count": flag},
    "B16": {"ended_by": some_of(*_members(Role))},
    "B4": _NOTICES,
    "B5": _NOTICES,
    "B6": _NOTICES,
    "B7": _NOTICES,
    "B8": _NOTICES,
    "B9": {"free_inside_conversation": flag},
    "B11": {
        "contacts": some_of("email", "phone", "link", "social"),
        "own_hosts": words,
    },
    "B14": {"order_needed": flag},
    "api.message": {"text_length": count, "attachment_bytes": count},
    "api.issue_message": {"text_length": count, "attachment_bytes": count},
    "api.tracking": {"waybill_length": count, "carrier_name_length": count},
    "api.carrier_gone": {"carriers": words},
    "api.fulfilment": {"settable": some_of(*_members(Fulfilment))},
    "api.invoice": {"file_bytes": count, "media_types": words},
    "api.rating_answer": {"text_length": count},
    "A5.2": {"only_not_recommended": flag, "once": flag},
    "A5.10": {"contacts": some_of("email", "phone", "link", "social")},
    "C3": {
        "starts_in": some_of(*_members(OrderState)),
        "ended_by": some_of(*_members(Fulfilment)),
        "ended_by_lines_sent": some_of("all", "some", "none"),
        "shipped_by_marketplace_counts": flag,
    },
    "C9": {"business_days_after_cancel": count, "days_from_goods": count, "days_from_form": count},
    "C10": {"days": count},
    "D2": {"hours": count, "counting": _WORKING_DAYS},
    "D10": {"days": count},
    "D15": {"limited_by": one_of("own.problem", "B1")},
    "D18": {"kinds": some_of(*_members(IssueKind))},
    "own.carrier_hosts": {"hosts": words},
    "own.carriers": {"carriers": words},
    "own.mail": {
        "hours": count,
        "counting": one_of(Counting.OPENING.value, Counting.CLOCK_STOP.value),
        "weekend": some_of(*WEEKDAYS),
        "public_holidays": flag,
        "base": one_of(*_members(Base)),
        "which": one_of(*_members(Which)),
        "closers_count": flag,
        "opened_by": some_of(*_members(Role)),
        "ended_by": some_of(*_members(Role)),
        "warn_opening_minutes": count,
        "late_arrival_minutes": count,
    },
    "own.question": {"opening_minutes": count},
    "own.answer": {
        "warn_opening_minutes": count,
        "checking_minutes": count,
        "late_arrival_minutes": count,
    },
    "own.problem": {"opening_minutes": count, "warn_opening_minutes": count},
    "own.claim": {"warn_opening_minutes": count},
    "own.return": {"warn_opening_minutes": count},
    "own.issue_dates": {"believable_days": count, "long_past_days": count},
    "own.parcel": {"first_scan_hours": count, "stalled_hours": count},
    "own.promise": {
        "first_scan_not_before_hour": count,
        "days_before": count,
        "risk_percent": count,
        "early_percent": count,
        "harmless_ends": words,
    },
    "own.sending": {
        "hourly_cap": count,
        "in_a_row": count,
        "same_text": count,
        "repeat_hours": count,
        "too_late_hours": count,
    },
}
SCHEMA.update(CLOCKS)

ELSEWHERE: dict[str, dict[str, dict[str, Check]]] = {"law": LAW, "ebay": EBAY, "etsy": ETSY}
"""The values of books that are neither Allegro's nor our own, by the book's code."""


def schema_of(book: str) -> dict[str, dict[str, Check]]:
    """The rules a book may hold, each with its values."""
    return ELSEWHERE.get(book, SCHEMA)
