"""The clocks of words given: a date we promised in a message, a date a supplier promised us.

No marketplace counts them; a promise is a duty all the same (S001: every promised date becomes a reminder). A later
word of ours to the buyer ends what we promised; it may promise anew. A supplier's date ends when a person says so.
The rule in prose and its examples: ``docs/rules/promised.md`` and ``docs/rules/supplier.md``.
"""

from datetime import datetime

from kontuar.facts.case import CaseFacts, Pledge, PledgeKind
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.policy import Policy
from kontuar.rules.unanswered import counts_as_answer

KINDS = {PledgeKind.PROMISED: DutyKind.PROMISED, PledgeKind.SUPPLIER: DutyKind.SUPPLIER}
LOST = {PledgeKind.PROMISED: "word_given", PledgeKind.SUPPLIER: "supplier_waits"}
STEPS = {PledgeKind.PROMISED: "keep_promise", PledgeKind.SUPPLIER: "ask_supplier"}


def duties(facts: CaseFacts, policy: Policy, now: datetime) -> tuple[Duty, ...]:
    """At most one of each kind, for the date that comes first."""
    rule = policy.orders.pledge
    if rule is None or not facts.pledges:
        return ()
    found: dict[PledgeKind, Pledge] = {}
    for pledge in sorted(facts.pledges, key=lambda one: one.due_at or one.since_at):
        if pledge.kind in KINDS and pledge.due_at is not None and not is_kept(pledge, facts, policy, now):
            found.setdefault(pledge.kind, pledge)
    return tuple(
        _duty(pledge, pledge.due_at, policy) for pledge in found.values() if pledge.due_at is not None
    )


def is_kept(pledge: Pledge, facts: CaseFacts, policy: Policy, now: datetime) -> bool:
    """True when we wrote again since we promised."""
    return pledge.kind is PledgeKind.PROMISED and any(
        message.written_at > pledge.since_at and counts_as_answer(message, policy.answer, now)
        for message in facts.messages
    )


def _duty(pledge: Pledge, due_at: datetime, policy: Policy) -> Duty:
    rule = policy.orders.pledge
    assert rule is not None
    due_at = max(due_at, pledge.since_at)
    warn_at = policy.calendar.office_time_before(due_at, rule.warn_before)
    return Duty(
        kind=KINDS[pledge.kind],
        since_at=pledge.since_at,
        due_at=due_at,
        safer_by=due_at,
        warn_at=max(pledge.since_at, warn_at),
        origin=Origin.PERSON,
        rule_id=rule.rule_id,
        rule_version=rule.version,
        lost=LOST[pledge.kind],
        next_step=STEPS[pledge.kind],
        is_counted=False,
    )
