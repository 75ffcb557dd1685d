"""From the rules in force on a day to what the clocks of orders, money, ratings and issues are given."""

from datetime import timedelta

from kontuar.rulebook.build import RuleSet, tag
from kontuar.rulebook.build_windows import payment_rule
from kontuar.rules.clock_policy import (
    CancelRefundRule,
    ChoiceRule,
    CommissionRule,
    HandlingRule,
    LawTerm,
    NumberRule,
    OrderRules,
    PledgeRule,
    Target,
)


def order_rules(rules: RuleSet) -> OrderRules:
    """C2, C5, C6, C9 and our own targets."""
    return OrderRules(
        number=_number(rules),
        carrier=target(rules, "own.carrier_question"),
        tell=target(rules, "own.tell_buyer"),
        cancelled=_cancelled(rules),
        refund_again=target(rules, "own.refund_again"),
        commission=_commission(rules),
        courier_hour=rules.number("own.dispatch", "courier_hour") if "own.dispatch" in rules else None,
        pledge=_pledge(rules),
        complaint=_law(rules, {"H1": "days", "H8": "answer_days"}),
        withdrawal=_law(rules, {"H4": "days", "H8": "refund_days", "law.de.refund": "days"}),
        payment=payment_rule(rules),
        rating=_rating(rules),
        choice=_choice(rules),
        handling=_handling(rules),
    )


def _choice(rules: RuleSet) -> ChoiceRule | None:
    ask = target(rules, "own.choice")
    if ask is None or "E7" not in rules or "A3.10" not in rules:
        return None
    return ChoiceRule(
        **tag(rules, "own.choice"),
        ask=ask,
        remind_after=rules.minutes("own.choice", "remind_opening_minutes"),
        delay_counts=bool(rules.value("A3.10", "delay_counts")),
        not_left_open=frozenset(rules.words("E7", "not_left_open")),
        while_in_stock=frozenset(rules.words("E7", "while_in_stock")),
    )


def _handling(rules: RuleSet) -> HandlingRule | None:
    if not all(rule_id in rules for rule_id in ("C4", "A2.6", "A2.8")):
        return None
    return HandlingRule(
        **tag(rules, "C4"),
        allowed=tuple(sorted((_days(code), code) for code in rules.words("C4", "times"))),
        fast_declared=rules.number("A2.6", "declared_days"),
        fast_within=rules.number("A2.8", "within_days"),
        payout_days=rules.number("C15", "payout_days") if "C15" in rules else None,
    )


def _days(code: str) -> int:
    """Working days of a handling time: "PT24H" is one, "P2D" two."""
    number = int(code.removeprefix("PT").removeprefix("P")[:-1])
    return number // 24 if code.startswith("PT") else number


def _pledge(rules: RuleSet) -> PledgeRule | None:
    if "own.pledge" not in rules:
        return None
    return PledgeRule(
        **tag(rules, "own.pledge"), warn_before=rules.minutes("own.pledge", "warn_opening_minutes")
    )


def _law(rules: RuleSet, names: dict[str, str]) -> LawTerm | None:
    """The first of these rules that holds in the seller's country; ``names`` says which value is the term."""
    for rule_id, key in names.items():
        if rule_id in rules and "own.law" in rules:
            return LawTerm(
                **tag(rules, rule_id),
                days=rules.number(rule_id, key),
                warn_before=rules.minutes("own.law", "warn_opening_minutes"),
                silence_accepts=bool(rules.record(rule_id).values.get("silence_accepts", False)),
            )
    return None


def _rating(rules: RuleSet) -> Target | None:
    """None as well where the owner wants no such line."""
    is_asked = "own.rating" in rules and bool(rules.value("own.rating", "asked"))
    return target(rules, "own.rating") if is_asked else None


def target(rules: RuleSet, rule_id: str) -> Target | None:
    """One of our own targets, None where it does not hold."""
    if rule_id not in rules:
        return None
    return Target(
        **tag(rules, rule_id),
        opening=rules.minutes(rule_id, "opening_minutes"),
        warn_before=rules.minutes(rule_id, "warn_opening_minutes"),
    )


def _number(rules: RuleSet) -> NumberRule | None:
    own = target(rules, "own.number")
    if own is None or "C2" not in rules or not rules.value("C2", "at_once"):
        return None
    days = timedelta(days=rules.number("own.number", "asks_for_days"))
    return NumberRule(**tag(rules, "C2"), target=own, asks_for=days)


def _cancelled(rules: RuleSet) -> CancelRefundRule | None:
    if "C9" not in rules:
        return None
    return CancelRefundRule(
        **tag(rules, "C9"),
        business_days=rules.number("C9", "business_days_after_cancel"),
        warn_before=rules.minutes("own.cancelled", "warn_opening_minutes"),
    )


def _commission(rules: RuleSet) -> CommissionRule | None:
    if "C6" not in rules:
        return None
    return CommissionRule(
        **tag(rules, "C6"),
        days=rules.number("C6", "days"),
        waits_for=timedelta(days=rules.number("own.commission", "waits_days")),
        warn_before=rules.minutes("own.commission", "warn_opening_minutes"),
    )
