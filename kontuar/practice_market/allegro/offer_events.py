"""GET /sale/offer-events: the last 24 hours of the seller's offers, oldest first."""

from __future__ import annotations

import binascii
from itertools import islice
from typing import Any

from kontuar.practice_market.allegro.errors import invalid
from kontuar.practice_market.allegro.protocol import Answer, Call, Operation
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.offering import OfferEvent, read_event_id

TYPES = (
    "OFFER_ACTIVATED",
    "OFFER_CHANGED",
    "OFFER_ENDED",
    "OFFER_STOCK_CHANGED",
    "OFFER_PRICE_CHANGED",
    "OFFER_ARCHIVED",
    "OFFER_BID_PLACED",
    "OFFER_BID_CANCELED",
    "OFFER_TRANSLATION_UPDATED",
    "OFFER_VISIBILITY_CHANGED",
    "OFFER_DELIVERY_COUNTRIES_BLOCKED",
)


def _shape(call: Call, event: OfferEvent) -> dict[str, Any]:
    offer = call.market.world.offers[event.offer_id]
    about: dict[str, Any] = {"id": offer.id}
    if offer.external_id or event.type == "OFFER_PRICE_CHANGED":
        about["external"] = {"id": offer.external_id or ""}
    if event.type == "OFFER_PRICE_CHANGED":
        about["marketplaces"] = [{"id": "allegro-pl", "changeType": "MANUAL"}]
    if event.type == "OFFER_ENDED":
        about["publication"] = {"endedBy": event.ended_by or "UNKNOWN"}
    return {"id": event.id, "type": event.type, "occurredAt": stamp(event.occurred_at), "offer": about}


def list_events(call: Call) -> Answer:
    """What was published after `from`; from an event that is forgotten, all that is still known."""
    limit = call.number("limit", 100, 1, 1_000, status=400)
    types = call.choices("type", TYPES, status=400)
    after = call.request.args.get("from")
    number = 0
    if after is not None:
        try:
            number = read_event_id(after)
        except (ValueError, binascii.Error):
            raise invalid("IllegalArgumentException", "from is not an event id", "from", status=400) from None
    known = call.market.offering.events(call.seller.login, after=number)
    found = islice((event for event in known if not types or event.type in types), limit)
    return Answer(body={"offerEvents": [_shape(call, event) for event in found]})


OPERATIONS = (
    Operation(method="GET", path="/sale/offer-events", handler=list_events, scope="sale:offers:read"),
)
