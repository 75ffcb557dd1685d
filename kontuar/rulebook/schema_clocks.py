"""The values of the rules behind the clocks and windows of orders, money, ratings and issues."""

from enum import StrEnum

from kontuar.facts.choices import ChoiceKind
from kontuar.facts.orders import Fulfilment
from kontuar.rulebook.checks import Check, count, flag, handling_times, one_of, some_of, whole, words
from kontuar.rules.window_policy import Base


def _members(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in kind)


TARGET: dict[str, Check] = {"opening_minutes": count, "warn_opening_minutes": count}

CLOCKS: dict[str, dict[str, Check]] = {
    "C2": {"at_once": flag},
    "C6": {"days": count},
    "D3": {"days": count, "undelivered": words},
    "D4": {"days": count},
    "D5": {"days": count, "at_most": count, "many_contracts": count, "of_ten_thousand": count},
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
    "own.rating": TARGET | {"asked": flag},
    "own.choice": TARGET | {"remind_opening_minutes": count},
    "A3.10": {"delay_counts": flag},
    "E7": {"not_left_open": some_of(*_members(ChoiceKind)), "while_in_stock": some_of(*_members(ChoiceKind))},
    "C4": {"times": handling_times},
    "A2.6": {"declared_days": count},
    "A2.8": {"within_days": whole},
    "C15": {"payout_days": count},
    "A1.4": {"days": count},
    "A5.5": {"days": count},
    "A5.7": {"days": count, "once": flag},
    "A5.8": {"days": count, "counted_from": one_of(*_members(Base))},
    "C5": {"days": count, "transfer_days": count, "transfers": words},
    "C7": {"days": count, "ended_by": some_of(*_members(Fulfilment)), "ended_by_number": flag},
    "api.cancel_abroad": {"minutes": count, "marketplaces": words},
    "D1": {"days": whole, "years": whole},
}
