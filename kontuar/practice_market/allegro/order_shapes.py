"""Checkout forms and their parts as JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontuar.practice_market.carriers import METHODS
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.market import Market
from kontuar.practice_market.world import Buyer, Line, Order, OrderEvent, Shipment


def price(amount: Decimal, currency: str) -> dict[str, str]:
    """Two decimals as a string."""
    return {"amount": f"{amount:.2f}", "currency": currency}


def checkout_form(market: Market, order: Order) -> dict[str, Any]:
    """One checkout form; keys that have no value are left out, except where noted."""
    buyer = market.world.buyers[order.buyer]
    form: dict[str, Any] = {
        "id": order.id,
        "buyer": _buyer(buyer),
        "status": order.status,
        "fulfillment": {
            "status": order.fulfillment,
            "shipmentSummary": {"lineItemsSent": order.lines_sent()},
            "provider": {"id": "SELLER"},
        },
        "delivery": _delivery(order, buyer),
        "invoice": _invoice(order, buyer),
        "lineItems": [_line(line, order.currency) for line in order.lines],
        "surcharges": [],
        "marketplace": {"id": order.marketplace},
        "summary": {"totalToPay": price(order.total(), order.currency)},
        "updatedAt": stamp(order.updated_at),
        "revision": order.revision,
    }
    if order.message_to_seller:
        form["messageToSeller"] = order.message_to_seller
    if order.payment is not None:
        form["payment"] = _payment(order)
    return form


def _buyer(buyer: Buyer) -> dict[str, Any]:
    return {
        "id": buyer.id,
        "email": buyer.email,
        "login": buyer.login,
        "firstName": buyer.first_name,
        "lastName": buyer.last_name,
        "guest": False,
        "phoneNumber": buyer.phone,
        "preferences": {"language": buyer.language},
        "address": {
            "street": buyer.street,
            "city": buyer.city,
            "postCode": buyer.post_code,
            "countryCode": buyer.country,
        },
    }


def _payment(order: Order) -> dict[str, Any]:
    assert order.payment is not None
    shape: dict[str, Any] = {
        "id": order.payment.id,
        "type": order.payment.type,
        "provider": order.payment.provider,
        "features": [],
    }
    if order.payment.finished_at is not None:
        shape["finishedAt"] = stamp(order.payment.finished_at)
    if order.payment.paid is not None:
        shape["paidAmount"] = price(order.payment.paid, order.currency)
    return shape


def _delivery(order: Order, buyer: Buyer) -> dict[str, Any]:
    method = METHODS[order.delivery_method]
    shape: dict[str, Any] = {
        "address": {
            "firstName": buyer.first_name,
            "lastName": buyer.last_name,
            "street": buyer.street,
            "city": buyer.city,
            "zipCode": buyer.post_code,
            "countryCode": buyer.country,
            "phoneNumber": buyer.phone,
        },
        "method": {"id": method.id, "name": method.name},
        "cost": price(order.delivery_cost, order.currency),
        "smart": order.smart,
        "calculatedNumberOfPackages": 1,
    }
    if order.pickup_point:
        shape["pickupPoint"] = {
            "id": order.pickup_point,
            "name": f"Punkt ćwiczebny {order.pickup_point}",
            "description": "Przy wejściu",
            "address": {
                "street": buyer.street,
                "zipCode": buyer.post_code,
                "city": buyer.city,
                "countryCode": buyer.country,
            },
        }
    times = {
        "from": order.delivery_from,
        "to": order.delivery_to,
    }
    if order.dispatch_from is not None and order.dispatch_to is not None:
        shape["time"] = {name: stamp(when) for name, when in times.items() if when} | {
            "dispatch": {"from": stamp(order.dispatch_from), "to": stamp(order.dispatch_to)}
        }
    if order.cancelled_at is not None:
        shape["cancellation"] = {"date": stamp(order.cancelled_at)}
    return shape


def _invoice(order: Order, buyer: Buyer) -> dict[str, Any]:
    shape: dict[str, Any] = {"required": order.invoice.required}
    if order.invoice.required:
        address: dict[str, Any] = {
            "street": buyer.street,
            "city": buyer.city,
            "zipCode": buyer.post_code,
            "countryCode": buyer.country,
        }
        if order.invoice.company:
            address["company"] = {
                "name": order.invoice.company,
                "ids": [{"type": "PL_NIP", "value": order.invoice.tax_id or ""}],
                "vatPayerStatus": "ACTIVE",
                "taxId": order.invoice.tax_id or "",
            }
        else:
            address["naturalPerson"] = {"firstName": buyer.first_name, "lastName": buyer.last_name}
        shape["address"] = address
    return shape


def _offer_reference(line: Line) -> dict[str, Any]:
    shape: dict[str, Any] = {"id": line.offer_id, "name": line.offer_name}
    if line.external_id:
        shape["external"] = {"id": line.external_id}
    return shape


def _line(line: Line, currency: str) -> dict[str, Any]:
    return {
        "id": line.id,
        "offer": _offer_reference(line),
        "quantity": line.quantity,
        "originalPrice": price(line.price, currency),
        "price": price(line.price, currency),
        "selectedAdditionalServices": [],
        "vouchers": [],
        "discounts": [],
        "boughtAt": stamp(line.bought_at),
    }


def shipment(shipment: Shipment) -> dict[str, Any]:
    """One waybill of an order."""
    shape: dict[str, Any] = {
        "id": shipment.id,
        "waybill": shipment.waybill,
        "carrierId": shipment.carrier_id,
        "lineItems": [{"id": line_id} for line_id in shipment.line_ids],
        "createdAt": stamp(shipment.created_at),
    }
    if shipment.carrier_name:
        shape["carrierName"] = shipment.carrier_name
    return shape


def event(market: Market, event: OrderEvent) -> dict[str, Any]:
    """One line of the order journal."""
    order = market.world.orders[event.order_id]
    buyer = market.world.buyers[order.buyer]
    return {
        "id": event.id,
        "order": {
            "seller": {"id": market.world.sellers[order.seller].id},
            "buyer": {
                "id": buyer.id,
                "email": buyer.email,
                "login": buyer.login,
                "guest": False,
                "preferences": {"language": buyer.language},
            },
            "lineItems": [_event_line(line, order.currency) for line in order.lines],
            "checkoutForm": {"id": order.id, "revision": event.revision},
            "marketplace": {"id": order.marketplace},
        },
        "type": event.type,
        "occurredAt": stamp(event.occurred_at),
    }


def _event_line(line: Line, currency: str) -> dict[str, Any]:
    return {
        "id": line.id,
        "offer": _offer_reference(line),
        "quantity": line.quantity,
        "originalPrice": price(line.price, currency),
        "price": price(line.price, currency),
        "boughtAt": stamp(line.bought_at),
    }
