"""The promise that the parcel arrives by its date, and parcels that stand still on their way.

A parcel no carrier was asked about is passed over: nothing is known of it.
"""

from collections.abc import Iterator
from datetime import datetime

from kontuar.facts.promises import FindingKind, PromiseFacts, PromiseKind
from kontuar.rules.finding import Finding
from kontuar.rules.policy import Policy, PromiseRule
from kontuar.rules.promise import moments
from kontuar.rules.promise.dispatch import is_owed
from kontuar.rules.promise.parcels import Parcel, has_arrived

STEPS = {
    "not_sent": "send_or_tell_buyer",
    "no_first_scan": "ask_carrier",
    "stalled": "ask_carrier",
    "carrier_problem": "ask_carrier",
    "late_risk": "tell_buyer",
    "last_day": "look_in_the_evening",
}


def findings(
    facts: PromiseFacts, parcels: tuple[Parcel, ...], policy: Policy, rule: PromiseRule, now: datetime
) -> Iterator[Finding]:
    """Will it arrive in time, did it, and does it move. What was feared for a date is over with the date."""
    unsent = is_owed(facts, policy) and not any(parcel.is_scanned for parcel in parcels)
    under_way = [p for p in parcels if p.scans is not None and not p.has_reached]
    if has_arrived(facts, parcels) or not (unsent or under_way):
        return
    reasons: list[tuple[str, datetime]] = []
    if not facts.order.shipped_by_marketplace:
        for parcel in under_way:
            yield from _still(facts, parcel, policy, rule, reasons)
    by_at = facts.order.delivery.arrive_by
    if by_at is None:
        return
    if now <= by_at:
        more = [*_more(facts, under_way, unsent), *_feared(facts, by_at, policy, rule)]
        yield from _will_break(facts, by_at, policy, rule, [*reasons, *more])
    yield _broken(by_at, unsent, rule)


def _still(
    facts: PromiseFacts,
    parcel: Parcel,
    policy: Policy,
    rule: PromiseRule,
    reasons: list[tuple[str, datetime]],
) -> Iterator[Finding]:
    """A parcel not scanned at all, or not for long; told to ``reasons`` too."""
    calendar, patience = policy.calendar, policy.parcel
    if patience is None:
        return
    scans = parcel.scans or ()
    if parcel.is_scanned:
        since_at = scans[-1].at
        kind, why = FindingKind.STALLED, "stalled"
        shows_at = calendar.add_business_time(since_at, patience.stalled_after) + moments.TICK
    else:
        if parcel.created_at is None:
            return
        since_at = parcel.created_at
        kind, why = FindingKind.NO_FIRST_SCAN, "no_first_scan"
        shows_at = moments.silent_from(since_at, calendar, patience, rule)
    reasons.append((why, shows_at))
    yield Finding(
        kind=kind,
        promise=PromiseKind.DELIVERY,
        since_at=since_at,
        shows_at=shows_at,
        ends_at=None,
        soon_at=shows_at,
        by_at=facts.order.delivery.arrive_by,
        why=(why,),
        next_step="ask_carrier",
        rule_id=patience.rule_id,
        rule_version=patience.version,
    )


def _more(facts: PromiseFacts, under_way: list[Parcel], unsent: bool) -> Iterator[tuple[str, datetime]]:
    """Reasons to fear for the date beside silence, each with its beginning."""
    order = facts.order
    begun = order.paid_at or order.bought_at
    if unsent and begun is not None:
        yield "not_sent", begun
    for parcel in under_way:
        if parcel.has_problem and parcel.last is not None:
            yield "carrier_problem", parcel.last.at


def _feared(
    facts: PromiseFacts, by_at: datetime, policy: Policy, rule: PromiseRule
) -> Iterator[tuple[str, datetime]]:
    """A high risk; before the day we warn on anyhow it has to be higher still."""
    if facts.risk is None:
        return
    eve = policy.calendar.local_day(moments.days_before(by_at, policy.calendar, rule.days_before))
    is_early = policy.calendar.local_day(facts.risk.reckoned_at) < eve
    if facts.risk.late * 100 >= (rule.early_percent if is_early else rule.risk_percent):
        yield "late_risk", facts.risk.reckoned_at


def _will_break(
    facts: PromiseFacts,
    by_at: datetime,
    policy: Policy,
    rule: PromiseRule,
    reasons: list[tuple[str, datetime]],
) -> Iterator[Finding]:
    """From the morning one day before for what is seen; a high risk as soon as it is reckoned.

    On the promised day itself every parcel that has not arrived is named, calmly.
    """
    eve = moments.days_before(by_at, policy.calendar, rule.days_before)
    day = moments.last_day(by_at, policy.calendar)
    for why, from_at in [*reasons, ("last_day", day)]:
        shows_at = from_at if why == "late_risk" else max(from_at, eve)
        if shows_at > by_at:
            continue
        yield Finding(
            kind=FindingKind.WILL_BREAK,
            promise=PromiseKind.DELIVERY,
            since_at=from_at,
            shows_at=shows_at,
            ends_at=by_at + moments.TICK,
            soon_at=None if why == "last_day" else max(shows_at, eve),
            by_at=by_at,
            why=(why,),
            next_step=STEPS[why],
            risk=facts.risk if why == "late_risk" else None,
            rule_id=rule.rule_id,
            rule_version=rule.version,
        )


def _broken(by_at: datetime, unsent: bool, rule: PromiseRule) -> Finding:
    return Finding(
        kind=FindingKind.BROKEN,
        promise=PromiseKind.DELIVERY,
        since_at=by_at,
        shows_at=by_at + moments.TICK,
        ends_at=None,
        soon_at=by_at,
        by_at=by_at,
        why=("not_sent" if unsent else "not_arrived",),
        next_step="send_and_tell_buyer" if unsent else "tell_buyer",
        rule_id=rule.rule_id,
        rule_version=rule.version,
    )
