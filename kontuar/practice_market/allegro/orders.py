"""Checkout forms and the seller's status."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from kontuar.practice_market.allegro import order_shapes as shapes
from kontuar.practice_market.allegro.errors import Refusal, invalid, not_found
from kontuar.practice_market.allegro.protocol import PUBLIC, Answer, Call, Operation
from kontuar.practice_market.carriers import METHODS
from kontuar.practice_market.world import Order

STATUSES = ("BOUGHT", "FILLED_IN", "READY_FOR_PROCESSING", "CANCELLED")
FULFILLMENT = (
    "NEW",
    "PROCESSING",
    "READY_FOR_SHIPMENT",
    "READY_FOR_PICKUP",
    "SENT",
    "PICKED_UP",
    "CANCELLED",
    "SUSPENDED",
    "RETURNED",
)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def own_order(call: Call, order_id: str, *, malformed: int = 404) -> Order:
    """The seller's order, or 404; `malformed` is the status for something that is no UUID."""
    if not _UUID.fullmatch(order_id):
        raise invalid("IllegalArgumentException", "the id is no UUID", "id", status=malformed)
    order = call.market.world.orders.get(order_id.lower())
    if order is None or order.seller != call.seller.login:
        raise not_found("Order")
    return order


def _bought_at(order: Order) -> datetime:
    return max(line.bought_at for line in order.lines)


Test = Callable[[Order], bool]


def _filters(call: Call) -> list[Test]:
    tests: list[Test] = []

    def equal(name: str, read: Callable[[Order], Any], allowed: tuple[str, ...] | None = None) -> None:
        wanted = call.choices(name, allowed, status=400) if allowed else call.request.args.getlist(name)
        if wanted:
            tests.append(lambda order: read(order) in wanted)

    equal("status", lambda order: order.status, STATUSES)
    equal("fulfillment.status", lambda order: order.fulfillment, FULFILLMENT)
    equal("fulfillment.provider.id", lambda order: "SELLER", ("SELLER", "ALLEGRO"))
    equal(
        "fulfillment.shipmentSummary.lineItemsSent", lambda order: order.lines_sent(), ("NONE", "SOME", "ALL")
    )
    equal("payment.id", lambda order: order.payment.id if order.payment else None)
    equal("surcharges.id", lambda order: None)
    equal("delivery.method.id", lambda order: METHODS[order.delivery_method].id)
    equal("buyer.login", lambda order: order.buyer)
    equal("marketplace.id", lambda order: order.marketplace)
    _between(call, tests, "lineItems.boughtAt", _bought_at)
    _between(call, tests, "updatedAt", lambda order: order.updated_at)
    return tests


def _between(call: Call, tests: list[Test], name: str, read: Callable[[Order], datetime]) -> None:
    low, high = call.instant(f"{name}.gte", status=400), call.instant(f"{name}.lte", status=400)
    if low is not None:
        tests.append(lambda order: read(order) >= low)
    if high is not None:
        tests.append(lambda order: read(order) <= high)


def list_orders(call: Call) -> Answer:
    """GET /order/checkout-forms, newest purchase first unless sorted otherwise."""
    limit = call.number("limit", 100, 1, 100)
    offset = call.number("offset", 0, 0, 10_000_000)
    sort = call.choice(
        "sort", ("lineItems.boughtAt", "-lineItems.boughtAt", "updatedAt", "-updatedAt"), status=400
    )
    tests = _filters(call)
    found = [o for o in call.market.world.seller_orders[call.seller.login] if all(test(o) for test in tests)]
    order_by = sort or "-lineItems.boughtAt"
    read = _bought_at if order_by.endswith("boughtAt") else (lambda order: order.updated_at)
    found.sort(key=lambda order: (read(order), order.id), reverse=order_by.startswith("-"))
    shown = found[offset : offset + limit]
    return Answer(
        body={
            "checkoutForms": [shapes.checkout_form(call.market, order) for order in shown],
            "count": len(shown),
            "totalCount": len(found),
        }
    )


def get_order(call: Call, id: str) -> Answer:
    """GET /order/checkout-forms/{id}."""
    return Answer(body=shapes.checkout_form(call.market, own_order(call, id, malformed=422)))


def set_fulfillment(call: Call, id: str) -> Answer:
    """PUT /order/checkout-forms/{id}/fulfillment, with an optional optimistic lock."""
    order = own_order(call, id)
    status = call.json().get("status")
    if status not in FULFILLMENT or status == "RETURNED":
        raise invalid("ORDER_STATUS_NOT_ALLOWED", "this status cannot be set", "status")
    revision = call.request.args.get("checkoutForm.revision")
    if revision is not None and revision != order.revision:
        raise Refusal(
            409, "REVISION_CONFLICT", "Provided revision is outdated.", path="checkoutForm.revision"
        )
    call.market.trade.set_fulfillment(order, status, call.now)
    return Answer(status=204)


OPERATIONS = (
    Operation(method="GET", path="/order/checkout-forms", handler=list_orders, scope="orders:read"),
    Operation(method="GET", path="/order/checkout-forms/{id}", handler=get_order, scope="orders:read"),
    Operation(
        method="PUT",
        path="/order/checkout-forms/{id}/fulfillment",
        handler=set_fulfillment,
        scope="orders:write",
        content=(PUBLIC,),
    ),
)
