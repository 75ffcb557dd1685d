"""Another value in the data, and the named test that must notice: all of it in this process.

The data files are read once. A change is made between reading and use, so the program knows nothing of it, and
everything that remembers rules is made to forget. A named test is the function itself, called with what its line
in ``used.toml`` names: ``tests/…/test_x.py::test_function[id]``. It may ask for ``make``, for fixtures of its own
module and for the values of one ``parametrize``, for nothing else: a test that needs a database takes too long to be asked two hundred times.
"""

import importlib
import inspect
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from _pytest.mark import ParameterSet

from kontuar.rulebook import load
from kontuar.rulebook.record import RuleRecord, Value

READ_FOLDER = lru_cache(maxsize=16)(load.read_folder)
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


@lru_cache(maxsize=1)
def used(page: Path = PAGE) -> tuple[Used, ...]:
    """The table."""
    rows = tomllib.loads(page.read_text(encoding="utf-8"))["used"]
    return tuple(Used(**{"book": "allegro"} | row | {"to": _value(row["to"])}) for row in rows)


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

    remembering = (load.all_rules, load.rules_in_force, load.laws_in_force, load.policy_for)
    for one in (*remembering, load.holidays_of, policies._built, labels.hours_of):
        one.cache_clear()


@contextmanager
def another_value(entry: Used) -> Iterator[None]:
    """As if the data file held the entry's other value."""

    def read_folder(folder: Any, marketplace: str) -> tuple[RuleRecord, ...]:
        records = READ_FOLDER(folder, marketplace)
        if marketplace != entry.book:
            return records
        changed = tuple(mutated(confirmed(record, entry), entry) for record in records)
        assert changed != records, f"{entry.name}: there is no such value, or it is the same"
        return changed

    before = load.read_folder
    load.read_folder = read_folder
    forget()
    try:
        yield
    finally:
        load.read_folder = before
        forget()


def named_test(node: str, **fixtures: Any) -> Callable[[], object]:
    """The test a line of the table names, ready to be called."""
    file, _, rest = node.partition("::")
    name, _, wanted = rest.removesuffix("]").partition("[")
    module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
    function = getattr(module, name)
    given = _parameters(function, wanted) if wanted else {}
    return lambda: _called(function, module, given | fixtures)


def _called(function: Callable[..., object], module: Any, given: dict[str, Any]) -> object:
    """The function with what it asks for: given values, or fixtures of its own module."""
    named = {
        name: given[name]
        if name in given
        else _called(getattr(module, name)._get_wrapped_function(), module, given)
        for name in inspect.signature(function).parameters
    }
    return function(**named)


def _parameters(function: Any, wanted: str) -> dict[str, Any]:
    """The values behind an id; named as pytest names them where the values are plain words or numbers."""
    (mark,) = [mark for mark in function.pytestmark if mark.name == "parametrize"]
    names = (
        [name.strip() for name in mark.args[0].split(",")] if isinstance(mark.args[0], str) else mark.args[0]
    )
    for number, values in enumerate(mark.args[1]):
        many = ParameterSet.extract_from(values, force_tuple=len(names) == 1)
        words = (_word(name, value, number) for name, value in zip(names, many.values, strict=True))
        if (many.id or "-".join(words)) == wanted:
            return dict(zip(names, many.values, strict=True))
    raise LookupError(f"{function.__name__} has no values called {wanted!r}")


def _word(name: str, value: object, number: int) -> str:
    return str(value) if isinstance(value, (str, int, float)) else f"{name}{number}"
