"""Runs named tests while one value of the rulebook is another: a pytest plugin for a process of its own.

``python -m pytest -p tests.rulebook.mutation --other-values used.toml --told FILE NODE …`` collects the nodes once,
runs each as the data stands (it must pass), then once for every entry that names it with that entry's other
value (it must fail), and writes what came out as JSON. Nothing of the program knows of it: the records are
changed between reading and use, and everything that remembers them is made to forget.
"""

import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from _pytest.python import Function
from _pytest.runner import runtestprotocol

from kontuar.rulebook import load
from kontuar.rulebook.record import RuleRecord, Value

READ_FOLDER = load.read_folder
PAGE = Path(__file__).parent / "used.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A value of a rule, another one in its place, and the test that must notice.

    ``group`` is the version, or the reading's name where sources differ; ``confirm`` makes that reading the
    confirmed one before, so that a reading nobody acts by is shown to be read as well.
    """

    book: str
    rule: str
    group: str
    key: str
    to: Value
    test: str
    confirm: bool = False

    @property
    def name(self) -> str:
        """One word for messages."""
        return f"{self.book}/{self.rule}/{self.group}/{self.key}"


def used(page: Path = PAGE) -> list[Used]:
    """The table."""
    rows = tomllib.loads(page.read_text(encoding="utf-8"))["used"]
    return [Used(**{"book": "allegro"} | row | {"to": _value(row["to"])}) for row in rows]


def _value(raw: Any) -> Value:
    return tuple(raw) if isinstance(raw, list) else raw


def mutated(record: RuleRecord, entry: Used) -> RuleRecord:
    """The record with the other value; itself where the entry is about another one."""
    if (record.marketplace, record.rule_id) != (entry.book, entry.rule):
        return record
    if not record.readings:
        if record.version != entry.group:
            return record
        return replace(record, values={**record.values, entry.key: entry.to})
    readings = {**record.readings, entry.group: {**record.readings[entry.group], entry.key: entry.to}}
    return replace(record, readings=readings, values=readings[record.confirmed])


def confirmed(record: RuleRecord, entry: Used) -> RuleRecord:
    """The record with the entry's reading as the confirmed one, where the entry wants that."""
    is_it = (record.marketplace, record.rule_id) == (entry.book, entry.rule)
    if not (is_it and entry.confirm):
        return record
    return replace(record, confirmed=entry.group, values=record.readings[entry.group])


def forget() -> None:
    """Empty everything that remembers rules."""
    from kontuar.actions import policies
    from kontuar.web import labels

    for remembering in (load.all_rules, load.rules_in_force, load.laws_in_force, load.policy_for):
        remembering.cache_clear()
    policies._built.cache_clear()
    labels.hours_of.cache_clear()


@contextmanager
def another_value(entry: Used) -> Iterator[None]:
    """As if the data file held the entry's other value."""

    def read_folder(folder: Any, marketplace: str) -> tuple[RuleRecord, ...]:
        records = READ_FOLDER(folder, marketplace)
        changed = tuple(mutated(confirmed(record, entry), entry) for record in records)
        assert changed != records, f"{entry.name}: there is no such value, or it is the same"
        return changed if marketplace == entry.book else records

    def only_there(folder: Any, marketplace: str) -> tuple[RuleRecord, ...]:
        return (read_folder if marketplace == entry.book else READ_FOLDER)(folder, marketplace)

    load.read_folder = only_there
    forget()
    try:
        yield
    finally:
        load.read_folder = READ_FOLDER
        forget()


def passes(item: pytest.Item, after: pytest.Item | None = None) -> bool:
    """Run one test now; what its module and session have set up stays for ``after``, or for itself again."""
    again: Any = after
    if after is None or after is item:
        again = Function.from_parent(item.parent, name="nothing", callobj=lambda: None)
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=again))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--other-values", default="")
    parser.addoption("--told", default="")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    page = session.config.getoption("--other-values")
    if not page:
        return None
    items = {item.nodeid: item for item in session.items}
    entries = sorted((entry for entry in used(Path(page)) if entry.test in items), key=lambda e: e.test)
    told: dict[str, str] = {}
    for number, entry in enumerate(entries):
        item = items[entry.test]
        later = entries[number + 1].test if number + 1 < len(entries) else ""
        if not passes(item):
            told[entry.name] = "its test fails as the data stands"
        with another_value(entry):
            if passes(item, items.get(later)):
                told[entry.name] = "its test passes with the other value"
        told.setdefault(entry.name, "noticed")
    Path(session.config.getoption("--told")).write_text(json.dumps(told), encoding="utf-8")
    return True
