"""Stream ``offers``: active offers at every pull, all of them once a day (ended ones change no more)."""

from datetime import datetime, timedelta

import msgspec

from kontuar.connector_kit.contract import Batch
from kontuar.connectors.allegro import parse_orders, reads
from kontuar.connectors.allegro.capabilities import OFFERS
from kontuar.connectors.allegro.streams.pull import Pull

DAILY = timedelta(hours=24)
_LIVE = ("ACTIVE", "ACTIVATING")
_FURTHEST = 9_999_900
"""``offset`` may be 9,999,999 at most."""


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``whole_at``: when the last pass over all offers began (UTC). ``offset`` > 0: a pass is under way."""

    whole_at: datetime | None = None
    is_whole: bool = False
    offset: int = 0


def pull(pull: Pull) -> Batch:
    """One page; ``more`` until the pass is over."""
    state = pull.state(State)
    if not state.offset:
        state.is_whole = state.whole_at is None or pull.now - state.whole_at >= DAILY
        state.whole_at = pull.now if state.is_whole else state.whole_at
    request = reads.offers(state.offset, () if state.is_whole else _LIVE)
    document = pull.api.ask_within(OFFERS, request)
    offers, size, total = parse_orders.offers(document)
    state.offset += size
    is_over = size < reads.OFFERS_PAGE or state.offset > _FURTHEST
    if is_over:
        state = State(whole_at=state.whole_at)
    return pull.batch(offers, state, more=not is_over, done=size, total=total)
