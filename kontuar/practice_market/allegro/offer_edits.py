"""PATCH of one offer: stock, price, handling time, publication, name, the seller's own number.

At once (200), or when it takes longer – a change of publication, or fault `command_lag` – as an operation: 202,
then `GET …/operations/{id}` answers 202 until it is done and 303 afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kontuar.practice_market.allegro.errors import Refusal, invalid, not_found
from kontuar.practice_market.allegro.offer_changes import HANDLING, amount, integer
from kontuar.practice_market.allegro.offers import own_offer, whole_offer
from kontuar.practice_market.allegro.protocol import PUBLIC, Answer, Call, Operation
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.offering import CannotChange
from kontuar.practice_market.world import Offer

Change = Callable[[Offer, datetime], None]
_KNOWN = {"stock", "sellingMode", "publication", "delivery", "name", "external"}


def _wrong(path: str, message: str) -> Refusal:
    return invalid("ConstraintViolationException", message, path)


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    part = body.get(name)
    if part is not None and not isinstance(part, dict):
        raise _wrong(name, f"{name} is an object")
    return part or {}


def _changes(call: Call, offer: Offer, body: dict[str, Any]) -> list[Change]:
    """Everything the body asks for, checked before anything is done."""
    if set(body) - _KNOWN:
        unknown = ", ".join(sorted(set(body) - _KNOWN))[:100]
        raise _wrong(unknown, "the practice market does not edit this")
    offering, found = call.market.offering, list[Change]()
    stock, selling = _part(body, "stock"), _part(body, "sellingMode")
    if stock.get("available") is not None:
        available = integer(stock["available"], "stock.available", 0)
        found.append(lambda offer, at: offering.set_stock(offer, available, at))
    if selling.get("price") is not None:
        price = amount(selling["price"], "sellingMode.price", currency=offer.currency)
        found.append(lambda offer, at: offering.set_price(offer, price, at))
    handling = _part(body, "delivery").get("handlingTime")
    if handling is not None:
        if not isinstance(handling, str) or handling not in HANDLING:
            raise _wrong("delivery.handlingTime", "unknown handling time")
        found.append(lambda offer, at: offering.set_handling(offer, HANDLING[handling], at))
    name, external = body.get("name"), _part(body, "external").get("id")
    if name is not None and not (isinstance(name, str) and 12 <= len(name) <= 75):
        raise _wrong("name", "a name has 12 to 75 characters")
    if external is not None and not (isinstance(external, str) and 1 <= len(external) <= 100):
        raise _wrong("external.id", "external.id has 1 to 100 characters")
    if name or external:
        found.append(lambda offer, at: offering.describe(offer, at, name=name, external_id=external))
    return found


def _publication(call: Call, body: dict[str, Any]) -> Change | None:
    """A wanted change of the publication, done last."""
    wanted = _part(body, "publication").get("status")
    if wanted is None:
        return None
    if wanted == "ACTIVE":
        return lambda offer, at: call.market.offering.activate(offer, at)
    if wanted == "ENDED":
        return lambda offer, at: call.market.offering.end(offer, "USER", at)
    raise _wrong("publication.status", "a published offer becomes ACTIVE or ENDED")


def edit(call: Call, offer_id: str) -> Answer:
    """PATCH /sale/product-offers/{offerId}."""
    offer, body = own_offer(call, offer_id), call.json()
    if call.market.edits.pending(offer.id):
        raise Refusal(409, "ConcurrentModificationException", "The previous edition is still being processed")
    changes, publication = _changes(call, offer, body), _publication(call, body)
    fault = call.market.faults.strike("command_lag", seller=offer.seller, operation=call.operation.name)
    if publication is None and fault is None:
        for change in changes:
            _now(change, offer, call.now)
        return Answer(body=whole_offer(call, offer))
    seconds = fault.number("seconds", 3_600) if fault else call.market.settings.command_seconds
    every = [*changes, publication] if publication else changes
    operation = call.market.edits.begin(offer, every, call.now, seconds)
    where = f"{call.market.url}/sale/product-offers/{offer.id}/operations/{operation.id}"
    headers = {"Location": where, "Retry-after": str(max(1, round(seconds)))}
    return Answer(status=202, body=whole_offer(call, offer), headers=headers)


def _now(change: Change, offer: Offer, at: datetime) -> None:
    try:
        change(offer, at)
    except CannotChange as error:
        raise _wrong("offer", str(error)) from None


def operation(call: Call, offer_id: str, operation_id: str) -> Answer:
    """GET /sale/product-offers/{offerId}/operations/{operationId}."""
    offer = own_offer(call, offer_id)
    found = call.market.edits.get(operation_id)
    if found is None or found.offer_id != offer.id:
        raise not_found("Operation")
    if found.refused is not None:
        raise _wrong("offer", found.refused)
    if found.done:
        return Answer(status=303, headers={"Location": f"{call.market.url}/sale/product-offers/{offer.id}"})
    body = {
        "offer": {"id": offer.id},
        "operation": {"id": found.id, "status": "IN_PROGRESS", "startedAt": stamp(found.started_at)},
    }
    return Answer(status=202, body=body)


OPERATIONS = (
    Operation(
        method="PATCH",
        path="/sale/product-offers/{offerId}",
        handler=edit,
        scope="sale:offers:write",
        content=(PUBLIC,),
    ),
    Operation(
        method="GET",
        path="/sale/product-offers/{offerId}/operations/{operationId}",
        handler=operation,
        scope="sale:offers:read",
    ),
)
