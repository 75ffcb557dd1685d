"""For each value of the rules of choices, handling times and unresolved discussions another one, and its example."""

from datetime import datetime, timedelta

from kontuar.facts.choices import Choice, ChoiceKind
from kontuar.rules.choices import verdict
from kontuar.rules.promise.handled import Sent, handling
from tests.order_world import sold
from tests.rulebook.examples import MONDAY, NOW, Change, Example, around, at, of_order

UNNAMED = (Choice(offer_id="9", kind=ChoiceKind.COLOUR, since_at=at("2026-11-01 00:00")),)
PAID = sold(bought_at=MONDAY, paid_at=MONDAY)
ASKED = at("2026-11-13 10:00")
REMINDED = sold(bought_at=at("2026-11-12 10:00"), paid_at=at("2026-11-12 10:00"))
to_ask = of_order(PAID, unnamed=UNNAMED)
to_remind = of_order(REMINDED, unnamed=UNNAMED, asked_at=(ASKED,))


def sent(declared: int, *took: int) -> Example:
    """What comes of parcels paid on a Monday morning that left so many days later."""

    def after(days: int) -> datetime:
        return MONDAY + timedelta(days=days)

    orders = [Sent(ready_at=MONDAY, by_at=after(declared), left_at=after(days)) for days in took]
    return lambda policy: handling(orders, policy.calendar, policy.orders.handling)


def left_open(*kinds: ChoiceKind) -> Example:
    return lambda policy: [f"{kind}: {verdict(kind, policy.orders.choice)}" for kind in kinds]


def unresolved(*contracts: int) -> Example:
    def allowed(policy: object) -> object:
        rule = policy.issues.unresolved  # type: ignore[attr-defined]
        return [f"{number}: {rule.allowed(number)}, {rule.is_share(number)}" for number in contracts]

    return allowed


OF_CHOICES: dict[tuple[str, str, str], Change] = {
    ("own.choice", "2019-09-04", "opening_minutes"): Change(value=240, example=to_ask),
    ("own.choice", "2019-09-04", "warn_opening_minutes"): Change(value=30, example=to_ask),
    ("own.choice", "2019-09-04", "remind_opening_minutes"): Change(value=60, example=to_remind),
    ("A3.10", "2020-03-01", "delay_counts"): Change(value=False, example=to_ask),
    ("E7", "2022-04-04", "not_left_open"): Change(
        value=("size",), example=left_open(ChoiceKind.SIZE, ChoiceKind.MODEL)
    ),
    ("E7", "2022-04-04", "while_in_stock"): Change(
        value=("colour",), example=left_open(ChoiceKind.COLOUR, ChoiceKind.PATTERN)
    ),
    ("C4", "2021-09-10", "times"): Change(value=("PT24H", "P5D"), example=sent(1, 1, 1, 1, 2, 2)),
    ("A2.6", "2025-08-06", "declared_days"): Change(
        value=3, example=around(1, lambda n: sent(n, 0, 0, 1, 1, 1))
    ),
    ("A2.8", "2025-08-06", "within_days"): Change(value=2, example=sent(1, 0, 0, 1, 1, 2)),
    ("C15", "2024-04-15", "payout_days"): Change(
        value=20, example=lambda policy: [sent(days, *[0] * 5)(policy) for days in (14, 15)]
    ),
    ("D5", "2022-04-04", "days"): Change(
        value=30, example=lambda policy: policy.issues.unresolved and NOW - policy.issues.unresolved.span
    ),
    ("D5", "2022-04-04", "at_most"): Change(value=5, example=unresolved(1000)),
    ("D5", "2022-04-04", "many_contracts"): Change(value=5000, example=unresolved(1000, 1001)),
    ("D5", "2022-04-04", "of_ten_thousand"): Change(value=50, example=unresolved(10_000)),
}
