"""Things that will happen at a market instant: parcels move, messages are checked, buyers read."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime

from kontuar.practice_market.clock import whole

Deed = Callable[[datetime], None]


class Schedule:
    """Deeds in the order of their instants; each is told the instant it was due, not the present one.

    So a jump of three days leaves a believable three days behind. Not thread-safe: the market's lock is.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Deed]] = []
        self._count = 0
        self.present: datetime | None = None
        """The instant of the deed that runs at the moment; None between deeds."""

    def __len__(self) -> int:
        return len(self._heap)

    def at(self, when: datetime, deed: Deed) -> None:
        """Do `deed` once the clock has reached `when`."""
        self._count += 1
        heapq.heappush(self._heap, (whole(when), self._count, deed))

    def run_due(self, now: datetime, *, most: int = 20_000) -> int:
        """Run everything due by `now`, also what the deeds themselves put in; returns how many ran."""
        done = 0
        while self._heap and self._heap[0][0] <= now and done < most:
            when, _, deed = heapq.heappop(self._heap)
            self.present = when
            try:
                deed(when)
            finally:
                self.present = None
            done += 1
        return done
