"""Control of sellers, their applications and tokens, their offers, orders and parcels."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from kontuar.practice_market.allegro import oauth
from kontuar.practice_market.applications import SCOPES
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.control_kit import Body, message_json, offer_json, order_json
from kontuar.practice_market.market import Market


def list_sellers(market: Market, body: Body) -> dict[str, Any]:
    """Sellers there are."""
    return {"sellers": [{"id": s.id, "login": s.login} for s in market.world.sellers.values()]}


def open_seller(market: Market, body: Body) -> dict[str, Any]:
    """A seller with a login; the same one when it exists."""
    seller = market.seller_side.open(body.text("login"), sent_on_waybill=body.flag("sent_on_waybill", False))
    return {"id": seller.id, "login": seller.login}


def register(market: Market, body: Body) -> dict[str, Any]:
    """An application: name, type (device or authorization_code), redirect_uri, scopes."""
    app = market.applications.register(
        body.text("name"),
        body.text("type"),
        body.text("redirect_uri", None),
        tuple((body.text("scopes", None) or " ".join(SCOPES)).split()),
    )
    return {
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "name": app.name,
        "type": app.type,
    }


def list_applications(market: Market, body: Body) -> dict[str, Any]:
    """Applications there are, without their secrets."""
    apps = market.applications.apps.values()
    return {
        "applications": [
            {"client_id": a.client_id, "name": a.name, "type": a.type, "redirect_uri": a.redirect_uri}
            for a in apps
        ]
    }


def grant(market: Market, body: Body) -> dict[str, Any]:
    """A token pair without the screens."""
    scopes = body.values.get("scopes")
    wanted = " ".join(scopes) if isinstance(scopes, list) else scopes
    return oauth.pair(market, market.applications.grant(body.text("client_id"), body.text("login"), wanted))


def revoke(market: Market, body: Body) -> dict[str, Any]:
    """End the token pairs of a seller."""
    login = body.text("login")
    if login not in market.world.sellers:
        raise KeyError(login)
    return {"revoked": market.applications.revoke(login, body.text("client_id", None))}


def list_offers(market: Market, body: Body, login: str) -> dict[str, Any]:
    """The seller's offers."""
    return {"offers": [offer_json(offer) for offer in market.world.seller_offers[login]]}


def add_offer(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Put something on sale."""
    try:
        price = Decimal(str(body.values.get("price", "10.00")))
    except InvalidOperation:
        raise ValueError("price is no amount") from None
    return offer_json(
        market.seller_side.offer(
            login,
            name=body.text("name"),
            price=price,
            available=int(body.number("available", 10)),
            handling_time=body.text("handling_time", "PT24H"),
            external_id=body.text("external_id", None),
        )
    )


def list_orders(market: Market, body: Body, login: str) -> dict[str, Any]:
    """The seller's orders."""
    return {"orders": [order_json(order) for order in market.world.seller_orders[login]]}


def write(market: Market, body: Body, login: str) -> dict[str, Any]:
    """An answer typed in the market's own screen."""
    return message_json(
        market.seller_side.write(login, thread_id=body.text("thread"), text=body.text("text"))
    )


def ship(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A parcel handed over in the market's own screen."""
    shipment = market.seller_side.ship(
        login,
        order_id=body.text("order_id"),
        carrier_id=body.text("carrier_id", None),
        waybill=body.text("waybill", None),
    )
    return {"carrier_id": shipment.carrier_id, "waybill": shipment.waybill}


def get_order(market: Market, body: Body, order_id: str) -> dict[str, Any]:
    """One order."""
    return order_json(market.world.orders[order_id])


def lose_event(market: Market, body: Body, order_id: str) -> dict[str, Any]:
    """Drop the order's events (of one `type`, or all) from the journal."""
    lost = market.trade.lose_event(market.world.orders[order_id], body.text("type", None))
    return {"lost": lost}


def scan(market: Market, body: Body, waybill: str) -> dict[str, Any]:
    """A step in a parcel's history: `status`, `description`?."""
    parcel = next((p for p in market.world.parcels.values() if p.waybill == waybill), None)
    if parcel is None:
        raise KeyError(waybill)
    market.trade.scan(parcel, body.text("status"), market.now(), body.text("description", None))
    if body.flag("tracked", None) is not None:
        parcel.tracked = body.flag("tracked")
    return {"waybill": waybill, "scans": [{"at": stamp(s.at), "code": s.code} for s in parcel.scans]}


ROUTES = (
    ("GET", "/sellers", list_sellers),
    ("POST", "/sellers", open_seller),
    ("GET", "/applications", list_applications),
    ("POST", "/applications", register),
    ("POST", "/grant", grant),
    ("POST", "/revoke", revoke),
    ("GET", "/sellers/<login>/offers", list_offers),
    ("POST", "/sellers/<login>/offers", add_offer),
    ("GET", "/sellers/<login>/orders", list_orders),
    ("POST", "/sellers/<login>/write", write),
    ("POST", "/sellers/<login>/ship", ship),
    ("GET", "/orders/<order_id>", get_order),
    ("POST", "/orders/<order_id>/lose-event", lose_event),
    ("POST", "/parcels/<waybill>/scan", scan),
)
