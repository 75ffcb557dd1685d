"""Control of buyers: what a person does on the buyer's page, as JSON."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from kontuar.practice_market.control_kit import Body, message_json, order_json, thread_json
from kontuar.practice_market.market import Market

_FIRST_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def know(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Make the buyer up: `language`, `temper`, `lively`."""
    buyer = market.buyer_side.know(
        login,
        language=body.text("language", "pl-PL"),
        temper=body.text("temper", "kind"),
        lively=body.flag("lively", False),
    )
    return {"id": buyer.id, "login": buyer.login, "language": buyer.language, "lively": buyer.lively}


def ask(market: Market, body: Body, login: str) -> dict[str, Any]:
    """“Ask the seller” on an offer."""
    message = market.buyer_side.ask(
        login,
        seller=body.text("seller"),
        offer_id=body.text("offer_id"),
        text=body.text("text"),
        attachments=body.texts("attachments"),
    )
    return message_json(message)


def write(market: Market, body: Body, login: str) -> dict[str, Any]:
    """A message: `seller`, `text`, `order_id`?, `thread`?, `type`?, `subject`?, `typed_seconds_ago`?."""
    message = market.buyer_side.write(
        login,
        seller=body.text("seller"),
        text=body.text("text"),
        order_id=body.text("order_id", None),
        thread_id=body.text("thread", None),
        type=body.text("type", "MESSAGE_CENTER"),
        subject=body.text("subject", None),
        attachments=body.texts("attachments"),
        typed_seconds_ago=float(body.number("typed_seconds_ago", 0)),
        has_additional=body.flag("has_additional", False),
    )
    return message_json(message)


def buy(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Buy: `seller`, `offer_id`, `quantity`, `pay`, `delivery` (locker, courier, post, point, cod)."""
    order = market.buyer_side.buy(
        login,
        seller=body.text("seller"),
        offer_id=body.text("offer_id"),
        quantity=int(body.number("quantity", 1)),
        pay=body.flag("pay", True),
        delivery=body.text("delivery", "locker"),
        message=body.text("message", None),
    )
    return order_json(order)


def pay(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Pay for what was bought without paying."""
    return order_json(market.buyer_side.pay(login, order_id=body.text("order_id")))


def cancel(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Cancel an order; `late` although the seller has begun."""
    order = market.buyer_side.cancel(login, order_id=body.text("order_id"), late=body.flag("late", False))
    return order_json(order)


def problem(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Report a problem with a purchase: `order_id`, `subtype`, `text`."""
    message = market.buyer_side.problem(
        login,
        order_id=body.text("order_id"),
        sub_type=body.text("subtype", "OTHER"),
        text=body.text("text"),
        attachments=body.texts("attachments"),
    )
    return message_json(message)


def close(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Close a problem thread."""
    return thread_json(market.buyer_side.close_problem(login, thread_id=body.text("thread")))


def attach(market: Market, body: Body, login: str) -> dict[str, Any]:
    """Put a file up: `file_name`, `mime_type`, `content` in base64; a small picture when nothing is given."""
    given = body.text("content", None)
    try:
        content = base64.b64decode(given, validate=True) if given is not None else _FIRST_PIXEL
    except binascii.Error:
        raise ValueError("content is not base64") from None
    attachment = market.buyer_side.attach(
        login,
        file_name=body.text("file_name", "zdjecie.png"),
        mime_type=body.text("mime_type", "image/png"),
        content=content,
    )
    return {"id": attachment.id, "file_name": attachment.file_name, "size": attachment.size}


def inbox(market: Market, body: Body, login: str) -> dict[str, Any]:
    """What the buyer can read, newest talk first."""
    if login not in market.world.buyers:
        raise KeyError(login)
    rows = market.buyer_side.inbox(login)
    return {
        "threads": [
            thread_json(thread) | {"messages": [message_json(m) for m in seen]} for thread, seen in rows
        ]
    }


ROUTES = (
    ("POST", "/buyers/<login>", know),
    ("POST", "/buyers/<login>/ask", ask),
    ("POST", "/buyers/<login>/write", write),
    ("POST", "/buyers/<login>/buy", buy),
    ("POST", "/buyers/<login>/pay", pay),
    ("POST", "/buyers/<login>/cancel", cancel),
    ("POST", "/buyers/<login>/problem", problem),
    ("POST", "/buyers/<login>/close", close),
    ("POST", "/buyers/<login>/attach", attach),
    ("GET", "/buyers/<login>/inbox", inbox),
)
