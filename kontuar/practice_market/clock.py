"""The market's own clock. Everything in the practice market asks it and nothing else reads the time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """A clock that starts at the real now and can be sped up, moved forward, set or frozen.

    It never runs backwards: `set` to an earlier instant is refused with ValueError. All instants are
    aware UTC. `monotonic` is only replaced by tests.
    """

    def __init__(
        self,
        *,
        start_at: datetime | None = None,
        speed: float = 1.0,
        frozen: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        if speed <= 0:
            raise ValueError("speed must be above 0")
        self._monotonic = monotonic
        self._base_at = (start_at or datetime.now(UTC)).astimezone(UTC)
        self._base_tick = monotonic()
        self._speed = speed
        self._frozen = frozen
        self._lock = threading.RLock()

    def now(self) -> datetime:
        """The market's present instant, in whole milliseconds, so that what the API tells is what is held."""
        with self._lock:
            return whole(self._base_at if self._frozen else self._exact())

    def _exact(self) -> datetime:
        return self._base_at + timedelta(seconds=(self._monotonic() - self._base_tick) * self._speed)

    @property
    def speed(self) -> float:
        """Market seconds per real second."""
        return self._speed

    @property
    def frozen(self) -> bool:
        """True while the clock stands still."""
        return self._frozen

    def advance(self, seconds: float) -> datetime:
        """Jump forward and return the new instant."""
        if seconds < 0:
            raise ValueError("the market's clock does not run backwards")
        with self._lock:
            self._rebase()
            self._base_at += timedelta(seconds=seconds)
            return self.now()

    def set(self, instant: datetime) -> datetime:
        """Jump to an aware instant that is not in the market's past."""
        if instant.tzinfo is None:
            raise ValueError("the instant needs a time zone")
        return self.advance((instant - self.now()).total_seconds())

    def set_speed(self, speed: float) -> None:
        """Let time run `speed` times as fast as real time from now on."""
        if speed <= 0:
            raise ValueError("speed must be above 0")
        with self._lock:
            self._rebase()
            self._speed = speed

    def freeze(self) -> None:
        """Stand still until `thaw`; `advance` and `set` still work."""
        with self._lock:
            self._rebase()
            self._frozen = True

    def thaw(self) -> None:
        """Run again from where the clock stood."""
        with self._lock:
            self._rebase()
            self._frozen = False

    def _rebase(self) -> None:
        if not self._frozen:
            self._base_at = self._exact()
        self._base_tick = self._monotonic()


def whole(instant: datetime) -> datetime:
    """The instant in whole milliseconds."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def stamp(instant: datetime) -> str:
    """ISO 8601 with milliseconds and Z, as Allegro writes its instants."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def read_instant(text: str) -> datetime:
    """Parse an ISO 8601 instant; ValueError when it is not one or has no time zone."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("no time zone")
    return instant.astimezone(UTC)
