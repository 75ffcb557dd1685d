"""Where a case stands after news: open, waiting, closed, or in one of the two review lists.

Ours, not a marketplace's: a buyer's word opens, an answer closes, thanks do neither
(design/product.md, "States"; peers' sellers complain that a "thank you" reopens, frappe/helpdesk #3465).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kontuar.facts.case import CaseFacts, CaseMessage, CaseState
from kontuar.facts.messages import MessageKind, Role
from kontuar.rules.policy import AnswerRule
from kontuar.rules.unanswered import counts_as_answer, left_standing


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


def is_nobodys(facts: CaseFacts) -> bool:
    """True for a case that holds machines' mails alone: nobody waits there, so it begins closed.

    A marketplace's notice that wants something done speaks for the buyer and is none of these.
    """
    machines = (Role.AUTOMAT, Role.MARKETPLACE)
    return all(m.kind is MessageKind.MAIL and m.role in machines for m in facts.messages)


def after_news(
    before: Place, facts: CaseFacts, new_ids: frozenset[str], rule: AnswerRule, now: datetime
) -> Place:
    """Where the case stands once ``new_ids`` (external ids) have come into it. Other news leave it.

    A word that reached us after our answer counts as unanswered even if it is dated before it.
    """
    standing = left_standing(facts, rule, now)
    owed = [m for m in standing if not m.is_closer]
    if any(not m.is_history for m in owed):
        is_news = any(m.external_id in new_ids for m in owed if not m.is_history)
        return Place(state=CaseState.OPEN, review_list=ReviewList.NONE) if is_news else before
    if owed:
        is_news = any(m.external_id in new_ids for m in owed)
        return Place(state=CaseState.OPEN, review_list=ReviewList.BACKLOG) if is_news else before
    closers = [m for m in standing if m.is_closer and m.external_id in new_ids]
    if any(not m.is_history for m in closers):
        return Place(state=before.state, review_list=ReviewList.CLOSERS)
    if closers or _has_new_answer(facts.messages, new_ids, rule, now):
        state = before.state if before.state is CaseState.WAITING else CaseState.CLOSED
        return Place(state=state, review_list=ReviewList.NONE)
    return before


def _has_new_answer(
    messages: Sequence[CaseMessage], new_ids: frozenset[str], rule: AnswerRule, now: datetime
) -> bool:
    return any(m.external_id in new_ids and counts_as_answer(m, rule, now) for m in messages)
