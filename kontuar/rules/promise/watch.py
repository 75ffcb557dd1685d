"""The promises of one order at one moment, from nothing but what is known then."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.facts.promises import PromiseFacts
from kontuar.rules.duty import Standing
from kontuar.rules.finding import Finding, Watch
from kontuar.rules.policy import DispatchRule, Policy
from kontuar.rules.promise import delivery, dispatch, too_early
from kontuar.rules.promise.moments import TICK
from kontuar.rules.promise.parcels import of_order

_GRAVITY = {Standing.CALM: 0, Standing.SOON: 1, Standing.LATE: 2}


def watch(facts: PromiseFacts, policy: Policy, now: datetime) -> Watch:
    """What to know of the order's promises, the gravest first. Scans dated after ``now`` are not known yet."""
    found = list(_candidates(facts, policy, now))
    standing = list(_together([finding for finding in found if finding.stands(now)]))
    if len(standing) > 1:
        standing.sort(key=lambda f: (-_GRAVITY[f.standing(now)], f.by_at is None, f.kind, f.promise))
    return Watch(
        findings=tuple(standing),
        standing=standing[0].standing(now) if standing else Standing.CALM,
        changes_at=min(_moments(facts, found, now), default=None),
    )


def why_unwatched(facts: PromiseFacts, rule: DispatchRule | None) -> str:
    """Why nothing is watched, as a code; ``""`` when it is.

    ``no_rule``, ``cancelled``, ``not_ready`` (unpaid), ``history`` (its last date lay before we were connected).
    """
    order = facts.order
    if rule is None:
        return "no_rule"
    if order.state is OrderState.CANCELLED or order.fulfilment is Fulfilment.CANCELLED:
        return "cancelled"
    if order.state not in rule.starts_in:
        return "not_ready"
    dates = [at for at in (order.delivery.dispatch_by, order.delivery.arrive_by) if at is not None]
    is_past = facts.connected_at is not None and bool(dates) and max(dates) < facts.connected_at
    return "history" if is_past else ""


def _candidates(facts: PromiseFacts, policy: Policy, now: datetime) -> Iterator[Finding]:
    rule = policy.promise
    if rule is None or why_unwatched(facts, policy.dispatch):
        return
    parcels = of_order(facts, now)
    yield from dispatch.findings(facts, parcels, policy, rule, now)
    yield from delivery.findings(facts, parcels, policy, rule, now)
    if policy.early is not None and facts.issues:
        yield from too_early.findings(facts, parcels, policy.early)


def _together(findings: Sequence[Finding]) -> Iterable[Finding]:
    """One finding a kind and promise: its reasons side by side, the next step that of the one that presses most."""
    return findings if len(findings) < 2 else _grouped(findings)


def _grouped(findings: Iterable[Finding]) -> Iterator[Finding]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.kind, finding.promise), []).append(finding)
    for group in groups.values():
        if len(group) == 1:
            yield group[0]
            continue
        pressing = [f for f in group if f.soon_at is not None] or group
        ends = [f.ends_at for f in group if f.ends_at is not None]
        yield replace(
            pressing[0],
            since_at=min(f.since_at for f in group),
            shows_at=min(f.shows_at for f in group),
            ends_at=max(ends) if len(ends) == len(group) else None,
            soon_at=min((f.soon_at for f in group if f.soon_at is not None), default=None),
            why=tuple(dict.fromkeys(why for f in group for why in f.why)),
            risk=next((f.risk for f in group if f.risk is not None), None),
        )


def _moments(facts: PromiseFacts, findings: Iterable[Finding], now: datetime) -> Iterable[datetime]:
    """When time alone may change the verdict, as far as that is yet to come."""
    found = [
        at
        for one in findings
        for at in (one.shows_at, one.ends_at, one.soon_at, one.by_at and one.by_at + TICK)
        if at is not None and at > now
    ]
    found += [scan.at for tracking in facts.trackings for scan in tracking.scans if scan.at > now]
    return found
