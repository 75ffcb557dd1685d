"""When a letter about a deadline may be written."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.rhythm.letters import Quiet, is_to_tell, quiet_around, tell_at
from tests.rules.rhythm.calendars import PLAIN, calendars, instants, walls, warsaw

NIGHT = Quiet(begins=time(22), until=time(7))
FOUR = timedelta(hours=4)
quiets = st.none() | st.builds(Quiet, begins=walls, until=walls)
spans = st.integers(1, 72).map(lambda hours: timedelta(hours=hours))


def told(due: str, ahead: timedelta = FOUR) -> datetime:
    return tell_at(warsaw(due), ahead=ahead, quiet=NIGHT, calendar=PLAIN)


def test_by_day_a_letter_comes_hours_before() -> None:
    assert told("2026-11-19 16:00") == warsaw("2026-11-19 12:00")


def test_what_would_be_told_at_night_is_told_when_the_quiet_hours_end() -> None:
    assert told("2026-11-19 09:00") == warsaw("2026-11-19 07:00")


def test_what_ends_at_night_is_told_in_the_evening() -> None:
    assert told("2026-11-19 06:00") == warsaw("2026-11-18 21:30")
    assert told("2026-11-19 23:00") == warsaw("2026-11-19 19:00")


def test_what_appears_at_night_and_ends_at_night_is_told_at_once() -> None:
    now = warsaw("2026-11-19 02:00")
    assert is_to_tell(warsaw("2026-11-19 06:00"), now, ahead=FOUR, quiet=NIGHT, calendar=PLAIN)
    assert not is_to_tell(warsaw("2026-11-19 08:00"), now, ahead=8 * FOUR, quiet=NIGHT, calendar=PLAIN)


def test_quiet_hours_keep_their_wall_times_over_both_changes_of_the_clock() -> None:
    for day, after in (("2026-03-29", "2026-03-28"), ("2026-10-25", "2026-10-24")):
        found = quiet_around(NIGHT, PLAIN, warsaw(f"{day} 01:00"))
        assert found == (warsaw(f"{after} 22:00"), warsaw(f"{day} 07:00"))


@given(instants, spans, quiets, calendars())
def test_a_letter_is_never_too_late_and_never_in_quiet_hours_it_could_avoid(
    due_at: datetime, ahead: timedelta, quiet: Quiet | None, calendar: BusinessCalendar
) -> None:
    at = tell_at(due_at, ahead=ahead, quiet=quiet, calendar=calendar)
    assert at < due_at
    night = quiet_around(quiet, calendar, at)
    if night:
        assert due_at <= night[1]
    if quiet is None:
        assert at == due_at - ahead
    assert is_to_tell(due_at, at, ahead=ahead, quiet=quiet, calendar=calendar)


@given(instants, instants, spans, quiets, calendars())
def test_nothing_is_told_after_its_deadline_nor_at_night_if_it_can_wait(
    due_at: datetime, now: datetime, ahead: timedelta, quiet: Quiet | None, calendar: BusinessCalendar
) -> None:
    if is_to_tell(due_at, now, ahead=ahead, quiet=quiet, calendar=calendar):
        assert now < due_at
        night = quiet_around(quiet, calendar, now)
        assert night is None or due_at <= night[1]
