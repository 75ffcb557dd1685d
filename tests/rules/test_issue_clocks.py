"""The tables of the clocks of issues besides those of the decision and the money, row by row."""

from datetime import timedelta
from typing import Any

import pytest

from kontuar.facts.issues import IssueKind
from kontuar.facts.order_around import Settled
from kontuar.rules.assess import assess_issue
from kontuar.rules.duty import DutyKind
from tests.order_world import refund
from tests.rules.test_clock_examples import an_issue, check_dates, examples, told
from tests.rules.test_order_clocks import only


def money(row: dict[str, str], at: Any) -> tuple[Any, ...]:
    return () if row["Money"] == "none" else (refund(row["Money"], at),)


@pytest.mark.parametrize("row", examples("resolution.md"))
def test_resolution_examples(row: dict[str, str], make: Any) -> None:
    at = make.at(row["Opened"])
    subject = "" if row["About"] == "none" else row["About"]
    facts = an_issue(IssueKind.DISCUSSION, row["Status"], at, subject=subject, refunds=money(row, at))
    found = assess_issue(facts, make.policy(at.date()), at)
    check_dates(only(found.duties, DutyKind.RESOLUTION), row, make.zone)


def test_the_platforms_code_says_what_a_discussion_is_about(make: Any) -> None:
    at = make.at("2026-11-02 10:00")
    facts = an_issue(IssueKind.DISCUSSION, "open", at, reason="NO_PRODUCT_RECEIVED", subject="cokolwiek")
    (duty,) = assess_issue(facts, make.policy(at.date()), at).duties
    assert (duty.rule_id, duty.due_at) == ("D3", make.at("2026-11-09 23:59:59"))


def test_a_problem_with_a_purchase_has_no_term_of_its_own(make: Any) -> None:
    at = make.at("2026-11-02 10:00")
    assert assess_issue(an_issue(IssueKind.PROBLEM, "open", at), make.policy(at.date()), at).duties == ()


@pytest.mark.parametrize("row", examples("goods-back.md"))
def test_goods_back_examples(row: dict[str, str], make: Any) -> None:
    at = make.at(row["Opened"])
    wanted = {"none": None, "yes": True, "no": False}[row["Goods wanted"]]
    facts = an_issue(
        IssueKind.CLAIM, row["Status"], at, decide_by=told(row["Decide by"], make), is_return_required=wanted
    )
    found = assess_issue(facts, make.policy(at.date()), at)
    check_dates(only(found.duties, DutyKind.GOODS_BACK), row, make.zone)


@pytest.mark.parametrize("row", examples("inspect.md"))
def test_inspect_examples(row: dict[str, str], make: Any) -> None:
    at = make.at(row["Form"])
    facts = an_issue(
        IssueKind.RETURN, row["Status"], at, arrived_at=told(row["Arrived"], make), refunds=money(row, at)
    )
    found = assess_issue(facts, make.policy(at.date()), at + timedelta(days=5))
    check_dates(only(found.duties, DutyKind.INSPECT), row, make.zone)


def test_judged_goods_leave_the_moneys_clock(make: Any) -> None:
    at = make.at("2026-11-12 10:00")
    came_at = make.at("2026-11-16 12:00")
    settled = (Settled(kind="inspect", since_at=came_at),)
    facts = an_issue(IssueKind.RETURN, "arrived", at, arrived_at=came_at, settled=settled)
    found = assess_issue(facts, make.policy(at.date()), came_at)
    assert [duty.kind for duty in found.duties] == [DutyKind.RETURN]
