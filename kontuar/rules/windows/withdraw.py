"""The buyer's right to withdraw: fourteen days from receiving the goods, of several from the last (H3, H8, EU art. 9).

Calendar days to the end of the last: received on 10 September, to the end of 24 September. Consumers have it; whether
this buyer is one, or the goods an exception (H5), is not known here. Orientation, not legal advice.
The rule in prose and its examples: ``docs/rules/windows.md``.
"""

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.orders import OrderState
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.window_policy import WindowRules
from kontuar.rules.windows.delivery import received_at
from kontuar.rules.windows.window import Window, WindowKind, end_of_term, window


def windows(facts: OrderFacts, rules: WindowRules, calendar: BusinessCalendar) -> tuple[Window, ...]:
    """At most one; none before all is known to be delivered."""
    at, term = received_at(facts), rules.withdrawal
    if at is None or term is None or facts.order.state is OrderState.CANCELLED:
        return ()
    return (window(WindowKind.WITHDRAW, at, end_of_term(at, term.days, term.years, calendar), term),)
