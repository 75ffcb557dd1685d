"""Stream ``fee_refunds``: applications for our commission.

The list has no filter by date and its order is not described. Every hour the open ones are listed (one
status to a call) and each that left them is asked by its id; once a day the whole list is read, which
finds those Allegro made and granted by itself in between.
"""

from datetime import datetime, timedelta

import msgspec

from kontuar.connector_kit.contract import Batch
from kontuar.connector_kit.jsonread import Json
from kontuar.connectors.allegro import parse_sales, reads
from kontuar.connectors.allegro.capabilities import ORDERS_READ
from kontuar.connectors.allegro.parse_issues import entries as listed
from kontuar.connectors.allegro.streams import lists
from kontuar.connectors.allegro.streams.pull import Patience, Pull, each
from kontuar.facts.refunds import FeeRefund, FeeRefundStatus

DAILY = timedelta(hours=24)
OPEN = ("IN_PROGRESS", "WAITING_FOR_PAYMENT_REFUND", "APPEALED")
EVERY = ""
_UNSETTLED = (FeeRefundStatus.UNDER_WAY, FeeRefundStatus.WAITS_FOR_REFUND, FeeRefundStatus.OTHER)


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``whole_at``: when the last pass over all began (UTC). ``statuses``: lists still to be read, the first
    being under way. ``left``: open ones that were not listed. ``seen``: marks of the open ones."""

    whole_at: datetime | None = None
    statuses: list[str] | None = None
    place: lists.Place | None = None
    left: list[str] | None = None
    seen: dict[str, str] = {}
    next: dict[str, str] = {}


def pull(pull: Pull) -> Batch:
    """One page of a list, or the applications that left the lists."""
    state = pull.state(State)
    if state.left is not None:
        return _ask_left(pull, state)
    if state.statuses is None:
        _begin(pull, state)
    assert state.statuses
    place = state.place or lists.Place()
    request = reads.fee_refunds(place.offset, state.statuses[0])
    entries = listed(pull.api.ask_within(ORDERS_READ, request), "refundClaims")
    facts, fresh = _take(pull, state, entries)
    state.place = place
    if place.turn(lists.ids_of(entries), len(entries), limit=reads.FEE_REFUNDS_PAGE):
        state.place, state.statuses = None, state.statuses[1:]
    if not state.statuses:
        state.left = [name for name in state.seen if name not in state.next]
    if state.left == []:
        state = State(whole_at=state.whole_at, seen=state.next)
        return pull.batch(facts, state, more=False, raw=lists.raw_of(pull, "fee_refund", fresh))
    return pull.batch(facts, state, more=True, raw=lists.raw_of(pull, "fee_refund", fresh))


def _begin(pull: Pull, state: State) -> None:
    is_whole = state.whole_at is None or pull.now - state.whole_at >= DAILY
    state.statuses = [EVERY] if is_whole else list(OPEN)
    state.whole_at = pull.now if is_whole else state.whole_at


def _ask_left(pull: Pull, state: State) -> Batch:
    """One that is refused (404: Allegro's own application took its place, #12723) is asked no more."""
    assert state.left is not None
    patience = Patience()
    ask = each(state.left, patience, lambda name: pull.api.ask(reads.fee_refund(name)))
    facts, fresh = _take(pull, state, [document for _, document in ask])
    for name in patience.missed:
        state.next.setdefault(name, state.seen.get(name, ""))
    more = bool(state.left) and patience.is_worth_going_on
    if not state.left:
        state = State(whole_at=state.whole_at, seen=state.next)
    return pull.batch(facts, state, more=more, raw=lists.raw_of(pull, "fee_refund", fresh))


def _take(pull: Pull, state: State, entries: list[Json]) -> tuple[list[FeeRefund], list[Json]]:
    marks = lists.Marks(state.seen, state.next)
    facts, fresh = [], []
    for entry in entries:
        fact = parse_sales.fee_refund(entry)
        is_too_old = fact is not None and fact.created_at is not None and fact.created_at < pull.since
        if fact is None or (is_too_old and fact.external_id not in state.seen):
            continue
        if marks.is_new(entry, keep=fact.status in _UNSETTLED):
            facts.append(fact)
            fresh.append(entry)
    return facts, fresh
