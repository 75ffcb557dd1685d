"""Stream ``ratings``: by the moment of the last change, newest first.

An answer of ours, a request for removal or an exclusion is no change in Allegro's sense, so once a day
the ratings of ninety days are read again: so long a buyer may give and change one (terms of 2024-04-15,
11.1 and 11.8), and what is older hardly moves.
"""

from datetime import datetime, timedelta

import msgspec

from kontuar.connector_kit.contract import Batch
from kontuar.connectors.allegro import parse_sales, reads
from kontuar.connectors.allegro.capabilities import RATINGS
from kontuar.connectors.allegro.parse_issues import entries as listed
from kontuar.connectors.allegro.streams import lists
from kontuar.connectors.allegro.streams.pull import Pull
from kontuar.facts.ratings import Rating

DAILY = timedelta(hours=24)
LONG = timedelta(days=90)
FURTHEST = 20_000
"""``offset`` may be 20,000 at most: beyond it the list is asked anew, down from the last one seen."""


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``passed_at``/``whole_at``: when the last short and long pass began (UTC). ``floor``: how far down the
    pass under way goes, ``top`` from where. ``seen``: marks of the short window."""

    passed_at: datetime | None = None
    whole_at: datetime | None = None
    began_at: datetime | None = None
    floor: datetime | None = None
    top: datetime | None = None
    place: lists.Place | None = None
    seen: dict[str, str] = {}
    next: dict[str, str] = {}


def pull(pull: Pull) -> Batch:
    """One page. The first pass goes back to ``since``."""
    state = pull.state(State)
    if state.began_at is None:
        _begin(pull, state)
    place, floor, top = state.place or lists.Place(), state.floor or pull.since, state.top
    document = pull.api.ratings(
        RATINGS,
        lambda beta: reads.ratings(changed_from=floor, changed_to=top, offset=place.offset, beta=beta),
    )
    entries = listed(document, "ratings")
    facts, fresh = _take(state, entries)
    is_over = place.turn(lists.ids_of(entries), len(entries), limit=reads.RATINGS_PAGE)
    state.place = place
    if place.offset > FURTHEST and not is_over:
        is_over = not _begin_lower(state, entries)
    if is_over:
        state = State(passed_at=state.began_at, whole_at=state.whole_at, seen=state.next)
    return pull.batch(
        facts, state, more=not is_over, done=len(facts), raw=lists.raw_of(pull, "rating", fresh)
    )


def _begin(pull: Pull, state: State) -> None:
    state.began_at = pull.now
    is_long = state.whole_at is None or pull.now - state.whole_at >= DAILY
    if state.passed_at is None:
        floor = pull.since
    else:
        floor = min(state.passed_at - lists.AGAIN, pull.now - LONG if is_long else pull.now)
    state.whole_at = pull.now if is_long else state.whole_at
    state.floor = max(floor, pull.since)


def _begin_lower(state: State, entries: list[dict[str, object]]) -> bool:
    """Ask on from the oldest change seen; False when that leads nowhere."""
    found = [fact.changed_at for fact in map(parse_sales.rating, entries) if fact and fact.changed_at]
    lowest = min(found, default=None)
    if lowest is None or lowest == state.top:
        return False
    state.top, state.place = lowest, None
    return True


def _take(state: State, entries: list[dict[str, object]]) -> tuple[list[Rating], list[dict[str, object]]]:
    assert state.began_at is not None
    marks = lists.Marks(state.seen, state.next)
    floor = state.began_at - lists.AGAIN
    facts, fresh = [], []
    for entry in entries:
        fact = parse_sales.rating(entry)
        if fact is None:
            continue
        moved = fact.changed_at or fact.created_at
        if marks.is_new(entry, keep=moved >= floor):
            facts.append(fact)
            fresh.append(entry)
    return facts, fresh
