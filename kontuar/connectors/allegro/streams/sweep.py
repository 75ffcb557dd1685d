"""Stream ``sweep``: everything of the last 48 hours again, once a night of the last 7 days.

A message confirmed late drops "into the past" (allegro-api #13907), dates of lists lag for hours
(#5339, #10049) and deleted messages vanish without a word (#11411): only reading again finds these.
A thread read whole in one batch is named in ``swept``.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from kontuar.connector_kit.contract import Batch
from kontuar.connectors.allegro.streams import trail
from kontuar.connectors.allegro.streams.pull import Pull
from kontuar.connectors.allegro.streams.trail import Trail

HOURLY_SPAN = timedelta(hours=48)
NIGHTLY_SPAN = timedelta(days=7)
NIGHT = range(1, 5)
"""Hours of the Polish clock when few people write."""
_LONGEST_WITHOUT_NIGHTLY = timedelta(hours=30)
_TWICE_A_NIGHT = timedelta(hours=12)
_POLAND = ZoneInfo("Europe/Warsaw")


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``nightly_at``: when the last 7-day sweep began (UTC). ``floor`` is set while a sweep is under way."""

    nightly_at: datetime | None = None
    floor: datetime | None = None
    trail: Trail | None = None


def pull(pull: Pull) -> Batch:
    """One portion; ``more`` until the span is swept."""
    state = pull.state(State)
    floor = state.floor or _begin(pull, state)
    way = state.trail or Trail()
    walker = trail.advance(pull, way, floor=floor)
    after = State(nightly_at=state.nightly_at, floor=floor, trail=way)
    if way.is_over:
        after = State(nightly_at=state.nightly_at)
    swept = walker.swept
    return pull.batch(
        walker.facts,
        after,
        more=not way.is_over,
        done=len(walker.finished),
        swept=swept,
        swept_from=floor if swept else None,
    )


def _begin(pull: Pull, state: State) -> datetime:
    """Choose the span. The first sweep is an hourly one: further back the stream ``history`` reads."""
    span = HOURLY_SPAN
    if state.nightly_at is None:
        state.nightly_at = pull.now
    elif is_nightly(pull.now, state.nightly_at):
        state.nightly_at, span = pull.now, NIGHTLY_SPAN
    return max(pull.now - span, pull.since)


def is_nightly(now: datetime, last: datetime) -> bool:
    """Whether the long sweep is due: at night, or at once when a night was missed."""
    is_night = now.astimezone(_POLAND).hour in NIGHT
    return now - last >= (_TWICE_A_NIGHT if is_night else _LONGEST_WITHOUT_NIGHTLY)
