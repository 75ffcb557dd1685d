"""The clock of a return: money back in time after the goods are back, or are proved to be on their way.

C9 (terms 5.12 of 2022 and 2024): within 7 calendar days from receiving the goods, at most 14 days from the
buyer's form. C10: sellers say the marketplace pays back by itself after 7 days (#13866, 2026-08 and -09; not
confirmed by staff), so that is only the safer date. Before the goods are sent nothing is owed: the seller may wait
for them or for the proof that they were sent (rules.md H4).
The rule in prose and its examples: ``docs/rules/return.md``.
"""

from datetime import datetime

from kontuar.facts.issue_facts import IssueFacts
from kontuar.facts.issues import IssueKind, IssueStatus
from kontuar.facts.refunds import RefundStatus
from kontuar.rules.duties.claim import end_of_day
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.issue_policy import ReturnRule
from kontuar.rules.issue_status import is_over
from kontuar.rules.policy import Policy

GOES_BACK = frozenset({RefundStatus.UNDER_WAY, RefundStatus.PAID, RefundStatus.PAID_IN_PART})


def why_none(facts: IssueFacts, policy: Policy) -> str:
    """Why no money is owed back, as a code; ``""`` when it is.

    ``other_kind``, ``over`` (finished or refused), ``by_marketplace`` (its warehouse handles it), ``not_sent``
    (the goods are still with the buyer), ``paid`` (under way, or paid), ``no_rule``, ``history``.
    """
    if facts.issue.kind is not IssueKind.RETURN:
        return "other_kind"
    if is_over(facts.status):
        return "over"
    if facts.issue.is_handled_by_marketplace:
        return "by_marketplace"
    if facts.status is not IssueStatus.ON_ITS_WAY and not _has_arrived(facts):
        return "not_sent"
    if any(_pays(refund.status, refund.created_at, facts) for refund in facts.refunds):
        return "paid"
    if policy.issues.returns is None:
        return "no_rule"
    return "history" if due_by(facts, policy, policy.issues.returns) < facts.connected_at else ""


def _has_arrived(facts: IssueFacts) -> bool:
    return facts.status is IssueStatus.ARRIVED or facts.issue.arrived_at is not None


def _pays(status: RefundStatus, created_at: datetime | None, facts: IssueFacts) -> bool:
    """Money sent back before the return was asked for was for something else."""
    return status in GOES_BACK and (created_at is None or created_at >= facts.since_at)


def due_by(facts: IssueFacts, policy: Policy, rule: ReturnRule) -> datetime:
    """The red date: the earlier of the two limits of the terms."""
    limits = [end_of_day(facts.since_at, rule.days_from_form, policy.calendar)]
    if facts.issue.arrived_at is not None:
        came_at = max(facts.issue.arrived_at, facts.since_at)
        limits.append(end_of_day(came_at, rule.days_from_goods, policy.calendar))
    return min(limits)


def _safer_by(facts: IssueFacts, policy: Policy, rule: ReturnRule, due_at: datetime) -> datetime:
    """The grey date. Where it passed before the goods came and nothing was paid, the marketplace did not act."""
    by_itself = end_of_day(facts.since_at, rule.marketplace_pays_after, policy.calendar)
    arrived_at = facts.issue.arrived_at
    if not rule.marketplace_pays_after or (arrived_at is not None and by_itself < arrived_at):
        return due_at
    return min(due_at, by_itself)


def duties(facts: IssueFacts, policy: Policy) -> tuple[Duty, ...]:
    """At most one; it ends when money is on its way, or the return is finished or refused."""
    rule = policy.issues.returns
    if rule is None or why_none(facts, policy):
        return ()
    due_at = due_by(facts, policy, rule)
    safer_by = _safer_by(facts, policy, rule, due_at)
    warn_at = policy.calendar.office_time_before(safer_by, rule.warn_before)
    return (
        Duty(
            kind=DutyKind.RETURN,
            since_at=facts.since_at,
            due_at=due_at,
            safer_by=safer_by,
            warn_at=max(facts.since_at, warn_at),
            origin=Origin.RULE,
            rule_id=rule.rule_id,
            rule_version=rule.version,
            lost="money_back_by_terms",
            next_step="refund_on_platform",
            is_counted=True,
        ),
    )
