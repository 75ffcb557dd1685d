"""How soon first questions were answered: the table row by row, and what no table says."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.facts.case import CaseMessage
from kontuar.facts.messages import MessageKind, MessageStatus, Role
from kontuar.rulebook.load import policy_for
from kontuar.rules.rhythm.first_answers import firsts, measure
from tests.rules.rhythm.calendars import WARSAW
from tests.rules.test_clock_examples import examples

ROLES = {"q": Role.BUYER, "m": Role.BUYER, "s": Role.SELLER, "a": Role.AUTOMAT, "p": Role.MARKETPLACE}
STATES = {"-": MessageStatus.GONE, "x": MessageStatus.BLOCKED}
START = datetime(2026, 11, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 11, tzinfo=UTC)


def said(word: str, at: datetime) -> CaseMessage:
    return CaseMessage(
        external_id=f"{word}{at}",
        role=ROLES[word[0]],
        kind=MessageKind.QUESTION if word[0] == "q" else MessageKind.MESSAGE,
        status=STATES.get(word[1:], MessageStatus.DELIVERED),
        written_at=at,
        first_seen_at=at,
    )


def talk(text: str, make: Any) -> list[CaseMessage]:
    pairs = (one.strip().partition(" ") for one in text.split(";"))
    return [said(word, make.at(at)) for word, _, at in pairs]


@pytest.mark.parametrize("row", examples("first-question.md"))
def test_first_answer_examples(row: dict[str, str], make: Any) -> None:
    found = measure([talk(row["Thread"], make)], make.policy(date(2026, 11, 20)), NOW)
    if row["In time"] == "none":
        assert found is None
        return
    assert found is not None
    counts = (found.in_time, found.late, found.waiting, found.automatic, found.by_marketplace)
    assert counts == tuple(int(row[name]) for name in ("In time", "Late", "Waiting", "Automatic", "Allegro"))
    hours, _, minutes = row["Typical"].partition(":")
    typical = None if hours == "none" else timedelta(hours=int(hours), minutes=int(minutes))
    assert found.typical == typical


def test_nobody_measures_a_mailbox(make: Any) -> None:
    thread = talk("q 2026-11-16 10:00", make)
    assert measure([thread], make.policy(date(2026, 11, 20), marketplace="mail"), NOW) is None


near = st.integers(0, 18 * 48).map(lambda half_hours: START + half_hours * timedelta(minutes=30))
words = st.sampled_from(["q", "m", "s", "a", "p", "q-", "qx", "sx"])
threads = st.lists(st.builds(said, words, near), max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(threads, max_size=3), near)
def test_each_waiting_counts_once_whatever_the_order_of_reading(
    talks: list[list[CaseMessage]], now: datetime
) -> None:
    policy = policy_for("allegro", "PL", date(2026, 11, 20), zone=WARSAW)
    known = [[one for one in thread if one.written_at <= now] for thread in talks]
    found = measure(known, policy, now)
    waits = sum(len(list(firsts(thread, policy.answer, now))) for thread in known)
    assert (found.asked if found else 0) == waits
    if found:
        assert found.automatic + found.by_marketplace <= found.asked
        assert (found.typical is None) == all(
            one.answered_at is None for thread in known for one in firsts(thread, policy.answer, now)
        )
