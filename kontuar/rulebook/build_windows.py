"""From the rules in force on a day to what the windows that begin on it are given."""

from datetime import timedelta

from kontuar.facts.orders import Fulfilment
from kontuar.rulebook.build import RuleSet, tag
from kontuar.rules.window_policy import (
    Base,
    CancelAbroadRule,
    CancelRule,
    EditRule,
    PaymentRule,
    RemovalRule,
    Term,
    WindowRules,
)

WITHDRAWAL = {"H3": "days", "H8": "withdrawal_days", "law.de.withdrawal": "days", "law.eu.withdrawal": "days"}
"""The first of these that holds in the seller's country, and which of its values is the term."""
FROM_GOODS = "last_goods"


def window_rules(rules: RuleSet) -> WindowRules:
    """A5.5, A5.7, A5.8, C5, C7, D1 and the law's H2, H3, H8 and theirs elsewhere."""
    return WindowRules(
        rate=_days(rules, "A5.5"),
        edit=_edit(rules),
        removal=_removal(rules),
        cancel=_cancel(rules),
        cancel_abroad=_cancel_abroad(rules),
        payment=payment_rule(rules),
        issue=_issue(rules),
        withdrawal=_withdrawal(rules),
        liability=_liability(rules),
    )


def _days(rules: RuleSet, rule_id: str, key: str = "days") -> Term | None:
    if rule_id not in rules:
        return None
    return Term(**tag(rules, rule_id), days=rules.number(rule_id, key))


def _edit(rules: RuleSet) -> EditRule | None:
    if "A5.7" not in rules:
        return None
    once = bool(rules.value("A5.7", "once"))
    return EditRule(**tag(rules, "A5.7"), days=rules.number("A5.7", "days"), once=once)


def _removal(rules: RuleSet) -> RemovalRule | None:
    if "A5.8" not in rules:
        return None
    counted_from = Base(str(rules.value("A5.8", "counted_from")))
    return RemovalRule(**tag(rules, "A5.8"), days=rules.number("A5.8", "days"), counted_from=counted_from)


def _cancel(rules: RuleSet) -> CancelRule | None:
    if "C7" not in rules:
        return None
    return CancelRule(
        **tag(rules, "C7"),
        days=rules.number("C7", "days"),
        ended_by=frozenset(map(Fulfilment, rules.words("C7", "ended_by"))),
        ended_by_number=bool(rules.value("C7", "ended_by_number")),
    )


def _cancel_abroad(rules: RuleSet) -> CancelAbroadRule | None:
    name = "api.cancel_abroad"
    if name not in rules:
        return None
    span = timedelta(minutes=rules.number(name, "minutes"))
    marketplaces = frozenset(rules.words(name, "marketplaces"))
    return CancelAbroadRule(**tag(rules, name), span=span, marketplaces=marketplaces)


def payment_rule(rules: RuleSet) -> PaymentRule | None:
    """C5."""
    if "C5" not in rules:
        return None
    return PaymentRule(
        **tag(rules, "C5"),
        days=rules.number("C5", "days"),
        transfer_days=rules.number("C5", "transfer_days"),
        transfers=frozenset(rules.words("C5", "transfers")),
    )


def _issue(rules: RuleSet) -> Term | None:
    if "D1" not in rules:
        return None
    return Term(**tag(rules, "D1"), days=rules.number("D1", "days"), years=rules.number("D1", "years"))


def _withdrawal(rules: RuleSet) -> Term | None:
    """Where the law counts from the contract instead of the goods, nothing is known to count it by here."""
    for rule_id, key in WITHDRAWAL.items():
        if rule_id in rules:
            base = rules.record(rule_id).values.get("counted_from", FROM_GOODS)
            return _days(rules, rule_id, key) if base == FROM_GOODS else None
    return None


def _liability(rules: RuleSet) -> Term | None:
    if "H2" not in rules:
        return None
    return Term(**tag(rules, "H2"), years=rules.number("H2", "years"))
