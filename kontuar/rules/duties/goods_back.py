"""The clock of a claim's first step: say whether the goods must be sent back.

D11: the marketplace gives three days for it, without a sanction of its own as far as is known (third-party and
contradicted), yet the decision cannot be given before this step, and silence accepts the claim. So the decision's own
date is red and the three days are the safer one.
The rule in prose and its examples: ``docs/rules/goods-back.md``.
"""

from datetime import datetime

from kontuar.facts.issue_facts import IssueFacts
from kontuar.rules.duties import claim
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.issue_policy import GoodsRule
from kontuar.rules.policy import Policy


def why_none(facts: IssueFacts, policy: Policy) -> str:
    """Why the step is not owed, as a code; ``""`` when it is: those of the decision, ``done``, ``no_rule``."""
    if policy.issues.goods is None:
        return "no_rule"
    if facts.issue.is_return_required is not None:
        return "done"
    return claim.why_none(facts, policy)


def duties(facts: IssueFacts, policy: Policy) -> tuple[Duty, ...]:
    """At most one; it ends when the platform shows the answer, or the claim is decided."""
    rule, (decide_by, origin) = policy.issues.goods, claim.due(facts, policy)
    if rule is None or decide_by is None or why_none(facts, policy):
        return ()
    due_at = _by(facts, rule, policy, decide_by)
    three_days = claim.end_of_day(facts.since_at, rule.safer_days, policy.calendar)
    safer_by = min(due_at, three_days)
    warn_at = policy.calendar.office_time_before(safer_by, rule.warn_before)
    return (
        Duty(
            kind=DutyKind.GOODS_BACK,
            since_at=facts.since_at,
            due_at=due_at,
            safer_by=safer_by,
            warn_at=max(facts.since_at, warn_at),
            origin=origin if due_at == decide_by else Origin.RULE,
            rule_id=rule.rule_id,
            rule_version=rule.version,
            lost="decision_waits",
            next_step="say_goods_on_platform",
            is_counted=False,
        ),
    )


def _by(facts: IssueFacts, rule: GoodsRule, policy: Policy, decide_by: datetime) -> datetime:
    return min(decide_by, claim.end_of_day(facts.since_at, rule.days, policy.calendar))
