"""Careful reading of other people's JSON: nothing here raises, whatever shape the data has. Pure.

Platforms add fields, leave fields out and change enums without notice; a parser built from these keeps
what it understands. A path is a row of keys: ``text(order, "buyer", "login")``.
"""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from kontuar.facts.money import Money

type Json = Any

_TOO_MANY = 10**15
"""Beyond any count or price: a number like ``1e999999`` must not be written out."""


def at(value: Json, *path: str) -> Json:
    """What lies at the end of ``path``; None when any step is missing."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def text(value: Json, *path: str) -> str:
    """A string; numbers are written out (ids come as both). NUL is dropped: databases refuse it."""
    found = at(value, *path)
    if isinstance(found, str):
        return found.replace("\x00", "")
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return ""


def flag(value: Json, *path: str) -> bool | None:
    """True, False, or None when the platform does not say."""
    found = at(value, *path)
    return found if isinstance(found, bool) else None


def whole(value: Json, *path: str) -> int | None:
    """A whole number, also from ``2.0`` or ``"2"``."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        return None
    try:
        number = Decimal(str(found))
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and abs(number) < _TOO_MANY else None


def objects(value: Json, *path: str) -> list[dict[str, Json]]:
    """The objects of a list; what is no object is passed over."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def instant(value: Json, *path: str) -> datetime | None:
    """An ISO 8601 moment in UTC; one without a zone is taken as UTC. None when it is none."""
    found = at(value, *path)
    if not isinstance(found, str):
        return None
    try:
        moment = datetime.fromisoformat(found)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def money(value: Json, *path: str) -> Money | None:
    """``{"amount": "12.30", "currency": "PLN"}``; None when either part is missing or no number."""
    amount, currency = text(value, *path, "amount"), text(value, *path, "currency")
    try:
        number = Decimal(amount)
    except InvalidOperation:
        return None
    is_sane = number.is_finite() and abs(number) < _TOO_MANY and len(amount) <= 40
    return Money(amount=number, currency=currency) if is_sane and currency else None
