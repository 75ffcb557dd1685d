"""Another value in a data file makes its named test fail: shown for each entry of used.toml, in one process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kontuar.rulebook.load import all_rules
from tests.rulebook.mutation import PAGE, another_value, used

ROOT = Path(__file__).parents[2]
LONGEST = 600
"""Seconds, on a machine that does ten other things."""


def test_each_entry_is_about_a_value_that_is_there_and_is_another_one() -> None:
    for entry in used():
        with another_value(entry):
            assert all_rules(entry.book)


def test_no_value_stands_twice() -> None:
    names = [entry.name for entry in used()]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.slow
def test_each_named_test_notices_the_other_value(tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    nodes = sorted({entry.test for entry in used()})
    words = ["-m", "pytest", "-q", "-p", "tests.rulebook.mutation", "-p", "no:cacheprovider"]
    words += ["--other-values", str(PAGE), "--told", str(told), *nodes]
    run = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST)
    assert told.exists(), run.stdout[-2000:] + run.stderr[-2000:]
    found = json.loads(told.read_text(encoding="utf-8"))
    assert set(found) == {entry.name for entry in used()}
    assert {name: what for name, what in found.items() if what != "noticed"} == {}
