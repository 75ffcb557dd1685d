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
    """Why nothing is to be judged, as a code; ``""`` when it is: those of the money, ``not_here``, ``no_rule``."""
    if policy.issues.inspect is None:
        return "no_rule"
    return return_refund.why_none(facts, policy) or ("not_here" if facts.issue.arrived_at is None else "")


def duties(facts: IssueFacts, policy: Policy) -> tuple[Duty, ...]:
    """At most one; it ends with money on its way, a refusal, or the word of a person that the goods were judged."""
    target, arrived_at = policy.issues.inspect, facts.issue.arrived_at
    if target is None or arrived_at is None or why_none(facts, policy):
        return ()
    came_at = max(arrived_at, facts.since_at)
    return (
        by_target(DutyKind.INSPECT, came_at, target, policy, lost="refuse_in_time", next_step="judge_goods"),
    )
