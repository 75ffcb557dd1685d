"""The values of the rules behind the clocks of orders, money, ratings and issues."""

from kontuar.rulebook.checks import Check, count, flag

TARGET: dict[str, Check] = {"opening_minutes": count, "warn_opening_minutes": count}

CLOCKS: dict[str, dict[str, Check]] = {
    "C2": {"at_once": flag},
    "C6": {"days": count},
    "own.number": TARGET | {"asks_for_days": count},
    "own.carrier_question": TARGET,
    "own.tell_buyer": TARGET,
    "own.cancelled": {"warn_opening_minutes": count},
    "own.refund_again": TARGET,
    "own.commission": {"waits_days": count, "warn_opening_minutes": count},
    "own.dispatch": {"courier_hour": count},
}
