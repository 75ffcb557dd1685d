"""The rules in force for one account on one day: what every clock and check is given.

``kontuar/rulebook`` builds a policy from dated data; nothing here reads files. A rule value knows the
rule it came from, so that a duty or a finding can name it.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from kontuar.facts.issues import IssueKind
from kontuar.facts.messages import MessageKind, Role
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.clock_policy import OrderRules
from kontuar.rules.deed_policy import DeedRules
from kontuar.rules.issue_policy import IssueRules
from kontuar.rules.rule import Confidence, Rule
from kontuar.rules.sending_policy import SendingRule
from kontuar.rules.shipping import ShipGroup
from kontuar.rules.window_policy import WindowRules


class Counting(StrEnum):
    """How a time limit passes over off days.

    ``CLOCK_STOP``: off days do not count at all. ``DEADLINE_MOVES``: time runs on, only an end that
    falls on an off day moves to the same time of the next working day. ``OPENING``: only our own opening
    hours count; for targets we set ourselves.
    """

    CLOCK_STOP = "clock_stop"
    DEADLINE_MOVES = "deadline_moves"
    OPENING = "opening"


class Base(StrEnum):
    """From when a message's time runs: its own date, or the moment it reached us."""

    WRITTEN = "written"
    FIRST_SEEN = "first_seen"


class Which(StrEnum):
    """Which of several unanswered messages sets the clock."""

    OLDEST = "oldest"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit(Rule):
    """One reading of a time limit."""

    window: timedelta
    counting: Counting


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRule:
    """How long we have to answer.

    ``confirmed`` gives the red date, the earliest of ``readings`` the grey one. ``covers`` are the kinds
    of message the terms oblige us to answer, ``measured`` those the marketplace's quality measure counts.
    ``opened_by`` are the roles whose message wants an answer, ``ended_by`` those whose message is one.
    ``checking_grace`` is how long an answer the marketplace still checks counts as one; ``late_arrival`` how
    much later than an answer a message may reach us and still have been meant by it. ``question_target`` is
    our own for a question before purchase, None where no such questions are told apart; ``measure_days`` how far
    back the marketplace's measure looks, None where it has none.
    """

    confirmed: TimeLimit
    readings: tuple[TimeLimit, ...]
    base: Base
    which: Which
    covers: frozenset[MessageKind]
    measured: frozenset[MessageKind]
    closers_count: bool
    ended_by: frozenset[Role]
    warn_before: timedelta
    checking_grace: timedelta
    late_arrival: timedelta
    opened_by: frozenset[Role] = frozenset({Role.BUYER})
    question_target: timedelta | None = None
    measure_days: int | None = None

    @property
    def is_own(self) -> bool:
        """True when nobody but ourselves sets the limit."""
        return self.confirmed.confidence is Confidence.OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRule(Rule):
    """How long a problem with a purchase may wait.

    ``limit`` is the marketplace's, None as long as it names none: then ``target`` holds, our own, in
    opening time. ``discussion`` limits the first answer in a discussion, the older kind of problem.
    """

    target: timedelta
    warn_before: timedelta
    limit: TimeLimit | None = None
    discussion: TimeLimit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRule(Rule):
    """When a parcel is owed. The date itself is the order's own ``dispatch_by``."""

    starts_in: frozenset[OrderState]
    ended_by: frozenset[Fulfilment]
    ended_by_lines_sent: frozenset[str]
    shipped_by_marketplace_counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRule(Rule):
    """From when a silent parcel is worth a question to the carrier, in working time."""

    first_scan_after: timedelta
    stalled_after: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRule(Rule):
    """How the promise watch looks ahead.

    ``first_scan_not_before`` is the hour of the next working day before which no parcel is called silent,
    ``days_before`` how long before a promised delivery we begin to warn, ``risk_percent`` from which probability
    a late delivery is feared from then on, ``early_percent`` from which on the days before. ``harmless_ends`` are
    the platform's words for an offer's end that say nothing against an order (the last piece was sold), in capitals.
    """

    first_scan_not_before: int
    days_before: int
    risk_percent: int
    early_percent: int
    harmless_ends: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyRule(Rule):
    """Which kinds of issue may come before the promised date has passed."""

    kinds: frozenset[IssueKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTargets:
    """What the owner set instead of our suggestions; None leaves the suggestion of the rulebook.

    All are opening time except ``checking_grace`` and ``too_late_after``. None of them changes a
    marketplace's date: they move warnings and our own targets only. ``mail_target`` is for answering a mail.
    ``courier_at`` is the wall time at which the parcels are fetched, ``ship_groups`` goods that leave on other days.
    """

    question_target: timedelta | None = None
    answer_warn_before: timedelta | None = None
    problem_target: timedelta | None = None
    problem_warn_before: timedelta | None = None
    mail_target: timedelta | None = None
    checking_grace: timedelta | None = None
    hourly_cap: int | None = None
    in_a_row: int | None = None
    too_late_after: timedelta | None = None
    courier_at: time | None = None
    ship_groups: tuple[ShipGroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything that holds for one account on one day.

    A mailbox knows no orders and no problems with a purchase: what does not exist there is None.
    """

    marketplace: str
    country: str
    on: date
    calendar: BusinessCalendar
    answer: AnswerRule
    problem: ProblemRule | None
    dispatch: DispatchRule | None
    parcel: ParcelRule | None
    promise: PromiseRule | None
    early: EarlyRule | None
    sending: SendingRule
    deeds: DeedRules
    issues: IssueRules
    orders: OrderRules
    windows: WindowRules
    own: OwnTargets
