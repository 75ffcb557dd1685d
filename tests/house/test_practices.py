"""The page of the practices is whole, and what it calls working has its test."""

import re
from collections import Counter

from tests.house.source import ROOT

PAGE = ROOT / "docs" / "practices.md"
ROW = re.compile(r"^\| (S\d{3}-\d{2}) \| (\w+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
COUNTS = {"S000": 39, "S001": 39, "S002": 44, "S003": 34, "S004": 44}
"""Practices of each text."""


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall(PAGE.read_text(encoding="utf-8"))


def test_every_practice_stands_on_the_page_once() -> None:
    wanted = [f"{text}-{number:02d}" for text, count in COUNTS.items() for number in range(1, count + 1)]
    assert [number for number, *_rest in rows()] == wanted


def test_what_works_names_a_test_that_is_there_and_the_rest_its_reason() -> None:
    wrong = []
    for number, state, words, test in rows():
        if state in {"works", "part"}:
            file, _colons, name = test.strip("` ").partition("::")
            path = ROOT / "tests" / file
            is_there = path.is_file() and re.search(rf"^def test_{name}\(", path.read_text(), re.MULTILINE)
            wrong += [] if is_there else [f"{number}: {test}"]
        elif state not in {"later", "aside"} or test != "–" or len(words) < 10:
            wrong.append(number)
    assert wrong == []


def test_the_sums_on_the_page_are_those_of_its_lines() -> None:
    counted = Counter(state for _number, state, *_rest in rows())
    told = re.search(
        r"^(\d+) work, (\d+) in part, (\d+) later, (\d+) aside\.$", PAGE.read_text(), re.MULTILINE
    )
    assert told
    assert [int(one) for one in told.groups()] == [
        counted[one] for one in ("works", "part", "later", "aside")
    ]
