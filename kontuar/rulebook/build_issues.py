"""From the rules in force on a day to what the clocks of issues are given."""

from datetime import timedelta

from kontuar.rulebook.build import RuleSet, tag
from kontuar.rulebook.build_clocks import target
from kontuar.rules.issue_policy import (
    CapRule,
    ClaimRule,
    DatesRule,
    GoodsRule,
    IssueRules,
    ResolutionRule,
    ReturnRule,
)


def issue_rules(rules: RuleSet) -> IssueRules:
    """D3, D4, D10, D11, C9, C10 and our own measures."""
    return IssueRules(
        dates=_dates(rules),
        claim=_claim(rules),
        returns=_returns(rules),
        resolution=_resolution(rules),
        goods=_goods(rules),
        inspect=target(rules, "own.inspect"),
        unresolved=_cap(rules),
    )


def _cap(rules: RuleSet) -> CapRule | None:
    if "D5" not in rules:
        return None
    return CapRule(
        **tag(rules, "D5"),
        days=rules.number("D5", "days"),
        at_most=rules.number("D5", "at_most"),
        many_contracts=rules.number("D5", "many_contracts"),
        of_ten_thousand=rules.number("D5", "of_ten_thousand"),
    )


def _resolution(rules: RuleSet) -> ResolutionRule | None:
    if "D3" not in rules or "D4" not in rules:
        return None
    return ResolutionRule(
        **tag(rules, "D3"),
        days_undelivered=rules.number("D3", "days"),
        undelivered=frozenset(rules.words("D3", "undelivered")),
        days=rules.number("D4", "days"),
        other_id="D4",
        other_version=rules.record("D4").version,
        warn_before=rules.minutes("own.resolution", "warn_opening_minutes"),
    )


def _goods(rules: RuleSet) -> GoodsRule | None:
    if "D11" not in rules:
        return None
    return GoodsRule(
        **tag(rules, "D11"),
        days=rules.number("D11", "days"),
        safer_days=min(int(str(one["days"])) for one in rules.record("D11").readings.values()),
        warn_before=rules.minutes("own.goods_back", "warn_opening_minutes"),
    )


def _claim(rules: RuleSet) -> ClaimRule | None:
    if "D10" not in rules:
        return None
    return ClaimRule(
        **tag(rules, "D10"),
        days=rules.number("D10", "days"),
        warn_before=rules.minutes("own.claim", "warn_opening_minutes"),
    )


def _returns(rules: RuleSet) -> ReturnRule | None:
    """C9; C10 gives the safer date."""
    if "C9" not in rules:
        return None
    return ReturnRule(
        **tag(rules, "C9"),
        days_from_goods=rules.number("C9", "days_from_goods"),
        days_from_form=rules.number("C9", "days_from_form"),
        warn_before=rules.minutes("own.return", "warn_opening_minutes"),
        marketplace_pays_after=rules.number("C10", "days") if "C10" in rules else 0,
        said_so=rules.record("C10").confidence if "C10" in rules else None,
    )


def _dates(rules: RuleSet) -> DatesRule | None:
    if "own.issue_dates" not in rules:
        return None
    return DatesRule(
        **tag(rules, "own.issue_dates"),
        believable=timedelta(days=rules.number("own.issue_dates", "believable_days")),
        long_past=timedelta(days=rules.number("own.issue_dates", "long_past_days")),
    )
