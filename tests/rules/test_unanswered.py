"""What opens and what ends the answer clock, and what history is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kontuar.facts.case import CaseState
from kontuar.facts.messages import Message, MessageKind, MessageStatus, Role, ThreadKind
from kontuar.rules.assess import assess_case, is_history
from kontuar.rules.duties import answer
from kontuar.rules.duty import DutyKind, Origin, Standing

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def asked(make: Any) -> Any:
    return make.message(make.at("2026-11-16 10:00"))


def owes(make: Any, *messages: Any, now: str = "2026-11-16 13:00", **more: Any) -> bool:
    at = make.at(now)
    return bool(assess_case(make.case(*messages, **more), make.policy(at.date()), at).duties)


def replied(make: Any, at: str = "2026-11-16 11:00", **more: Any) -> Any:
    return make.message(make.at(at), **{"role": Role.SELLER} | more)


def test_the_sellers_delivered_word_ends_the_duty(make: Any, asked: Any) -> None:
    assert owes(make, asked)
    assert not owes(make, asked, replied(make))


@pytest.mark.parametrize("role", [Role.AUTOMAT, Role.MARKETPLACE, Role.BUYER])
def test_nobody_elses_word_ends_it(role: Role, make: Any, asked: Any) -> None:
    assert owes(make, asked, replied(make, role=role))


@pytest.mark.parametrize("status", [MessageStatus.BLOCKED, MessageStatus.GONE])
def test_a_stopped_or_vanished_answer_does_not_end_it(status: MessageStatus, make: Any, asked: Any) -> None:
    assert owes(make, asked, replied(make, status=status))


def test_an_answer_being_checked_ends_it_for_two_hours_only(make: Any, asked: Any) -> None:
    checked = replied(make, status=MessageStatus.CHECKING)
    assert not owes(make, asked, checked, now="2026-11-16 12:59")
    at = make.at("2026-11-16 13:00")
    policy = make.policy(at.date())
    (back,) = assess_case(make.case(asked, checked), policy, at).duties
    (before,) = assess_case(make.case(asked), policy, at).duties
    assert back == before
    waiting = assess_case(make.case(asked, checked), policy, make.at("2026-11-16 12:00"))
    assert waiting.changes_at == at


def test_an_answer_of_the_same_moment_came_not_after_it(make: Any, asked: Any) -> None:
    assert owes(make, asked, replied(make, "2026-11-16 10:00"))


def test_a_deleted_question_still_counts_and_a_blocked_one_never_came(make: Any, asked: Any) -> None:
    assert owes(make, replace(asked, status=MessageStatus.GONE))
    assert not owes(make, replace(asked, status=MessageStatus.BLOCKED))


@pytest.mark.parametrize("mark", [{"is_closer": True}, {"is_history": True}, {"waived_reason": "phone"}])
def test_what_a_person_or_the_reader_set_aside_opens_nothing(mark: Any, make: Any, asked: Any) -> None:
    assert not owes(make, replace(asked, **mark))


def test_a_closer_does_not_hide_the_question_before_it(make: Any, asked: Any) -> None:
    assert owes(make, asked, make.message(make.at("2026-11-16 12:00"), is_closer=True))


def test_a_measured_question_and_a_mere_message_lose_different_things(make: Any, asked: Any) -> None:
    at = make.at("2026-11-16 13:00")
    policy = make.policy(at.date())
    (plain,) = assess_case(make.case(asked), policy, at).duties
    assert (plain.lost, plain.is_counted, plain.origin) == ("duty_of_terms", False, Origin.RULE)
    question = make.message(make.at("2026-11-16 12:00"), kind=MessageKind.QUESTION)
    (both,) = assess_case(make.case(asked, question), policy, at).duties
    assert (both.lost, both.is_counted) == ("quality_measure", True)
    assert both.due_at == plain.due_at, "the older date is the stricter one"


def test_closing_ends_what_the_terms_ask_but_not_a_measured_question(make: Any, asked: Any) -> None:
    question = replace(asked, kind=MessageKind.QUESTION)
    assert not owes(make, asked, state=CaseState.CLOSED)
    assert owes(make, question, state=CaseState.CLOSED)
    assert not owes(make, replace(question, waived_reason="spam"), state=CaseState.CLOSED)


def test_waiting_does_not_stop_the_marketplaces_clock(make: Any, asked: Any) -> None:
    assert owes(make, asked, state=CaseState.WAITING)


def test_a_message_dated_before_our_answer_but_shown_after_it_still_waits(make: Any, asked: Any) -> None:
    hidden = make.message(make.at("2026-11-16 10:30"), seen_at=make.at("2026-11-16 12:30"))
    assert owes(make, asked, hidden, replied(make))
    assert not owes(make, asked, hidden, replied(make), replied(make, "2026-11-16 12:45"))


def test_a_message_that_came_in_the_same_pull_as_the_answer_is_answered(make: Any) -> None:
    """The seller answered in the marketplace's own app between two of our looks."""
    seen = make.at("2026-11-16 11:02")
    both = make.message(make.at("2026-11-16 10:59"), seen_at=seen + MINUTE), replied(make, seen_at=seen)
    assert not owes(make, *both)


def test_history_may_arrive_in_any_order(make: Any) -> None:
    old = make.message(make.at("2026-11-16 08:00"), seen_at=make.at("2026-11-16 12:50"))
    given = replied(make, "2026-11-16 09:00", seen_at=make.at("2026-11-16 12:01"))
    assert not owes(make, old, given, connected_at=make.at("2026-11-16 12:00"))


def test_the_warning_begins_in_the_last_opening_hours_or_after_our_own_target(make: Any) -> None:
    policy = make.policy(make.at("2026-11-16 10:00").date())
    question = make.message(make.at("2026-11-16 10:00"), kind=MessageKind.QUESTION)

    def warned(**more: Any) -> Any:
        (duty,) = assess_case(make.case(question, **more), policy, question.written_at).duties
        return duty.warn_at

    assert warned(has_order=True) == make.at("2026-11-16 15:00")  # three opening hours before 17.11. 10:00
    assert warned(has_order=False) == make.at("2026-11-16 12:00")  # two opening hours after the question


def test_the_own_target_is_only_for_questions_before_purchase(make: Any, asked: Any) -> None:
    policy = make.policy(asked.written_at.date())
    before = make.case(asked, has_order=False)
    assert answer.own_target_by(asked, before, policy) is None
    question = replace(asked, kind=MessageKind.QUESTION)
    assert answer.own_target_by(question, before, policy) == make.at("2026-11-16 12:00")
    assert answer.own_target_by(question, make.case(question), policy) is None


def test_standing_goes_from_calm_over_soon_to_late(make: Any, asked: Any) -> None:
    policy = make.policy(asked.written_at.date())
    facts = make.case(asked)
    times = ["2026-11-16 14:59", "2026-11-16 15:00", "2026-11-17 10:00"]
    found = [assess_case(facts, policy, make.at(t)).standing for t in times]
    assert found == [Standing.CALM, Standing.SOON, Standing.SOON]
    assert assess_case(facts, policy, make.at("2026-11-17 10:00") + MINUTE).standing is Standing.LATE


def test_a_problem_thread_has_its_own_clock_and_a_closed_one_none(make: Any, asked: Any) -> None:
    policy = make.policy(asked.written_at.date())
    facts = make.case(asked, thread_kind=ThreadKind.PROBLEM)
    (duty,) = assess_case(facts, policy, asked.written_at).duties
    assert (duty.kind, duty.origin, duty.is_counted) == (DutyKind.PROBLEM, Origin.OWN, False)
    assert duty.rule_id == "own.problem"
    closed = replace(facts, thread_is_open=False)
    assert assess_case(closed, policy, asked.written_at).duties == ()


def test_a_talk_that_is_closed_on_the_marketplace_is_answered_there(make: Any, asked: Any) -> None:
    found = assess_case(
        make.case(asked, thread_is_open=False), make.policy(asked.written_at.date()), asked.written_at
    )
    assert found.next_step == "open_on_marketplace"


def test_waiting_that_is_over_asks_to_look_again(make: Any) -> None:
    until = make.at("2026-11-16 10:00")
    facts = make.case(state=CaseState.WAITING, waiting_until=until)
    policy = make.policy(until.date())
    before, after = assess_case(facts, policy, until - MINUTE), assess_case(facts, policy, until)
    assert (before.next_step, before.changes_at) == ("wait", until)
    assert (after.next_step, after.changes_at) == ("look_again", None)


@pytest.mark.parametrize(
    ("connected", "history"),
    [
        ("2026-11-16 09:00", False),  # written after we came
        ("2026-11-17 09:59", False),  # its clock still runs
        ("2026-11-17 10:00", False),  # until the very end
        ("2026-11-17 10:01", True),
    ],
)
def test_only_a_message_whose_clock_still_runs_opens_a_duty(
    connected: str, history: bool, make: Any, asked: Any
) -> None:
    policy = make.policy(asked.written_at.date())
    assert is_history(asked, policy, make.at(connected)) is history
    assert not is_history(replace(asked, role=Role.SELLER), policy, make.at(connected))


def test_history_counts_working_time(make: Any) -> None:
    friday = make.message(make.at("2026-11-13 16:00"))
    policy = make.policy(friday.written_at.date())
    assert not is_history(friday, policy, make.at("2026-11-16 09:00"))


def test_history_is_asked_of_stored_and_of_fresh_messages_alike(make: Any, asked: Any) -> None:
    fresh = Message(
        external_id="1",
        thread_id="t",
        role=Role.BUYER,
        author_login="b",
        text="?",
        written_at=asked.written_at,
    )
    policy = make.policy(asked.written_at.date())
    assert is_history(fresh, policy, asked.written_at + 3 * DAY)
    assert is_history(fresh, policy, asked.written_at + 5 * HOUR, thread_kind=ThreadKind.PROBLEM)
    assert not is_history(fresh, policy, asked.written_at + 3 * HOUR, thread_kind=ThreadKind.PROBLEM)
