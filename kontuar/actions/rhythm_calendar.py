"""The desk's own working year: the days and hours somebody is there, with its country's public holidays.

Not the marketplace's calendar (``actions/policies``): a shop open on Saturdays has no weekend on Saturday here.
"""

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from kontuar.rulebook.days_off import public_holidays
from kontuar.rules.calendar import NINE_TO_FIVE, BusinessCalendar, OfficeHours
from kontuar.store.models import Desk
from kontuar.store.queries.desk import the_desk

EVERY_DAY = frozenset(range(7))
type Hours = tuple[tuple[int, str, str], ...]


def calendar(*, now: datetime, desk: Desk | None = None) -> BusinessCalendar:
    """The year around ``now``; ``desk`` spares reading it again. A desk without any hours has the usual ones."""
    desk = desk or the_desk()
    zone = ZoneInfo(desk.zone)
    hours = tuple((int(day), span[0], span[1]) for day, span in sorted(desk.office_hours.items()) if span)
    return _built(zone, desk.country, now.astimezone(zone).year, hours, tuple(desk.days_off))


@lru_cache(maxsize=32)
def _built(
    zone: ZoneInfo, country: str, year: int, hours: Hours, days_off: tuple[str, ...]
) -> BusinessCalendar:
    opened = tuple(
        OfficeHours(weekday=day, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))
        for day, opens, closes in hours
    )
    office = opened or NINE_TO_FIVE
    return BusinessCalendar(
        zone=zone,
        days_off=public_holidays(country, year - 1, year + 2),
        weekend=EVERY_DAY - {span.weekday for span in office},
        absences=frozenset(date.fromisoformat(day) for day in days_off),
        office_hours=office,
    )
