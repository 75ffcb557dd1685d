"""The clock of our commission: ask for it back within 45 days of the purchase.

C6: 45 days of the contract, checked against each line's ``boughtAt`` (terms 2022 appendix 4 section 7; #3001, #7749,
#12649). C6a: in some cases the marketplace makes the request by itself, so the duty begins only some days after the
cancellation, when no request was seen. A rejected request cannot be filed again (C6c) and ends it as well. An order
nobody paid for (C5) and nobody cancelled is asked for as well (C6a): ``docs/rules/unpaid.md``.
The rule in prose and its examples: ``docs/rules/commission.md``.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.orders import OrderState
from kontuar.facts.refunds import FeeRefundStatus
from kontuar.rules.clock_policy import CommissionRule
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.policy import Policy
from kontuar.rules.window_policy import PaymentRule
from kontuar.rules.windows import pay

ASKED = frozenset(FeeRefundStatus) - {FeeRefundStatus.CALLED_OFF}


def lines_left(facts: OrderFacts) -> Iterator[datetime]:
    """When the lines were bought for which no request stands; lines without a date have no clock."""
    asked = {fee.line_id for fee in facts.around.fee_refunds if fee.status in ASKED}
    for line in facts.order.lines:
        bought_at = line.bought_at or facts.order.bought_at
        if line.external_id not in asked and bought_at is not None:
            yield bought_at


def opens_at(facts: OrderFacts, rule: CommissionRule, payment: PaymentRule | None) -> datetime | None:
    """From when it is worth asking; None for an order that is neither cancelled, with a known time, nor unpaid.

    Unpaid: once the buyer's time to pay is over and the marketplace had its days to cancel by itself.
    """
    began_at = facts.around.cancelled_at
    if facts.order.state is not OrderState.CANCELLED:
        began_at = pay.ends_at(facts.order, payment)
    return began_at + rule.waits_for if began_at is not None else None


def duties(facts: OrderFacts, policy: Policy, now: datetime) -> tuple[Duty, ...]:
    """At most one, for the line bought first. It ends with the right itself: afterwards nothing can be asked for."""
    rule = policy.orders.commission
    begins = opens_at(facts, rule, policy.orders.payment) if rule is not None else None
    if rule is None or begins is None or (bought := min(lines_left(facts), default=None)) is None:
        return ()
    due_at = bought + timedelta(days=rule.days)
    if not begins <= now <= due_at or facts.is_history(due_at):
        return ()
    since_at = min(max(begins, bought), due_at)
    return (
        Duty(
            kind=DutyKind.COMMISSION,
            since_at=since_at,
            due_at=due_at,
            safer_by=due_at,
            warn_at=min(max(since_at, policy.calendar.office_time_before(due_at, rule.warn_before)), due_at),
            origin=Origin.RULE,
            rule_id=rule.rule_id,
            rule_version=rule.version,
            lost="commission",
            next_step="ask_for_commission",
            is_counted=False,
        ),
    )


def moments(facts: OrderFacts, policy: Policy) -> tuple[datetime, ...]:
    """When it begins."""
    rule = policy.orders.commission
    begins = opens_at(facts, rule, policy.orders.payment) if rule is not None else None
    return (begins,) if begins is not None else ()
