"""All windows of one card that are open at a moment, the nearest end first."""

from collections.abc import Iterable
from datetime import datetime

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.ratings import Rating
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.window_policy import WindowRules
from kontuar.rules.windows import cancel, issue, pay, rating, withdraw
from kontuar.rules.windows.window import Window


def of_order(facts: OrderFacts, rules: WindowRules, calendar: BusinessCalendar) -> tuple[Window, ...]:
    """Every window of an order, open or not; ``rules`` are those of the day of the purchase."""
    return (
        *cancel.windows(facts, rules),
        *pay.windows(facts.order, rules),
        *withdraw.windows(facts, rules, calendar),
        *rating.to_rate(facts.order, rules),
        *issue.windows(facts, rules, calendar),
    )


def of_rating(fact: Rating, bought_at: datetime | None, rules: WindowRules) -> tuple[Window, ...]:
    """Every window of a rating, open or not; ``rules`` are those of the day it was given."""
    return rating.windows(fact, bought_at, rules)


def opened(found: Iterable[Window], now: datetime) -> tuple[Window, ...]:
    """Those that run now."""
    return tuple(sorted((one for one in found if one.is_open(now)), key=lambda one: (one.ends_at, one.kind)))
