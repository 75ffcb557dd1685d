"""Every numbered rule is used, or stands in docs/rules/not-used.md with its reason; never both."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from kontuar.rulebook.days_off import public_holidays
from kontuar.rulebook.load import all_rules, holidays_of
from tests.rulebook.changes import BOOKS
from tests.rulebook.mutation import used

ROOT = Path(__file__).parents[2]
FIELD = ROOT / "../shared/field/rules.md"
RULE = re.compile(r"^- `([A-H]\d+[a-z]?(?:\.\d+)?)`", re.MULTILINE)
KEPT = (ROOT / "docs/rules/ids.txt").read_text(encoding="utf-8").split()
PAGE = (ROOT / "docs/rules/not-used.md").read_text(encoding="utf-8")
UNUSED_VALUES = re.findall(r"^\| (H\d+) (\S+) \| .{20,} \|$", PAGE, re.MULTILINE)
NOT_USED = re.findall(r"^\| ([A-H]\d\S*) \| (.+) \|$", PAGE, re.MULTILINE)


def used_ids() -> set[str]:
    """Rules of which another value makes a named test fail (test_every_value_is_used, test_used_rules)."""
    shown = {rule for changes in BOOKS.values() for rule, _group, _key in changes}
    return {rule for rule in shown | {entry.rule for entry in used()} if rule[0].isupper()}


def test_every_rule_is_used_or_not_used_and_none_is_both() -> None:
    listed = [rule for rule, _reason in NOT_USED]
    assert len(set(listed)) == len(listed), "a rule stands twice"
    assert set(listed) & used_ids() == set(), "these are used: take them off the list"
    assert set(KEPT) - set(listed) - used_ids() == set(), "neither used nor on the list"
    assert set(listed) - set(KEPT) == set(), "no such rules"


def test_the_counts_the_program_tells_are_these() -> None:
    areas = tomllib.loads((ROOT / "kontuar/rulebook/used.toml").read_text(encoding="utf-8"))
    told = {rule for area in areas.values() for rule in area["used"]}
    assert told == used_ids() & set(KEPT)
    assert {rule for area in areas.values() for rule in area["not_used"]} == {rule for rule, _ in NOT_USED}


def test_every_value_of_a_used_law_is_used_or_listed_and_none_is_both() -> None:
    shown = {(entry.rule, entry.key) for entry in used() if entry.book == "law"}
    laws = {rule for rule, _key in shown}
    known = {(one.rule_id, key) for one in all_rules("law") if one.rule_id in laws for key in one.values}
    assert set(UNUSED_VALUES) == known - shown


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
def test_polish_holidays_of_the_rulebook_are_those_a_library_knows(year: int) -> None:
    assert holidays_of("PL", year, year) == public_holidays("PL", year, year) - {date(2018, 11, 12)}
