"""The clock of money back for a cancelled order: two business days.

C9 (terms 5.12 of 2022 and 2024): an order cancelled before dispatch is paid back within 2 business days. Whose
business days is not said: working days of the seller's country are inferred. It runs from the platform's own time of
the cancellation; where that is not known, there is no clock.
The rule in prose and its examples: ``docs/rules/refund.md``.
"""

from datetime import datetime, timedelta

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.orders import Fulfilment, OrderState, ParcelState
from kontuar.facts.refunds import Refund
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.duties.return_refund import GOES_BACK
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.policy import Policy

SECOND = timedelta(seconds=1)
LEFT = frozenset({Fulfilment.SENT, Fulfilment.PICKED_UP, Fulfilment.READY_FOR_PICKUP, Fulfilment.RETURNED})
UNTOUCHED = frozenset({ParcelState.UNKNOWN.value, ParcelState.PENDING.value})


def why_none(facts: OrderFacts, policy: Policy) -> str:
    """Why no money is owed back, as a code; ``""`` when it is.

    ``no_rule``, ``not_cancelled``, ``no_date``, ``not_paid``, ``dispatched`` (then it is a return), ``paid_back``,
    ``history``.
    """
    order, around, rule = facts.order, facts.around, policy.orders.cancelled
    if rule is None:
        return "no_rule"
    if order.state is not OrderState.CANCELLED:
        return "not_cancelled"
    if order.paid_at is None or order.payment_kind == "CASH_ON_DELIVERY":
        return "not_paid"
    if around.cancelled_at is None:
        return "no_date"
    if order.fulfilment in LEFT or any(s.code not in UNTOUCHED for t in facts.trackings for s in t.scans):
        return "dispatched"
    if is_paid_back(facts):
        return "paid_back"
    return (
        "history"
        if facts.is_history(due_by(around.cancelled_at, rule.business_days, policy.calendar))
        else ""
    )


def is_paid_back(facts: OrderFacts) -> bool:
    """Money went back since the cancellation, or all of it before; one that came to nothing does not count."""
    cancelled_at, paid = facts.around.cancelled_at, facts.order.paid
    going = [refund for refund in facts.around.refunds if refund.status in GOES_BACK]
    if any(_since(refund, cancelled_at) for refund in going):
        return True
    totals = [refund.total for refund in going if refund.total is not None]
    if paid is None or len(totals) < len(going):
        return bool(going)
    return sum(total.amount for total in totals) >= paid.amount


def _since(refund: Refund, cancelled_at: datetime | None) -> bool:
    return refund.created_at is None or cancelled_at is None or refund.created_at >= cancelled_at


def due_by(start: datetime, business_days: int, calendar: BusinessCalendar) -> datetime:
    """The last second of the last business day; the day of ``start`` itself does not count."""
    day = calendar.local_day(start)
    for _ in range(business_days):
        day = calendar.next_working_day(day)
    return calendar.day_end(day) - SECOND


def duties(facts: OrderFacts, policy: Policy) -> tuple[Duty, ...]:
    """At most one; it ends when money is on its way."""
    rule, cancelled_at = policy.orders.cancelled, facts.around.cancelled_at
    if why_none(facts, policy) or rule is None or cancelled_at is None:
        return ()
    due_at = due_by(cancelled_at, rule.business_days, policy.calendar)
    warn_at = policy.calendar.office_time_before(due_at, rule.warn_before)
    return (
        Duty(
            kind=DutyKind.REFUND,
            since_at=cancelled_at,
            due_at=due_at,
            safer_by=due_at,
            warn_at=max(cancelled_at, warn_at),
            origin=Origin.RULE,
            rule_id=rule.rule_id,
            rule_version=rule.version,
            lost="money_back_by_terms",
            next_step="refund_on_platform",
            is_counted=True,
        ),
    )
