"""How long the buyer may take to pay (C5): seven days, fourteen with a traditional transfer; then Allegro cancels.

Until then nothing is to be done: a reminder by message is forbidden (B7). Afterwards the commission may be asked for
(``duties/commission``). An order does not tell an auction, whose buyer has thirty days: there Allegro's page decides.
The rule in prose and its examples: ``docs/rules/unpaid.md``.
"""

from datetime import datetime, timedelta

from kontuar.facts.orders import Order, OrderState
from kontuar.rules.window_policy import PaymentRule, WindowRules
from kontuar.rules.windows.window import Window, WindowKind, window

UNFINISHED = frozenset({OrderState.BOUGHT, OrderState.FILLED_IN})
ON_DELIVERY = "CASH_ON_DELIVERY"


def is_unpaid(order: Order) -> bool:
    """Bought, and neither paid nor to be paid on delivery."""
    return order.state in UNFINISHED and order.paid_at is None and order.payment_kind != ON_DELIVERY


def ends_at(order: Order, rule: PaymentRule | None) -> datetime | None:
    """When the buyer's time to pay is over; None for an order that is paid, or not known to be bought."""
    if rule is None or order.bought_at is None or not is_unpaid(order):
        return None
    return order.bought_at + timedelta(days=rule.days_of(order.payment_kind))


def windows(order: Order, rules: WindowRules) -> tuple[Window, ...]:
    """At most one."""
    end, rule = ends_at(order, rules.payment), rules.payment
    if end is None or rule is None or order.bought_at is None:
        return ()
    return (window(WindowKind.PAY, order.bought_at, end, rule),)
