"""A rule is used only if another value in the data makes a named test fail: one example for each value.

``changes.py`` holds for each value another one and an example, ``expected.toml`` what comes of the example.
"""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from kontuar.rulebook.load import all_rules, laws_in_force, policy_from
from kontuar.rulebook.record import RuleRecord, Value
from kontuar.rules.policy import Policy
from tests.rulebook.changes import BOOKS, HELD, MOVES, SEEN_DATE
from tests.rulebook.examples import SUNDAY, WARSAW, Change, Example, message, owed, told
from tests.rulebook.mutation import Used, another_value

EXPECTED: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "expected.toml").read_text(encoding="utf-8")
)


def names(record: RuleRecord) -> set[tuple[str, str, str]]:
    """Every value of a rule: by version, or by reading where sources differ."""
    groups = record.readings or {record.version: record.values}
    return {(record.rule_id, group, key) for group, values in groups.items() for key in values}


def confirming(record: RuleRecord, name: str) -> RuleRecord:
    return replace(record, confirmed=name, values=record.readings[name])


def policy_of(records: list[RuleRecord], change: Change, marketplace: str = "allegro") -> Policy:
    held = [record for record in records if record.holds_on(change.on)]
    if marketplace != "law":
        held += laws_in_force(change.country, change.on)
    return policy_from(held, marketplace, change.country, change.on, zone=WARSAW)


@pytest.mark.parametrize("marketplace", BOOKS)
def test_every_value_in_the_data_has_an_example(marketplace: str) -> None:
    assert {name for record in all_rules(marketplace) for name in names(record)} == set(BOOKS[marketplace])


NAMED = [pytest.param(book, name, id="/".join((book, *name))) for book in BOOKS for name in BOOKS[book]]


def found(marketplace: str, name: tuple[str, str, str]) -> tuple[str, ...]:
    """What the program makes of a value's example, by the data as they stand."""
    change, records = BOOKS[marketplace][name], list(all_rules(marketplace))
    if change.confirm:
        records = [confirming(one, change.confirm) if one.rule_id == name[0] else one for one in records]
    return told(change.example(policy_of(records, change, marketplace)))


@pytest.mark.parametrize(("marketplace", "name"), NAMED)
def test_what_comes_of_a_value(marketplace: str, name: tuple[str, str, str]) -> None:
    """``expected.toml`` says it: by when, since when, what is found. A new value needs a line there."""
    now = found(marketplace, name)
    wanted = EXPECTED[marketplace].get("/".join(name), ())
    assert wanted, f"write into expected.toml what shows this value; its example gives {now}"
    assert set(wanted) <= set(now)


@pytest.mark.parametrize(("marketplace", "name"), NAMED)
def test_another_value_makes_it_fail(marketplace: str, name: tuple[str, str, str]) -> None:
    rule, group, key = name
    for other in others(marketplace, name):
        entry = Used(book=marketplace, rule=rule, group=group, key=key, to=other, test="")
        with another_value(entry), pytest.raises(AssertionError):
            test_what_comes_of_a_value(marketplace, name)


def others(marketplace: str, name: tuple[str, str, str]) -> set[Value]:
    """The change's own value, and the next smaller and larger whole number."""
    rule, group, key = name
    (now,) = (
        (one.readings.get(group) or one.values)[key]
        for one in all_rules(marketplace)
        if one.rule_id == rule and (group in one.readings or group == one.version)
    )
    numbers = {now - 1, now + 1} - {0} if type(now) is int else set()
    return {BOOKS[marketplace][name].value, *numbers}


@pytest.mark.parametrize(
    ("rule_id", "reading", "example"),
    [
        ("B2a", MOVES, owed(message(SUNDAY))),
        ("A3.5", SEEN_DATE, owed(HELD)),
    ],
)
def test_confirming_the_other_reading_changes_its_example(
    rule_id: str, reading: str, example: Example
) -> None:
    before = list(all_rules("allegro"))
    after = [confirming(record, reading) if record.rule_id == rule_id else record for record in before]
    change = Change(value=0, example=example)
    assert example(policy_of(before, change)) != example(policy_of(after, change))
