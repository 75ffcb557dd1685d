"""The clock of a discussion's end: 7 days where the parcel did not come, 14 for any other trouble.

D3 and D4 (terms 10.2 of 2022 and 2024): counted from the start of the discussion; afterwards the buyer may mark it
unresolved, which counts against the seller (D5). Days are taken to the end of the last one, to the hour is the safer
reading. Problems with a purchase have no known term (D15) and none here.
The rule in prose and its examples: ``docs/rules/resolution.md``.
"""

from datetime import datetime, timedelta

from kontuar.facts.issue_facts import IssueFacts
from kontuar.facts.issues import IssueKind, IssueStatus
from kontuar.rules.duties.claim import end_of_day
from kontuar.rules.duties.return_refund import GOES_BACK
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.issue_policy import ResolutionRule
from kontuar.rules.policy import Policy

RUNS = frozenset({IssueStatus.OPEN, IssueStatus.OTHER})


def why_none(facts: IssueFacts, policy: Policy) -> str:
    """Why nothing is to be resolved, as a code; ``""`` when something is.

    ``other_kind``, ``over`` (closed, or called unresolved: nothing can be saved), ``paid_back`` (D7: a refund through
    the marketplace solves it), ``no_rule``, ``history``.
    """
    rule = policy.issues.resolution
    if facts.issue.kind is not IssueKind.DISCUSSION:
        return "other_kind"
    if facts.status not in RUNS:
        return "over"
    if any(
        one.status in GOES_BACK and (one.created_at or facts.since_at) >= facts.since_at
        for one in facts.refunds
    ):
        return "paid_back"
    if rule is None:
        return "no_rule"
    return (
        "history"
        if end_of_day(facts.since_at, _days(facts, rule), policy.calendar) < facts.connected_at
        else ""
    )


def is_undelivered(facts: IssueFacts, rule: ResolutionRule) -> bool:
    """The buyer says the parcel did not come, by the platform's code or, where it gives none, its words."""
    issue = facts.issue
    return issue.reason in rule.undelivered or (
        not issue.reason and issue.subject.casefold().strip(" .") in rule.undelivered
    )


def _days(facts: IssueFacts, rule: ResolutionRule) -> int:
    return rule.days_undelivered if is_undelivered(facts, rule) else rule.days


def _safer_by(facts: IssueFacts, rule: ResolutionRule, due_at: datetime) -> datetime:
    """To the hour; where the platform does not say what it is about, it may be the shorter term."""
    is_unnamed = not facts.issue.reason and not facts.issue.subject
    days = rule.days_undelivered if is_unnamed else _days(facts, rule)
    return min(due_at, facts.since_at + timedelta(days=days))


def duties(facts: IssueFacts, policy: Policy) -> tuple[Duty, ...]:
    """At most one; late stays owed until the discussion is over."""
    rule = policy.issues.resolution
    if rule is None or why_none(facts, policy):
        return ()
    due_at = end_of_day(facts.since_at, _days(facts, rule), policy.calendar)
    safer_by = _safer_by(facts, rule, due_at)
    return (
        Duty(
            kind=DutyKind.RESOLUTION,
            since_at=facts.since_at,
            due_at=due_at,
            safer_by=safer_by,
            warn_at=max(facts.since_at, policy.calendar.office_time_before(safer_by, rule.warn_before)),
            origin=Origin.RULE,
            rule_id=rule.rule_id if is_undelivered(facts, rule) else rule.other_id,
            rule_version=rule.version if is_undelivered(facts, rule) else rule.other_version,
            lost="unresolved_discussion",
            next_step="resolve_discussion",
            is_counted=True,
        ),
    )
