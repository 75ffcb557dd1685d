"""Streams ``returns`` (declared since the last pass) and ``returns_open`` (those the caller still waits for).

There is no journal of returns (allegro-api #12460). The list is asked by the day of declaring; what
becomes of a return later is read by ``returns_open``, one call for each that is not over.
"""

from datetime import datetime

import msgspec

from kontuar.connector_kit.contract import Batch
from kontuar.connector_kit.jsonread import Json
from kontuar.connectors.allegro import parse_issues, reads
from kontuar.connectors.allegro.capabilities import ORDERS_READ
from kontuar.connectors.allegro.streams import lists
from kontuar.connectors.allegro.streams.parcels import outcome
from kontuar.connectors.allegro.streams.pull import Patience, Pull, Subjects, each

ABOUT = "return"


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``passed_at``: when the last whole pass began; ``began_at``: the one under way (UTC). ``seen``: marks
    of the window's returns."""

    passed_at: datetime | None = None
    began_at: datetime | None = None
    place: lists.Place | None = None
    seen: dict[str, str] = {}
    next: dict[str, str] = {}


def pull(pull: Pull) -> Batch:
    """One page of what was declared since 48 hours before the last pass; at first, since ``since``."""
    state = pull.state(State)
    state.began_at, place = state.began_at or pull.now, state.place or lists.Place()
    start = max(pull.since, state.passed_at - lists.AGAIN) if state.passed_at else pull.since
    document = pull.api.ask_within(ORDERS_READ, reads.returns(created_from=start, offset=place.offset))
    entries = parse_issues.returns(document)
    fresh = _fresh(state, entries)
    size = len(parse_issues.entries(document, "customerReturns"))
    is_over = place.turn(lists.ids_of(entries), size, limit=reads.RETURNS_PAGE)
    state.place = place
    if is_over:
        state = State(passed_at=state.began_at, seen=state.next)
    return pull.batch(
        [parse_issues.customer_return(entry) for entry in fresh],
        state,
        more=not is_over,
        done=len(fresh),
        raw=lists.raw_of(pull, ABOUT, fresh),
    )


def _fresh(state: State, entries: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """Those not known exactly so. Only the window that the next pass asks for again is remembered."""
    assert state.began_at is not None
    marks = lists.Marks(state.seen, state.next)
    floor = state.began_at - lists.AGAIN
    found = []
    for entry in entries:
        opened = parse_issues.customer_return(entry).opened_at
        if marks.is_new(entry, keep=opened is None or opened >= floor):
            found.append(entry)
    return found


def still_open(pull: Pull) -> Batch:
    """The returns named in ``subjects``, read again."""
    state = Subjects.of(pull)
    named = list(state.left)
    patience = Patience()
    entries = [
        document
        for _, document in each(state.left, patience, lambda name: pull.api.ask(reads.customer_return(name)))
        if lists.ids_of([document])
    ]
    asked, missed = outcome(named, state.left, patience.missed)
    return pull.batch(
        [parse_issues.customer_return(entry) for entry in entries],
        state,
        more=bool(state.left) and patience.is_worth_going_on,
        asked=asked,
        missed=missed,
        raw=lists.raw_of(pull, ABOUT, entries),
    )
