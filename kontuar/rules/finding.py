"""What the promise watch found: the value every part of it produces."""

from dataclasses import dataclass
from datetime import datetime

from kontuar.facts.promises import FindingKind, PromiseKind, Risk
from kontuar.rules.duty import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about a promise that somebody should know.

    It stands from ``shows_at`` until ``ends_at`` (None: until news come). ``by_at`` is the promised date, None
    where the platform gave none: late strictly after it. ``soon_at`` is from when it wants something of us, None
    if it only informs. ``why`` and ``next_step`` are codes the screens put in words. ``risk`` is what the fear of a
    late delivery rests on, if it is one.
    """

    kind: FindingKind
    promise: PromiseKind
    since_at: datetime
    shows_at: datetime
    ends_at: datetime | None
    soon_at: datetime | None
    by_at: datetime | None
    why: tuple[str, ...]
    next_step: str
    rule_id: str
    rule_version: str
    risk: Risk | None = None

    def stands(self, now: datetime) -> bool:
        """True while it is to be shown."""
        return self.shows_at <= now and (self.ends_at is None or now < self.ends_at)

    def standing(self, now: datetime) -> Standing:
        """Calm until ``soon_at``, late after ``by_at``."""
        if self.by_at is not None and now > self.by_at:
            return Standing.LATE
        return Standing.SOON if self.soon_at is not None and now >= self.soon_at else Standing.CALM


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The verdict on one order's promises at one moment.

    Law (property-tested): for every t in [now, ``changes_at``) watching again finds the same; None means that
    only news can change it.
    """

    findings: tuple[Finding, ...]
    standing: Standing
    changes_at: datetime | None
