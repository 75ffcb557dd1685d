"""The rules of issues in force for one account on one day: claims, returns, and how far dates are believed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kontuar.rules.clock_policy import Target
from kontuar.rules.rule import Confidence, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRule(Rule):
    """How long we have to accept or reject a claim: whole calendar ``days``, to the end of the last."""

    days: int
    warn_before: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRule(Rule):
    """How long we have to give money back for a return, in calendar days to the end of the last.

    ``marketplace_pays_after`` is when the marketplace is said to pay back by itself, 0 where nothing is
    said; ``said_so`` is how well that is known.
    """

    days_from_goods: int
    days_from_form: int
    warn_before: timedelta
    marketplace_pays_after: int = 0
    said_so: Confidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesRule(Rule):
    """How far a date of the marketplace's is believed: none lies more than ``believable`` after the beginning.

    An issue still called open ``long_past`` after its date makes us doubt.
    """

    believable: timedelta
    long_past: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRule(Rule):
    """How long a discussion may last: D3 where a parcel did not come (this rule's own tag), else D4 (``other_id``).

    ``undelivered`` are the platform's codes and, folded, its words for that.
    """

    days_undelivered: int
    undelivered: frozenset[str]
    days: int
    other_id: str
    other_version: str
    warn_before: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsRule(Rule):
    """By when to say whether the goods of a claim must come back: ``days`` confirmed, ``safer_days`` the shortest."""

    days: int
    safer_days: int
    warn_before: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class CapRule(Rule):
    """How many discussions may stay unresolved in ``days``: ``at_most``, or with more than ``many_contracts``
    contracts ``of_ten_thousand`` of every ten thousand of them (D5)."""

    days: int
    at_most: int
    many_contracts: int
    of_ten_thousand: int

    @property
    def span(self) -> timedelta:
        """How far back it looks."""
        return timedelta(days=self.days)

    def allowed(self, contracts: int) -> int:
        """So many may be unresolved, whole ones."""
        return contracts * self.of_ten_thousand // 10_000 if self.is_share(contracts) else self.at_most

    def is_share(self, contracts: int) -> bool:
        """True where a share of the contracts limits it, not a plain number."""
        return contracts > self.many_contracts


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRules:
    """All of them; a rule that does not hold on that day, or not there, is None."""

    dates: DatesRule | None = None
    claim: ClaimRule | None = None
    returns: ReturnRule | None = None
    resolution: ResolutionRule | None = None
    goods: GoodsRule | None = None
    inspect: Target | None = None
    unresolved: CapRule | None = None

    def believes(self, date: datetime, since_at: datetime) -> bool:
        """False for a date nothing that began at ``since_at`` can have: before it, or further off than is believed."""
        return since_at <= date and (self.dates is None or date <= since_at + self.dates.believable)
