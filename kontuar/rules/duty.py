"""What we owe: the value every clock produces."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DutyKind(StrEnum):
    """One kind = one clock = one file in ``rules/duties``."""

    ANSWER = "answer"
    PROBLEM = "problem"
    DISPATCH = "dispatch"
    CLAIM = "claim"
    RETURN = "return"
    NO_NUMBER = "no_number"
    NO_SCAN = "no_scan"
    STALLED = "stalled"
    CANNOT = "cannot_fulfil"
    CHOICE = "choice"
    AT_RISK = "promise_risk"
    BROKEN = "promise_broken"
    REFUND = "refund"
    REFUND_AGAIN = "refund_again"
    COMMISSION = "commission"
    RESOLUTION = "resolution"
    GOODS_BACK = "goods_back"
    INSPECT = "inspect"
    RATING = "rating"
    PROMISED = "promised"
    SUPPLIER = "supplier"
    COMPLAINT = "complaint"
    WITHDRAWAL = "withdrawal"


class Standing(StrEnum):
    """How near the limit is."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"


class Origin(StrEnum):
    """Where a date came from."""

    PAYLOAD = "payload"
    RULE = "rule"
    OWN = "own"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something owed, by when, by which rule, and what is lost if it is missed.

    ``due_at`` (red) is the marketplace's own date or the confirmed reading of a rule; ``safer_by``
    (grey, sorts) the stricter reading where readings differ, else equal to ``due_at``. ``warn_at`` is
    when standing turns from calm to soon. ``lost`` and ``next_step`` are codes the screens put in words.
    ``is_counted`` says whether the marketplace measures it (False: our own target).
    """

    kind: DutyKind
    since_at: datetime
    due_at: datetime
    safer_by: datetime
    warn_at: datetime
    origin: Origin
    rule_id: str
    rule_version: str
    lost: str
    next_step: str
    is_counted: bool

    def standing(self, now: datetime) -> Standing:
        """Calm until ``warn_at``, soon until ``due_at``, late after it."""
        if now > self.due_at:
            return Standing.LATE
        return Standing.SOON if now >= self.warn_at else Standing.CALM


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The verdict on one case, order or issue at one moment.

    Law (property-tested): for every t in [now, changes_at) assessing again gives the same duties and
    standing. ``changes_at`` None means: only news can change it.
    """

    duties: tuple[Duty, ...]
    standing: Standing
    next_step: str
    changes_at: datetime | None
