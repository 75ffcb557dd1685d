"""The order event journal."""

from __future__ import annotations

import bisect

from kontuar.practice_market.allegro import order_shapes as shapes
from kontuar.practice_market.allegro.errors import invalid
from kontuar.practice_market.allegro.protocol import Answer, Call, Operation
from kontuar.practice_market.clock import stamp

TYPES = (
    "BOUGHT",
    "FILLED_IN",
    "READY_FOR_PROCESSING",
    "BUYER_CANCELLED",
    "FULFILLMENT_STATUS_CHANGED",
    "BUYER_MODIFIED",
    "AUTO_CANCELLED",
)


def list_events(call: Call) -> Answer:
    """GET /order/events: what was published after `from`, oldest first; ids are in order of publishing."""
    limit = call.number("limit", 100, 1, 1_000)
    types = call.choices("type", TYPES)
    journal = call.market.world.journals[call.seller.login]
    start = 0
    after = call.request.args.get("from")
    if after is not None:
        if not (after.isascii() and after.isdigit()) or len(after) > 20:
            raise invalid("IllegalArgumentException", "from is not an event id", "from")
        start = bisect.bisect_right(journal, int(after), key=lambda event: int(event.id))
    found = [event for event in journal[start:] if not types or event.type in types][:limit]
    return Answer(body={"events": [shapes.event(call.market, event) for event in found]})


def event_stats(call: Call) -> Answer:
    """GET /order/event-stats: the newest event."""
    journal = call.market.world.journals[call.seller.login]
    if not journal:
        return Answer(body={})
    newest = journal[-1]
    return Answer(body={"latestEvent": {"id": newest.id, "occurredAt": stamp(newest.occurred_at)}})


OPERATIONS = (
    Operation(method="GET", path="/order/events", handler=list_events, scope="orders:read"),
    Operation(method="GET", path="/order/event-stats", handler=event_stats, scope="orders:read"),
)
