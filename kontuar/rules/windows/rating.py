"""A rating's windows: until when the buyer may give, change or remove one, and until when we may ask him to remove it.

A5.5, A5.7: 90 days of the purchase, to the hour; changed once since 2022-04-04. A5.8: the platform's own
``removal.possibleTo`` where it gives one (allegro/allegro-api #5947), else the reading of the rating's day: 21 days of
the rating (2022), the 90 days (2024). Asking by message is forbidden (B7): the form or the panel alone.
The rule in prose and its examples: ``docs/rules/rating.md``.
"""

from datetime import datetime, timedelta

from kontuar.facts.orders import Order, OrderState
from kontuar.facts.ratings import Rating
from kontuar.rules.duty import Origin
from kontuar.rules.window_policy import Base, WindowRules
from kontuar.rules.windows.window import Window, WindowKind, window


def to_rate(order: Order, rules: WindowRules) -> tuple[Window, ...]:
    """At most one: how long the buyer may rate; not for an order that came to nothing before it was paid."""
    term, at = rules.rate, order.bought_at
    if term is None or at is None or (order.state is OrderState.CANCELLED and order.paid_at is None):
        return ()
    return (window(WindowKind.RATE, at, at + timedelta(days=term.days), term),)


def windows(rating: Rating, bought_at: datetime | None, rules: WindowRules) -> tuple[Window, ...]:
    """Change and removal; one that was taken out of the count has neither. Without a purchase only what is dated."""
    if rating.is_excluded:
        return ()
    return (*_edit(rating, bought_at, rules), *_removal(rating, bought_at, rules))


def _edit(rating: Rating, bought_at: datetime | None, rules: WindowRules) -> tuple[Window, ...]:
    rule = rules.edit
    if rule is None or bought_at is None or (rule.once and rating.edited_at is not None):
        return ()
    ends_at = bought_at + timedelta(days=rule.days)
    return (window(WindowKind.RATING_EDIT, rating.created_at, ends_at, rule),)


def _removal(rating: Rating, bought_at: datetime | None, rules: WindowRules) -> tuple[Window, ...]:
    """Only of a rating that does not recommend, and only once asked for."""
    rule = rules.removal
    if rule is None or rating.is_recommended or rating.removal_asked_at is not None:
        return ()
    if rating.removal_by is not None:
        end, origin = rating.removal_by, Origin.PAYLOAD
    else:
        base = bought_at if rule.counted_from is Base.PURCHASE else rating.created_at
        if base is None:
            return ()
        end, origin = base + timedelta(days=rule.days), Origin.RULE
    return (window(WindowKind.RATING_REMOVAL, rating.created_at, end, rule, origin=origin),)
