"""Reading what a change of an offer asks for: stock, price, handling time; shared by commands and PATCH."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import partial
from typing import Any

from kontuar.practice_market.allegro.errors import invalid
from kontuar.practice_market.commands import Deed
from kontuar.practice_market.market import Market
from kontuar.practice_market.offering import MOST_STOCK, CannotChange
from kontuar.practice_market.workdays import HANDLING_DAYS
from kontuar.practice_market.world import Offer

HANDLING: dict[str, str] = {name: name for name in HANDLING_DAYS} | {
    f"PT{24 * days}H": f"P{days}D" for days in (2, 3, 4, 5, 7, 10, 14, 21, 30, 60)
}
"""Handling times as they may be written, and as the market keeps them."""


def integer(value: Any, path: str, low: int, high: int = MOST_STOCK) -> int:
    """A whole number within bounds, or 422."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise invalid("ConstraintViolationException", f"{path} is {low} to {high}", path)
    return value


def amount(value: Any, path: str, *, currency: str = "PLN") -> Decimal:
    """`{amount, currency}` with at most two decimals, or 422."""
    text = value.get("amount") if isinstance(value, dict) else None
    try:
        found = Decimal(text) if isinstance(text, str) and len(text) <= 20 else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found != round(found, 2) or abs(found) >= 10**9:
        raise invalid("ConstraintViolationException", f"{path}.amount is no amount", f"{path}.amount")
    if value.get("currency") != currency:
        raise invalid("ConstraintViolationException", f"{path}.currency is {currency}", f"{path}.currency")
    return found


def change_stock(market: Market, change: dict[str, Any], path: str) -> Deed:
    """FIXED to a value above 0, or GAIN by one; what would leave no stock fails (assumed)."""
    kind = change.get("changeType")
    if kind == "FIXED":
        return partial(_stock, market, integer(change.get("value"), f"{path}.value", 1), False)
    if kind == "GAIN":
        value = integer(change.get("value"), f"{path}.value", -MOST_STOCK)
        return partial(_stock, market, value, True)
    raise invalid("ConstraintViolationException", "changeType is FIXED or GAIN", f"{path}.changeType")


def _stock(market: Market, value: int, gain: bool, offer: Offer, at: datetime) -> None:
    wanted = offer.available + value if gain else value
    if not 1 <= wanted <= MOST_STOCK:
        raise CannotChange("Quantity must be greater than 0")
    market.offering.set_stock(offer, wanted, at)


def handling_deed(market: Market, handling_time: str) -> Deed:
    """Sets the handling time."""

    def deed(offer: Offer, at: datetime) -> None:
        market.offering.set_handling(offer, handling_time, at)

    return deed


def bulk_price(market: Market, change: dict[str, Any]) -> Deed:
    """FIXED, GAIN by an amount, or PERCENTAGE."""
    path, kind = "modifications.prices", change.get("changeType")
    if kind in {"FIXED", "GAIN"}:
        return partial(_price, market, kind, amount(change.get("value"), f"{path}.value"))
    if kind != "PERCENTAGE":
        raise invalid("ConstraintViolationException", "unknown changeType", f"{path}.changeType")
    text = change.get("percentage")
    try:
        percent = Decimal(text.strip("+% ")) if isinstance(text, str) and len(text) <= 12 else Decimal("NaN")
    except InvalidOperation:
        percent = Decimal("NaN")
    if not percent.is_finite() or abs(percent) > 10_000:
        raise invalid("ConstraintViolationException", "percentage is no number", f"{path}.percentage")
    return partial(_price, market, kind, percent)


def _price(market: Market, kind: str, value: Decimal, offer: Offer, at: datetime) -> None:
    wanted = {
        "FIXED": value,
        "GAIN": offer.price + value,
        "PERCENTAGE": offer.price * (100 + value) / 100,
    }[kind]
    market.offering.set_price(offer, wanted.quantize(Decimal("0.01"), ROUND_HALF_UP), at)
