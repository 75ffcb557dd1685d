"""The clock of a problem with a purchase: our own target, because no deadline is known.

D15: threads of this kind replace discussions, for all business sellers since 2026-10-28; deadlines for
them were not found. The owner's target holds until one is known; the data can say that B1 limits them
instead.
The rule in prose and its examples: ``docs/rules/problem.md``.
"""

from datetime import datetime

from kontuar.facts.case import CaseFacts, CaseMessage
from kontuar.facts.messages import Message, MessageStatus, Role, ThreadKind
from kontuar.rules.duties.answer import limit_by
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.policy import Policy
from kontuar.rules.unanswered import checking_ends, unanswered


def target_by(start: datetime, policy: Policy) -> datetime:
    """The marketplace's limit where one is known, else our own target in opening time."""
    if policy.problem.limit is not None:
        return limit_by(policy.problem.limit, start, policy.calendar)
    return policy.calendar.add_office_time(start, policy.problem.target)


def duties(facts: CaseFacts, policy: Policy, now: datetime) -> tuple[Duty, ...]:
    """At most one duty, for the oldest word of the buyer without an answer in an open problem."""
    if facts.thread_kind is not ThreadKind.PROBLEM or not facts.thread_is_open:
        return ()
    waiting = unanswered(facts, policy.answer, now)
    return (_duty(waiting[0], policy),) if waiting else ()


def moments(facts: CaseFacts, policy: Policy) -> tuple[datetime, ...]:
    """When time alone may end or open this duty."""
    if facts.thread_kind is not ThreadKind.PROBLEM or not facts.thread_is_open:
        return ()
    return checking_ends(facts, policy.answer)


def is_history(message: CaseMessage | Message, policy: Policy, connected_at: datetime) -> bool:
    """True when our own target had passed before the account was connected."""
    if message.role is not Role.BUYER or message.status is MessageStatus.BLOCKED:
        return False
    return message.written_at < connected_at and target_by(message.written_at, policy) < connected_at


def _duty(first: CaseMessage, policy: Policy) -> Duty:
    rule = policy.problem
    due_at = target_by(first.written_at, policy)
    warn_at = policy.calendar.office_time_before(due_at, rule.warn_before)
    return Duty(
        kind=DutyKind.PROBLEM,
        since_at=first.written_at,
        due_at=due_at,
        safer_by=due_at,
        warn_at=max(first.written_at, warn_at),
        origin=Origin.OWN if rule.limit is None else Origin.RULE,
        rule_id=rule.rule_id,
        rule_version=rule.version,
        lost="buyer_turns_to_marketplace",
        next_step="answer_problem",
        is_counted=rule.limit is not None,
    )
