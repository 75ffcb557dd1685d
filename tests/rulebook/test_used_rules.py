"""Another value in a data file makes its named test fail: shown for each entry of used.toml."""

from typing import Any

import pytest

from tests.rulebook.mutation import Used, another_value, named_test, used
from tests.rules.conftest import Make


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in used()])
def test_the_named_test_notices_the_other_value(entry: Used) -> None:
    run = named_test(entry.test, make=Make())
    run()
    with another_value(entry), pytest.raises((AssertionError, LookupError)):
        run()


def test_no_value_stands_twice() -> None:
    names = [entry.name for entry in used()]
    assert sorted(set(names)) == sorted(names)


def test_a_value_that_changes_nothing_is_found_out() -> None:
    row: dict[str, Any] = {"book": "law", "rule": "H2", "group": "2023-01-01", "key": "years", "to": 3}
    entry = Used(**row, test="tests/rules/test_pledges.py::test_law_examples[A complaint in Poland]")
    run = named_test(entry.test, make=Make())
    with another_value(entry):
        run()
