"""From the rules in force on a day to what the clocks of orders, money, ratings and issues are given."""

from datetime import timedelta

from kontuar.rulebook.build import RuleSet, tag
from kontuar.rulebook.build_windows import payment_rule
from kontuar.rules.clock_policy import (
    CancelRefundRule,
    CommissionRule,
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
    )


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
