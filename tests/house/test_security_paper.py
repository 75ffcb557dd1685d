"""The walk through ASVS names tests that are there, and leaves no chapter and no state out."""

import ast
import re

from tests.house.source import ROOT

PAPER = (ROOT / "docs" / "developers" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.[^|]*?) \| ([^|]*?) \| (.*?) \| ([^|]*?) \|$", re.MULTILINE)
STATES = {"met", "part", "not yet", "n/a"}


def _tests_of(name: str) -> set[str]:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_test_the_paper_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAPER)
    assert len(named) > 80
    gone = [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / file).is_file() or (test and test not in _tests_of(file))
    ]
    assert not gone, f"docs/developers/security.md names tests that are not there: {gone}"


def test_every_row_has_a_state_and_every_chapter_a_place() -> None:
    rows = ROW.findall(PAPER)
    assert {state for _point, state, _how, _test in rows} == STATES
    chapters = {int(point.split(".")[0]) for point, _state, _how, _test in rows} | {17}
    assert chapters == set(range(1, 18))
    assert len([line for line in PAPER.splitlines() if re.match(r"\| \d", line)]) == len(rows)


def test_what_is_not_yet_met_is_said_at_the_top_too() -> None:
    head = PAPER.partition("## V1 ")[0]
    for point, state, _how, _test in ROW.findall(PAPER):
        if state == "not yet":
            assert any(one.strip() in head for one in point.split(",")), point
