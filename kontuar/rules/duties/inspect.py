"""The clock of goods that came back: look at them, before the money's own term decides for us.

No rule gives a time: our own target. Afterwards the seller pays back (``return_refund``) or refuses with a reason
(C10).
The rule in prose and its examples: ``docs/rules/inspect.md``.
"""

from kontuar.facts.issue_facts import IssueFacts
from kontuar.rules.duties import return_refund
from kontuar.rules.duties.target import by_target
from kontuar.rules.duty import Duty, DutyKind
from kontuar.rules.policy import Policy


def why_none(facts: IssueFacts, policy: Policy) -> str:
    """Why nothing is to be judged, as a code; ``""`` when it is.

    Those of the money, ``not_here``, ``no_rule``, ``history`` (our target was over before the account was connected).
    """
    if policy.issues.inspect is None:
        return "no_rule"
    if code := return_refund.why_none(facts, policy):
        return code
    found = _duty(facts, policy)
    if found is None:
        return "not_here"
    return "history" if found.due_at < facts.connected_at else ""


def duties(facts: IssueFacts, policy: Policy) -> tuple[Duty, ...]:
    """At most one; it ends with money on its way, a refusal, or the word of a person that the goods were judged."""
    found = None if why_none(facts, policy) else _duty(facts, policy)
    return (found,) if found else ()


def _duty(facts: IssueFacts, policy: Policy) -> Duty | None:
    target, arrived_at = policy.issues.inspect, facts.issue.arrived_at
    if target is None or arrived_at is None:
        return None
    came_at = max(arrived_at, facts.since_at)
    return by_target(
        DutyKind.INSPECT, came_at, target, policy, lost="refuse_in_time", next_step="judge_goods"
    )
