"""Made-up sellers' years for the property tests: zones that change their clocks, holidays, odd weekends."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from kontuar.rules.calendar import BusinessCalendar, office_week

WARSAW = ZoneInfo("Europe/Warsaw")
ZONES = ("Europe/Warsaw", "Europe/Vilnius", "America/New_York", "America/Havana", "Africa/Cairo", "UTC")
PLAIN = BusinessCalendar(zone=WARSAW)
# both changes of the clock, Christmas and Easter lie within
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30)).map(lambda at: at.replace(tzinfo=UTC))
days = st.dates(date(2026, 1, 1), date(2027, 6, 30))
walls = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))


@st.composite
def calendars(draw: st.DrawFn) -> BusinessCalendar:
    off = st.frozensets(days, max_size=6)
    return BusinessCalendar(
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        days_off=draw(off),
        absences=draw(off),
        weekend=draw(st.frozensets(st.integers(0, 6), max_size=5)),
        office_hours=office_week(time(9), time(17), weekdays=range(draw(st.integers(0, 7)))),
    )


def warsaw(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)
