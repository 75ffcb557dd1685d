"""Discussions and claims: what sellers read and do by the API, what buyers do, what happens by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.practice_market.issue_records import (
    LARGEST_FILE,
    claim_by,
    first_answer_by,
)
from tests.practice_market.issue_desk import PNG, chat, claim, decide, discussion, file_id, listed, put, say
from tests.practice_market.spec import BETA
from tests.practice_market.stall import BUYER, SELLER, Stall, error_code

WARSAW = ZoneInfo("Europe/Warsaw")


# -- dates


def test_a_claim_is_due_at_the_end_of_the_fourteenth_day_as_allegro_computed_it() -> None:
    opened = datetime(2025, 9, 19, 10, 53, 44, tzinfo=UTC)
    assert claim_by(opened) == datetime(2025, 10, 3, 21, 59, 59, tzinfo=UTC)


def test_a_discussion_is_due_24_working_hours_later_as_allegro_computed_it() -> None:
    opened = datetime(2024, 8, 21, 12, 44, 12, tzinfo=UTC)
    assert first_answer_by(opened) == datetime(2024, 8, 22, 12, 44, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ("2026-11-20T17:00", "2026-11-23T17:00"),  # Friday to Monday
        ("2026-11-21T09:00", "2026-11-24T00:00"),  # Saturday counts from Monday 0:00
        ("2026-11-10T12:00", "2026-11-12T12:00"),  # over Independence Day
    ],
)
def test_days_off_do_not_count_for_the_first_answer(opened: str, due: str) -> None:
    at = datetime.fromisoformat(opened).replace(tzinfo=WARSAW).astimezone(UTC)
    assert first_answer_by(at).astimezone(WARSAW) == datetime.fromisoformat(due).replace(tzinfo=WARSAW)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)))
def test_the_first_answer_is_never_due_sooner_than_after_24_hours_nor_on_a_day_off(naive: datetime) -> None:
    opened = naive.replace(tzinfo=UTC)
    due = first_answer_by(opened)
    assert due - opened >= timedelta(hours=24)
    assert (due - timedelta(seconds=1)).astimezone(WARSAW).weekday() < 5


# -- reading


def test_the_list_is_sorted_by_opening_and_can_be_filtered(stall: Stall) -> None:
    first = discussion(stall)
    stall.market.advance(60)
    second = claim(stall)
    stall.market.advance(60)
    third = discussion(stall, buyer="bolek_7")
    assert [row["id"] for row in listed(stall)] == [third.id, second.id, first.id]
    assert [row["id"] for row in listed(stall, limit=1, offset=1)] == [second.id]
    assert [row["id"] for row in listed(stall, status=["CLAIM_SUBMITTED", "CLAIM_ACCEPTED"])] == [second.id]
    assert [row["id"] for row in listed(stall, **{"checkoutForm.id": first.order_id})] == [first.id]
    stall.market.advance(60)
    stall.market.issue_sides.close(BUYER, issue_id=first.id)
    stall.market.issue_sides.reopen(BUYER, issue_id=first.id)
    assert listed(stall)[0]["id"] == first.id


def test_no_more_than_ten_are_told_unless_asked_for(stall: Stall) -> None:
    for _ in range(12):
        discussion(stall)
    assert len(listed(stall)) == 10
    assert len(listed(stall, limit=100)) == 12


def test_a_claim_says_what_the_buyer_expects_and_by_when(stall: Stall) -> None:
    photo = stall.market.buyer_side.attach(BUYER, file_name="z.png", mime_type="image/png", content=PNG)
    issue = claim(
        stall, expectation="PARTIAL_REFUND", amount=Decimal("20.00"), attachments=[photo.id], right="WARRANTY"
    )
    row = listed(stall)[0]
    assert row["type"] == "CLAIM"
    assert row["expectations"] == [
        {"name": "PARTIAL_REFUND", "refund": {"amount": "20.00", "currency": "PLN"}}
    ]
    assert row["right"] == "WARRANTY"
    assert row["reason"] == {"type": "DEFECT_FOUND_DURING_USE", "description": "Przestała świecić."}
    assert row["decisionDueDate"] == row["currentState"]["statusDueDate"]
    assert datetime.fromisoformat(row["decisionDueDate"]) == claim_by(issue.opened_at)
    assert row["referenceNumber"].endswith(f"/{issue.opened_at.year}")
    kept = stall.get(row["attachments"][0]["url"].removeprefix("http://localhost"))
    assert (kept.data, kept.mimetype) == (PNG, "image/png")


def test_the_subject_comes_in_the_readers_language(stall: Stall) -> None:
    claim(stall)
    polish = stall.client.get(
        "/sale/issues",
        headers=stall.headers(BETA, **{"Accept-Language": "pl-PL"}),
        base_url="http://localhost",
    )
    assert polish.get_json()["issues"][0]["subject"] == "wada wykryta podczas używania"
    assert listed(stall)[0]["subject"] == "defects emerged during use"


def test_the_talk_holds_messages_and_changes_of_state_newest_first(stall: Stall) -> None:
    issue = claim(stall)
    stall.market.advance(5)
    say(stall, issue, "Proszę nie odsyłać.", "RETURN_NOT_REQUIRED")
    stall.market.advance(5)
    stall.market.issue_sides.advise(issue_id=issue.id, text="Przyglądamy się sprawie.")
    told = chat(stall, issue)
    assert [entry["author"]["role"] for entry in told] == ["ADMIN", "SYSTEM", "SELLER", "SYSTEM", "BUYER"]
    assert "login" not in told[0]["author"]
    assert listed(stall)[0]["chat"]["messagesCount"] == len(told)
    assert listed(stall)[0]["chat"]["initialMessage"]["id"] == told[-1]["id"]
    assert listed(stall)[0]["currentState"]["returnRequired"] is False
    assert chat(stall, issue, limit=2, offset=1) == told[1:3]


def test_the_last_message_says_whose_turn_it_is(stall: Stall) -> None:
    issue = discussion(stall)

    def last() -> str:
        status: str = listed(stall)[0]["chat"]["lastMessage"]["status"]
        return status

    assert last() == "NEW"
    stall.market.issue_sides.write(BUYER, issue_id=issue.id, text="Halo?")
    assert last() == "NEW"
    say(stall, issue, "Dzień dobry, sprawdzamy.")
    assert last() == "SELLER_REPLIED"
    stall.market.issue_sides.write(BUYER, issue_id=issue.id, text="I co?")
    assert last() == "BUYER_REPLIED"
    stall.market.issue_sides.advise(issue_id=issue.id, text="Prosimy o odpowiedź.")
    assert last() == "ALLEGRO_ADVISOR_REPLIED"


def test_another_sellers_issue_does_not_exist(stall: Stall) -> None:
    issue = claim(stall)
    stall.market.seller_side.open("obcy")
    stall.token = stall.market.applications.grant(stall.client_id, "obcy").access
    assert listed(stall) == []
    for answer in (
        stall.get(f"/sale/issues/{issue.id}", beta=True),
        stall.get(f"/sale/issues/{issue.id}/chat", beta=True),
        say(stall, issue, "?"),
        decide(stall, issue, "ACCEPTED_REFUND"),
    ):
        assert (answer.status_code, error_code(answer)) == (404, "POST_PURCHASE_ISSUE_NOT_FOUND")


def test_the_scope_and_the_beta_type_are_needed(stall: Stall) -> None:
    assert stall.get("/sale/issues").status_code == 406
    stall.token = stall.market.applications.grant(stall.client_id, SELLER, "allegro:api:messaging").access
    assert stall.get("/sale/issues", beta=True).status_code == 403


# -- writing and deciding


def test_a_message_is_read_by_the_buyer_at_once_and_counted(stall: Stall) -> None:
    issue = discussion(stall)
    answer = say(stall, issue, "Dzień dobry, paczka jest w drodze.")
    assert answer.status_code == 201
    sent = stall.client.get("/_market/issue-outbox", base_url="http://localhost").get_json()["messages"]
    assert [(m["id"], m["client_id"], m["via"], m["issue"]) for m in sent] == [
        (answer.get_json()["id"], stall.client_id, "api", issue.id)
    ]


def test_a_message_may_have_twenty_thousand_characters_or_a_file_alone(stall: Stall) -> None:
    issue = discussion(stall)
    assert say(stall, issue, "x" * 20_000).status_code == 201
    assert say(stall, issue, "x" * 20_001).status_code == 422
    assert say(stall, issue, "", attachments=[{"id": file_id(stall)}]).status_code == 201
    assert say(stall, issue, None).status_code == 422
    assert say(stall, issue, "bez rodzaju", "NONE").status_code == 422


def test_a_file_is_used_once_and_only_when_uploaded(stall: Stall) -> None:
    issue = discussion(stall)
    declared = stall.send("POST", "/sale/issues/attachments", {"fileName": "a.png", "size": 9}, beta=True)
    waiting = [{"id": declared.get_json()["id"]}]
    assert say(stall, issue, "z plikiem", attachments=waiting).status_code == 422
    done = [{"id": file_id(stall)}]
    assert say(stall, issue, "dwa razy ten sam", attachments=done * 2).status_code == 422
    assert say(stall, issue, "z plikiem", attachments=done).status_code == 201
    assert say(stall, issue, "znowu", attachments=done).status_code == 422


def test_a_file_is_uploaded_once_to_the_address_that_was_given(stall: Stall) -> None:
    declared = stall.send(
        "POST", "/sale/issues/attachments", {"fileName": "a.png", "size": len(PNG)}, beta=True
    )
    url = declared.headers["Location"]
    made_up = f"http://localhost/sale/issues/attachments/{declared.get_json()['id']}"
    assert put(stall, made_up, PNG).status_code == 422
    assert put(stall, url, PNG + b"0").status_code == 413
    assert put(stall, url, b"GIF", "image/png").status_code == 415
    assert put(stall, url, PNG, "text/plain").status_code == 415
    assert put(stall, url, PNG).get_json() == declared.get_json()
    assert put(stall, url, PNG).status_code == 422


@pytest.mark.parametrize(
    ("name", "size", "status"),
    [("a.png", LARGEST_FILE, 201), ("a.png", LARGEST_FILE + 1, 422), ("a.txt", 5, 422), ("", 5, 422)],
)
def test_a_declaration_has_limits(stall: Stall, name: str, size: int, status: int) -> None:
    answer = stall.send("POST", "/sale/issues/attachments", {"fileName": name, "size": size}, beta=True)
    assert answer.status_code == status


def test_the_kinds_of_messages_belong_to_their_issues(stall: Stall) -> None:
    one, other = discussion(stall), claim(stall)
    assert say(stall, other, "Koniec?", "END_REQUEST").status_code == 422
    assert say(stall, one, "Proszę odesłać.", "RETURN_REQUIRED_CUSTOM").status_code == 422
    assert say(stall, one, "Koniec?", "END_REQUEST").status_code == 201
    again = say(stall, one, "Koniec?", "END_REQUEST")
    assert again.status_code == 409, "the end is requested once"
    assert say(stall, other, "Proszę odesłać.", "RETURN_REQUIRED_CUSTOM").status_code == 201
    assert (
        stall.get(f"/sale/issues/{other.id}", beta=True).get_json()["currentState"]["returnRequired"] is True
    )


def test_a_closed_discussion_takes_no_message(stall: Stall) -> None:
    issue = discussion(stall)
    stall.market.issue_sides.close(BUYER, issue_id=issue.id)
    answer = say(stall, issue, "Dzień dobry.")
    assert answer.status_code == 409
    row = listed(stall)[0]
    assert (row["currentState"]["status"], row["currentState"]["chatActive"]) == ("DISPUTE_CLOSED", False)
    with pytest.raises(ValueError, match="closed"):
        stall.market.issue_sides.write(BUYER, issue_id=issue.id, text="?")


def test_a_decision_is_final_and_the_talk_goes_on(stall: Stall) -> None:
    issue = claim(stall)
    assert decide(stall, issue, "ACCEPTED_REFUND").status_code == 200
    assert listed(stall)[0]["currentState"]["status"] == "CLAIM_ACCEPTED"
    assert decide(stall, issue, "REJECTED_OTHER").status_code == 400
    assert listed(stall)[0]["currentState"]["status"] == "CLAIM_ACCEPTED"
    assert say(stall, issue, "Pieniądze wysłane.").status_code == 201
    assert say(stall, issue, "Jednak odesłać.", "RETURN_REQUIRED_CUSTOM").status_code == 409


@pytest.mark.parametrize(
    ("refund", "status"),
    [
        (None, 400),
        ({"amount": "0", "currency": "PLN"}, 400),
        ({"amount": "5.001", "currency": "PLN"}, 400),
        ({"amount": "5.00", "currency": "EUR"}, 400),
        ({"amount": "99999.00", "currency": "PLN"}, 400),
        ({"amount": 5, "currency": "PLN"}, 400),
        ({"amount": "5.00", "currency": "PLN"}, 200),
    ],
)
def test_a_partial_refund_needs_its_amount(stall: Stall, refund: Any, status: int) -> None:
    issue = claim(stall)
    assert decide(stall, issue, "ACCEPTED_PARTIAL_REFUND", partialRefund=refund).status_code == status
    assert issue.decided == (status == 200)


def test_a_discussion_has_no_decision_and_a_decision_has_words(stall: Stall) -> None:
    assert decide(stall, discussion(stall), "ACCEPTED_REFUND").status_code == 400
    issue = claim(stall)
    assert decide(stall, issue, "ACCEPTED_REFUND", message="").status_code == 400
    assert decide(stall, issue, "MAYBE").status_code == 400
    assert not issue.decided


def test_a_withdrawn_claim_waits_for_the_sellers_word(stall: Stall) -> None:
    issue = claim(stall)
    stall.market.issue_sides.withdraw(BUYER, issue_id=issue.id)
    assert listed(stall)[0]["currentState"]["status"] == "CLAIM_SUBMITTED"
    assert decide(stall, issue, "REJECTED_CLAIM_WITHDRAWN_BY_BUYER").status_code == 200
    with pytest.raises(ValueError, match="withdrawn"):
        stall.market.issue_sides.withdraw(BUYER, issue_id=issue.id)


# -- impossible wishes


def test_what_a_buyer_cannot_open(stall: Stall) -> None:
    order = stall.buy()
    sides = stall.market.issue_sides
    with pytest.raises(ValueError, match="another buyer"):
        sides.open_discussion("obcy", order_id=order.id, reason="OTHER", text="?")
    with pytest.raises(ValueError, match="unknown reason"):
        sides.open_discussion(BUYER, order_id=order.id, reason="BECAUSE", text="?")
    with pytest.raises(ValueError, match="expects one of"):
        sides.open_claim(BUYER, order_id=order.id, reason="OTHER", text="?", expectation="FLOWERS")
    with pytest.raises(ValueError, match="needs an amount"):
        sides.open_claim(BUYER, order_id=order.id, reason="OTHER", text="?", expectation="PARTIAL_REFUND")
    with pytest.raises(ValueError, match="not in that order"):
        sides.open_claim(BUYER, order_id=order.id, reason="OTHER", text="?", offer_id="1")
    with pytest.raises(ValueError, match="text"):
        sides.open_discussion(BUYER, order_id=order.id, reason="OTHER", text=" ")
    assert not stall.market.disputes.book.issues
