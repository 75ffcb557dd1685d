"""How far a price may go: what is left after the fee and our cost, and a counter-offer between theirs and ours.

Own good sense, no marketplace's rule; the seller's own floor price holds.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the seller told of an offer; None where he did not. ``fee_percent`` is of the price."""

    price: Decimal | None = None
    floor: Decimal | None = None
    cost: Decimal | None = None
    fee_percent: Decimal | None = None


def left(price: Decimal, limits: Limits) -> Decimal | None:
    """What a price leaves after the fee and our cost; None where the cost is not known."""
    if limits.cost is None:
        return None
    fee = price * (limits.fee_percent or Decimal(0)) / 100
    return (price - fee - limits.cost).quantize(CENT, rounding=ROUND_HALF_UP)


def lowest(limits: Limits) -> Decimal | None:
    """The lowest price we may agree to: the floor, and never below what leaves nothing."""
    bounds = [limits.floor] if limits.floor is not None else []
    if limits.cost is not None:
        share = 1 - (limits.fee_percent or Decimal(0)) / 100
        bounds += [limits.cost / share] if share > 0 else []
    return max(bounds).quantize(CENT, rounding=ROUND_HALF_UP) if bounds else None


def counter(offered: Decimal, limits: Limits) -> Decimal | None:
    """Half-way between theirs and ours, never below the lowest nor above our price; None without a price."""
    if limits.price is None:
        return None
    middle = (offered + limits.price) / 2
    bound = lowest(limits)
    wanted = middle if bound is None else max(middle, bound)
    return max(min(wanted, limits.price), Decimal(0)).quantize(CENT, rounding=ROUND_HALF_UP)


def may_accept(offered: Decimal, limits: Limits) -> bool:
    """Whether their price is not below the lowest."""
    bound = lowest(limits)
    return bound is None or offered >= bound
