"""The rules behind windows: rights and periods that merely run. A rule that does not hold then or there is None.

A window keeps the version of its rule that held when it began, so these are built for the day of a purchase or of a
rating, not for today (``rulebook.load.windows_for``).
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kontuar.facts.orders import Fulfilment
from kontuar.rules.rule import Rule


class Base(StrEnum):
    """From what a window of a rating is counted."""

    PURCHASE = "purchase"
    RATING = "rating"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Rule):
    """So many calendar days and years together."""

    days: int = 0
    years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRule(Rule):
    """A buyer may change or remove his rating for ``days`` of the purchase, to the hour; ``once`` or at will."""

    days: int
    once: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRule(Rule):
    """We may ask for a rating's removal for ``days`` from ``counted_from``, where the platform gives no date."""

    days: int
    counted_from: Base


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRule(Rule):
    """A buyer may cancel for ``days`` of the purchase, until one of these states, or a number, ends it."""

    days: int
    ended_by: frozenset[Fulfilment]
    ended_by_number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAbroadRule(Rule):
    """Buyers of these ``marketplaces`` may cancel for so long, whatever the state."""

    span: timedelta
    marketplaces: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRule(Rule):
    """How long a buyer may take to pay before the marketplace cancels: ``transfers`` are kinds with more time."""

    days: int
    transfer_days: int
    transfers: frozenset[str]

    def days_of(self, payment_kind: str) -> int:
        """The longest the order's kind of payment allows; with no kind known yet a transfer is possible."""
        return self.transfer_days if not payment_kind or payment_kind in self.transfers else self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRules:
    """All of one day."""

    rate: Term | None = None
    edit: EditRule | None = None
    removal: RemovalRule | None = None
    cancel: CancelRule | None = None
    cancel_abroad: CancelAbroadRule | None = None
    payment: PaymentRule | None = None
    issue: Term | None = None
    withdrawal: Term | None = None
    liability: Term | None = None
