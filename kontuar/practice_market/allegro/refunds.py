"""Refunds of payments: the list, and starting one. 200 says that it was taken, not that it is done."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kontuar.practice_market.allegro.errors import Refusal, invalid, not_found
from kontuar.practice_market.allegro.order_shapes import price
from kontuar.practice_market.allegro.protocol import PUBLIC, Answer, Call, Operation, access_denied
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.money import REASONS, Refund, RefundLine, TooMuch
from kontuar.practice_market.world import Order

_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WAITING = {"NEW", "VALIDATED"}
"""What the filter `status=WAITING` finds: answers carry other words than the filter knows (assumed)."""
LONGEST_COMMENT = 250
UNSUPPORTED = ("overpaid", "surcharges", "additionalServices", "deposits")
"""Parts of a payment this market has none of: zero or empty is fine, more is too much."""


def _shape(refund: Refund) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": refund.id,
        "payment": {"id": refund.payment_id},
        "order": {"id": refund.order_id},
        "reason": refund.reason,
        "status": refund.status,
        "createdAt": stamp(refund.created_at),
        "totalValue": price(refund.total, refund.currency),
        "lineItems": [_line(refund, line) for line in refund.lines],
        "deposits": [],
        "surcharges": [],
    }
    if refund.delivery is not None:
        shape["delivery"] = {"value": price(refund.delivery, refund.currency)}
    if refund.comment is not None:
        shape["sellerComment"] = refund.comment
    return shape


def _line(refund: Refund, line: RefundLine) -> dict[str, Any]:
    if line.quantity is not None:
        return {"id": line.line_id, "type": "QUANTITY", "quantity": line.quantity}
    return {"id": line.line_id, "type": "AMOUNT", "value": price(line.value, refund.currency)}


def list_refunds(call: Call) -> Answer:
    """GET /payments/refunds, newest first."""
    limit = call.number("limit", 50, 1, 100)
    offset = call.number("offset", 0, 0, 10_000_000)
    statuses = call.choices("status", ("WAITING", "IN_PROGRESS", "SUCCESS", "CANCELED", "PARTIAL"))
    low, high = call.instant("occurredAt.gte"), call.instant("occurredAt.lte")
    wanted = {name: _uuid_filter(call, name) for name in ("id", "payment.id", "order.id")}
    reads: dict[str, Callable[[Refund], str]] = {
        "id": lambda refund: refund.id,
        "payment.id": lambda refund: refund.payment_id,
        "order.id": lambda refund: refund.order_id,
    }
    found = [
        refund
        for refund in call.market.money.of_seller(call.seller.login)
        if all(value in (None, reads[name](refund)) for name, value in wanted.items())
        and (not statuses or ("WAITING" if refund.status in _WAITING else refund.status) in statuses)
        and (low is None or refund.created_at >= low)
        and (high is None or refund.created_at <= high)
    ]
    shown = found[offset : offset + limit]
    return Answer(
        body={"refunds": [_shape(refund) for refund in shown], "count": len(shown), "totalCount": len(found)}
    )


def _uuid_filter(call: Call, name: str) -> str | None:
    value = call.request.args.get(name)
    if value is not None and not _UUID.fullmatch(value):
        raise _wrong(name)
    return value.lower() if value else None


def _wrong(path: str, value: Any = None) -> Refusal:
    """Allegro's words for what cannot be read (#4391, #4755)."""
    return Refusal(
        422,
        "VALIDATION_ERROR",
        "Invalid parameter format",
        path=path,
        details=f"Invalid value: {str(value)[:80] if value is not None else 'null'}",
        user_message="Invalid parameter format",
    )


def _too_much(call: Call, error: TooMuch, currency: str) -> Refusal:
    """In Allegro's words, which call a line an offer (#8840, #12680)."""
    unit = "" if error.what == "quantity" else f" {currency}"
    polish = call.request.headers.get("Accept-Language", "pl").startswith("pl")
    about = f"{'Oferta' if polish else 'Offer'}: {error.line_id} " if error.line_id else ""
    words = {
        ("quantity", True): "ilość przekroczona, dostępna: {}, żądana: {}",
        ("quantity", False): "quantity exceeded, available: {}, requested: {}",
        ("value", True): "wartość przekroczona, dostępna: {}, żądana: {}",
        ("value", False): "value exceeded, available: {}, requested: {}",
    }[error.what, polish]
    text = about + words.format(error.available + unit, error.wanted + unit)
    return Refusal(422, "VALIDATION_ERROR", text, user_message=text)


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    part = body.get(name)
    if part is not None and not isinstance(part, dict):
        raise _wrong(name, part)
    return part or {}


def _amount(value: Any, path: str, currency: str) -> Decimal:
    """A string with at most two decimals; other numbers give Allegro's misleading text or this one."""
    text = value.get("amount") if isinstance(value, dict) else None
    if not isinstance(text, str) or not _AMOUNT.fullmatch(text) or value.get("currency") != currency:
        raise _wrong(path, text)
    return Decimal(text)


def _uuid(body: dict[str, Any], name: str) -> str:
    value = _part(body, name).get("id")
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise _wrong(f"{name}.id", value)
    return value.lower()


def _own_order(call: Call, body: dict[str, Any]) -> Order:
    payment_id, order_id = _uuid(body, "payment"), _uuid(body, "order")
    order = call.market.world.orders.get(order_id)
    if order is None or order.payment is None or order.payment.id != payment_id:
        raise not_found("Payment")
    if order.seller != call.seller.login:
        raise access_denied()
    return order


def _lines(call: Call, order: Order, given: Any) -> tuple[RefundLine, ...]:
    """The last of several wishes for one line counts (#2644)."""
    if given is None:
        return ()
    if not isinstance(given, list):
        raise _wrong("lineItems", given)
    known = {line.id: line for line in order.lines}
    found: dict[str, RefundLine] = {}
    for item in given:
        line_id = item.get("id") if isinstance(item, dict) else None
        if not isinstance(line_id, str) or line_id.lower() not in known:
            text = f"Offer: {str(line_id)[:40]} does not exist in the payment"
            raise Refusal(422, "VALIDATION_ERROR", text, path="lineItems.id", user_message=text)
        line = known[line_id.lower()]
        found[line.id] = _wish(item, line.id, line.price, order.currency)
    return tuple(found.values())


def _wish(item: dict[str, Any], line_id: str, each: Decimal, currency: str) -> RefundLine:
    kind, quantity = item.get("type"), item.get("quantity")
    if kind == "QUANTITY":
        if isinstance(quantity, float) and quantity.is_integer():
            quantity = int(quantity)  # the description says number
        if isinstance(quantity, bool) or not isinstance(quantity, int) or not 1 <= quantity <= 10**6:
            raise _wrong("lineItems.quantity", quantity)
        return RefundLine(line_id=line_id, value=each * quantity, quantity=quantity)
    if kind == "AMOUNT":
        value = _amount(item.get("value"), "lineItems.value", currency)
        if value <= 0:
            raise _wrong("lineItems.value", value)
        return RefundLine(line_id=line_id, value=value)
    raise _wrong("lineItems.type", kind)


def start(call: Call) -> Answer:
    """POST /payments/refunds. The same `commandId` again answers with the refund it made and does nothing."""
    body = call.json()
    command_id, reason, comment = body.get("commandId"), body.get("reason"), body.get("sellerComment")
    if command_id is not None and (not isinstance(command_id, str) or len(command_id) > 100):
        raise _wrong("commandId", command_id)
    known = call.market.money.by_command(call.seller.login, command_id)
    if known is not None:
        return Answer(body=_shape(known))
    order = _own_order(call, body)
    if reason not in REASONS:
        raise _wrong("reason", reason)
    if comment is not None and (not isinstance(comment, str) or len(comment) > LONGEST_COMMENT):
        raise _wrong("sellerComment", comment)
    _refuse_unsupported(body, order.currency)
    lines = _lines(call, order, body.get("lineItems"))
    given = _part(body, "delivery").get("value")
    delivery = _amount(given, "delivery.value", order.currency) if given is not None else None
    try:
        refund = call.market.money.refund(
            order,
            reason=reason,
            lines=lines,
            delivery=delivery or None,
            comment=comment,
            command_id=command_id,
        )
    except TooMuch as error:
        raise _too_much(call, error, order.currency) from None
    except ValueError as error:
        raise invalid("VALIDATION_ERROR", str(error)) from None
    return Answer(body=_shape(refund))


def _refuse_unsupported(body: dict[str, Any], currency: str) -> None:
    for name in UNSUPPORTED:
        part = body.get(name)
        if not part or part == {"value": {"amount": "0", "currency": currency}}:
            continue
        value = part.get("value") if isinstance(part, dict) else None
        if value is None or _amount(value, f"{name}.value", currency) > 0:
            raise _wrong(name, "nothing of the kind was paid")


OPERATIONS = (
    Operation(method="GET", path="/payments/refunds", handler=list_refunds, scope="payments:read"),
    Operation(
        method="POST", path="/payments/refunds", handler=start, scope="payments:write", content=(PUBLIC,)
    ),
)
