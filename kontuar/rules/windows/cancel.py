"""The buyer's own right to cancel (C7): three days of the purchase, as long as the order was not taken in hand.

Not once we called it in processing, ready or sent, or added a parcel's number (allegro/allegro-api #3085, since
2020-05-05). Buyers of some marketplaces abroad have five minutes whatever the state (#13597, since 2026-06-17).
The rule in prose and its examples: ``docs/rules/windows.md``.
"""

from datetime import timedelta

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.rules.window_policy import WindowRules
from kontuar.rules.windows.window import Window, WindowKind, window


def windows(facts: OrderFacts, rules: WindowRules) -> tuple[Window, ...]:
    """At most one."""
    order, abroad, rule = facts.order, rules.cancel_abroad, rules.cancel
    bought_at = order.bought_at
    if bought_at is None or order.state is OrderState.CANCELLED or order.fulfilment is Fulfilment.CANCELLED:
        return ()
    if abroad is not None and order.marketplace in abroad.marketplaces:
        return (window(WindowKind.CANCEL, bought_at, bought_at + abroad.span, abroad),)
    has_number = any(one.waybill and one.order_id == order.external_id for one in facts.shipments)
    if rule is None or order.fulfilment in rule.ended_by or (rule.ended_by_number and has_number):
        return ()
    return (window(WindowKind.CANCEL, bought_at, bought_at + timedelta(days=rule.days), rule),)
