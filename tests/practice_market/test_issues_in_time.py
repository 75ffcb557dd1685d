"""What happens to discussions and claims by themselves, and how buyers who live react to what they read."""

from __future__ import annotations

import pytest

from kontuar.practice_market.issue_records import Issue
from tests.practice_market.issue_desk import chat, claim, decide, discussion, listed, say, wait
from tests.practice_market.stall import BUYER, Stall


def test_the_talk_of_a_discussion_ends_after_thirty_days(stall: Stall) -> None:
    issue = discussion(stall)
    wait(stall, 30 * 86_400 - 1)
    assert issue.chat_active
    wait(stall, 1)
    assert (issue.chat_active, issue.status) == (False, "DISPUTE_CLOSED")
    assert chat(stall, issue)[0]["author"]["role"] == "SYSTEM"
    assert say(stall, issue, "?").status_code == 409


def test_a_discussion_opened_again_has_thirty_days_again(stall: Stall) -> None:
    issue = discussion(stall)
    wait(stall, 20 * 86_400)
    stall.market.issue_sides.close(BUYER, issue_id=issue.id)
    stall.market.issue_sides.reopen(BUYER, issue_id=issue.id)
    wait(stall, 20 * 86_400)
    assert issue.chat_active
    wait(stall, 11 * 86_400)
    assert not issue.chat_active


def test_an_unresolved_discussion_stays_unresolved(stall: Stall) -> None:
    issue = discussion(stall)
    stall.market.issue_sides.mark_unresolved(BUYER, issue_id=issue.id)
    assert say(stall, issue, "Dzień dobry.").status_code == 201
    wait(stall, 31 * 86_400)
    assert issue.status == "DISPUTE_UNRESOLVED"


@pytest.mark.parametrize(("accepted", "status"), [(False, "CLAIM_SUBMITTED"), (True, "CLAIM_ACCEPTED")])
def test_a_claim_nobody_decides_keeps_its_status_unless_told_otherwise(
    stall: Stall, accepted: bool, status: str
) -> None:
    stall.market.settings.undecided_claims_accepted = accepted
    issue = claim(stall)
    wait(stall, 16 * 86_400)
    assert listed(stall)[0]["currentState"]["status"] == status
    assert "minął" in " ".join(entry["text"] for entry in chat(stall, issue))
    assert say(stall, issue, "Przepraszamy.").status_code == 201


def test_a_decided_claim_has_no_more_deadline(stall: Stall) -> None:
    issue = claim(stall)
    decide(stall, issue, "REJECTED_MINOR_DEFECT")
    before = len(issue.entries)
    wait(stall, 20 * 86_400)
    assert len(issue.entries) == before


# -- buyers who live


@pytest.fixture
def lively(stall: Stall) -> str:
    stall.market.buyer_side.know("zywa_ala", lively=True)
    return "zywa_ala"


def _said(issue: Issue) -> list[str]:
    return [entry.text for entry in issue.entries if entry.role == "BUYER"]


def test_a_live_buyer_reacts_to_an_answer(stall: Stall, lively: str) -> None:
    issue = discussion(stall, buyer=lively)
    say(stall, issue, "Dzień dobry, paczka wyszła dziś rano, numer jest w zamówieniu.")
    stall.market.advance(300)
    assert len(_said(issue)) == 2


def test_most_live_buyers_end_a_discussion_when_asked(stall: Stall) -> None:
    ended = 0
    for number in range(20):
        login = f"zywy_{number}"
        stall.market.buyer_side.know(login, lively=True)
        issue = discussion(stall, buyer=login)
        say(stall, issue, "Czy możemy zakończyć?", "END_REQUEST")
        stall.market.advance(300)
        ended += issue.status == "DISPUTE_CLOSED"
    assert 10 <= ended < 20


def test_a_live_buyer_sends_back_what_is_asked_for(stall: Stall, lively: str) -> None:
    order = stall.buy(lively)
    issue = stall.market.issue_sides.open_claim(lively, order_id=order.id, reason="OTHER", text="Nie działa.")
    say(stall, issue, "Proszę odesłać na nasz adres.", "RETURN_REQUIRED_CUSTOM")
    stall.market.advance(2 * 86_400)
    assert any(any(c.isdigit() for c in text) for text in _said(issue)[2:])


def test_a_live_buyer_nobody_answers_gives_up_after_a_week(stall: Stall, lively: str) -> None:
    issue = discussion(stall, buyer=lively)
    stall.market.advance(6 * 86_400)
    assert len(_said(issue)) == 3
    assert issue.status == "DISPUTE_ONGOING"
    stall.market.advance(2 * 86_400)
    assert issue.status == "DISPUTE_UNRESOLVED"


def test_a_live_buyer_takes_note_of_a_decision(stall: Stall, lively: str) -> None:
    order = stall.buy(lively)
    issue = stall.market.issue_sides.open_claim(lively, order_id=order.id, reason="OTHER", text="Nie działa.")
    decide(stall, issue, "REJECTED_OTHER")
    stall.market.advance(600)
    assert len(_said(issue)) == 2


def test_stopped_buyers_do_nothing(stall: Stall, lively: str) -> None:
    issue = discussion(stall, buyer=lively)
    stall.market.live.stop()
    stall.market.advance(20 * 86_400)
    assert len(_said(issue)) == 1
    assert issue.status == "DISPUTE_ONGOING"
