"""How long buyers waited: the middle, the slowest tenth, before and after payment."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.rules.rhythm.answer_times import (
    FEWEST,
    Wait,
    Word,
    is_worse_once_paid,
    slowest_tenth,
    times,
    waits,
)

MON = datetime(2026, 11, 16, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALL = (MON - 90 * DAY, MON + 90 * DAY)
lengths = st.lists(st.timedeltas(timedelta(0), timedelta(days=20)), max_size=60)


def asks(hours: float, *, case: int = 1, **more: bool) -> Word:
    return Word(case=case, account=1, at=MON + HOUR * hours, asks=True, answers=False, **more)


def ours(hours: float, *, case: int = 1) -> Word:
    return Word(case=case, account=1, at=MON + HOUR * hours, asks=False, answers=True)


def thanks(hours: float) -> Word:
    return Word(case=1, account=1, at=MON + HOUR * hours, asks=False, answers=False)


@pytest.mark.parametrize(
    ("talk", "hours"),
    [
        ([asks(0), ours(2)], [2]),
        ([asks(0), asks(1), ours(2)], [2]),
        ([asks(0), ours(2), ours(3)], [2]),
        ([asks(0), ours(2), asks(5), ours(6)], [2, 1]),
        ([asks(0), ours(2), thanks(3)], [2]),
        ([ours(0), asks(1)], [None]),
        ([asks(0, is_over=True)], []),
        ([asks(0), ours(1, case=2)], [None]),
        ([], []),
    ],
)
def test_a_wait_runs_from_the_first_unanswered_word_to_our_next(
    talk: list[Word], hours: list[float | None]
) -> None:
    found = list(waits(talk, begins=ALL[0], ends=ALL[1]))
    told = [(one.answered_at - one.since_at) / HOUR if one.answered_at else None for one in found]
    assert told == hours


def test_a_wait_belongs_to_the_week_it_began_in() -> None:
    talk = [asks(-1), ours(1), asks(2), ours(200)]
    assert len(list(waits(talk, begins=MON, ends=MON + 7 * DAY))) == 1


def made(*hours: float, is_paid: bool = False) -> list[Wait]:
    return [Wait(account=1, since_at=MON, answered_at=MON + HOUR * n, is_paid=is_paid) for n in hours]


def test_of_few_answers_no_slowest_tenth_is_told_and_without_any_nothing() -> None:
    assert times([]) is None
    few = times(made(*range(1, FEWEST)))
    assert few
    assert (few.typical, few.slowest) == (5 * HOUR, None)
    enough = times(made(*range(1, FEWEST + 1)))
    assert enough
    assert enough.slowest == 9 * HOUR


@given(lengths)
def test_at_most_a_tenth_is_slower_than_the_slowest_tenth(told: list[timedelta]) -> None:
    slowest = slowest_tenth(told)
    if slowest is None:
        assert len(told) < FEWEST
    else:
        assert sum(one > slowest for one in told) <= len(told) / 10
        assert slowest in told


def test_waiting_longer_once_paid_is_told_only_with_enough_of_both() -> None:
    quick, slow = times(made(1, 1, 1, 1, 1)), times(made(3, 3, 3, 3, 3, is_paid=True))
    assert is_worse_once_paid(quick, slow)
    assert not is_worse_once_paid(slow, quick)
    assert not is_worse_once_paid(quick, times(made(9, 9)))
    assert not is_worse_once_paid(None, slow)
