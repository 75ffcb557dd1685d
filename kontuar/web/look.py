"""The moment and the zone a page is shown in. Made once by a view; nothing below a view reads the clock."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from kontuar.store.queries.desk import the_desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """``now`` is aware UTC, ``zone`` the shop's: every time on screen is told in it.

    ``has_model`` is True where the owner lets people ask a language model, ``has_presence`` where colleagues see who
    looks at a conversation.
    """

    now: datetime
    zone: ZoneInfo
    has_model: bool = False
    has_presence: bool = False
    _today: date = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_today", self.local(self.now).date())

    def local(self, at: datetime) -> datetime:
        """``at`` on the shop's wall clock."""
        return at.astimezone(self.zone)

    def days_to(self, at: datetime) -> int:
        """Whole local days from today to ``at``: 0 today, 1 tomorrow, -1 yesterday."""
        return (self.local(at).date() - self.today()).days

    def today(self) -> date:
        """The shop's date."""
        return self._today

    def at(self, day: date, wall: time) -> datetime:
        """The instant of a wall-clock time on a local day."""
        return datetime.combine(day, wall, self.zone)

    def hours(self, count: int) -> datetime:
        """``count`` hours from now."""
        return self.now + timedelta(hours=count)

    def midnight(self, days: int) -> datetime:
        """The start of the local day ``days`` days from today."""
        return self.at(self.today() + timedelta(days=days), time(0))

    def morning(self, days: int) -> datetime:
        """Eight o'clock ``days`` days from today: where "until tomorrow" ends."""
        return self.at(self.today() + timedelta(days=days), time(8))


def look_now() -> Look:
    """This moment in the shop's zone. One small read."""
    desk = the_desk()
    return Look(
        now=timezone.now(),
        zone=ZoneInfo(desk.zone),
        has_model=desk.model_is_on,
        has_presence=desk.shows_presence,
    )
