"""The practice market: one object with everything in it, behind one lock."""

from __future__ import annotations

import logging
import random
import threading
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from kontuar.practice_market.applications import Applications
from kontuar.practice_market.buyer_side import BuyerSide
from kontuar.practice_market.calls import Calls
from kontuar.practice_market.claims import Claims
from kontuar.practice_market.clock import Clock
from kontuar.practice_market.commands import Commands
from kontuar.practice_market.disputes import Disputes
from kontuar.practice_market.edits import Edits
from kontuar.practice_market.faults import Faults
from kontuar.practice_market.issue_sides import IssueSides
from kontuar.practice_market.live import Live
from kontuar.practice_market.live_ratings import LiveRatings
from kontuar.practice_market.money import Money
from kontuar.practice_market.offering import Offering
from kontuar.practice_market.papers import Papers
from kontuar.practice_market.quality import Quality
from kontuar.practice_market.ratings import Ratings
from kontuar.practice_market.returns import Returns
from kontuar.practice_market.schedule import Schedule
from kontuar.practice_market.seller_side import SellerSide
from kontuar.practice_market.talking import Talking
from kontuar.practice_market.trade import Trade
from kontuar.practice_market.world import Ids, World

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Settings:
    """What the market enforces and how fast it moves; times in market seconds."""

    require_user_agent: bool = True
    """The User-Agent form of API calls is compulsory since the end of June 2026 (#13260)."""
    verify_seconds: float = 1.5
    """How long a seller's message stands VERIFYING before it is delivered or blocked."""
    seconds_between_messages: float = 1.0
    """One message a second per user (spec, #5438); 0 switches the limit off."""
    requests_per_minute: int = 9_000
    """Per client; over it the client is blocked for a minute."""
    automatic_refund_days: int = 0
    """Days after a return's arrival until Allegro refunds by itself; 0 is never. Sellers say 7 (#13866)."""
    undecided_claims_accepted: bool = False
    """A claim nobody decided in time becomes CLAIM_ACCEPTED; what Allegro does is not public."""
    command_seconds: float = 2.0
    """How long a command that changes offers takes, and an edit that is not done at once."""
    refund_seconds: float = 20.0
    """From a refund's POST to its SUCCESS when the balance suffices."""
    refund_wait_hours: float = 24.0
    """How long a refund waits for a balance that is too low, before it is CANCELED (assumed)."""
    claim_hours: float = 48.0
    """From the buyer having his money to a refund claim being granted (assumed)."""
    commission_percent: float = 10.0
    """The commission charged on a sale; with 0 there is nothing to claim."""
    scan_seconds: float = 10.0
    """How long the antivirus takes with an invoice."""
    access_seconds: int = 43_199
    refresh_days: int = 90
    code_seconds: int = 10
    device_seconds: int = 3_600
    device_interval: int = 5

    def change(self, values: dict[str, Any]) -> None:
        """Set some of them; ValueError for an unknown name or a wrong kind of value."""
        known = {field.name for field in fields(self)}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"unknown setting {name!r}")
            now = getattr(self, name)
            wanted: type | tuple[type, ...] = bool if isinstance(now, bool) else (int, float)
            if not isinstance(value, wanted) or (isinstance(value, bool) and not isinstance(now, bool)):
                raise ValueError(f"{name} is of another kind")
            setattr(self, name, type(now)(value))


class Market:
    """State, clock, faults and the two sides that act: buyers and sellers (in Allegro's own screens).

    Every public method of the parts takes the lock itself; the HTTP side holds it for a whole call.
    """

    def __init__(self, *, seed: int = 1, clock: Clock | None = None) -> None:
        self.seed = seed
        self.lock = threading.RLock()
        self.clock = clock or Clock()
        self.settings = Settings()
        self.world = World()
        self.rng = random.Random(f"world {seed}")
        self.ids = Ids(self.rng)
        self.faults = Faults(seed)
        self.schedule = Schedule()
        self.calls = Calls()
        self.applications = Applications(self)
        self.trade = Trade(self)
        self.talking = Talking(self)
        self.buyer_side = BuyerSide(self)
        self.seller_side = SellerSide(self)
        self.live = Live(self)
        self.disputes = Disputes(self)
        self.issue_sides = IssueSides(self)
        self.returns = Returns(self)
        self.ratings = Ratings(self)
        self.offering = Offering(self)
        self.commands = Commands(self)
        self.edits = Edits(self)
        self.money = Money(self)
        self.claims = Claims(self)
        self.papers = Papers(self)
        self.quality = Quality(self)
        self.live_ratings = LiveRatings(self)
        self.url = ""
        """Where it is served; set by `serve`."""
        self._seq = 0

    def now(self) -> datetime:
        """The clock's instant, or within a scheduled deed the instant it was due."""
        return self.schedule.present or self.clock.now()

    def tick(self) -> None:
        """Let everything happen that is due by now."""
        with self.lock:
            if self.schedule.present is None:
                self.schedule.run_due(self.clock.now())

    def keep_ticking(self) -> None:
        """As `tick`, for a server: a deed that fails is logged and does not stop the market."""
        try:
            self.tick()
        except Exception:
            _log.exception("a deed of the practice market failed")

    def advance(self, seconds: float) -> None:
        """Jump forward and let everything happen on the way."""
        with self.lock:
            self.clock.advance(seconds)
            self.tick()

    def next_seq(self) -> int:
        """A counter that orders what happened at one instant."""
        self._seq += 1
        return self._seq
