"""The values of the rules behind the clocks of orders, money, ratings and issues."""

from kontuar.rulebook.checks import Check, count, flag, words

TARGET: dict[str, Check] = {"opening_minutes": count, "warn_opening_minutes": count}

CLOCKS: dict[str, dict[str, Check]] = {
    "C2": {"at_once": flag},
    "C6": {"days": count},
    "D3": {"days": count, "undelivered": words},
    "D4": {"days": count},
    "D11": {"days": count},
    "own.resolution": {"warn_opening_minutes": count},
    "own.goods_back": {"warn_opening_minutes": count},
    "own.inspect": TARGET,
    "own.number": TARGET | {"asks_for_days": count},
    "own.carrier_question": TARGET,
    "own.tell_buyer": TARGET,
    "own.cancelled": {"warn_opening_minutes": count},
    "own.refund_again": TARGET,
    "own.commission": {"waits_days": count, "warn_opening_minutes": count},
    "own.dispatch": {"courier_hour": count},
    "own.pledge": {"warn_opening_minutes": count},
    "own.law": {"warn_opening_minutes": count},
}
