"""The promise that the parcel leaves by its date (C1, C3), and orders we may not be able to send at all."""

from collections.abc import Iterator
from datetime import datetime

from kontuar.facts.offers import Offer
from kontuar.facts.promises import FindingKind, PromiseFacts, PromiseKind
from kontuar.rules.duties import dispatch
from kontuar.rules.finding import Finding
from kontuar.rules.policy import Policy, PromiseRule
from kontuar.rules.promise import moments
from kontuar.rules.promise.parcels import Parcel
from kontuar.rules.shipping import ALWAYS, no_ship

OWED = frozenset({"", "no_dispatch_date", "history"})


def is_owed(facts: PromiseFacts, policy: Policy) -> bool:
    """Whether the parcel is still to be sent."""
    return dispatch.why_none(facts.order, policy.dispatch) in OWED


def findings(
    facts: PromiseFacts, parcels: tuple[Parcel, ...], policy: Policy, rule: PromiseRule, now: datetime
) -> Iterator[Finding]:
    """Will the parcel leave in time, did it, and can it. What was feared for a date is over with the date."""
    if not is_owed(facts, policy):
        return
    yield from _cannot(facts, rule)
    by_at = facts.order.delivery.dispatch_by
    if by_at is None or any(parcel.is_scanned for parcel in parcels):
        return  # on its way, merely not marked as sent: the duty says that
    if now <= by_at:
        yield _will_break(facts, by_at, policy, rule)
    yield Finding(
        kind=FindingKind.BROKEN,
        promise=PromiseKind.DISPATCH,
        since_at=by_at,
        shows_at=by_at + moments.TICK,
        ends_at=None,
        soon_at=by_at,
        by_at=by_at,
        why=("not_sent",),
        next_step="send_and_tell_buyer",
        rule_id=rule.rule_id,
        rule_version=rule.version,
    )


def _will_break(facts: PromiseFacts, by_at: datetime, policy: Policy, rule: PromiseRule) -> Finding:
    since_at = min(_since(facts, by_at), by_at)
    groups = policy.own.ship_groups
    stops = no_ship(facts.order, groups) if groups else ALWAYS
    closing = moments.closing_before(since_at, by_at, policy.calendar, stops)
    return Finding(
        kind=FindingKind.WILL_BREAK,
        promise=PromiseKind.DISPATCH,
        since_at=since_at,
        shows_at=since_at if closing is None else closing,
        ends_at=by_at + moments.TICK,
        soon_at=since_at,
        by_at=by_at,
        why=("nobody_there" if closing is None else "closed_until_then",),
        next_step="send_or_tell_buyer",
        rule_id=rule.rule_id,
        rule_version=rule.version,
    )


def _since(facts: PromiseFacts, default: datetime) -> datetime:
    order = facts.order
    return order.paid_at or order.bought_at or order.delivery.dispatch_from or default


def _cannot(facts: PromiseFacts, rule: PromiseRule) -> Iterator[Finding]:
    bought_at = facts.order.bought_at or facts.order.paid_at
    if bought_at is None or not facts.offers:
        return
    offers = {offer.external_id: offer for offer in facts.offers}
    for line in facts.order.lines:
        offer = offers.get(line.offer_id)
        why = _why_cannot(offer, line.bought_at or bought_at, rule) if offer else ""
        if offer is None or not why:
            continue
        since_at = max(bought_at, offer.ended_at or bought_at) if why != "oversold" else bought_at
        yield Finding(
            kind=FindingKind.CANNOT_FULFIL,
            promise=PromiseKind.DISPATCH,
            since_at=since_at,
            shows_at=since_at,
            ends_at=None,
            soon_at=since_at if why in SURE else None,
            by_at=facts.order.delivery.dispatch_by,
            why=(why,),
            next_step="tell_cancel_refund" if why in SURE else "check_stock",
            rule_id=rule.rule_id,
            rule_version=rule.version,
        )


SURE = frozenset({"oversold", "bought_after_end"})
"""The rest may have its own reason: the thing may lie on the shelf."""


def _why_cannot(offer: Offer, bought_at: datetime, rule: PromiseRule) -> str:
    """Selling the last piece ends an offer too: such an end says nothing against the order."""
    if offer.stock is not None and offer.stock < 0:
        return "oversold"
    if offer.ended_at is None:
        return ""
    if offer.ended_at < bought_at:
        return "bought_after_end"
    return "" if offer.ended_by.upper() in rule.harmless_ends else "offer_ended"
