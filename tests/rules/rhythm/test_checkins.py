"""Check-in times, what is due before the next one, and when one may say that all is answered."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.rhythm.checkins import CheckIns, next_after
from kontuar.rules.rhythm.due import Answered, Limit, answered, due_before
from tests.rules.rhythm.calendars import PLAIN, WARSAW, calendars, instants, walls, warsaw

THRICE = CheckIns(times=(time(7, 30), time(13), time(18)))
plans = st.builds(
    CheckIns,
    times=st.lists(walls, min_size=1, max_size=5, unique=True).map(tuple),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
)


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    due = draw(instants)
    early = timedelta(hours=draw(st.integers(0, 72)))
    key = str(draw(st.integers(0, 10**6)))
    return Limit(key=key, kind="answer", due_at=due, safer_by=due - early)


def test_the_next_look_is_today_then_tomorrow_then_after_the_weekend() -> None:
    assert next_after(THRICE, PLAIN, warsaw("2026-11-19 07:30")) == warsaw("2026-11-19 13:00")
    assert next_after(THRICE, PLAIN, warsaw("2026-11-19 18:00")) == warsaw("2026-11-20 07:30")
    assert next_after(THRICE, PLAIN, warsaw("2026-11-20 18:01")) == warsaw("2026-11-23 07:30")


def test_nobody_looks_on_a_holiday_or_while_away() -> None:
    calendar = BusinessCalendar(zone=WARSAW, days_off=frozenset({date(2026, 11, 11)}))
    assert next_after(THRICE, calendar, warsaw("2026-11-10 19:00")) == warsaw("2026-11-12 07:30")
    away = CheckIns(times=(time(8),), away=frozenset({date(2026, 11, 12)}))
    assert next_after(away, calendar, warsaw("2026-11-10 19:00")) == warsaw("2026-11-13 08:00")


def test_without_times_or_days_there_is_no_next_look() -> None:
    assert next_after(CheckIns(times=()), PLAIN, warsaw("2026-11-10 19:00")) is None
    assert (
        next_after(CheckIns(times=(time(8),), weekdays=frozenset()), PLAIN, warsaw("2026-11-10 19:00"))
        is None
    )


def test_a_look_keeps_its_wall_time_over_both_changes_of_the_clock() -> None:
    daily = CheckIns(times=(time(7, 30),), weekdays=frozenset(range(7)))
    assert next_after(daily, PLAIN, warsaw("2026-03-28 07:30")) == warsaw("2026-03-29 07:30")
    assert next_after(daily, PLAIN, warsaw("2026-10-24 07:30")) == warsaw("2026-10-25 07:30")


@given(plans, calendars(), instants)
def test_the_next_look_is_the_first_one_after_now(
    plan: CheckIns, calendar: BusinessCalendar, now: datetime
) -> None:
    found = next_after(plan, calendar, now)
    if found is None:
        return
    assert found > now
    day = calendar.local_day(found)
    assert day.weekday() in plan.weekdays
    assert day not in calendar.days_off | calendar.absences
    assert found in {calendar.wall(day, wall) for wall in plan.times}
    between = now + (found - now) / 2
    assert next_after(plan, calendar, between) == found


@given(st.lists(limits()), instants, instants)
def test_what_is_due_before_a_moment_only_grows_with_it(
    found: list[Limit], one: datetime, other: datetime
) -> None:
    first, second = (due_before(found, at) for at in sorted((one, other)))
    assert first.keys <= second.keys
    assert {limit.key for limit in first.must} <= {limit.key for limit in second.must}
    assert all(limit.due_at > first.until >= limit.safer_by for limit in first.better)
    assert first.count == len({limit.key for limit in found if limit.safer_by <= first.until})


def test_all_answered_is_never_said_of_what_was_not_read_or_did_not_arrive() -> None:
    assert answered(0, is_all_read=True, is_all_sent=True) is Answered.CLEAR
    assert answered(0, is_all_read=False, is_all_sent=True) is Answered.UNKNOWN
    assert answered(0, is_all_read=True, is_all_sent=False) is Answered.UNKNOWN
    assert answered(1, is_all_read=False, is_all_sent=False) is Answered.DUE
