"""Control of customer returns: announcing, sending, refusing, refunding."""

from __future__ import annotations

from typing import Any

from kontuar.practice_market.clock import stamp
from kontuar.practice_market.control_kit import Body
from kontuar.practice_market.market import Market
from kontuar.practice_market.returns import CustomerReturn


def return_json(market: Market, one: CustomerReturn) -> dict[str, Any]:
    """The main facts of a return."""
    return {
        "id": one.id,
        "reference": one.reference,
        "seller": one.seller,
        "buyer": one.buyer,
        "order_id": one.order_id,
        "status": market.returns.status(one),
        "created_at": stamp(one.created_at),
        "items": [
            {"offer_id": i.offer_id, "quantity": i.quantity, "reason": i.reason, "comment": i.comment}
            for i in one.items
        ],
        "parcels": [{"carrier_id": p.carrier_id, "waybill": p.waybill} for p in one.parcels],
        "rejection": one.rejection.code if one.rejection else None,
    }


def announce(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Announce: `order_id`, `offer_id`?, `quantity`?, `reason`?, `comment`?, `iban`?."""
    order = market.world.orders[body.text("order_id")]
    if order.buyer != login:
        raise ValueError("the order is another buyer's")
    offer_id = body.text("offer_id", None)
    one = market.returns.announce(
        order.id,
        at=market.now(),
        items=[(offer_id, int(body.number("quantity", 1)))] if offer_id else (),
        reason=body.text("reason", "NONE"),
        comment=body.text("comment", None),
        iban=body.text("iban", None),
    )
    return return_json(market, one)


def send(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Hand the parcel over: `return`, `carrier_id`?, `waybill`?, `moves`?."""
    one = market.returns.all[body.text("return")]
    if one.buyer != login:
        raise ValueError("the return is another buyer's")
    market.returns.send(
        one,
        at=market.now(),
        carrier_id=body.text("carrier_id", "INPOST"),
        waybill=body.text("waybill", None),
        moves=body.flag("moves", True),
    )
    return return_json(market, one)


def reject(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Refuse the refund on the market's own page: `return`, `code`, `reason`?."""
    one = market.returns.all[body.text("return")]
    if one.seller != login:
        raise ValueError("the return is another seller's")
    market.returns.reject(one, body.text("code"), body.text("reason", None), at=market.now())
    return return_json(market, one)


def finish(market: Market, body: Body, return_id: str) -> dict[str, Any]:
    """Set how it ended, past everything: `status` (FINISHED, FINISHED_APT, COMMISSION_…)."""
    one, status = market.returns.all[return_id], body.text("status", "FINISHED")
    if not status.startswith(("FINISHED", "COMMISSION_", "WAREHOUSE_")):
        raise ValueError("status is no outcome")
    one.outcome = status
    return return_json(market, one)


def list_returns(market: Market, body: Body) -> dict[str, Any]:
    """All returns: `seller`?, `buyer`?."""
    seller, buyer = body.values.get("seller"), body.values.get("buyer")
    return {
        "returns": [
            return_json(market, one)
            for one in market.returns.all.values()
            if seller in (None, one.seller) and buyer in (None, one.buyer)
        ]
    }


ROUTES = (
    ("POST", "/buyers/<login>/return", announce),
    ("POST", "/buyers/<login>/send-return", send),
    ("POST", "/sellers/<login>/reject-return", reject),
    ("POST", "/returns/<return_id>/finish", finish),
    ("GET", "/returns", list_returns),
)
