"""Working days, public holidays and office hours of one seller, as pure arithmetic.

Two kinds of day must not be mixed. *Off* days (weekend, public holidays of the seller's country) stop
the marketplace's clock. *Absences* are the seller's own: nobody is there, yet the clock runs on, so they
matter only for our own targets and warnings. All instants are aware; results are UTC. Days are local
days of ``zone``; a change to or from daylight saving makes a day 23 or 25 hours long and is counted so.

What can be said of a whole day (when it ends, whether it counts, when we open) is worked out once and kept in
tables of the calendar's: thousands of cases ask for the same few days.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kontuar.rules.shipping import ALWAYS, NoShip

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
NOTHING = timedelta(0)
MIDNIGHT = time(0)
WEEKEND = frozenset({5, 6})
FAR = 3700
"""Days we are ready to walk before we say that a calendar has no working day at all."""
MOST_DAYS = 4096
"""Days a table holds before it is begun anew."""
type Openings = tuple[tuple[datetime, datetime], ...]


class NoWorkingDay(ValueError):
    """The calendar leaves no day to work on within ten years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """An opening on one weekday (Monday 0), local wall time; ``closes`` is later than ``opens``."""

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError("weekday must be 0 (Monday) to 6 (Sunday)")
        if self.opens >= self.closes:
            raise ValueError("office hours must close later than they open")


def office_week(
    opens: time, closes: time, *, weekdays: Iterator[int] | range = range(5)
) -> tuple[OfficeHours, ...]:
    """The same hours on each of ``weekdays``."""
    return tuple(OfficeHours(weekday=day, opens=opens, closes=closes) for day in weekdays)


NINE_TO_FIVE = office_week(time(9), time(17))


class _Table[V](dict[date, V]):
    """What was worked out for each day, and is worked out when it is first asked for."""

    def __init__(self, work_out: Callable[[date], V]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, day: date) -> V:
        if len(self) >= MOST_DAYS:
            self.clear()
        found = self[day] = self._work_out(day)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessCalendar:
    """One seller's year. ``weekend`` holds weekday numbers (Monday 0)."""

    zone: ZoneInfo
    days_off: frozenset[date] = frozenset()
    weekend: frozenset[int] = WEEKEND
    absences: frozenset[date] = frozenset()
    office_hours: tuple[OfficeHours, ...] = NINE_TO_FIVE
    _turns: _Table[tuple[datetime, date, date] | None] = field(init=False, repr=False, compare=False)
    _days: _Table[tuple[datetime, date, bool]] = field(init=False, repr=False, compare=False)
    _openings: _Table[Openings] = field(init=False, repr=False, compare=False)
    _open_days: _Table[date] = field(init=False, repr=False, compare=False)
    _ship_days: _Table[date] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, work_out in (
            ("_turns", self._turn),
            ("_days", self._day),
            ("_openings", self._opened),
            ("_open_days", self._last_open),
            ("_ship_days", self._last_shipping),
        ):
            object.__setattr__(self, name, _Table(work_out))

    # Days

    def local_day(self, at: datetime) -> date:
        """The seller's date at an instant."""
        at = at.astimezone(UTC)
        turn = self._turns[at.date()]
        if turn is None:
            return at.astimezone(self.zone).date()
        turns_at, before, after = turn
        return after if at >= turns_at else before

    def _turn(self, day: date) -> tuple[datetime, date, date] | None:
        """When the local date changes on a day of UTC, and the dates before and after.

        None where the clock itself changes that day, and at the ends of time: there every instant is asked for.
        """
        if not date.min < day < date.max:
            return None
        begins = datetime.combine(day, MIDNIGHT, UTC)
        first, last = begins.astimezone(self.zone), (begins + DAY - TICK).astimezone(self.zone)
        ahead = first.utcoffset()
        if ahead is None or ahead != last.utcoffset():
            return None
        return datetime.combine(last.date(), MIDNIGHT, UTC) - ahead, first.date(), last.date()

    def day_start(self, day: date) -> datetime:
        """The first instant of a local day (where midnight is skipped, the instant of the skip)."""
        return _instant(self.zone, day, MIDNIGHT)

    def day_end(self, day: date) -> datetime:
        """The instant a local day is over, that is the start of the next."""
        return self._days[day][0]

    def _day(self, day: date) -> tuple[datetime, date, bool]:
        """When a local day is over, the day that begins then, and whether the marketplace's clock stands still."""
        end = self.day_start(day + DAY)
        return end, self.local_day(end), self.is_off(day)

    def is_off(self, day: date) -> bool:
        """True on weekends and public holidays: the marketplace's clock stands still."""
        return day.weekday() in self.weekend or day in self.days_off

    def is_open(self, day: date) -> bool:
        """True when somebody of ours works: neither off nor absent."""
        return not self.is_off(day) and day not in self.absences

    def next_working_day(self, day: date) -> date:
        """The first day after ``day`` that is not off."""
        day += DAY
        for _ in range(FAR):
            if not self.is_off(day):
                return day
            day += DAY
        raise NoWorkingDay(str(day))

    def last_open_day(self, day: date) -> date:
        """``day`` itself, or the nearest day before it on which we work (at most two weeks back)."""
        return self._open_days[day]

    def _last_open(self, day: date) -> date:
        return next(
            (day - DAY * back for back in range(15) if self.is_open(day - DAY * back)),
            day,
        )

    def last_ship_day(self, day: date, stops: NoShip = ALWAYS) -> date:
        """``day`` itself, or the nearest before it on which we work and these goods leave; else the last open day.

        At most four weeks back: whoever ships nothing for longer has no day to aim at.
        """
        return self._ship_days[day] if stops is ALWAYS else self._last_shipping(day, stops)

    def _last_shipping(self, day: date, stops: NoShip = ALWAYS) -> date:
        days = (day - DAY * back for back in range(29))
        found = next((one for one in days if self.is_open(one) and not stops.closed(one)), None)
        return self.last_open_day(day) if found is None else found

    # The marketplace's clock

    def add_business_time(self, start: datetime, span: timedelta) -> datetime:
        """``span`` later, where off days stop the clock.

        Something that comes on an off day starts at the beginning of the next working day; a span that
        ends exactly at midnight ends there, not after the following weekend.
        """
        at, left = start.astimezone(UTC), span
        day = self.local_day(at)
        for _ in range(FAR):
            end, following, is_off = self._days[day]
            if not is_off:
                here = end - at
                if left <= here:
                    return at + left
                left -= here
            at, day = end, following
        raise NoWorkingDay(str(day))

    def business_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time from ``start`` to ``end`` lies on working days (nothing if reversed)."""
        at, end, total = start.astimezone(UTC), end.astimezone(UTC), NOTHING
        while at < end:
            day = self.local_day(at)
            stop = min(self.day_end(day), end)
            total += NOTHING if self.is_off(day) else stop - at
            at = stop
        return total

    def same_time_next_working_day(self, at: datetime) -> datetime:
        """``at`` if its day is not off, else the same wall time on the next working day."""
        day = self.local_day(at)
        if not self.is_off(day):
            return at.astimezone(UTC)
        wall = at.astimezone(self.zone).timetz().replace(tzinfo=None)
        return datetime.combine(self.next_working_day(day), wall, self.zone).astimezone(UTC)

    # Our own hours

    def openings(self, day: date) -> Openings:
        """Our opening times on a day, in order; none when nobody is there."""
        return self._openings[day]

    def _opened(self, day: date) -> Openings:
        if not self.is_open(day):
            return ()
        hours = sorted((h.opens, h.closes) for h in self.office_hours if h.weekday == day.weekday())
        return tuple((self._at(day, opens), self._at(day, closes)) for opens, closes in hours)

    def office_start(self, day: date) -> datetime:
        """When the working day begins for us; the start of the day where no hours are known."""
        spans = self.openings(day)
        return spans[0][0] if spans else self.day_start(day)

    def add_office_time(self, start: datetime, span: timedelta) -> datetime:
        """``span`` of opening time later; without office hours as :meth:`add_business_time`."""
        if not self.office_hours:
            return self.add_business_time(start, span)
        at, left, day = start.astimezone(UTC), span, self.local_day(start)
        for _ in range(FAR):
            for opens, closes in self._openings[day]:
                begin = opens if opens > at else at
                if begin < closes:
                    here = closes - begin
                    if left <= here:
                        return begin + left
                    left -= here
            day += DAY
        return self.add_business_time(start, span)

    def office_time_before(self, end: datetime, span: timedelta) -> datetime:
        """The moment from which ``span`` of opening time is left until ``end`` (two weeks back at most)."""
        at, left, day = end.astimezone(UTC), span, self.local_day(end)
        for _ in range(15):
            for opens, closes in reversed(self._openings[day]):
                finish = closes if closes < at else at
                if opens < finish:
                    here = finish - opens
                    if left <= here:
                        return finish - left
                    left -= here
            day -= DAY
        return at - span

    def wall(self, day: date, wall: time) -> datetime:
        """The instant of a wall time on a local day."""
        return self._at(day, wall)

    def _at(self, day: date, wall: time) -> datetime:
        return _instant(self.zone, day, wall)


@lru_cache(maxsize=8192)
def _instant(zone: ZoneInfo, day: date, wall: time) -> datetime:
    """A wall time as UTC. Kept, because the same few days are asked for again and again."""
    return datetime.combine(day, wall, zone).astimezone(UTC)
