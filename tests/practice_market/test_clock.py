"""The market's clock: real, fast, frozen, pushed, never backwards; what is due happens in its order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.practice_market.clock import Clock, read_instant, stamp
from kontuar.practice_market.schedule import Schedule

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Tick:
    """Real time for a test, moved by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def _clock(**wishes: float) -> tuple[Clock, Tick]:
    tick = Tick()
    return Clock(start_at=START, monotonic=tick, **wishes), tick


def test_it_starts_at_the_real_now() -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)  # its time has whole ones
    assert before <= Clock().now() <= datetime.now(UTC)


def test_it_runs_with_real_time_and_faster() -> None:
    clock, tick = _clock()
    tick.at += 10
    assert clock.now() == START + timedelta(seconds=10)
    clock.set_speed(60)
    tick.at += 10
    assert clock.now() == START + timedelta(seconds=610)


def test_frozen_it_moves_only_when_pushed() -> None:
    clock, tick = _clock()
    clock.freeze()
    tick.at += 50
    assert clock.now() == START
    clock.advance(5)
    assert clock.now() == START + timedelta(seconds=5)
    clock.thaw()
    tick.at += 1
    assert clock.now() == START + timedelta(seconds=6)


def test_it_never_runs_backwards() -> None:
    clock, _ = _clock()
    clock.set(START + timedelta(days=1))
    with pytest.raises(ValueError, match="backwards"):
        clock.set(START)
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="time zone"):
        clock.set(datetime(2027, 1, 1))
    with pytest.raises(ValueError, match="above 0"):
        clock.set_speed(0)


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))
def test_stamps_are_read_back_to_the_millisecond(instant: datetime) -> None:
    assert read_instant(stamp(instant)) == instant.replace(microsecond=instant.microsecond // 1000 * 1000)


@given(st.lists(st.tuples(st.sampled_from(["advance", "tick", "fast", "freeze", "thaw"]), st.floats(0, 1e5))))
def test_whatever_is_done_to_it_time_does_not_go_back(deeds: list[tuple[str, float]]) -> None:
    clock, tick = _clock()
    last = clock.now()
    for deed, size in deeds:
        if deed == "advance":
            clock.advance(size)
        elif deed == "tick":
            tick.at += size
        elif deed == "fast":
            clock.set_speed(size + 0.1)
        else:
            (clock.freeze if deed == "freeze" else clock.thaw)()
        assert clock.now() >= last
        last = clock.now()


def test_deeds_run_in_order_of_their_instants_and_are_told_them() -> None:
    schedule, done = Schedule(), []

    def again(at: datetime) -> None:
        done.append(("first", at, schedule.present))
        schedule.at(at + timedelta(seconds=1), lambda due: done.append(("third", due, schedule.present)))

    schedule.at(START + timedelta(seconds=9), lambda at: done.append(("late", at, schedule.present)))
    schedule.at(START, again)
    schedule.at(START, lambda at: done.append(("second", at, schedule.present)))
    assert schedule.run_due(START + timedelta(seconds=5)) == 3
    assert [name for name, _, _ in done] == ["first", "second", "third"]
    assert all(at == present for _, at, present in done)
    assert schedule.present is None
    assert len(schedule) == 1
