"""The clocks of the promise watch: what it found and wants something done about is a duty.

The watch (``rules/promise``) says what will break, is broken, stands still or cannot be sent. Here that gets a limit:
the promised date where it lies ahead, else our own target. The dispatch itself has a clock of its own (``dispatch``).
Telling the buyer ends what only he should know; a new scan or a person's word ends the rest.
The rule in prose and its examples: ``docs/rules/promises.md``.
"""

from datetime import datetime

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.promises import FindingKind, PromiseKind
from kontuar.rules.clock_policy import Target
from kontuar.rules.duties.target import by_target
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.finding import Finding, Watch
from kontuar.rules.policy import Policy

KINDS = {
    (FindingKind.NO_FIRST_SCAN, PromiseKind.DELIVERY): DutyKind.NO_SCAN,
    (FindingKind.STALLED, PromiseKind.DELIVERY): DutyKind.STALLED,
    (FindingKind.WILL_BREAK, PromiseKind.DELIVERY): DutyKind.AT_RISK,
    (FindingKind.BROKEN, PromiseKind.DELIVERY): DutyKind.BROKEN,
    (FindingKind.CANNOT_FULFIL, PromiseKind.DISPATCH): DutyKind.CANNOT,
}
TELLING_ENDS = frozenset({DutyKind.AT_RISK, DutyKind.BROKEN})
COVERED_BY = {DutyKind.NO_SCAN: DutyKind.BROKEN, DutyKind.STALLED: DutyKind.BROKEN}
"""Once the promise is broken, asking the carrier is part of that."""


def duties(facts: OrderFacts, watch: Watch, policy: Policy, now: datetime) -> tuple[Duty, ...]:
    """One for each finding that wants something, the graver in place of the lesser."""
    if not watch.findings:
        return ()
    found: list[Duty] = []
    named = {KINDS.get((finding.kind, finding.promise)): finding for finding in watch.findings}
    for kind, finding in named.items():
        if kind is None or COVERED_BY.get(kind) in named or finding.soon_at is None or finding.soon_at > now:
            continue
        duty = _duty(kind, finding, facts, policy)
        if duty is not None:
            found.append(duty)
    return tuple(found)


def _duty(kind: DutyKind, finding: Finding, facts: OrderFacts, policy: Policy) -> Duty | None:
    # The watch speaks one tick after a limit; people read whole seconds.
    since_at = max(finding.shows_at, finding.soon_at or finding.shows_at).replace(microsecond=0)
    told_at = facts.around.told_at
    if kind in TELLING_ENDS and told_at is not None and told_at >= since_at:
        return None
    if kind is DutyKind.AT_RISK and finding.by_at is not None:
        return _by_promise(finding, finding.by_at, since_at)
    target = _target(kind, policy)
    if target is None:
        return None
    return by_target(kind, since_at, target, policy, lost=_lost(kind), next_step=finding.next_step)


def _by_promise(finding: Finding, by_at: datetime, since_at: datetime) -> Duty:
    return Duty(
        kind=DutyKind.AT_RISK,
        since_at=since_at,
        due_at=by_at,
        safer_by=by_at,
        warn_at=since_at,
        origin=Origin.PAYLOAD,
        rule_id=finding.rule_id,
        rule_version=finding.rule_version,
        lost="promise_of_delivery",
        next_step=finding.next_step,
        is_counted=False,
    )


def _target(kind: DutyKind, policy: Policy) -> Target | None:
    ask = kind in {DutyKind.NO_SCAN, DutyKind.STALLED}
    return policy.orders.carrier if ask else policy.orders.tell


def _lost(kind: DutyKind) -> str:
    return "cannot_be_sent" if kind is DutyKind.CANNOT else "promise_of_delivery"
