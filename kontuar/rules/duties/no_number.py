"""The clock of a missing number: marked as sent, and nobody can follow the parcel.

C2: where the carrier did not pass the number to the marketplace, the seller enters it immediately (terms 10.5 of
2022 and 2024). "Immediately" is no number of hours, so our own target limits it. Nothing is said before the
parcels were read after the order's last change: until then no number means nothing.
The rule in prose and its examples: ``docs/rules/no-number.md``.
"""

from datetime import datetime

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.rules.duties.target import by_target
from kontuar.rules.duty import Duty, DutyKind
from kontuar.rules.policy import Policy


def why_none(facts: OrderFacts, policy: Policy) -> str:
    """Why no number is owed, as a code; ``""`` when one is.

    ``no_rule``, ``not_sent``, ``by_marketplace``, ``has_number``, ``not_read`` (parcels not read since).
    """
    order, around = facts.order, facts.around
    if policy.orders.number is None:
        return "no_rule"
    if order.fulfilment is not Fulfilment.SENT or order.state is OrderState.CANCELLED:
        return "not_sent"
    if order.shipped_by_marketplace:
        return "by_marketplace"
    if any(one.waybill and one.order_id == order.external_id for one in facts.shipments):
        return "has_number"
    if order.updated_at is None or around.parcels_at is None or around.parcels_at < order.updated_at:
        return "not_read"
    return ""


def duties(facts: OrderFacts, policy: Policy, now: datetime) -> tuple[Duty, ...]:
    """At most one; some ways of sending have no number, so it is asked for some days only."""
    rule, since_at = policy.orders.number, facts.order.updated_at
    if why_none(facts, policy) or rule is None or since_at is None or now >= since_at + rule.asks_for:
        return ()
    duty = by_target(
        DutyKind.NO_NUMBER,
        since_at,
        rule.target,
        policy,
        lost="parcel_unproved",
        next_step="add_number",
    )
    return () if facts.is_history(duty.due_at) else (duty,)


def moments(facts: OrderFacts, policy: Policy) -> tuple[datetime, ...]:
    """When we stop asking."""
    rule, since_at = policy.orders.number, facts.order.updated_at
    if why_none(facts, policy) or rule is None or since_at is None:
        return ()
    return (since_at + rule.asks_for,)
