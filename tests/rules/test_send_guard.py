from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kontuar.facts.case import CaseState
from kontuar.facts.drafts import DraftKind, OutgoingFacts
from kontuar.rules.policy import OwnTargets
from kontuar.rules.send_guard import Decision, verdict

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def outgoing(**more: Any) -> OutgoingFacts:
    given: dict[str, Any] = {
        "composed_at": NOW - timedelta(minutes=1),
        "last_buyer_message_at_when_composed": NOW - HOUR,
        "last_buyer_message_at": NOW - HOUR,
    }
    return OutgoingFacts(**given | more)


def test_an_ordinary_answer_leaves(make: Any) -> None:
    assert verdict(outgoing(), NOW, make.policy(NOW.date())).decision is Decision.SEND


def test_a_first_message_to_a_buyer_who_never_wrote_leaves(make: Any) -> None:
    first = outgoing(
        kind=DraftKind.NEW_CONVERSATION,
        last_buyer_message_at=None,
        last_buyer_message_at_when_composed=None,
        thread_is_open=False,
    )
    assert verdict(first, NOW, make.policy(NOW.date())).decision is Decision.SEND


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("watch_only", {"watch_only": True}),
        ("thread_closed", {"thread_is_open": False}),
        ("buyer_wrote_since", {"last_buyer_message_at": NOW - HOUR / 2}),
        ("buyer_wrote_since", {"last_buyer_message_at_when_composed": None}),
        ("case_closed", {"case_state": CaseState.CLOSED}),
        ("too_late", {"composed_at": NOW - 25 * HOUR}),
        ("too_late", {"planned_at": NOW - 25 * HOUR}),
        ("same_text", {"same_text_recently": 1}),
        ("too_many_in_a_row", {"ours_in_a_row": 6}),
    ],
)
def test_what_changed_since_writing_gives_the_text_back(
    reason: str, change: dict[str, Any], make: Any
) -> None:
    found = verdict(outgoing(**change), NOW, make.policy(NOW.date()))
    assert (found.decision, found.reason) == (Decision.BACK, reason)


@pytest.mark.parametrize("own", [{"same_text_recently": 9}, {"ours_in_a_row": 99}])
def test_a_person_who_insists_passes_the_loop_fuse(own: dict[str, Any], make: Any) -> None:
    insisted = outgoing(is_insisted=True, **own)
    assert verdict(insisted, NOW, make.policy(NOW.date())).decision is Decision.SEND


@pytest.mark.parametrize(
    "change",
    [
        {"watch_only": True},
        {"thread_is_open": False},
        {"last_buyer_message_at": NOW},
        {"case_state": CaseState.CLOSED},
        {"planned_at": NOW - 25 * HOUR},
    ],
)
def test_insisting_passes_nothing_else(change: dict[str, Any], make: Any) -> None:
    insisted = outgoing(is_insisted=True, **change)
    assert verdict(insisted, NOW, make.policy(NOW.date())).decision is Decision.BACK


def test_a_message_dated_back_before_our_writing_is_still_noticed(make: Any) -> None:
    """It became visible later than we wrote, though it was typed before: what the writer knew counts."""
    dated_back = outgoing(
        composed_at=NOW - timedelta(minutes=5),
        last_buyer_message_at_when_composed=NOW - 3 * HOUR,
        last_buyer_message_at=NOW - 2 * HOUR,
    )
    assert verdict(dated_back, NOW, make.policy(NOW.date())).reason == "buyer_wrote_since"


def test_a_text_put_off_until_now_is_not_too_late(make: Any) -> None:
    put_off = outgoing(composed_at=NOW - timedelta(days=3), planned_at=NOW - timedelta(minutes=1))
    assert verdict(put_off, NOW, make.policy(NOW.date())).decision is Decision.SEND


def test_a_person_may_write_into_a_closed_case(make: Any) -> None:
    closed = outgoing(case_state=CaseState.CLOSED, case_state_when_composed=CaseState.CLOSED)
    assert verdict(closed, NOW, make.policy(NOW.date())).decision is Decision.SEND


def test_the_hourly_cap_delays_until_the_oldest_is_an_hour_old(make: Any) -> None:
    policy = make.policy(NOW.date(), own=OwnTargets(hourly_cap=10))
    full = outgoing(sent_last_hour=10, first_of_hour_at=NOW - timedelta(minutes=40))
    found = verdict(full, NOW, policy)
    assert (found.decision, found.retry_at) == (Decision.LATER, NOW + timedelta(minutes=20))
    assert verdict(outgoing(sent_last_hour=9), NOW, policy).decision is Decision.SEND


def test_a_full_hour_does_not_hide_a_reason_to_give_back(make: Any) -> None:
    both = outgoing(sent_last_hour=10_000, thread_is_open=False)
    assert verdict(both, NOW, make.policy(date(2026, 11, 16))).decision is Decision.BACK
