"""The tables of examples in docs/rules are read, computed and compared, row by row."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kontuar.facts.case import CaseMessage
from kontuar.facts.messages import Role, ThreadKind
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.rules.assess import assess_case, assess_order
from kontuar.rules.duty import Duty

PAGES = Path(__file__).parents[2] / "docs" / "rules"


def examples(page: str) -> list[Any]:
    """The rows of the table under "## Examples", each named by its first cell."""
    text = (PAGES / page).read_text(encoding="utf-8").split("## Examples", 1)[1]
    rows = [line for line in text.splitlines() if line.startswith("|")]
    head, _, *body = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [pytest.param(dict(zip(head, row, strict=True)), id=row[0]) for row in body]


def local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def written(text: str) -> datetime:
    return datetime.fromisoformat(text)


def check_dates(duties: tuple[Duty, ...], row: dict[str, str], zone: ZoneInfo) -> None:
    fields = {"Due": "due_at", "Safer by": "safer_by", "Warning": "warn_at"}
    for column, name in fields.items():
        if row.get(column, "none") == "none":
            assert column not in row or duties == ()
        else:
            assert [local(getattr(duty, name), zone) for duty in duties] == [written(row[column])]


def test_the_answer_page_has_eight_examples_and_more() -> None:
    assert len(examples("answer.md")) >= 8


@pytest.mark.parametrize("row", examples("answer.md"))
def test_answer_examples(row: dict[str, str], make: Any) -> None:
    zone = ZoneInfo(row["Zone"])
    messages = [make.message(make.at(row["Message"], zone), is_closer=row["More"] == "closer")]
    messages += [further(text, make, zone) for text in row["More"].split(";") if " " in text.strip()]
    start = messages[0].written_at
    policy = make.policy(start.astimezone(zone).date(), row["Country"], zone=zone)
    check_dates(assess_case(make.case(*messages), policy, start).duties, row, zone)


def further(text: str, make: Any, zone: ZoneInfo) -> CaseMessage:
    what, _, at = text.strip().partition(" ")
    role = Role.SELLER if what == "answer" else Role.BUYER
    message: CaseMessage = make.message(make.at(at, zone), role=role)
    return message


@pytest.mark.parametrize("row", examples("problem.md"))
def test_problem_examples(row: dict[str, str], make: Any) -> None:
    at = make.at(row["Message"])
    facts = make.case(make.message(at), thread_kind=ThreadKind.PROBLEM)
    check_dates(assess_case(facts, make.policy(at.date()), at).duties, row, make.zone)


@pytest.mark.parametrize("row", examples("dispatch.md"))
def test_dispatch_examples(row: dict[str, str], make: Any) -> None:
    orders: dict[str, dict[str, Any]] = {
        "ready": {},
        "lines sent ALL": {"lines_sent": "ALL"},
        "lines sent SOME": {"lines_sent": "SOME"},
        "fulfilment sent": {"fulfilment": Fulfilment.SENT},
        "cancelled": {"state": OrderState.CANCELLED},
        "filled_in": {"state": OrderState.FILLED_IN},
        "shipped by marketplace": {"shipped_by_marketplace": True},
    }
    dispatch_by = None if row["Dispatch by"] == "none" else make.at(row["Dispatch by"])
    now = make.at("2026-11-09 08:00") if dispatch_by is None else dispatch_by - timedelta(days=5)
    order = make.order(dispatch_by, **orders[row["Order"]])
    check_dates(assess_order(order, (), (), make.policy(now.date()), now).duties, row, make.zone)
