"""A rule is used only if another value in the data changes what comes out: one named example for each."""

from dataclasses import replace

import pytest

from kontuar.rulebook.load import all_rules, laws_in_force, policy_from
from kontuar.rulebook.record import RuleRecord, Value
from kontuar.rules.policy import Policy
from tests.rulebook.changes import BOOKS, HELD, MOVES, SEEN_DATE
from tests.rulebook.examples import SUNDAY, WARSAW, Change, Example, message, owed


def names(record: RuleRecord) -> set[tuple[str, str, str]]:
    """Every value of a rule: by version, or by reading where sources differ."""
    groups = record.readings or {record.version: record.values}
    return {(record.rule_id, group, key) for group, values in groups.items() for key in values}


def changed(record: RuleRecord, group: str, key: str, value: Value) -> RuleRecord:
    if not record.readings:
        return replace(record, values={**record.values, key: value})
    readings = {**record.readings, group: {**record.readings[group], key: value}}
    return replace(record, readings=readings, values=readings[record.confirmed])


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


@pytest.mark.parametrize(
    ("marketplace", "name"),
    [(marketplace, name) for marketplace, changes in BOOKS.items() for name in changes],
    ids=lambda given: given if isinstance(given, str) else "-".join(given),
)
def test_another_value_changes_its_example(marketplace: str, name: tuple[str, str, str]) -> None:
    rule_id, group, key = name
    change = BOOKS[marketplace][name]
    before: list[RuleRecord] = []
    after: list[RuleRecord] = []
    for record in all_rules(marketplace):
        if change.confirm and record.rule_id == rule_id:
            record = confirming(record, change.confirm)
        before.append(record)
        hit = record.rule_id == rule_id and (group in record.readings or group == record.version)
        after.append(changed(record, group, key, change.value) if hit else record)
    assert before != after, "the other value must differ"
    usual, other = policy_of(before, change, marketplace), policy_of(after, change, marketplace)
    assert change.example(usual) != change.example(other)


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
