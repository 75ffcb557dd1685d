"""What a case, an order or an issue owes at one moment, and when that can next change.

Law (property-tested): for every t in [now, ``changes_at``) assessing again gives the same duties,
standing and next step. A duty is late strictly after ``due_at``, so the moment that can change it is one
microsecond later, the finest step stored.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from kontuar.facts.case import CaseFacts, CaseMessage, CaseState
from kontuar.facts.issue_facts import IssueFacts
from kontuar.facts.issues import IssueKind
from kontuar.facts.messages import Message, ThreadKind
from kontuar.facts.order_around import NOTHING, OrderAround, Settled
from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.orders import Order, Shipment, Tracking
from kontuar.rules import issue_doubts
from kontuar.rules.duties import (
    answer,
    choice,
    claim,
    commission,
    dispatch,
    goods_back,
    inspect,
    law,
    no_number,
    pledges,
    problem,
    promises,
    rating,
    refund,
    refund_again,
    resolution,
    return_refund,
)
from kontuar.rules.duty import Assessment, Duty, Standing
from kontuar.rules.policy import Policy
from kontuar.rules.promise.watch import watch
from kontuar.rules.unanswered import checking_ends

TICK = timedelta(microseconds=1)
_NEXT_FIRST = attrgetter("safer_by", "kind")
_GRAVITY = {Standing.CALM: 0, Standing.SOON: 1, Standing.LATE: 2}


def assess_case(facts: CaseFacts, policy: Policy, now: datetime) -> Assessment:
    """The duties of one case.

    Without a duty ``next_step`` is ``wait`` for a waiting case, ``look_again`` when its waiting is over.
    """
    duties = (
        *answer.duties(facts, policy, now),
        *problem.duties(facts, policy, now),
        *pledges.duties(facts, policy, now),
        *law.duties(facts, policy),
    )
    moments = [*answer.moments(facts, policy), *problem.moments(facts, policy)]
    if facts.pledges:
        moments += checking_ends(facts, policy.answer)
    step = ""
    if facts.state is CaseState.WAITING and facts.waiting_until is not None:
        moments.append(facts.waiting_until)
        step = "look_again" if now >= facts.waiting_until else "wait"
    return _assessment(duties, moments, step, now)


def assess_order(
    order: Order,
    shipments: Sequence[Shipment],
    trackings: Sequence[Tracking],
    policy: Policy,
    now: datetime,
    *,
    connected_at: datetime | None = None,
    around: OrderAround = NOTHING,
) -> Assessment:
    """The duties of one order. Without a duty ``next_step`` says why if somebody should know.

    ``trackings`` are what carriers answered. With ``connected_at``, what was overdue before the account was
    connected opens nothing.
    """
    facts = OrderFacts(
        order=order,
        shipments=tuple(shipments),
        trackings=tuple(trackings),
        around=around,
        connected_at=connected_at,
    )
    found = watch(facts.promise, policy, now)
    duties = (
        *dispatch.duties(order, shipments, trackings, policy, connected_at=connected_at),
        *promises.duties(facts, found, policy, now),
        *no_number.duties(facts, policy, now),
        *(choice.duties(facts, policy, now) if around.unnamed else ()),
        *refund.duties(facts, policy),
        *refund_again.duties(facts, policy),
        *commission.duties(facts, policy, now),
        *rating.duties(facts, policy),
    )
    moments = [*no_number.moments(facts, policy), *commission.moments(facts, policy)]
    if around.unnamed:
        moments += choice.moments(facts, policy)
    if found.changes_at is not None:
        moments.append(found.changes_at)
    if found.findings and around.risk is not None:
        moments.append(around.risk.holds_until)
    left = _unsettled(duties, around.settled)
    return _assessment(left, moments, "" if left else _no_date(order, policy), now)


def _no_date(order: Order, policy: Policy) -> str:
    """The code of a parcel that is owed by a day nobody named; ``""`` for all others."""
    if order.delivery.dispatch_by is not None:
        return ""
    why = dispatch.why_none(order, policy.dispatch)
    return why if why == "no_dispatch_date" else ""


def _unsettled(duties: tuple[Duty, ...], settled: Sequence[Settled]) -> tuple[Duty, ...]:
    """Without what a person said is done; the same trouble beginning anew is owed again."""
    if not settled:
        return duties
    return tuple(
        duty
        for duty in duties
        if not any(one.kind == duty.kind and duty.since_at <= one.since_at for one in settled)
    )


def assess_issue(facts: IssueFacts, policy: Policy, now: datetime) -> Assessment:
    """The duties of one issue: a decision, an end, money to give back. What its talk owes stands on its case."""
    duties = (
        *claim.duties(facts, policy),
        *goods_back.duties(facts, policy),
        *resolution.duties(facts, policy),
        *return_refund.duties(facts, policy),
        *inspect.duties(facts, policy),
    )
    left = _unsettled(duties, facts.settled)
    return _assessment(left, issue_doubts.moments(facts, policy), "", now)


def is_history(
    message: CaseMessage | Message,
    policy: Policy,
    connected_at: datetime,
    *,
    thread_kind: ThreadKind = ThreadKind.TALK,
    issue_kind: IssueKind | None = None,
    issue_due_at: datetime | None = None,
) -> bool:
    """True for a buyer's message whose clock had run out when the account was connected.

    ``issue_kind`` and ``issue_due_at``: the issue its thread is the talk of, and the platform's date for it.
    """
    if thread_kind in problem.TALKS:
        return problem.is_history(
            message, policy, connected_at, issue_kind=issue_kind, issue_due_at=issue_due_at
        )
    return answer.is_history(message, policy, connected_at)


def _assessment(duties: Sequence[Duty], moments: Iterable[datetime], step: str, now: datetime) -> Assessment:
    ordered = tuple(sorted(duties, key=_NEXT_FIRST)) if len(duties) > 1 else tuple(duties)
    changes, standing = [at for at in moments if at > now], Standing.CALM
    for duty in ordered:
        changes += [at for at in (duty.warn_at, duty.due_at + TICK) if at > now]
        if _GRAVITY[found := duty.standing(now)] > _GRAVITY[standing]:
            standing = found
    return Assessment(
        duties=ordered,
        standing=standing,
        next_step=ordered[0].next_step if ordered else step,
        changes_at=min(changes, default=None),
    )
