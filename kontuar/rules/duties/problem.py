"""The clock of a problem with a purchase, and of the older discussions.

D15: threads of this kind replace discussions, for all business sellers since 2026-10-28; deadlines for
them were not found. The owner's target holds until one is known; the data can say that B1 limits them
instead. D2: the first answer in a discussion is due within 24 hours of working time; the platform's own date
(``statusDueDate``) goes first where it gives one. What is said in the talk of a claim has our own target: its
decision has a clock of its own (``claim``).
The rule in prose and its examples: ``docs/rules/problem.md``.
"""

from dataclasses import dataclass
from datetime import datetime

from kontuar.facts.case import CaseFacts, CaseMessage
from kontuar.facts.issues import IssueKind
from kontuar.facts.messages import Message, MessageStatus, Role, ThreadKind
from kontuar.rules.duties.answer import limit_by
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.policy import Policy, ProblemRule
from kontuar.rules.rule import Rule
from kontuar.rules.unanswered import checking_ends, counts_as_answer, unanswered

TALKS = frozenset({ThreadKind.PROBLEM, ThreadKind.CLAIM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """When an answer is due, and by what. ``rule`` is the name tag of the rule that says so."""

    due_at: datetime
    safer_by: datetime
    origin: Origin
    rule: Rule


def limit_of(
    start: datetime,
    policy: Policy,
    rule: ProblemRule,
    *,
    issue_kind: IssueKind | None = None,
    issue_due_at: datetime | None = None,
    is_first: bool = True,
) -> Limit:
    """When a word of the buyer said at ``start`` is to be answered.

    ``is_first``: nobody of ours has answered before. ``issue_due_at`` is the platform's own date; one before
    the word itself was for another, one far off is not believed (rules.md D14).
    """
    own = _own(start, policy, rule)
    if issue_kind is not IssueKind.DISCUSSION:
        return own
    by_rule = None
    if rule.discussion is not None and is_first:
        due_at = limit_by(rule.discussion, start, policy.calendar)
        by_rule = Limit(due_at=due_at, safer_by=due_at, origin=Origin.RULE, rule=rule.discussion)
    if issue_due_at is None or not policy.issues.believes(issue_due_at, start):
        return by_rule or own
    safer_by = min(issue_due_at, by_rule.due_at) if by_rule else issue_due_at
    tag = rule.discussion or own.rule
    return Limit(due_at=issue_due_at, safer_by=safer_by, origin=Origin.PAYLOAD, rule=tag)


def _own(start: datetime, policy: Policy, rule: ProblemRule) -> Limit:
    """The marketplace's limit for problems where one is known, else our own target in opening time."""
    if rule.limit is not None:
        due_at = limit_by(rule.limit, start, policy.calendar)
        return Limit(due_at=due_at, safer_by=due_at, origin=Origin.RULE, rule=rule)
    due_at = policy.calendar.add_office_time(start, rule.target)
    return Limit(due_at=due_at, safer_by=due_at, origin=Origin.OWN, rule=rule)


def duties(facts: CaseFacts, policy: Policy, now: datetime) -> tuple[Duty, ...]:
    """At most one duty, for the oldest word of the buyer without an answer in an open problem."""
    rule = policy.problem
    if rule is None or facts.thread_kind not in TALKS or not facts.thread_is_open:
        return ()
    waiting = unanswered(facts, policy.answer, now)
    return (_duty(waiting[0], facts, policy, rule, now),) if waiting else ()


def moments(facts: CaseFacts, policy: Policy) -> tuple[datetime, ...]:
    """When time alone may end or open this duty."""
    if policy.problem is None or facts.thread_kind not in TALKS or not facts.thread_is_open:
        return ()
    return checking_ends(facts, policy.answer)


def is_history(
    message: CaseMessage | Message,
    policy: Policy,
    connected_at: datetime,
    *,
    issue_kind: IssueKind | None = None,
    issue_due_at: datetime | None = None,
) -> bool:
    """True when the time to answer had passed before the account was connected."""
    rule = policy.problem
    if rule is None or message.role is not Role.BUYER or message.status is MessageStatus.BLOCKED:
        return False
    if message.written_at >= connected_at:
        return False
    limit = limit_of(message.written_at, policy, rule, issue_kind=issue_kind, issue_due_at=issue_due_at)
    return limit.due_at < connected_at


def _duty(first: CaseMessage, facts: CaseFacts, policy: Policy, rule: ProblemRule, now: datetime) -> Duty:
    earlier = (m for m in facts.messages if m.written_at < first.written_at)
    limit = limit_of(
        first.written_at,
        policy,
        rule,
        issue_kind=facts.issue_kind,
        issue_due_at=facts.issue_due_at,
        is_first=not any(counts_as_answer(m, policy.answer, now) for m in earlier),
    )
    warn_at = policy.calendar.office_time_before(limit.safer_by, rule.warn_before)
    is_ours = limit.origin is Origin.OWN
    is_discussion = limit.rule is rule.discussion
    return Duty(
        kind=DutyKind.PROBLEM,
        since_at=first.written_at,
        due_at=limit.due_at,
        safer_by=limit.safer_by,
        warn_at=max(first.written_at, warn_at),
        origin=limit.origin,
        rule_id=limit.rule.rule_id,
        rule_version=limit.rule.version,
        lost="buyer_paid_at_your_cost" if is_discussion else "buyer_turns_to_marketplace",
        next_step="answer_problem",
        is_counted=not is_ours,
    )
