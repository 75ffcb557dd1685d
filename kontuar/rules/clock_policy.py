"""The rules behind the clocks of orders, money, ratings, issues and the law, in force on one day."""

from dataclasses import dataclass
from datetime import timedelta

from kontuar.rules.rule import Rule
from kontuar.rules.window_policy import PaymentRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Rule):
    """Our own target in opening time; the owner may change it. It warns ``warn_before`` its end."""

    opening: timedelta
    warn_before: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRule(Rule):
    """A parcel's number is added at once (C2): we aim at ``target`` and stop asking after ``asks_for``."""

    target: Target
    asks_for: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRefundRule(Rule):
    """Money back after a cancellation before dispatch, in business days to the end of the last (C9)."""

    business_days: int
    warn_before: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionRule(Rule):
    """Our commission: ``days`` from the purchase (C6). ``waits_for``: the marketplace may ask by itself (C6a)."""

    days: int
    waits_for: timedelta
    warn_before: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRule(Rule):
    """A buyer who did not say what he wants: ``ask`` him, remind him ``remind_after`` in opening time.

    ``delay_counts``: what he delays counts against the seller (A3.10). ``not_left_open`` are kinds of choice the
    marketplace does not let stand open in one offer, ``while_in_stock`` those only with an up-to-date list (E7).
    """

    ask: Target
    remind_after: timedelta
    delay_counts: bool
    not_left_open: frozenset[str]
    while_in_stock: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingRule(Rule):
    """Handling times an offer may declare (C4), as the marketplace writes them, shortest first, in working days.

    ``fast_declared`` is up to how many days of declared time an offer is in the measure of fast dispatch (A2.6),
    ``fast_within`` within how many working days its parcels must leave to count as fast (A2.8: 0, the same day).
    ``payout_days``: over so many working days to the delivery the marketplace may hold the payout (C15), None where
    nothing is said of that.
    """

    allowed: tuple[tuple[int, str], ...]
    fast_declared: int
    fast_within: int
    payout_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeRule(Rule):
    """Our own: how long before a promised date we warn."""

    warn_before: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LawTerm(Rule):
    """A term of the law of the seller's country, in calendar days to the end of the last.

    ``silence_accepts``: whoever does not answer within it has accepted.
    """

    days: int
    warn_before: timedelta
    silence_accepts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRules:
    """All clocks of orders, of words given and of the law; a rule that does not hold then or there is None."""

    number: NumberRule | None = None
    carrier: Target | None = None
    tell: Target | None = None
    cancelled: CancelRefundRule | None = None
    refund_again: Target | None = None
    commission: CommissionRule | None = None
    courier_hour: int | None = None
    pledge: PledgeRule | None = None
    complaint: LawTerm | None = None
    withdrawal: LawTerm | None = None
    payment: PaymentRule | None = None
    rating: Target | None = None
    choice: ChoiceRule | None = None
    handling: HandlingRule | None = None
