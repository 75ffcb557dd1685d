"""How long the buyer may open an issue (D1), how long we are liable (H2), and how long to keep what proves.

D1: 180 days of the purchase, for orders from 2022-09-05 two years. H2 (Poland, since 2023): two years from delivery.
Evidence (proof of posting, the talk, photographs) is kept as long as the longer of the two runs: what was posted
nowhere needs none. Ends are those of the local day.
The rule in prose and its examples: ``docs/rules/windows.md``.
"""

from dataclasses import replace

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.orders import OrderState
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.window_policy import WindowRules
from kontuar.rules.windows.delivery import received_at
from kontuar.rules.windows.window import Window, WindowKind, end_of_term, window


def windows(facts: OrderFacts, rules: WindowRules, calendar: BusinessCalendar) -> tuple[Window, ...]:
    """The issue window, the liability, and the evidence until the later end."""
    running = (*_issue(facts, rules, calendar), *_liability(facts, rules, calendar))
    return (*running, *_evidence(facts, running))


def _issue(facts: OrderFacts, rules: WindowRules, calendar: BusinessCalendar) -> tuple[Window, ...]:
    at, term = facts.order.bought_at, rules.issue
    if at is None or term is None:
        return ()
    return (window(WindowKind.ISSUE, at, end_of_term(at, term.days, term.years, calendar), term),)


def _liability(facts: OrderFacts, rules: WindowRules, calendar: BusinessCalendar) -> tuple[Window, ...]:
    at, term = received_at(facts), rules.liability
    if at is None or term is None or facts.order.state is OrderState.CANCELLED:
        return ()
    return (window(WindowKind.LIABILITY, at, end_of_term(at, term.days, term.years, calendar), term),)


def _evidence(facts: OrderFacts, running: tuple[Window, ...]) -> tuple[Window, ...]:
    """From the first parcel on."""
    posted = [one for one in facts.shipments if one.order_id == facts.order.external_id]
    longest = max(running, key=lambda one: one.ends_at, default=None)
    if longest is None or not posted:
        return ()
    return (replace(longest, kind=WindowKind.EVIDENCE),)
