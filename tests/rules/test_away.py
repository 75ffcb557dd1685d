"""When an automatic answer may go out, and when somebody is back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.drafters import away as drafter
from kontuar.facts.messages import ThreadKind
from kontuar.rules.away import Word, back_at, day_of_return_ends, may_answer
from kontuar.rules.calendar import BusinessCalendar

WARSAW = ZoneInfo("Europe/Warsaw")
CALENDAR = BusinessCalendar(zone=WARSAW, days_off=frozenset({date(2026, 11, 11)}))
FRIDAY_NIGHT = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_after_hours_the_next_opening_is_told() -> None:
    assert back_at(CALENDAR, FRIDAY_NIGHT) == MONDAY_NINE
    assert back_at(CALENDAR, datetime(2026, 11, 10, 17, 0, tzinfo=UTC)) == datetime(
        2026, 11, 12, 8, tzinfo=UTC
    )
    assert day_of_return_ends(CALENDAR, MONDAY_NINE) == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def test_in_office_hours_nobody_is_away() -> None:
    assert back_at(CALENDAR, MONDAY_NINE) is None


def test_days_on_which_everybody_is_absent_are_passed_over() -> None:
    away = frozenset({date(2026, 11, 23), date(2026, 11, 24)})
    assert back_at(CALENDAR, FRIDAY_NIGHT, away) == datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def test_without_an_opening_for_two_months_nothing_is_said() -> None:
    for_long = frozenset(date(2026, 11, 1) + timedelta(days=n) for n in range(120))
    assert back_at(CALENDAR, FRIDAY_NIGHT, for_long) is None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))
def test_whoever_is_back_is_back_later_and_stays_out_until_then(naive: datetime) -> None:
    now = naive.replace(tzinfo=UTC)
    back = back_at(CALENDAR, now)
    if back is not None:
        assert back > now
        assert back_at(CALENDAR, back - timedelta(seconds=1)) == back
        assert back_at(CALENDAR, back) is None


@pytest.mark.parametrize(
    "word",
    [
        Word(written_at=FRIDAY_NIGHT, thread_kind=ThreadKind.PROBLEM),
        Word(written_at=FRIDAY_NIGHT, thread_kind=ThreadKind.CLAIM),
        Word(written_at=FRIDAY_NIGHT, thread_kind=ThreadKind.TALK, is_closer=True),
        Word(written_at=FRIDAY_NIGHT, thread_kind=ThreadKind.TALK, is_person=False),
        Word(written_at=FRIDAY_NIGHT, thread_kind=ThreadKind.TALK, is_answered=True),
        Word(written_at=FRIDAY_NIGHT - timedelta(hours=4), thread_kind=ThreadKind.TALK),
    ],
)
def test_what_is_never_answered_automatically(word: Word) -> None:
    assert not may_answer(word, MONDAY_NINE, FRIDAY_NIGHT)


def test_a_plain_question_is_answered_while_nobody_is_here() -> None:
    word = Word(written_at=FRIDAY_NIGHT, thread_kind=ThreadKind.TALK)
    assert may_answer(word, MONDAY_NINE, FRIDAY_NIGHT)
    assert not may_answer(word, None, FRIDAY_NIGHT)


@pytest.mark.parametrize("language", [*drafter.LANGUAGES, "xx"])
def test_the_answer_says_that_it_is_automatic_and_when_somebody_is_back(language: str) -> None:
    text = drafter.draft(MONDAY_NINE, language=language, zone=WARSAW)
    assert "09:00" in text
    assert "23" in text
    assert any(word in text for word in ("automatyczna", "automatic", "automatische", "automatinis"))
