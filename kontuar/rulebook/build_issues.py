"""From the rules in force on a day to what the clocks of issues are given."""

from datetime import timedelta

from kontuar.rulebook.build import RuleSet, tag
from kontuar.rules.issue_policy import ClaimRule, DatesRule, IssueRules, ReturnRule


def issue_rules(rules: RuleSet) -> IssueRules:
    """D10, C9, C10 and our own measures."""
    return IssueRules(dates=_dates(rules), claim=_claim(rules), returns=_returns(rules))


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
