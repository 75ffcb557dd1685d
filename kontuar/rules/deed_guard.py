"""May this deed leave now? Asked again for every queued deed just before its one write.

Between the click and the write the order may have been cancelled, the state set by somebody else, the number
entered on the marketplace's own page. What is already so is done without a write; what changed goes back to
a person. Our own limits (rule ``own.sending``) hold as for messages.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.rules.policy import Policy

HOUR = timedelta(hours=1)
STALE_FOR = timedelta(minutes=30)
"""So long a newer copy of an order is waited for after the marketplace called ours outdated."""
LOOK_AGAIN = timedelta(seconds=20)


class DeedKind(StrEnum):
    """What is to be done."""

    TRACKING = "tracking"
    FULFILMENT = "fulfilment"
    INVOICE = "invoice"
    RATING_ANSWER = "rating_answer"


class Decision(StrEnum):
    """Do it; ask again later; give it back to a person; or nothing is left to do."""

    DO = "do"
    LATER = "later"
    BACK = "back"
    ALREADY = "already"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedFacts:
    """A queued deed at the moment it would leave.

    ``may_work``: whoever asked for it still works on the account.
    ``seen_state`` and ``expected`` are what the person saw of the order: its state and where it may stand
    by now (what he saw, and what he himself asked for before). ``revision`` is that of our newest copy,
    ``stale_revision`` the one the marketplace called outdated at ``stale_at``. ``is_there``: the number
    stands in the order, the rating shows this answer. ``has_other_answer``: the rating shows another one.
    ``has_rating_changed``: verdict or words are not those the answer was written to. ``is_twin``: another
    deed for the very same has left or is leaving. ``done_last_hour`` counts deeds of the account in the
    hour before now, ``first_of_hour_at`` is the oldest of them.
    """

    kind: DeedKind
    planned_at: datetime
    watch_only: bool = False
    may_work: bool = True
    order_state: OrderState | None = None
    seen_state: OrderState | None = None
    fulfilment: Fulfilment | None = None
    expected: frozenset[Fulfilment] = frozenset()
    wanted: Fulfilment | None = None
    revision: str = ""
    stale_revision: str = ""
    stale_at: datetime | None = None
    is_there: bool = False
    has_other_answer: bool = False
    is_excluded: bool = False
    has_rating_changed: bool = False
    is_twin: bool = False
    done_last_hour: int = 0
    first_of_hour_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``reason`` is a code, empty for DO; ``retry_at`` is set for LATER."""

    decision: Decision
    reason: str = ""
    retry_at: datetime | None = None


def verdict(deed: DeedFacts, now: datetime, policy: Policy) -> Verdict:
    """The gravest reason first; LATER only when nothing else decides."""
    if deed.watch_only:
        return Verdict(decision=Decision.BACK, reason="watch_only")
    if not deed.may_work:
        return Verdict(decision=Decision.BACK, reason="no_rights")
    if _is_so(deed):
        return Verdict(decision=Decision.ALREADY, reason="already_so")
    if reason := _reason_to_give_back(deed, now, policy):
        return Verdict(decision=Decision.BACK, reason=reason)
    if deed.stale_revision and deed.revision == deed.stale_revision:
        return Verdict(decision=Decision.LATER, reason="stale", retry_at=now + LOOK_AGAIN)
    if deed.done_last_hour >= policy.sending.hourly_cap:
        since = deed.first_of_hour_at or now
        retry_at = max(since + HOUR, now + timedelta(minutes=1))
        return Verdict(decision=Decision.LATER, reason="hourly_cap", retry_at=retry_at)
    return Verdict(decision=Decision.DO)


def _is_so(deed: DeedFacts) -> bool:
    if deed.kind is DeedKind.FULFILMENT:
        return deed.fulfilment is deed.wanted
    return deed.is_there


def _reason_to_give_back(deed: DeedFacts, now: datetime, policy: Policy) -> str:
    if is_cancelled(deed.order_state, deed.fulfilment) and deed.wanted is not Fulfilment.CANCELLED:
        return "order_cancelled"
    if deed.kind is DeedKind.FULFILMENT and _has_changed(deed, now):
        return "changed_meanwhile"
    if deed.has_other_answer and _answers_once(policy):
        return "answered_meanwhile"
    if deed.is_excluded:
        return "rating_excluded"
    if deed.has_rating_changed:
        return "rating_changed"
    if deed.is_twin:
        return "same_deed"
    return "too_late" if now - deed.planned_at > policy.sending.too_late_after else ""


def _answers_once(policy: Policy) -> bool:
    rule = policy.deeds.rating_answer
    return rule is not None and rule.once


def _has_changed(deed: DeedFacts, now: datetime) -> bool:
    """Not what the person saw any more, or outdated for long without our learning in what."""
    is_same = deed.order_state is deed.seen_state and deed.fulfilment in deed.expected
    waits_in_vain = (
        deed.stale_at is not None and deed.revision == deed.stale_revision and now - deed.stale_at > STALE_FOR
    )
    return not is_same or waits_in_vain


def is_cancelled(state: OrderState | None, fulfilment: Fulfilment | None) -> bool:
    """Cancelled by the buyer, the marketplace or the seller: nothing of it should be sent any more."""
    return state is OrderState.CANCELLED or fulfilment is Fulfilment.CANCELLED
