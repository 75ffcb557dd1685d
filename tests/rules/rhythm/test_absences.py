"""Who stands in for whom, and how long a silence is."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.rhythm.absences import Absence, is_away, stand_in, stands_in_for
from kontuar.rules.rhythm.silence import silence, working_time
from tests.rules.rhythm.calendars import PLAIN, calendars, days, instants, warsaw

DAY = date(2026, 11, 19)
HOUR = timedelta(hours=1)
people = st.integers(1, 4)


def away(person: int, deputy: int | None) -> Absence:
    return Absence(person=person, deputy=deputy, first=DAY, last=DAY)


@st.composite
def plans(draw: st.DrawFn) -> Absence:
    first = draw(days)
    last = first + timedelta(days=draw(st.integers(0, 300)))
    return Absence(person=draw(people), deputy=draw(st.none() | people), first=first, last=last)


def test_a_deputy_who_is_away_is_stood_in_for_himself() -> None:
    assert stand_in([away(1, 2), away(2, 3)], 1, DAY) == 3
    assert stands_in_for([away(1, 2), away(2, 3)], 3, DAY) == {1, 2}


def test_deputies_in_a_circle_and_a_missing_one_leave_nobody() -> None:
    assert stand_in([away(1, 2), away(2, 1)], 1, DAY) is None
    assert stand_in([away(1, None)], 1, DAY) is None


def test_an_absence_begins_and_ends_by_itself() -> None:
    plan = Absence(person=1, deputy=2, first=DAY, last=DAY + timedelta(days=2))
    told = [stand_in([plan], 1, DAY + timedelta(days=number)) for number in (-1, 0, 2, 3)]
    assert told == [1, 2, 2, 1]


@given(st.lists(plans(), max_size=6), people, days)
def test_who_stands_in_is_there_himself(found: list[Absence], person: int, day: date) -> None:
    chosen = stand_in(found, person, day)
    assert chosen is None or not is_away(found, chosen, day)
    assert is_away(found, person, day) or chosen == person
    if chosen is not None and chosen != person:
        assert person in stands_in_for(found, chosen, day)


@given(st.lists(plans(), max_size=6), days)
def test_nobodys_work_is_done_by_two(found: list[Absence], day: date) -> None:
    taken = [person for one in range(1, 5) for person in stands_in_for(found, one, day)]
    assert len(taken) == len(set(taken))


def test_a_weekend_is_no_silence() -> None:
    friday, monday = warsaw("2026-11-20 16:00"), warsaw("2026-11-23 10:00")
    found = silence(friday, monday, calendar=PLAIN, threshold=2 * HOUR)
    assert (found.working, found.is_alarming) == (2 * HOUR, True)
    assert not silence(friday, monday, calendar=PLAIN, threshold=3 * HOUR).is_alarming
    assert not silence(friday, monday, calendar=PLAIN, threshold=timedelta(0)).is_alarming


@given(calendars(), instants, instants, instants)
def test_working_time_adds_up_and_never_exceeds_the_clock(
    calendar: BusinessCalendar, one: datetime, two: datetime, three: datetime
) -> None:
    start, middle, end = sorted((one, two, three))
    if end - start > timedelta(days=360):
        return
    whole = working_time(calendar, start, end)
    assert whole == working_time(calendar, start, middle) + working_time(calendar, middle, end)
    assert timedelta(0) <= whole <= end - start
