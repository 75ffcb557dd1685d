"""Money as marketplaces state it."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An exact amount in one currency (ISO 4217 code, such as ``PLN``)."""

    amount: Decimal
    currency: str
