"""Where a case stands after news: open, waiting, closed, or in one of the two review lists.

Ours, not a marketplace's: a buyer's word opens, an answer closes, thanks do neither
(design/product.md, "States"; peers' sellers complain that a "thank you" reopens, frappe/helpdesk #3465).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kontuar.facts.case import CaseMessage, CaseState
from kontuar.facts.messages import MessageStatus, Role


class ReviewList(StrEnum):
    """Lists a person looks through and closes in bulk."""

    NONE = ""
    BACKLOG = "backlog"
    CLOSERS = "closers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """State and review list of a case."""

    state: CaseState
    review_list: ReviewList


def after_news(before: Place, messages: Sequence[CaseMessage], new_ids: frozenset[str]) -> Place:
    """Where the case stands once ``new_ids`` (external ids) have been added to ``messages``.

    ``messages`` is the whole case, oldest first. Without news that matters the place stays.
    """
    tail = _after_last_answer(messages)
    owed = [m for m in tail if not m.is_closer]
    if any(not m.is_history for m in owed):
        is_news = any(m.external_id in new_ids for m in owed if not m.is_history)
        return Place(state=CaseState.OPEN, review_list=ReviewList.NONE) if is_news else before
    if owed:
        is_news = any(m.external_id in new_ids for m in owed)
        return Place(state=CaseState.OPEN, review_list=ReviewList.BACKLOG) if is_news else before
    closers = [m for m in tail if m.is_closer and m.external_id in new_ids]
    if any(not m.is_history for m in closers):
        return Place(state=before.state, review_list=ReviewList.CLOSERS)
    if closers or _has_new_answer(messages, new_ids):
        state = before.state if before.state is CaseState.WAITING else CaseState.CLOSED
        return Place(state=state, review_list=ReviewList.NONE)
    return before


def is_answer(message: CaseMessage) -> bool:
    """A word of the seller that reached, or will reach, the buyer."""
    return message.role is Role.SELLER and message.status is not MessageStatus.BLOCKED


def _after_last_answer(messages: Sequence[CaseMessage]) -> list[CaseMessage]:
    tail: list[CaseMessage] = []
    for message in messages:
        if is_answer(message):
            tail = []
        elif message.role is Role.BUYER and not message.waived_reason:
            tail.append(message)
    return tail


def _has_new_answer(messages: Sequence[CaseMessage], new_ids: frozenset[str]) -> bool:
    return any(m.external_id in new_ids and is_answer(m) for m in messages)
