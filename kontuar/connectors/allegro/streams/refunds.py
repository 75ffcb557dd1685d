"""Stream ``refunds``: money back to buyers, as long as it is under way.

A refund the API accepted may be called off days later, silently, when the balance is too low (allegro-api
#7828, #13740, #14040). So the list is asked for what occurred lately, and every refund that was still
under way is asked by its id until it is paid or not.
"""

from datetime import datetime

import msgspec

from kontuar.connector_kit.contract import Batch
from kontuar.connector_kit.jsonread import Json
from kontuar.connectors.allegro import parse_sales, reads
from kontuar.connectors.allegro.capabilities import PAYMENTS
from kontuar.connectors.allegro.parse_issues import entries as listed
from kontuar.connectors.allegro.streams import lists
from kontuar.connectors.allegro.streams.pull import Patience, Pull, each
from kontuar.facts.refunds import Refund, RefundStatus

MOST_OPEN = 500
_UNSETTLED = (RefundStatus.UNDER_WAY, RefundStatus.OTHER)


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``open``: refunds not settled when last seen. ``left``: those still to be asked one by one.

    ``seen`` holds marks of the window's refunds and of the open ones."""

    passed_at: datetime | None = None
    began_at: datetime | None = None
    place: lists.Place | None = None
    open: list[str] = []
    left: list[str] | None = None
    seen: dict[str, str] = {}
    next: dict[str, str] = {}


def pull(pull: Pull) -> Batch:
    """One page of the list, or what became of the refunds that were under way."""
    state = pull.state(State)
    if state.left is not None:
        return _ask_open(pull, state)
    state.began_at, place = state.began_at or pull.now, state.place or lists.Place()
    start = max(pull.since, state.passed_at - lists.AGAIN) if state.passed_at else pull.since
    document = pull.api.ask_within(PAYMENTS, reads.refunds(occurred_from=start, offset=place.offset))
    entries = listed(document, "refunds")
    facts, fresh = _take(state, entries)
    is_listed = place.turn(lists.ids_of(entries), len(entries), limit=reads.REFUNDS_PAGE)
    state.place = place
    if is_listed:
        state.place, state.left = None, [name for name in state.open if name not in state.next]
        if not state.left:
            state = _finished(state)
    more = not is_listed or bool(state.left)
    return pull.batch(facts, state, more=more, done=len(facts), raw=lists.raw_of(pull, "refund", fresh))


def _ask_open(pull: Pull, state: State) -> Batch:
    assert state.left is not None
    patience = Patience()
    entries: list[Json] = []
    for _, document in each(state.left, patience, lambda name: pull.api.ask(reads.refund(name))):
        entries += listed(document, "refunds")
    facts, fresh = _take(state, entries)
    for name in patience.missed:
        state.next.setdefault(name, state.seen.get(name, ""))
    more = bool(state.left) and patience.is_worth_going_on
    if not state.left:
        state = _finished(state)
    return pull.batch(facts, state, more=more, raw=lists.raw_of(pull, "refund", fresh))


def _take(state: State, entries: list[dict[str, Json]]) -> tuple[list[Refund], list[dict[str, Json]]]:
    """Facts of the entries that changed, and note which refunds are still under way."""
    assert state.began_at is not None
    marks = lists.Marks(state.seen, state.next)
    floor = state.began_at - lists.AGAIN
    facts, fresh = [], []
    for entry in entries:
        fact = parse_sales.refund(entry)
        if fact is None:
            continue
        _note(state, fact)
        is_young = fact.created_at is None or fact.created_at >= floor
        if marks.is_new(entry, keep=is_young or fact.status in _UNSETTLED):
            facts.append(fact)
            fresh.append(entry)
    return facts, fresh


def _note(state: State, fact: Refund) -> None:
    if fact.status not in _UNSETTLED:
        state.open = [name for name in state.open if name != fact.external_id]
    elif fact.external_id not in state.open:
        state.open = [*state.open, fact.external_id][-MOST_OPEN:]


def _finished(state: State) -> State:
    """A refund that was open and is no longer known at all is not asked for again."""
    known = [name for name in state.open if name in state.next]
    return State(passed_at=state.began_at, open=known, seen=state.next)
