"""Customer returns against the practice market."""

from typing import Any

from kontuar.connector_kit.contract import Fact
from kontuar.facts.issues import Issue, IssueKind, IssueStatus

from .conftest import BUYER, LOGIN, Stall


def issues_in(facts: list[Fact]) -> dict[str, Issue]:
    return {fact.external_id: fact for fact in facts if isinstance(fact, Issue)}


def back(stall: Stall, order: str, **values: Any) -> str:
    return str(stall.post(f"/buyers/{BUYER}/return", order_id=order, **values)["id"])


def test_a_return_is_an_issue_without_a_thread(stall: Stall) -> None:
    order = stall.buy(quantity=2)
    opened = back(stall, order["id"], offer_id=stall.offer, quantity=1, reason="MISTAKE", comment="Pomyłka")
    facts, batch = stall.drain(stall.open(), "returns")
    (issue,) = issues_in(facts).values()
    assert (issue.external_id, issue.kind, issue.status) == (opened, IssueKind.RETURN, IssueStatus.OPEN)
    assert (issue.order_id, issue.thread_id, issue.buyer_login) == (order["id"], "", BUYER)
    (item,) = issue.items
    assert (item.offer_id, item.quantity, item.reason, item.comment) == (stall.offer, 1, "MISTAKE", "Pomyłka")
    assert issue.reference
    assert [raw.about for raw in batch.raw] == ["return"]


def test_a_return_known_already_is_told_once_until_it_changes(stall: Stall) -> None:
    opened = back(stall, stall.buy()["id"])
    client = stall.open()
    _, batch = stall.drain(client, "returns")
    before = stall.calls()
    facts, batch = stall.drain(client, "returns", batch.cursor)
    assert (facts, stall.calls() - before) == ([], 1)
    stall.post(f"/buyers/{BUYER}/send-return", **{"return": opened})
    facts, _ = stall.drain(client, "returns", batch.cursor)
    assert issues_in(facts)[opened].status is IssueStatus.ON_ITS_WAY
    assert issues_in(facts)[opened].parcels


def test_an_old_return_that_goes_on_is_read_by_its_id(stall: Stall) -> None:
    opened = back(stall, stall.buy()["id"])
    client = stall.open()
    _, batch = stall.drain(client, "returns")
    stall.later(days=5)
    client = stall.open()
    _, batch = stall.drain(client, "returns", batch.cursor)
    stall.post(f"/returns/{opened}/finish", status="FINISHED")
    assert stall.drain(client, "returns", batch.cursor)[0] == []
    facts, batch = stall.drain(client, "returns_open", subjects=(opened, "unknown"))
    assert issues_in(facts)[opened].status is IssueStatus.CLOSED
    assert batch.asked == (opened, "unknown")


def test_returns_of_several_pages_all_come(stall: Stall) -> None:
    ids = set()
    for number in range(115):
        ids.add(back(stall, stall.buy(buyer=BUYER)["id"], comment=str(number)))
    client = stall.open()
    before = stall.calls()
    facts, _ = stall.drain(client, "returns")
    assert set(issues_in(facts)) == ids
    assert stall.calls() - before == 2


def test_a_refused_return_says_why(stall: Stall) -> None:
    opened = back(stall, stall.buy()["id"])
    stall.post(
        f"/sellers/{LOGIN}/reject-return",
        **{"return": opened, "code": "REFUND_REJECTED", "reason": "Noszone"},
    )
    facts, _ = stall.drain(stall.open(), "returns")
    issue = issues_in(facts)[opened]
    assert (issue.status, issue.refusal, issue.refusal_text) == (
        IssueStatus.REJECTED,
        "REFUND_REJECTED",
        "Noszone",
    )
