"""A right or a period that runs until a moment: the value every window produces."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.duty import Origin
from kontuar.rules.rule import Rule

DAY = timedelta(days=1)


class WindowKind(StrEnum):
    """One kind = one file here."""

    CANCEL = "cancel"
    PAY = "pay"
    WITHDRAW = "withdraw"
    RATE = "rate"
    ISSUE = "issue"
    LIABILITY = "liability"
    EVIDENCE = "evidence"
    RATING_EDIT = "rating_edit"
    RATING_REMOVAL = "rating_removal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Open from ``since_at`` up to and without ``ends_at``.

    ``rule_id`` and ``rule_version`` name the rule as it held when the window began, ``source`` its address;
    ``origin`` says whether the end is the platform's own.
    """

    kind: WindowKind
    since_at: datetime
    ends_at: datetime
    rule_id: str
    rule_version: str
    source: str
    origin: Origin = Origin.RULE

    def is_open(self, now: datetime) -> bool:
        """Once closed it stays closed."""
        return self.since_at <= now < self.ends_at


def window(
    kind: WindowKind, since_at: datetime, ends_at: datetime, rule: Rule, *, origin: Origin = Origin.RULE
) -> Window:
    """A window by a rule."""
    return Window(
        kind=kind,
        since_at=since_at,
        ends_at=ends_at,
        rule_id=rule.rule_id,
        rule_version=rule.version,
        source=rule.source,
        origin=origin,
    )


def end_of_term(start: datetime, days: int, years: int, calendar: BusinessCalendar) -> datetime:
    """The end of the local day so many days and years after that of ``start`` (29 February: the 28th)."""
    return calendar.day_end(years_after(calendar.local_day(start), years) + days * DAY)


def years_after(day: date, years: int) -> date:
    """The same day of another year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
