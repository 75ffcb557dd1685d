"""Before leaving: when somebody is back from the evening, the weekend, the holidays."""

from datetime import date, datetime, timedelta

from hypothesis import given

from kontuar.rulebook.days_off import public_holidays
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.rhythm.leaving import Leave, returns
from tests.rules.rhythm.calendars import PLAIN, WARSAW, calendars, instants, warsaw

POLAND = BusinessCalendar(zone=WARSAW, days_off=public_holidays("PL", 2026, 2027))


def back(calendar: BusinessCalendar, at: str) -> dict[Leave, datetime]:
    return {one.leave: one.back_at for one in returns(calendar, warsaw(at))}


def test_on_a_thursday_the_evening_ends_on_friday_and_the_weekend_on_monday() -> None:
    assert back(PLAIN, "2026-11-19 16:00") == {
        Leave.TOMORROW: warsaw("2026-11-20 09:00"),
        Leave.WEEKEND: warsaw("2026-11-23 09:00"),
    }


def test_on_a_friday_tomorrow_is_monday() -> None:
    assert back(PLAIN, "2026-11-20 16:00")[Leave.TOMORROW] == warsaw("2026-11-23 09:00")


def test_christmas_of_2026_ends_on_the_monday_after_the_weekend() -> None:
    found = back(POLAND, "2026-12-16 10:00")
    assert found[Leave.HOLIDAYS] == warsaw("2026-12-28 09:00")
    assert found[Leave.WEEKEND] == warsaw("2026-12-21 09:00")


def test_a_holiday_on_a_weekend_frees_nobody_and_is_not_waited_for() -> None:
    # 15 August 2026 is a Saturday: the next holiday that closes the shop is 11 November
    assert back(POLAND, "2026-08-12 10:00")[Leave.HOLIDAYS] == warsaw("2026-11-12 09:00")


@given(calendars(), instants)
def test_a_return_is_an_open_day_after_today_and_the_first_one(
    calendar: BusinessCalendar, now: datetime
) -> None:
    today = calendar.local_day(now)
    found = {one.leave: one for one in returns(calendar, now)}
    for one in found.values():
        assert one.day > today
        assert calendar.is_open(one.day)
        assert calendar.local_day(one.back_at) == one.day
        assert one.back_at > now
        assert one.leave is Leave.TOMORROW or not calendar.is_open(one.day - timedelta(days=1))
    if Leave.TOMORROW in found:
        between = [today + timedelta(days=n) for n in range(1, (found[Leave.TOMORROW].day - today).days)]
        assert not any(calendar.is_open(day) for day in between)
        assert all(one.day >= found[Leave.TOMORROW].day for one in found.values())


def test_a_shop_that_never_closes_has_no_weekend_to_leave_for() -> None:
    always = BusinessCalendar(zone=WARSAW, weekend=frozenset())
    assert {one.leave for one in returns(always, warsaw("2026-11-19 16:00"))} == {Leave.TOMORROW}
    assert date(2026, 11, 20) in {one.day for one in returns(always, warsaw("2026-11-19 16:00"))}
