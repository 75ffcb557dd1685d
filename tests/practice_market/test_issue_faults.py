"""The mistakes the real /sale/issues makes, switched on one by one; what is kept stays right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest

from kontuar.practice_market import serve
from kontuar.practice_market.issue_faults import KINDS
from kontuar.practice_market.issue_records import Issue
from tests.practice_market.issue_desk import PNG, chat, claim, decide, discussion, file_id, listed, say
from tests.practice_market.spec import BETA
from tests.practice_market.stall import AGENT, BUYER, SELLER, Stall, error_code


def _state(stall: Stall, issue: Issue) -> dict[str, Any]:
    found: dict[str, Any] = stall.get(f"/sale/issues/{issue.id}", beta=True).get_json()
    return found


def test_a_decision_may_be_shown_the_other_way_round(stall: Stall) -> None:
    issue = claim(stall)
    stall.market.faults.add("issue_status")
    assert listed(stall)[0]["currentState"]["status"] == "CLAIM_SUBMITTED"
    decide(stall, issue, "REJECTED_OTHER")
    assert listed(stall)[0]["currentState"]["status"] == "CLAIM_ACCEPTED"
    assert issue.status == "CLAIM_REJECTED"
    stall.market.faults.clear()
    stall.market.faults.add("issue_status", status="DISPUTE_UNRESOLVED", times=1)
    assert listed(stall)[0]["currentState"]["status"] == "DISPUTE_UNRESOLVED"
    assert listed(stall)[0]["currentState"]["status"] == "CLAIM_REJECTED"


def test_a_closed_discussion_may_be_shown_as_going_on(stall: Stall) -> None:
    issue = discussion(stall)
    stall.market.issue_sides.close(BUYER, issue_id=issue.id)
    stall.market.faults.add("issue_status_stale")
    state = _state(stall, issue)["currentState"]
    assert (state["status"], state["chatActive"]) == ("DISPUTE_ONGOING", False)


def test_a_fault_may_hit_one_issue_alone(stall: Stall) -> None:
    one, other = discussion(stall), discussion(stall)
    stall.market.faults.add("issue_count_zero", about=one.id)
    counts = {row["id"]: row["chat"]["messagesCount"] for row in listed(stall)}
    assert counts == {one.id: 0, other.id: 1}


@pytest.mark.parametrize(
    ("params", "status"),
    [({}, "SELLER_REPLIED"), ({"mode": "files"}, "SELLER_REPLIED"), ({"status": "NEW"}, "NEW")],
)
def test_the_last_message_may_be_overlooked(stall: Stall, params: dict[str, Any], status: str) -> None:
    issue = discussion(stall)
    stall.market.advance(10)
    say(stall, issue, "Dzień dobry, prosimy o zdjęcie.")
    stall.market.advance(10)
    photo = stall.market.buyer_side.attach(BUYER, file_name="z.png", mime_type="image/png", content=PNG)
    stall.market.issue_sides.write(BUYER, issue_id=issue.id, text="", attachments=[photo.id])
    assert listed(stall)[0]["chat"]["lastMessage"]["status"] == "BUYER_REPLIED"
    stall.market.faults.add("issue_last_message", **params)
    shown = listed(stall)[0]["chat"]["lastMessage"]
    assert shown["status"] == status
    assert shown["createdAt"] < chat(stall, issue)[0]["createdAt"]
    assert len(chat(stall, issue)) == 3


def test_the_first_message_may_be_todo(stall: Stall) -> None:
    issue = discussion(stall, "Nie ma paczki.")
    stall.market.faults.add("issue_todo")
    first = _state(stall, issue)["chat"]["initialMessage"]
    assert (first["id"], first["text"]) == ("TODO", "TODO")
    assert chat(stall, issue)[0]["text"] == "Nie ma paczki."


def test_more_than_a_hundred_entries_may_be_unreadable(stall: Stall) -> None:
    issue = discussion(stall)
    for number in range(130):
        stall.market.advance(1)
        stall.market.issue_sides.write(BUYER, issue_id=issue.id, text=f"wiadomość {number}")
    whole = chat(stall, issue, limit=100) + chat(stall, issue, limit=100, offset=100)
    assert len({entry["id"] for entry in whole}) == 131
    stall.market.faults.add("issue_chat_cut")
    first = chat(stall, issue, limit=100)
    assert first[0]["text"] == "wiadomość 129"
    assert chat(stall, issue, limit=100, offset=100) == first
    assert listed(stall)[0]["chat"]["messagesCount"] == 131
    stall.market.faults.clear()
    stall.market.faults.add("issue_chat_cut", most=20)
    assert len(chat(stall, issue, limit=100)) == 20


def test_a_talk_may_come_oldest_first(stall: Stall) -> None:
    issue = discussion(stall)
    stall.market.advance(1)
    say(stall, issue, "Dzień dobry.")
    right = chat(stall, issue)
    stall.market.faults.add("issue_chat_oldest_first")
    assert chat(stall, issue) == right[::-1]


def test_the_system_may_speak_as_a_seller(stall: Stall) -> None:
    issue = claim(stall)
    stall.market.faults.add("issue_chatbot_as_seller")
    roles = {(entry["author"]["login"], entry["author"]["role"]) for entry in chat(stall, issue)}
    assert ("Chatbot Allina", "SELLER") in roles
    assert _state(stall, issue)["chat"]["lastMessage"]["status"] == "NEW"


def test_an_issue_may_stand_twice_in_the_list(stall: Stall) -> None:
    issue = discussion(stall)
    stall.market.faults.add("issue_double")
    one, twin = listed(stall)
    assert (one["id"], twin["checkoutForm"]) == (issue.id, one["checkoutForm"])
    assert twin["id"] != one["id"]
    assert stall.get(f"/sale/issues/{twin['id']}", beta=True).get_json()["id"] == twin["id"]
    assert stall.get(f"/sale/issues/{twin['id']}/chat", beta=True).get_json()["chat"] == chat(stall, issue)


def test_an_issue_may_be_missing_from_the_list(stall: Stall) -> None:
    issue = discussion(stall)
    stall.market.faults.add("issue_missing", times=1)
    assert listed(stall) == []
    assert _state(stall, issue)["id"] == issue.id
    assert [row["id"] for row in listed(stall)] == [issue.id]


def test_a_message_of_files_alone_may_fail(stall: Stall) -> None:
    issue = discussion(stall)
    stall.market.faults.add("issue_files_500")
    files = [{"id": file_id(stall)}]
    failed = say(stall, issue, "", attachments=files)
    assert (failed.status_code, error_code(failed)) == (500, "INTERNAL_SERVER_ERROR")
    assert len(issue.entries) == 1
    assert say(stall, issue, "Zdjęcie w załączniku.", attachments=files).status_code == 201


def test_a_label_may_be_lost_although_it_was_accepted(stall: Stall) -> None:
    issue = claim(stall)
    stall.market.faults.add("issue_label_lost")
    sent = say(
        stall, issue, "Etykieta.", "RETURN_REQUIRED_SELLER_LABEL", attachments=[{"id": file_id(stall)}]
    )
    assert sent.status_code == 201
    assert not any(entry["attachments"] for entry in chat(stall, issue))
    assert issue.return_required is True


def test_an_answer_may_have_no_id(stall: Stall) -> None:
    issue = claim(stall)
    stall.market.faults.add("issue_answer_without_id", times=1)
    assert say(stall, issue, "Dzień dobry.").get_json()["id"] is None
    assert chat(stall, issue)[0]["text"] == "Dzień dobry." or chat(stall, issue)[1]["text"] == "Dzień dobry."


@pytest.mark.parametrize(
    ("kind", "params"), [("service_timeout", {}), ("html_error", {"after_write": True, "status": 504})]
)
def test_a_504_may_come_after_the_message_was_written(
    served: serve.RunningMarket, kind: str, params: dict[str, Any]
) -> None:
    market = served.market
    app = market.applications.register("Proba", "device")
    token = market.applications.grant(app.client_id, SELLER).access
    offer = market.world.seller_offers[SELLER][0]
    order = market.buyer_side.buy(BUYER, seller=SELLER, offer_id=offer.id)
    issue = market.issue_sides.open_discussion(BUYER, order_id=order.id, reason="OTHER", text="Halo?")
    operation = "POST /sale/issues/{issueId}/message"
    market.faults.add(kind, operation=operation, times=1, **params)
    headers = {"Accept": BETA, "Content-Type": BETA, "User-Agent": AGENT, "Authorization": f"Bearer {token}"}
    url = f"{served.url}/sale/issues/{issue.id}/message"
    answer = httpx2.post(url, content=b'{"text": "raz", "type": "REGULAR"}', headers=headers)
    assert answer.status_code == 504
    assert [entry.text for entry in issue.entries] == ["Halo?", "raz"]
    if kind == "service_timeout":
        assert answer.json()["errors"][0]["code"] == "ServiceTimeoutException"


def test_every_fault_of_issues_is_tried_here() -> None:
    tried = Path(__file__).read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f'"{kind}"' not in tried] == []
