"""How quick parcels have been lately: the late risk's memory. Plain counts, learnt day by day, JSON all through.

Two legs: from ready to the first scan (handling), from there to the buyer (transit). For each we keep by age in
days how many parcels were still under way and how many of them ended that day: their ratio is the chance of ending
today. Groups (weekday, carrier, route, price of delivery, seller) keep one number more: how many
endings the usual chances promised, and how many came. Their ratio, drawn towards one while the group is small, is its
*pace*: an empirical Bayes estimate of a factor on the hazard. Counts fade with a half-life, so a bad month weighs more
than the year before it.

Only legs that ended are learnt from, on the day they ended: a parcel whose delivery is never scanned (lost, or merely
not told) would otherwise look like a slow one for ever.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kontuar.rules.promise.journey import Journey

MOST_DAYS = 60
"""Longer legs are counted as this long."""
HALF_LIFE = 60.0
"""Days after which what was seen weighs half. Ours; a third or the double of it changes little."""
DRAWN = {"weekday": 30.0, "carrier": 20.0, "route": 20.0, "cost": 20.0, "seller": 6.0}
"""How many endings a group needs to speak as loudly as what is usual. Ours."""
USUAL, WEIGHT_OF_USUAL = 0.1, 5.0
"""Chance of ending per day before anything was seen, and how many parcels that guess is worth."""
SURE = 0.98
"""No day's chance is taken for certain."""
HANDLING = ("seller",)
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


type _Ended = tuple[date, date, Sequence[tuple[str, str]]]


def learn(pace: Pace, day: date, journeys: Iterable[Journey]) -> Pace:
    """What is known at the end of ``day``, which must be later than ``pace.day``.

    Takes from ``journeys`` the legs that ended on ``day``; others do not matter. Raises ValueError for a day that
    was learnt already.
    """
    if day <= pace.day:
        raise ValueError(f"{day} was learnt already")
    faded = 0.5 ** ((day - pace.day).days / HALF_LIFE)
    found = list(journeys)
    handed = [(j.ready_on, day, before_carrier(j)) for j in found if j.handed_on == day]
    arrived = [(j.handed_on, day, j.traits) for j in found if j.arrived_on == day and j.handed_on]
    return Pace(
        day=day,
        handling=_leg(pace.handling, handed, faded),
        transit=_leg(pace.transit, arrived, faded),
    )


def before_carrier(journey: Journey) -> tuple[tuple[str, str], ...]:
    """The traits that tell how quick a parcel is handed over."""
    return tuple(trait for trait in journey.traits if trait[0] in HANDLING)


def _leg(leg: Leg, ended: Sequence[_Ended], faded: float) -> Leg:
    by_age = [(way * faded, end * faded) for way, end in leg.by_age]
    groups = {name: (way * faded, end * faded) for name, (way, end) in leg.groups.items()}
    for begun, day, traits in ended:
        length = max((day - begun).days, 0)
        for age in range(min(length, MOST_DAYS) + 1):
            at = begun + timedelta(days=age)
            is_end = age == min(length, MOST_DAYS)
            way, end = by_age[age]
            by_age[age] = (way + 1, end + is_end)
            _count(leg, groups, (("weekday", str(at.weekday())), *traits), age, is_end)
    return Leg(by_age=tuple(by_age), groups={name: c for name, c in groups.items() if c[0] > 0.001})


def _count(
    leg: Leg, groups: dict[str, Count], traits: Iterable[tuple[str, str]], age: int, is_end: bool
) -> None:
    """Expected endings go by what was known before; each group corrects what the wider ones left over."""
    expected = -math.log(1 - leg.usual(age))
    for code, name in traits:
        way, end = groups.get(f"{code}:{name}", NONE)
        groups[f"{code}:{name}"] = (way + expected, end + is_end)
        expected *= leg.pace(code, name)
