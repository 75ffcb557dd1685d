"""How quick parcels have been lately: the late risk's memory. Plain counts, learnt day by day, JSON all through.

Two legs: from ready to the first scan (handling), from there to the buyer (transit). For each we keep by age in
days how many parcels were still under way and how many of them ended that day: their ratio is the chance of ending
today. Groups (weekday, carrier, route, price of delivery, seller) keep one number more: how many
endings the usual chances promised, and how many came. Their ratio, drawn towards one while the group is small, is its
*pace*: an empirical Bayes estimate of a factor on the hazard. Counts fade with a half-life, so a bad month weighs more
than the year before it.

A leg is learnt from on the day it ended. One that has not ended ``GIVEN_UP`` days after the promise is learnt from
then, as waiting and no more (a censored leg), so that what never came makes what waits as long look worse. Carriers
that tell of less than half of their deliveries are left out of that: with them silence says nothing.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kontuar.rules.promise.journey import Journey

MOST_DAYS = 60
"""Longer legs are counted as this long."""
HALF_LIFE = 60.0
"""Days after which what was seen weighs half. Ours; a third or the double of it changes little."""
GIVEN_UP = 21
"""Days after the promise on which what has not ended is learnt from all the same. Ours."""
DRAWN = {"weekday": 30.0, "carrier": 20.0, "route": 20.0, "term": 20.0, "cost": 20.0, "seller": 6.0}
"""How many endings a group needs to speak as loudly as what is usual. Ours."""
USUAL, WEIGHT_OF_USUAL = 0.1, 5.0
"""Chance of ending per day before anything was seen, and how many parcels that guess is worth."""
SURE = 0.98
"""No day's chance is taken for certain."""
HANDLING = ("term", "seller")
"""Traits that matter before a carrier has the parcel."""

type Count = tuple[float, float]
"""Still under way (or expected endings), endings."""
NONE: Count = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """``by_age[n]``: parcels still under way on their n-th day and how many ended then. ``groups`` by ``code:name``."""

    by_age: tuple[Count, ...] = (NONE,) * (MOST_DAYS + 2)
    groups: dict[str, Count] = field(default_factory=dict)
    _usual: list[float] = field(default_factory=list, init=False, repr=False, compare=False)
    _weekdays: list[float] = field(default_factory=list, init=False, repr=False, compare=False)
    # what was worked out once; says nothing the other fields do not

    @property
    def endings(self) -> float:
        """How many legs it was learnt from, faded."""
        return sum(ended for _, ended in self.by_age)

    def usual(self, age: int) -> float:
        """The chance of ending on the n-th day, the days beside it lending a hand."""
        if not self._usual:
            self._usual.extend(self._usual_on(each) for each in range(MOST_DAYS + 1))
        return self._usual[min(age, MOST_DAYS)]

    def _usual_on(self, age: int) -> float:
        around = (self.by_age[max(age - 1, 0)], self.by_age[age + 1])
        under_way = self.by_age[age][0] + sum(count[0] for count in around) / 2
        ended = self.by_age[age][1] + sum(count[1] for count in around) / 2
        return min((ended + WEIGHT_OF_USUAL * USUAL) / (under_way + WEIGHT_OF_USUAL), SURE)

    def waiting(self, age: int) -> float:
        """How many parcels it saw that were still under way on the n-th day, faded."""
        return self.by_age[min(age, MOST_DAYS)][0]

    def is_told(self, name: str) -> bool:
        """Whether we were told of the end of more than half of a carrier's legs (``""``: of handing over)."""
        legs, told = self.groups.get(f"told:{name}", NONE)
        return told * 2 > legs

    def pace(self, code: str, name: str) -> float:
        """1 is usual, 0.5 half as quick."""
        expected, ended = self.groups.get(f"{code}:{name}", NONE)
        return (ended + DRAWN[code]) / (expected + DRAWN[code])

    def pace_of(self, traits: Iterable[tuple[str, str]]) -> float:
        """That of several traits together."""
        return math.prod(self.pace(code, name) for code, name in traits)

    def stays(self, age: int, day: date, pace: float) -> float:
        """The chance that the leg does not end on that day, if it is still under way in its morning."""
        return math.pow(1 - self.usual(age), pace * self._weekday(day.weekday()))

    def _weekday(self, number: int) -> float:
        if not self._weekdays:
            self._weekdays.extend(self.pace("weekday", str(each)) for each in range(7))
        return self._weekdays[number]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What was learnt up to the end of ``day``, that day included."""

    day: date
    handling: Leg = field(default_factory=Leg)
    transit: Leg = field(default_factory=Leg)


type _Traits = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """Days of a leg to learn: its ages from ``first`` to ``last``, and whether it ended on the last one."""

    begun: date
    first: int
    last: int
    has_ended: bool
    teller: str
    traits: _Traits


def learn(pace: Pace, day: date, journeys: Iterable[Journey]) -> Pace:
    """What is known at the end of ``day``, which must be later than ``pace.day``.

    Takes from ``journeys`` the legs that ended on ``day`` or were given up on it; others do not matter. Raises
    ValueError for a day that was learnt already.
    """
    if day <= pace.day:
        raise ValueError(f"{day} was learnt already")
    faded = 0.5 ** ((day - pace.day).days / HALF_LIFE)
    found = list(journeys)
    return Pace(
        day=day,
        handling=_leg(pace.handling, [way for j in found for way in _handling(j, day)], faded),
        transit=_leg(pace.transit, [way for j in found for way in _transit(j, day)], faded),
    )


def given_up_on(journey: Journey) -> date | None:
    """The day on which it is learnt from though it has not ended; None where its end may be hidden from us."""
    if journey.promised_on is None or journey.is_hidden:
        return None
    return max(journey.promised_on, journey.ready_on) + timedelta(days=GIVEN_UP)


def _handling(journey: Journey, day: date) -> Iterator[_Way]:
    traits = before_carrier(journey)
    if journey.handed_on == day:
        yield _ended(journey, journey.ready_on, day, "", traits)
    elif given_up_on(journey) == day and _is_open(journey.handed_on, day):
        yield _given_up(journey.ready_on, day, "", traits)


def _transit(journey: Journey, day: date) -> Iterator[_Way]:
    begun, teller = journey.handed_on, dict(journey.traits).get("carrier", "")
    if begun is None or begun > day:
        return
    if journey.arrived_on == day:
        yield _ended(journey, begun, day, teller, journey.traits)
    elif given_up_on(journey) == day and _is_open(journey.arrived_on, day):
        yield _given_up(begun, day, teller, journey.traits)


def _is_open(ended_on: date | None, day: date) -> bool:
    return ended_on is None or ended_on > day


def _ended(journey: Journey, begun: date, day: date, teller: str, traits: _Traits) -> _Way:
    """All its days; of a leg that was given up once only those since then."""
    given_up = given_up_on(journey)
    is_known = given_up is not None and begun <= given_up < day
    first = (given_up - begun).days + 1 if is_known and given_up else 0
    last = max((day - begun).days, 0)
    return _Way(begun=begun, first=first, last=last, has_ended=True, teller=teller, traits=traits)


def _given_up(begun: date, day: date, teller: str, traits: _Traits) -> _Way:
    last = (day - begun).days
    return _Way(begun=begun, first=0, last=last, has_ended=False, teller=teller, traits=traits)


def before_carrier(journey: Journey) -> tuple[tuple[str, str], ...]:
    """The traits that tell how quick a parcel is handed over."""
    return tuple(trait for trait in journey.traits if trait[0] in HANDLING)


def _leg(leg: Leg, ways: Sequence[_Way], faded: float) -> Leg:
    by_age = [(way * faded, end * faded) for way, end in leg.by_age]
    groups = {name: (way * faded, end * faded) for name, (way, end) in leg.groups.items()}
    for way in ways:
        legs, told = groups.get(f"told:{way.teller}", NONE)
        groups[f"told:{way.teller}"] = (legs + 1, told + way.has_ended)
        if way.has_ended or leg.is_told(way.teller):
            _walk(leg, way, by_age, groups)
    return Leg(by_age=tuple(by_age), groups={name: c for name, c in groups.items() if c[0] > 0.001})


def _walk(leg: Leg, way: _Way, by_age: list[Count], groups: dict[str, Count]) -> None:
    last = min(way.last, MOST_DAYS)
    for age in range(min(way.first, last), last + 1):
        weekday = (way.begun + timedelta(days=age)).weekday()
        is_end = way.has_ended and age == last
        waiting, ended = by_age[age]
        by_age[age] = (waiting + 1, ended + is_end)
        _count(leg, groups, (("weekday", str(weekday)), *way.traits), age, is_end)


def _count(
    leg: Leg, groups: dict[str, Count], traits: Iterable[tuple[str, str]], age: int, is_end: bool
) -> None:
    """Expected endings go by what was known before; each group corrects what the wider ones left over."""
    expected = -math.log(1 - leg.usual(age))
    for code, name in traits:
        way, end = groups.get(f"{code}:{name}", NONE)
        groups[f"{code}:{name}"] = (way + expected, end + is_end)
        expected *= leg.pace(code, name)
