"""Reading control requests, and the control plane's own shapes of things."""

from __future__ import annotations

from typing import Any

from kontuar.practice_market.clock import stamp
from kontuar.practice_market.talk import Message, Thread
from kontuar.practice_market.world import Offer, Order

_MISSING = object()


class ControlError(Exception):
    """A refusal of the control plane."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Body:
    """The fields of a control request, read with their types."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def text(self, name: str, default: Any = _MISSING) -> Any:
        """A string."""
        return self._read(name, default, str)

    def number(self, name: str, default: Any = _MISSING) -> Any:
        """A number."""
        return self._read(name, default, (int, float))

    def flag(self, name: str, default: Any = _MISSING) -> Any:
        """True or false."""
        return self._read(name, default, bool)

    def texts(self, name: str) -> list[str]:
        """A list of strings, empty when missing."""
        given = self.values.get(name, [])
        if not isinstance(given, list) or any(not isinstance(one, str) for one in given):
            raise ControlError(400, f"{name} is a list of strings")
        return given

    def _read(self, name: str, default: Any, kind: type | tuple[type, ...]) -> Any:
        value = self.values.get(name)
        if value is None:
            if default is _MISSING:
                raise ControlError(400, f"{name} is missing")
            return default
        if not isinstance(value, kind):
            raise ControlError(400, f"{name} is of another kind")
        return value


def message_json(message: Message) -> dict[str, Any]:
    """A message with what only the market knows."""
    return {
        "id": message.id,
        "thread": message.thread_id,
        "author": message.author,
        "by_seller": message.by_seller,
        "type": message.type,
        "text": message.text,
        "status": message.status,
        "created_at": stamp(message.created_at),
        "visible_at": stamp(message.visible_at),
        "delivered_at": stamp(message.delivered_at) if message.delivered_at else None,
        "blocked_at": stamp(message.blocked_at) if message.blocked_at else None,
        "offer_id": message.offer_id,
        "order_id": message.order_id,
        "attachments": list(message.attachments),
        "client_id": message.client_id,
        "via": message.via,
        "deleted": message.deleted,
    }


def thread_json(thread: Thread) -> dict[str, Any]:
    """A thread with all its messages, oldest first."""
    return {
        "id": thread.id,
        "type": thread.type,
        "sub_type": thread.sub_type,
        "status": thread.status,
        "seller": thread.seller,
        "buyer": thread.buyer,
        "order_ids": list(thread.order_ids),
        "read": thread.read,
        "created_at": stamp(thread.created_at),
        "messages": [message_json(message) for message in thread.messages],
    }


def order_json(order: Order) -> dict[str, Any]:
    """The main facts of an order."""
    return {
        "id": order.id,
        "seller": order.seller,
        "buyer": order.buyer,
        "status": order.status,
        "fulfillment": order.fulfillment,
        "revision": order.revision,
        "total": f"{order.total():.2f}",
        "currency": order.currency,
        "bought_at": stamp(order.bought_at),
        "updated_at": stamp(order.updated_at),
        "dispatch_to": stamp(order.dispatch_to) if order.dispatch_to else None,
        "line_ids": [line.id for line in order.lines],
        "offer_ids": [line.offer_id for line in order.lines],
        "waybills": [{"carrier_id": s.carrier_id, "waybill": s.waybill} for s in order.shipments],
    }


def offer_json(offer: Offer) -> dict[str, Any]:
    """The main facts of an offer."""
    return {
        "id": offer.id,
        "seller": offer.seller,
        "name": offer.name,
        "price": f"{offer.price:.2f}",
        "currency": offer.currency,
        "available": offer.available,
        "status": offer.status,
        "handling_time": offer.handling_time,
        "external_id": offer.external_id,
    }
