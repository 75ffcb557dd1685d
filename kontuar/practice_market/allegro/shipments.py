"""Waybills of orders, and carriers. There is no way to change or delete a waybill."""

from __future__ import annotations

import re
from typing import Any

from kontuar.practice_market.allegro import order_shapes as shapes
from kontuar.practice_market.allegro.errors import Refusal, invalid
from kontuar.practice_market.allegro.orders import own_order
from kontuar.practice_market.allegro.protocol import PUBLIC, Answer, Call, Operation
from kontuar.practice_market.carriers import CARRIERS
from kontuar.practice_market.trade import WAYBILL_USES
from kontuar.practice_market.world import Order

PER_SECOND = 50


def list_carriers(call: Call) -> Answer:
    """GET /order/carriers."""
    carriers = [{"id": code, "name": name} if name else {"id": code} for code, name in CARRIERS.items()]
    return Answer(body={"carriers": carriers})


def list_shipments(call: Call, id: str) -> Answer:
    """GET /order/checkout-forms/{id}/shipments, also those added outside the API."""
    order = own_order(call, id)
    return Answer(body={"shipments": [shapes.shipment(one) for one in order.shipments]})


def _line_ids(order: Order, given: Any) -> tuple[str, ...]:
    if given is None or given == []:
        return ()
    if not isinstance(given, list):
        raise invalid("HttpMessageNotReadableException", "lineItems is a list", "lineItems", status=400)
    ids = tuple(item["id"] for item in given if isinstance(item, dict) and isinstance(item.get("id"), str))
    if len(ids) < len(given):
        raise invalid("VALIDATION_ERROR", "a line item needs an id", "lineItems", status=400)
    own = {line.id for line in order.lines}
    if not set(ids) <= own:
        raise invalid("LINE_ITEM_NOT_FOUND", "a line item is not the order's", "lineItems")
    return ids


def _carrier(body: dict[str, Any]) -> tuple[str, str | None]:
    carrier_id, name = body.get("carrierId"), body.get("carrierName")
    if not isinstance(carrier_id, str) or carrier_id not in CARRIERS:
        raise invalid("UNKNOWN_CARRIER", "unknown carrierId", "carrierId", status=400)
    if carrier_id == "ALLEGRO":
        # no longer accepted since 2026-06-09; Ship-with-Allegro fills its own numbers (#13267)
        raise invalid("CARRIER_NOT_ALLOWED", "carrierId ALLEGRO is not accepted", "carrierId", status=400)
    if carrier_id == "OTHER" and (not isinstance(name, str) or not 1 <= len(name) <= 30):
        raise invalid(
            "VALIDATION_ERROR", "carrierName of 1 to 30 characters is required", "carrierName", status=400
        )
    return carrier_id, name if isinstance(name, str) else None


def add_shipment(call: Call, id: str) -> Answer:
    """POST /order/checkout-forms/{id}/shipments."""
    order = own_order(call, id)
    body = call.json()
    carrier_id, carrier_name = _carrier(body)
    waybill = body.get("waybill")
    if not isinstance(waybill, str) or not re.fullmatch(r"[\w./ -]{1,64}", waybill.strip()):
        raise invalid("VALIDATION_ERROR", "waybill of 1 to 64 characters is required", "waybill", status=400)
    waybill = waybill.strip()
    line_ids = _line_ids(order, body.get("lineItems"))
    if call.market.trade.waybill_uses(carrier_id, waybill) >= WAYBILL_USES:
        raise Refusal(409, "MAXIMUM_WAYBILL_USAGE_EXCEEDED", "Maximum waybill usage exceeded", path="waybill")
    added = call.market.trade.add_shipment(
        order,
        carrier_id=carrier_id,
        waybill=waybill,
        carrier_name=carrier_name,
        line_ids=line_ids,
        at=call.now,
    )
    return Answer(status=201, body=shapes.shipment(added))


OPERATIONS = (
    Operation(method="GET", path="/order/carriers", handler=list_carriers, scope=None, per_second=PER_SECOND),
    Operation(
        method="GET",
        path="/order/checkout-forms/{id}/shipments",
        handler=list_shipments,
        scope="orders:read",
        per_second=PER_SECOND,
    ),
    Operation(
        method="POST",
        path="/order/checkout-forms/{id}/shipments",
        handler=add_shipment,
        scope="orders:write",
        content=(PUBLIC,),
        bad_body=400,
        per_second=PER_SECOND,
    ),
)
