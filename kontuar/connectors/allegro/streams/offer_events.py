"""Stream ``offer_events``: what happened to offers, and each offer it happened to as it is now.

Events are kept for 24 hours only. As with orders, the cursor stays some events behind what was read and
drops repeats by id. The offers named are read again at once: the hourly list is too slow for one that
another program has just ended, and who ended it stands in the event alone.
"""

from itertools import batched

import msgspec

from kontuar.connector_kit.contract import Batch, Fact
from kontuar.connector_kit.errors import Refused, ScopeMissing
from kontuar.connectors.allegro import parse_orders, parse_sales, reads
from kontuar.connectors.allegro.capabilities import OFFERS
from kontuar.connectors.allegro.parse_issues import entries as listed
from kontuar.connectors.allegro.streams.pull import PASSING, Pull
from kontuar.facts.offers import OfferEvent

OVERLAP = 30
PAGE = 100
"""Events in one batch: each may bring its offer with it."""


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``start``: the event to read from (exclusive). ``known``: ids after it that were told."""

    start: str = ""
    known: list[str] = []


def pull(pull: Pull) -> Batch:
    """One page of events, with the offers they are about."""
    state = pull.state(State)
    entries, is_anew = _entries(pull, state)
    found = [event for event in map(parse_sales.offer_event, entries) if event is not None]
    known = set(state.known)
    events = {event.external_id: event for event in found if event.external_id not in known}
    ids = list(dict.fromkeys(event.external_id for event in found))
    offers = _offers(pull, tuple(events.values()))
    if len(ids) > OVERLAP:
        state.start, ids = ids[-OVERLAP - 1], ids[-OVERLAP:]
    state.known = list(dict.fromkeys([*ids, *state.known]))[: 2 * OVERLAP]
    # Begun anew, the next page waits for the next turn: a start that is refused again must not be a loop.
    more = len(entries) >= PAGE and bool(events) and not is_anew
    return pull.batch([*events.values(), *offers], state, more=more, done=len(events))


def _entries(pull: Pull, state: State) -> tuple[list[dict[str, object]], bool]:
    """What follows ``start``; everything that is kept, and True, when ``start`` is too old to be known.

    What happened meanwhile and is no longer kept shows in the hourly list of offers.
    """
    try:
        return _ask(pull, state.start), False
    except ScopeMissing:
        raise
    except Refused:
        if not state.start:
            raise
    state.start, state.known = "", []
    return _ask(pull, ""), True


def _ask(pull: Pull, start: str) -> list[dict[str, object]]:
    request = reads.offer_events(start, limit=PAGE)
    return listed(pull.api.ask_within(OFFERS, request), "offerEvents")


def _offers(pull: Pull, events: tuple[OfferEvent, ...]) -> list[Fact]:
    """The offers the events name. Without them the events still stand: the hourly list brings them."""
    names = list(dict.fromkeys(event.offer_id for event in events if event.offer_id))
    found: list[Fact] = []
    for some in batched(names, reads.OFFERS_AT_ONCE):
        try:
            document = pull.api.ask(reads.offers_named(some))
            offers, _, _ = parse_orders.offers(document)
        except (*PASSING, Refused):
            continue
        found += parse_sales.with_ends(offers, events)
    return found
