"""The table of examples in docs/rules/cases.md, read and tried line by line."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kontuar.facts.messages import Message, MessageKind, MessageStatus, Role
from kontuar.rules.matching import CaseSketch, MessageHint, grown, hint_of, opened, place

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules" / "cases.md"
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
KINDS = {"q": MessageKind.QUESTION, "m": MessageKind.MESSAGE, "e": MessageKind.MAIL}
FLAGS = {"closer", "greets", "blocked"}
LONG = "zwykła wiadomość, nie za krótka i nie za długa, jak to bywa"


def example_rows() -> list[list[str]]:
    table = DOCUMENT.read_text(encoding="utf-8").split("## Examples")[1].split("## How well")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def hint(words: str) -> MessageHint:
    """``50h B m Z1 closer``: hours, role, kind, what is named, marks. Zn and Yn are orders holding An."""
    subject = found.group(1) if (found := re.search("«(.*)»", words)) else ""
    hours, role, kind, *marks = re.sub("«.*»", "", words).split()
    named = [mark for mark in marks if mark not in FLAGS]
    assert all(re.fullmatch("[AYZ][0-9]", mark) for mark in named), words
    order = next((mark for mark in named if mark[0] in "YZ"), "")
    message = Message(
        external_id="",
        thread_id="",
        author_login="",
        role={"B": Role.BUYER, "S": Role.SELLER}[role],
        text=("Dzień dobry, " if "greets" in marks else "") + LONG,
        written_at=START + timedelta(hours=float(hours.removesuffix("h"))),
        kind=KINDS[kind],
        status=MessageStatus.BLOCKED if "blocked" in marks else MessageStatus.DELIVERED,
        subject=subject,
        offer_id=next((mark for mark in named if mark[0] == "A"), ""),
        order_id=order,
    )
    return hint_of(message, is_closer="closer" in marks, order_offer_ids=[f"A{order[1]}"] if order else ())


@pytest.mark.parametrize("row", example_rows(), ids=lambda row: row[0])
def test_an_example_of_the_document_holds(row: list[str]) -> None:
    _, earlier, then, wanted, reason = row
    cases: dict[int, CaseSketch] = {}
    for words in re.findall("`(.+?)`", earlier):
        message = hint(words)
        key = place(message, list(cases.values())).case_key or len(cases) + 1
        cases[key] = grown(cases[key], message) if key in cases else opened(key, message)
    placement = place(hint(then.strip("`")), list(cases.values()))
    assert (str(placement.case_key or "new"), placement.reason.value) == (wanted, reason)


def test_the_document_has_its_examples() -> None:
    assert len(example_rows()) >= 25
