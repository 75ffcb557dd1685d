"""The tables of examples in docs/rules are read, computed and compared, row by row."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kontuar.facts.case import CaseMessage
from kontuar.facts.issue_facts import IssueFacts
from kontuar.facts.issues import Issue, IssueKind, IssueStatus
from kontuar.facts.messages import MessageKind, Role, ThreadKind
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.facts.refunds import Refund, RefundStatus
from kontuar.rules.assess import assess_case, assess_issue, assess_order
from kontuar.rules.duty import Duty, Origin
from kontuar.rules.policy import OwnTargets

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


def of_kind(duties: tuple[Duty, ...], kind: str) -> tuple[Duty, ...]:
    return tuple(duty for duty in duties if duty.kind == kind)


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


@pytest.mark.parametrize("row", examples("mail.md"))
def test_mail_examples(row: dict[str, str], make: Any) -> None:
    kind = MessageKind.MAIL
    messages = [make.message(make.at(row["Message"]), kind=kind, is_closer=row["More"] == "closer")]
    messages += [further(text, make, make.zone) for text in row["More"].split(";") if " " in text.strip()]
    own = OwnTargets(mail_target=timedelta(hours=int(row["Hours"]))) if row["Hours"] else OwnTargets()
    policy = make.policy(messages[0].written_at.date(), marketplace="mail", own=own)
    found = assess_case(make.case(*messages), policy, messages[-1].written_at).duties
    check_dates(found, row, make.zone)
    assert {(duty.origin, duty.lost, duty.is_counted) for duty in found} <= {
        (Origin.OWN, "own_target", False)
    }


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


def told(text: str, make: Any) -> datetime | None:
    return None if text == "none" else make.at(text)


def an_issue(kind: IssueKind, status: str, opened_at: datetime, **more: Any) -> IssueFacts:
    refunds, settled = more.pop("refunds", ()), more.pop("settled", ())
    issue = Issue(
        external_id="i", kind=kind, status=IssueStatus(status), raw_status="X", opened_at=opened_at, **more
    )
    seen = {"first_seen_at": opened_at, "told_at": opened_at, "connected_at": opened_at - timedelta(days=9)}
    return IssueFacts(issue=issue, status=issue.status, refunds=refunds, settled=settled, **seen)


@pytest.mark.parametrize("row", examples("discussion.md"))
def test_discussion_examples(row: dict[str, str], make: Any) -> None:
    at = make.at(row["Message"])
    earlier = (
        make.message(at - timedelta(days=2)),
        make.message(at - timedelta(days=1), role=Role.SELLER),
    )
    facts = make.case(
        *(earlier if row["Answered before"] == "yes" else ()),
        make.message(at),
        thread_kind=ThreadKind.PROBLEM,
        issue_kind=IssueKind.DISCUSSION,
        issue_due_at=told(row["State due"], make),
    )
    check_dates(assess_case(facts, make.policy(at.date()), at).duties, row, make.zone)


@pytest.mark.parametrize("row", examples("claim.md"))
def test_claim_examples(row: dict[str, str], make: Any) -> None:
    at = make.at(row["Opened"])
    dates = {"decide_by": told(row["Decide by"], make), "status_due_at": told(row["State due"], make)}
    facts = an_issue(IssueKind.CLAIM, row["Status"], at, **dates)
    check_dates(of_kind(assess_issue(facts, make.policy(at.date()), at).duties, "claim"), row, make.zone)


@pytest.mark.parametrize("row", examples("return.md"))
def test_return_examples(row: dict[str, str], make: Any) -> None:
    at = make.at(row["Form"])
    money = {"external_id": "r", "payment_id": "p", "order_id": "o", "raw_status": "X", "created_at": at}
    refunds = () if row["Money"] == "none" else (Refund(status=RefundStatus(row["Money"]), **money),)
    facts = an_issue(
        IssueKind.RETURN, row["Status"], at, arrived_at=told(row["Arrived"], make), refunds=refunds
    )
    check_dates(of_kind(assess_issue(facts, make.policy(at.date()), at).duties, "return"), row, make.zone)
