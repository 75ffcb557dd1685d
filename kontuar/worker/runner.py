"""The thread-pool runner: every lane runs one thing at a time, different lanes run beside each other.

Several processes may run it on one database: what is done is claimed row by row in ``kontuar.actions``.
"""

import os
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

import structlog
from django.db import close_old_connections, connection
from django.db.utils import InterfaceError, OperationalError
from django.utils import timezone

from kontuar.actions import spool
from kontuar.actions.beat import Beat
from kontuar.worker import sweep, warm
from kontuar.worker.bells import Bells
from kontuar.worker.rest import Rest
from kontuar.worker.sweep import Lane
from kontuar.worker.turns import Turns

log = structlog.get_logger("kontuar.worker")
TICK_SECONDS = 0.5
NIGHT_EVERY = timedelta(seconds=30)
FIRST_NIGHT_LOOK = timedelta(minutes=3)
"""After a start everything is old at first: what was not read while no worker ran is read now."""


class Runner:
    """Sweeps when anything was written or became due, and hands due lanes to the pool until ``stop`` is set."""

    def __init__(
        self, stop: threading.Event, threads: int, *, clock: Callable[[], datetime] = timezone.now
    ) -> None:
        self._stop = stop
        self._clock = clock
        self._owner = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._turns = Turns(owner=self._owner, stop=stop, clock=clock)
        self._beat = Beat()
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="lane")
        self._busy: dict[Lane, Future[None]] = {}
        self._threads = threads
        self._night_at = clock() + FIRST_NIGHT_LOOK
        self._bells = Bells(clock=clock)
        self._rest = Rest()

    def run(self) -> None:
        """Blocks; returns when ``stop`` is set and every lane has finished its turn."""
        log.info("worker.started", owner=self._owner, threads=self._threads)
        try:
            self._pool.submit(warm.up, self._clock())
            while not self._stop.is_set():
                self._tick()
                self._stop.wait(TICK_SECONDS)
        finally:
            self._bells.close()
            for waiting in self._busy.values():
                waiting.cancel()
            self._let_go()
            self._pool.shutdown(wait=True, cancel_futures=True)
            connection.close()
            log.info("worker.stopped", owner=self._owner)

    def _let_go(self) -> None:
        """Each thread of the pool closes its own connection; nobody else can."""
        everybody = threading.Barrier(self._threads)

        def close() -> None:
            everybody.wait()
            connection.close()

        for closing in [self._pool.submit(close) for _ in range(self._threads)]:
            closing.result()

    def _tick(self) -> None:
        try:
            now = self._clock()
            for lane in self._due(now):
                if lane not in self._busy and self._has_room(lane):
                    self._busy[lane] = self._pool.submit(self._turns.take, lane)
                    self._busy[lane].add_done_callback(self._is_free)
            self._bells.tend()
            self._beat.swept(now=now)
        except (InterfaceError, OperationalError):
            # The database is away or busy: everything due is still due at the next tick.
            self._rest.end()
            connection.close()
            log.warning("worker.database_unavailable", exc_info=True)
        finally:
            close_old_connections()

    def _is_free(self, _done: Future[None]) -> None:
        """A lane ended: what is due in it, or waited for its thread, is looked for at the next tick."""
        self._rest.end()

    def _due(self, now: datetime) -> Iterator[Lane]:
        """What the sweep finds, and now and then a look at whether anything is read at all."""
        is_over = spool.is_due(now) or self._rest.is_over(now=now)
        self._busy = {lane: future for lane, future in self._busy.items() if not future.done()}
        if is_over:
            sweep.tidy(now)
            yield from sweep.due_lanes(now)
        if now >= self._night_at:
            self._night_at = now + NIGHT_EVERY
            yield Lane("night")

    def _has_room(self, lane: Lane) -> bool:
        """Imports leave one thread free: sending and live reading never wait for a first reading to end."""
        if lane.kind != "import":
            return True
        importing = sum(1 for busy in self._busy if busy.kind == "import")
        return importing < max(1, self._threads - 1)


def run(*, stop: threading.Event, threads: int = 4) -> None:
    """Work until ``stop`` is set."""
    Runner(stop, threads).run()
