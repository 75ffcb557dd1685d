"""Every numbered rule is used, or stands in docs/rules/not-used.md with its reason; never both."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from kontuar.rulebook.days_off import public_holidays
from kontuar.rulebook.load import all_rules
from kontuar.rulebook.schema import SCHEMA
from tests.rulebook.mutation import used

ROOT = Path(__file__).parents[2]
FIELD = ROOT / "../shared/field/rules.md"
RULE = re.compile(r"^- `([A-H]\d+[a-z]?(?:\.\d+)?)`", re.MULTILINE)
KEPT = (ROOT / "docs/rules/ids.txt").read_text(encoding="utf-8").split()
PAGE = (ROOT / "docs/rules/not-used.md").read_text(encoding="utf-8")
NOT_USED = re.findall(r"^\| ([A-H]\d\S*) \| (.+) \|$", PAGE, re.MULTILINE)


def used_ids() -> set[str]:
    """Rules whose values are acted by: each has its example, or its entry in used.toml."""
    return {name for name in SCHEMA if name[0].isupper()} | {entry.rule for entry in used()}


def test_every_rule_is_used_or_not_used_and_none_is_both() -> None:
    listed = [rule for rule, _reason in NOT_USED]
    assert len(set(listed)) == len(listed), "a rule stands twice"
    assert set(listed) & used_ids() == set(), "these are used: take them off the list"
    assert set(KEPT) - set(listed) - used_ids() == set(), "neither used nor on the list"
    assert set(listed) - set(KEPT) == set(), "no such rules"


def test_the_kept_ids_are_those_of_the_collection() -> None:
    if not FIELD.is_file():
        pytest.skip("the collection of rules is not beside the repository")
    assert RULE.findall(FIELD.read_text(encoding="utf-8")) == KEPT


def test_a_reason_is_a_sentence() -> None:
    assert [rule for rule, reason in NOT_USED if len(reason) < 20] == []


def test_rules_without_a_connector_are_data_nevertheless() -> None:
    kept = {record.rule_id for book in ("ebay", "etsy") for record in all_rules(book)}
    named = {rule for rule, reason in NOT_USED if reason.startswith("no connector yet")}
    assert named == kept


@pytest.mark.parametrize("year", range(2015, 2032))
def test_polish_holidays_are_those_of_the_rulebook(year: int) -> None:
    (rule,) = [r for r in all_rules("law") if r.rule_id == "H9" and r.holds_on(date(year, 6, 1))]
    named = rule.values["days"]
    assert isinstance(named, tuple)
    assert public_holidays("PL", year, year) - {date(2018, 11, 12)} == {_day(word, year) for word in named}


def _day(word: str, year: int) -> date:
    if word.startswith("easter"):
        return _easter(year) + timedelta(days=int(word.removeprefix("easter") or 0))
    return date.fromisoformat(f"{year}-{word}")


def _easter(year: int) -> date:
    """Western Easter by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)
