"""Call limits: 9,000 a minute per client, one message a second per user, others where the spec says so."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from kontuar.practice_market.allegro.errors import too_many
from kontuar.practice_market.market import Market


class Limits:
    """Sliding windows over the market's clock. Calls during a client's block prolong it (#3454)."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._windows: dict[tuple[str, str], deque[datetime]] = {}
        self._blocked_until: dict[str, datetime] = {}

    def client(self, client_id: str) -> None:
        """Count a call of the client; 429 without Retry-After once it is blocked."""
        now = self._market.clock.now()
        minute = timedelta(minutes=1)
        if self._blocked_until.get(client_id, now) > now:
            self._blocked_until[client_id] = now + minute
            raise too_many("the client is blocked for a minute", None)
        if not self._take(("client", client_id), self._market.settings.requests_per_minute, minute):
            self._blocked_until[client_id] = now + minute
            raise too_many("too many requests of this client", None)

    def user(self, operation: str, login: str, per_second: int) -> None:
        """Count a call of a user to an operation with a limit of its own."""
        if not self._take((operation, login), per_second, timedelta(seconds=1)):
            raise too_many(f"{operation}: {per_second} a second", 1)

    def message(self, login: str) -> None:
        """Count a message; both ways of sending share one limit."""
        gap = self._market.settings.seconds_between_messages
        if gap > 0 and not self._take(("message", login), 1, timedelta(seconds=gap)):
            raise too_many("one message a second", 1)

    def _take(self, key: tuple[str, str], most: int, span: timedelta) -> bool:
        now = self._market.clock.now()
        window = self._windows.setdefault(key, deque())
        while window and window[0] <= now - span:
            window.popleft()
        if len(window) >= most:
            return False
        window.append(now)
        return True
