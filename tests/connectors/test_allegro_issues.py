"""Discussions, claims and returns against the practice market."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kontuar.connector_kit.contract import Fact
from kontuar.connector_kit.errors import ScopeMissing, Temporary
from kontuar.connectors.allegro.streams import issues, lists
from kontuar.facts.issues import Issue, IssueKind, IssueStatus, LastWord
from kontuar.facts.messages import Message, MessageKind, Role, Thread, ThreadKind

from .conftest import BUYER, LOGIN, Stall


def issues_in(facts: list[Fact]) -> dict[str, Issue]:
    return {fact.external_id: fact for fact in facts if isinstance(fact, Issue)}


def talk_in(facts: list[Fact]) -> list[Message]:
    return sorted((fact for fact in facts if isinstance(fact, Message)), key=lambda said: said.written_at)


def texts(facts: list[Fact]) -> list[str]:
    return [said.text for said in talk_in(facts) if said.role in (Role.BUYER, Role.SELLER)]


def decide(stall: Stall, issue: str) -> None:
    stall.post(f"/sellers/{LOGIN}/issue-decide", issue=issue, decision="REJECTED_OTHER", message="Nie")


def test_a_discussion_comes_with_its_thread_and_its_talk(stall: Stall) -> None:
    order = stall.buy()
    opened = stall.discuss(order["id"], "Paczka nie dotarła 📦")
    facts, batch = stall.drain(stall.open(), "issues")
    (issue,) = issues_in(facts).values()
    (thread,) = (fact for fact in facts if isinstance(fact, Thread))
    assert (issue.external_id, issue.kind, issue.status) == (
        opened["id"],
        IssueKind.DISCUSSION,
        IssueStatus.OPEN,
    )
    assert issue.thread_id == thread.external_id == f"issue:{opened['id']}"
    assert (thread.kind, thread.order_ids, thread.buyer_login) == (ThreadKind.PROBLEM, (order["id"],), BUYER)
    assert thread.is_open
    asked = next(said for said in talk_in(facts) if said.role is Role.BUYER)
    assert (asked.text, asked.kind, asked.thread_id) == (
        "Paczka nie dotarła 📦",
        MessageKind.PROBLEM,
        issue.thread_id,
    )
    (raw,) = batch.raw
    assert (raw.about, raw.external_id) == ("issue", opened["id"])
    assert raw.trace_id
    assert opened["id"] in raw.body


def test_a_claim_brings_its_dates_and_what_the_buyer_wants(stall: Stall) -> None:
    order = stall.buy()
    opened = stall.claim(order["id"], expectation="PARTIAL_REFUND", amount="12.50", offer_id=stall.offer)
    facts, _ = stall.drain(stall.open(), "issues")
    issue = issues_in(facts)[opened["id"]]
    assert (issue.kind, issue.status, issue.order_id) == (IssueKind.CLAIM, IssueStatus.OPEN, order["id"])
    assert issue.decide_by is not None
    assert issue.reference
    (wanted,) = issue.expectations
    assert (wanted.kind, str(wanted.amount and wanted.amount.amount)) == ("partial_refund", "12.50")
    assert issue.last_word is LastWord.NOBODY
    thread = next(fact for fact in facts if isinstance(fact, Thread))
    assert thread.kind is ThreadKind.CLAIM
    assert all(said.kind is MessageKind.MESSAGE for said in talk_in(facts))


def test_what_the_market_says_in_a_talk_is_the_markets(stall: Stall) -> None:
    opened = stall.discuss(stall.buy()["id"])
    stall.post(f"/issues/{opened['id']}/advise", text="Pomagamy")
    facts, _ = stall.drain(stall.open(), "issues")
    roles = {said.text: said.role for said in talk_in(facts)}
    assert roles["Pomagamy"] is Role.MARKETPLACE
    assert roles["Nie dotarł"] is Role.BUYER


def test_where_nothing_happened_an_issue_costs_one_call_and_tells_nothing(stall: Stall) -> None:
    for number in range(3):
        stall.discuss(stall.buy(buyer=BUYER)["id"], f"Sprawa {number}")
    client = stall.open()
    _, batch = stall.drain(client, "issues")
    before = stall.calls()
    facts, batch = stall.drain(client, "issues", batch.cursor)
    assert (facts, batch.raw, stall.calls() - before) == ([], (), 1)


def test_a_new_word_is_read_with_its_issue_and_nothing_else_is(stall: Stall) -> None:
    opened = [stall.discuss(stall.buy()["id"], f"Sprawa {number}") for number in range(3)]
    client = stall.open()
    _, batch = stall.drain(client, "issues")
    stall.later(minutes=5)
    stall.say(opened[1]["id"], "Halo?")
    before = stall.calls()
    facts, _ = stall.drain(client, "issues", batch.cursor)
    assert set(issues_in(facts)) == {opened[1]["id"]}
    assert texts(facts) == ["Sprawa 1", "Halo?"]
    assert stall.calls() - before == 2


def test_an_issue_that_was_closed_is_asked_by_its_id(stall: Stall) -> None:
    opened = stall.discuss(stall.buy()["id"])
    client = stall.open()
    _, batch = stall.drain(client, "issues")
    stall.later(minutes=5)
    stall.post(f"/buyers/{BUYER}/issue-close", issue=opened["id"])
    facts, batch = stall.drain(client, "issues", batch.cursor)
    assert issues_in(facts)[opened["id"]].status is IssueStatus.CLOSED
    facts, _ = stall.drain(client, "issues", batch.cursor)
    assert facts == []


def test_a_decided_claim_is_told_as_decided(stall: Stall) -> None:
    opened = stall.claim(stall.buy()["id"])
    client = stall.open()
    _, batch = stall.drain(client, "issues")
    stall.post(f"/sellers/{LOGIN}/issue-decide", issue=opened["id"], decision="REJECTED_OTHER", message="Nie")
    facts, _ = stall.drain(client, "issues", batch.cursor)
    assert issues_in(facts)[opened["id"]].status is IssueStatus.REJECTED


def test_the_first_import_reads_closed_ones_too_and_keeps_to_the_owners_limit(stall: Stall) -> None:
    old = stall.discuss(stall.buy()["id"], "Bardzo dawno")
    stall.post(f"/buyers/{BUYER}/issue-close", issue=old["id"])
    stall.later(days=40)
    recent = stall.discuss(stall.buy()["id"], "Niedawno")
    stall.post(f"/buyers/{BUYER}/issue-close", issue=recent["id"])
    stall.later(days=1)
    client = stall.open()
    facts, _ = stall.drain(client, "issues", since=stall.now - timedelta(days=30))
    assert set(issues_in(facts)) == {recent["id"]}
    assert texts(facts) == ["Niedawno"]
    facts, _ = stall.drain(client, "issues")
    assert set(issues_in(facts)) == {old["id"], recent["id"]}


def test_every_issue_of_several_pages_is_told_in_short_batches(stall: Stall) -> None:
    order = stall.buy()
    opened = {stall.claim(order["id"], f"Usterka {number}")["id"] for number in range(130)}
    client = stall.open()
    before = stall.calls()
    cursor: dict[str, Any] = {}
    seen: list[Fact] = []
    for _ in range(40):
        batch = client.pull("issues", cursor, now=stall.now, since=stall.now - timedelta(days=30))
        assert sum(isinstance(fact, Message) for fact in batch.facts) <= 2 * 100
        seen += batch.facts
        cursor = dict(batch.cursor)
        if not batch.more:
            break
    assert set(issues_in(seen)) == opened
    assert len(texts(seen)) == 130
    assert stall.calls() - before < 130 + 12
    before = stall.calls()
    facts, _ = stall.drain(client, "issues", cursor)
    assert (facts, stall.calls() - before) == ([], 2)


def test_an_issue_closed_between_two_pages_hides_no_other(stall: Stall) -> None:
    order = stall.buy()
    opened = [stall.claim(order["id"], f"Usterka {number}")["id"] for number in range(115)]
    client = stall.open()
    _, done = stall.drain(client, "issues")
    stall.later(minutes=5)
    cursor = {**done.cursor, "seen": {}}
    first = client.pull("issues", cursor, now=stall.now, since=stall.now - timedelta(days=30))
    while first.cursor["under_way"].get("place", {}).get("offset", 0) == 0:
        first = client.pull("issues", first.cursor, now=stall.now, since=stall.now - timedelta(days=30))
    for issue in opened[-lists.OVERLAP + 1 :]:
        decide(stall, issue)
    _, last = stall.drain(client, "issues", first.cursor)
    assert set(last.cursor["seen"]) == set(opened)


def test_a_talk_of_more_than_a_hundred_entries_is_told_as_cut(stall: Stall) -> None:
    opened = stall.discuss(stall.buy()["id"], "Pierwsza")
    for number in range(120):
        stall.say(opened["id"], f"Wiadomość {number}")
    client = stall.open()
    facts, _ = stall.drain(client, "issues")
    assert len(texts(facts)) == 121
    assert not issues_in(facts)[opened["id"]].is_talk_cut
    stall.fault("issue_chat_cut")
    client = stall.open()
    facts, batch = stall.drain(client, "issues")
    assert issues_in(facts)[opened["id"]].is_talk_cut
    said = texts(facts)
    assert said[0] == "Pierwsza"
    assert said[-1] == "Wiadomość 119"
    assert len(said) in (100, 101)
    stall.later(hours=20)
    client = stall.open()
    facts, _ = stall.drain(client, "issues", batch.cursor)
    assert all(issue.is_talk_cut for issue in issues_in(facts).values())


def test_a_count_of_nothing_hides_no_message(stall: Stall) -> None:
    stall.fault("issue_count_zero")
    opened = stall.discuss(stall.buy()["id"])
    client = stall.open()
    facts, batch = stall.drain(client, "issues")
    assert texts(facts) == ["Nie dotarł"]
    assert not issues_in(facts)[opened["id"]].is_talk_cut
    stall.later(minutes=5)
    stall.say(opened["id"], "Halo?")
    facts, _ = stall.drain(client, "issues", batch.cursor)
    assert texts(facts)[-1] == "Halo?"


def test_what_the_list_does_not_say_is_found_by_reading_the_talk(stall: Stall) -> None:
    opened = stall.discuss(stall.buy()["id"])
    stall.say(opened["id"], "Odpowiedzcie")
    client = stall.open()
    _, batch = stall.drain(client, "issues")
    stall.fault("issue_last_message")
    stall.fault("issue_count_zero")
    _, batch = stall.drain(client, "issues", batch.cursor)
    stall.later(minutes=5)
    file = stall.post(f"/buyers/{BUYER}/attach")
    stall.say(opened["id"], "", attachments=[file["id"]])
    stall.later(minutes=5)
    facts, batch = stall.drain(client, "issue_talks", subjects=(opened["id"],))
    said = talk_in(facts)[-1]
    assert (said.role, said.text, len(said.attachments)) == (Role.BUYER, "", 1)
    assert batch.asked == (opened["id"],)


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_talk_is_the_same_in_either_order(stall: Stall, order: str) -> None:
    opened = stall.discuss(stall.buy()["id"], "A")
    for text in "BC":
        stall.say(opened["id"], text)
    if order == "oldest":
        stall.fault("issue_chat_oldest_first")
    facts, _ = stall.drain(stall.open(), "issues")
    assert texts(facts) == ["A", "B", "C"]


def test_an_issue_shown_twice_and_one_not_shown_spoil_no_other(stall: Stall) -> None:
    opened = [stall.discuss(stall.buy()["id"], f"Sprawa {number}")["id"] for number in range(4)]
    client = stall.open()
    _, batch = stall.drain(client, "issues")
    stall.fault("issue_double", params={"about": opened[0]})
    stall.fault("issue_missing", params={"about": opened[1]})
    stall.later(minutes=5)
    stall.say(opened[2], "Halo?")
    facts, batch = stall.drain(client, "issues", batch.cursor)
    assert texts(facts).count("Halo?") == 1
    assert issues_in(facts)[opened[1]].status is IssueStatus.OPEN
    stall.calm()
    stall.post(f"/buyers/{BUYER}/issue-close", issue=opened[1])
    facts, _ = stall.drain(client, "issues", batch.cursor)
    assert issues_in(facts)[opened[1]].status is IssueStatus.CLOSED


def test_a_wrong_or_stale_status_is_told_as_allegro_says_it(stall: Stall) -> None:
    opened = stall.discuss(stall.buy()["id"])
    stall.post(f"/buyers/{BUYER}/issue-close", issue=opened["id"])
    stall.fault("issue_status_stale")
    facts, _ = stall.drain(stall.open(), "issues")
    issue = issues_in(facts)[opened["id"]]
    assert (issue.status, issue.raw_status) == (IssueStatus.OPEN, "DISPUTE_ONGOING")


def test_a_talk_that_fails_in_passing_is_read_the_next_time(stall: Stall) -> None:
    opened = stall.discuss(stall.buy()["id"])
    client = stall.open()
    stall.fault("html_error", operation="GET /sale/issues/{issueId}/chat", times=2, params={"status": 504})
    facts, batch = stall.drain(client, "issues")
    assert set(issues_in(facts)) == {opened["id"]}
    assert texts(facts) == []
    stall.later(minutes=5)
    facts, _ = stall.drain(client, "issues", batch.cursor)
    assert texts(facts) == ["Nie dotarł"]


def test_a_list_that_fails_leaves_the_cursor(stall: Stall) -> None:
    stall.discuss(stall.buy()["id"])
    client = stall.open()
    stall.fault("html_error", operation="GET /sale/issues", params={"status": 502})
    with pytest.raises(Temporary):
        stall.drain(client, "issues")
    stall.calm()
    facts, _ = stall.drain(client, "issues")
    assert len(issues_in(facts)) == 1


def test_a_named_thread_of_an_issue_is_read_like_any_other(stall: Stall) -> None:
    opened = stall.discuss(stall.buy()["id"])
    talk = stall.ask("Czy jest?")["thread"]
    name = f"issue:{opened['id']}"
    facts, batch = stall.drain(stall.open(), "threads", subjects=(name, talk))
    assert {said.text for said in talk_in(facts)} >= {"Nie dotarł", "Czy jest?"}
    assert set(batch.swept) == {name, talk}
    assert batch.swept_from is not None
    assert stall.now - batch.swept_from >= timedelta(hours=48)


def test_a_cut_talk_that_lacks_its_newest_entries_proves_nothing(stall: Stall) -> None:
    opened = stall.discuss(stall.buy()["id"])
    for number in range(110):
        stall.say(opened["id"], f"Wiadomość {number}")
    stall.fault("issue_chat_oldest_first")
    stall.fault("issue_chat_cut")
    _, batch = stall.drain(stall.open(), "threads", subjects=(f"issue:{opened['id']}",))
    assert batch.swept == ()


def test_an_issue_that_is_gone_is_answered_for(stall: Stall) -> None:
    gone = "00000000-0000-4000-8000-000000000000"
    facts, batch = stall.drain(stall.open(), "issue_talks", subjects=(gone,))
    assert (facts, batch.asked, batch.missed) == ([], (gone,), ())


@pytest.mark.parametrize(
    ("stream", "lacking", "scope"),
    [
        ("issues", "disputes", "allegro:api:disputes"),
        ("returns", "orders:read", "allegro:api:orders:read"),
        ("refunds", "payments:read", "allegro:api:payments:read"),
        ("fee_refunds", "orders:read", "allegro:api:orders:read"),
        ("ratings", "ratings", "allegro:api:ratings"),
        ("quality", "profile:read", "allegro:api:profile:read"),
        ("offers", "sale:offers:read", "allegro:api:sale:offers:read"),
        ("offer_events", "sale:offers:read", "allegro:api:sale:offers:read"),
    ],
)
def test_a_consent_without_the_scope_is_told_from_lost_access(
    make_stall: Callable[..., Stall], stream: str, lacking: str, scope: str
) -> None:
    stall = make_stall()
    given = "profile:read messaging disputes orders:read payments:read ratings sale:offers:read"
    scopes = [f"allegro:api:{name}" for name in given.split() if name != lacking]
    client = stall.open(tokens=stall.tokens(scopes=scopes))
    with pytest.raises(ScopeMissing) as caught:
        stall.drain(client, stream)
    assert (caught.value.scope, caught.value.code) == (scope, "SCOPE")
    assert stall.drain(client, "messages")[0] == []


def test_open_statuses_are_those_that_may_want_something() -> None:
    assert set(issues.OPEN) == {"DISPUTE_ONGOING", "DISPUTE_UNRESOLVED", "CLAIM_SUBMITTED"}
