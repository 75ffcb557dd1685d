"""How likely a delivery comes after its promise, given all that has been seen of it so far, and why."""

import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from kontuar.facts.promises import Factor, Risk
from kontuar.rules.promise.journey import Journey
from kontuar.rules.promise.pace import MOST_DAYS, Leg, Pace, before_carrier

LEAST = 20.0
"""Fewer ended journeys than this (faded) are no history: no guess."""
TOLD = 0.15
"""A pace nearer to the usual than this explains nothing."""
MOST_FACTORS = 3
NEGLIGIBLE = 0.001
DAY = timedelta(days=1)


def reckon(pace: Pace, journey: Journey, today: date, at: datetime) -> Risk | None:
    """The risk in the morning of ``today``, told at ``at``; it holds for a day. None without a history, a promise,
    or when the parcel has arrived or the promise is over.

    Late means: not arrived by the end of the promised day.
    """
    promised = journey.promised_on
    if promised is None or promised < today or _is_before(journey.arrived_on, today):
        return None
    is_handed = _is_before(journey.handed_on, today)
    if pace.transit.endings < LEAST or (not is_handed and pace.handling.endings < LEAST):
        return None
    begun = journey.handed_on if is_handed else None
    late = _in_transit(pace, journey, begun, today) if begun else _unsent(pace, journey, today)
    leg = pace.transit if begun else pace.handling
    return Risk(
        late=late,
        reckoned_at=at,
        holds_until=at + DAY,
        factors=_factors(pace, leg, journey, begun or journey.ready_on, today),
        rests_on=round(leg.endings),
        like=round(leg.waiting((today - (begun or journey.ready_on)).days)),
    )


def _is_before(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(min((last - first).days, MOST_DAYS) + 1):
        yield first + DAY * number


def _in_transit(pace: Pace, journey: Journey, begun: date, today: date) -> float:
    """The chance that it ends on none of the days left."""
    assert journey.promised_on is not None
    own = pace.transit.pace_of(journey.traits)
    stays = (pace.transit.stays((day - begun).days, day, own) for day in _days(today, journey.promised_on))
    return math.prod(stays)


def _unsent(pace: Pace, journey: Journey, today: date) -> float:
    """For every day it may leave on: the chance that it then comes too late; and that it does not leave at all."""
    assert journey.promised_on is not None
    late, waits = 0.0, 1.0
    own = pace.handling.pace_of(before_carrier(journey))
    for day in _days(today, journey.promised_on):
        remains = pace.handling.stays((day - journey.ready_on).days, day, own)
        late += waits * (1 - remains) * _in_transit(pace, journey, day, day)
        waits *= remains
        if waits < NEGLIGIBLE:
            break
    return min(late + waits, 1.0)


def _factors(pace: Pace, leg: Leg, journey: Journey, begun: date, today: date) -> tuple[Factor, ...]:
    """What speaks for a delay or against it, the loudest first."""
    is_transit = leg is pace.transit
    traits = journey.traits if is_transit else before_carrier(journey)
    found = [_trait(leg, code, name, "" if is_transit else "handling") for code, name in traits]
    if journey.promised_on is not None and is_transit:
        found.append(_trait(leg, "weekday", str(journey.promised_on.weekday())))
    found.append(_waits(leg, (today - begun).days))
    told = [factor for factor in found if abs(factor.pace - 1) >= TOLD and factor.rests_on >= 1]
    return tuple(sorted(told, key=lambda f: -abs(f.pace - 1))[:MOST_FACTORS])


def _trait(leg: Leg, code: str, name: str, called: str = "") -> Factor:
    rests_on = round(max(leg.groups.get(f"{code}:{name}", (0.0, 0.0))))
    return Factor(code=called or code, name=name, pace=leg.pace(code, name), rests_on=rests_on)


def _waits(leg: Leg, days: int) -> Factor:
    """How long the leg lasts already, against the day by which half of the parcels had ended theirs."""
    left, usual = 1.0, 0
    for age in range(MOST_DAYS):
        left *= 1 - leg.usual(age)
        usual = age
        if left <= 0.5:
            break
    pace = (usual + 1) / (days + 1) if days > usual else 1.0
    return Factor(code="waits", name=str(days), pace=pace, rests_on=round(leg.endings))
