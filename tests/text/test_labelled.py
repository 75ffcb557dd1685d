"""The labelled lines themselves, and floors under the figures printed by ``make measure``."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.measure_text import figures
from kontuar.text.questions import find_asks

LABELLED = Path(__file__).parent / "labelled"


def rows(name: str) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in (LABELLED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def test_there_are_at_least_150_labelled_asks_in_four_languages() -> None:
    messages = rows("messages")
    assert sum(len(row["asks"]) for row in messages) >= 150
    assert {row["lang"] for row in messages if row["asks"]} == {"pl", "lt", "en", "de"}


def test_labels_stand_where_they_say() -> None:
    for row in rows("messages"):
        for ask in row["asks"]:
            assert row["text"][ask["start"] : ask["end"]] == ask["text"]


@pytest.mark.parametrize(
    ("figure", "floors"),
    [(figures.asking, {"Questions and wishes: precision": 0.9, "Questions and wishes: recall": 0.9})],
)
def test_figures_do_not_fall(figure: Any, floors: dict[str, float]) -> None:
    try:
        told = {row.what: row.figure for row in figure()}
    except FileNotFoundError as missing:
        pytest.skip(f"data beside the repository are absent: {missing}")
    for what, floor in floors.items():
        assert float(told[what].split()[0]) >= floor


def test_spelling_changes_few_clean_sentences_and_finds_most_slips() -> None:
    try:
        changed, found, _ = figures.spelling_polish()
    except FileNotFoundError as missing:
        pytest.skip(f"../shared/data/polish_gec is absent: {missing}")
    assert int(changed.figure.split()[0]) <= 5
    assert float(found.figure.split()[0]) >= 0.75


def test_a_labelled_question_without_its_mark_is_mostly_still_found() -> None:
    asks = [ask["text"] for row in rows("messages") for ask in row["asks"] if ask["kind"] == "question"]
    found = sum(bool(find_asks(text.rstrip("?"))) for text in asks)
    assert found / len(asks) > 0.85
