"""A buyer opened a discussion before the date he was promised had passed (D18): answer with that date."""

from collections.abc import Iterator

from kontuar.facts.issues import IssueStatus
from kontuar.facts.promises import FindingKind, PromiseFacts, PromiseKind
from kontuar.rules.finding import Finding
from kontuar.rules.policy import EarlyRule
from kontuar.rules.promise import moments
from kontuar.rules.promise.parcels import Parcel, has_arrived


def findings(facts: PromiseFacts, parcels: tuple[Parcel, ...], rule: EarlyRule) -> Iterator[Finding]:
    """The promise is that of the term in force at purchase; without one nothing is said.

    What the buyer complains of is not judged here: once a parcel has arrived, the talk is of something else.
    """
    delivery = facts.order.delivery
    terms = facts.terms
    arrive_by = terms.arrive_by if terms else delivery.arrive_by
    by_at = arrive_by or (terms.dispatch_by if terms else delivery.dispatch_by)
    if by_at is None or has_arrived(facts, parcels):
        return
    for issue in facts.issues:
        is_ours = issue.kind in rule.kinds and issue.status is IssueStatus.OPEN
        if not is_ours or issue.order_id != facts.order.external_id:
            continue
        if issue.opened_at is None or issue.opened_at > by_at:
            continue
        yield Finding(
            kind=FindingKind.TOO_EARLY,
            promise=PromiseKind.DELIVERY if arrive_by else PromiseKind.DISPATCH,
            since_at=issue.opened_at,
            shows_at=issue.opened_at,
            ends_at=by_at + moments.TICK,
            soon_at=None,
            by_at=by_at,
            why=("promise_not_over",),
            next_step="quote_promise",
            rule_id=rule.rule_id,
            rule_version=rule.version,
        )
