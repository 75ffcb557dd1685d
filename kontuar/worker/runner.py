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
from django.db.utils import OperationalError
from django.utils import timezone

from kontuar.actions import (
    deliver,
    deliver_deeds,
    forget,
    index,
    masked,
    night,
    notices_alone,
    promise,
    pull,
    receive_raw,
    spool,
)
from kontuar.worker import sweep
from kontuar.worker.bells import Bells
from kontuar.worker.sweep import Lane

log = structlog.get_logger("kontuar.worker")
TICK_SECONDS = 0.5
TURNS_A_LANE = 20
HELPINGS_A_TURN = 5
NIGHT_EVERY = timedelta(seconds=30)
FIRST_NIGHT_LOOK = timedelta(minutes=3)
"""After a start everything is old at first: what was not read while no worker ran is read now."""


class Runner:
    """Sweeps every half second and hands due lanes to the pool until ``stop`` is set."""

    def __init__(
        self, stop: threading.Event, threads: int, *, clock: Callable[[], datetime] = timezone.now
    ) -> None:
        self._stop = stop
        self._clock = clock
        self._owner = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="lane")
        self._busy: dict[Lane, Future[None]] = {}
        self._threads = threads
        self._night_at = clock() + FIRST_NIGHT_LOOK
        self._bells = Bells(clock=clock)

    def run(self) -> None:
        """Blocks; returns when ``stop`` is set and every lane has finished its turn."""
        log.info("worker.started", owner=self._owner, threads=self._threads)
        try:
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
            sweep.tidy(now)
            self._busy = {lane: future for lane, future in self._busy.items() if not future.done()}
            for lane in self._due(now):
                if lane not in self._busy and self._has_room(lane):
                    self._busy[lane] = self._pool.submit(self._turn, lane)
            self._bells.tend()
        except OperationalError:
            # The database is away or busy: everything due is still due at the next tick.
            log.warning("worker.database_unavailable", exc_info=True)
        finally:
            close_old_connections()

    def _due(self, now: datetime) -> Iterator[Lane]:
        """What the sweep finds, and now and then a look at whether anything is read at all."""
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

    def _turn(self, lane: Lane) -> None:
        try:
            self._work(lane)
        except Exception:
            log.exception("worker.lane_failed", lane=lane.kind, account=lane.account_id)
        finally:
            close_old_connections()

    def _work(self, lane: Lane) -> None:
        if lane.kind == "judge":
            sweep.judge(self._clock())
        elif lane.kind == "night":
            night.watch(now=self._clock())
            receive_raw.forget_old(now=self._clock())
            forget.resume(now=self._clock())
            masked.fill_some()
            notices_alone.raise_some(now=self._clock())
            promise.learn_all(now=self._clock())
        elif lane.kind == "spool":
            spool.take_in(owner=self._owner, now=self._clock(), is_over=self._stop.is_set)
        elif lane.kind == "index":
            self._index()
        elif lane.kind == "send":
            self._send(lane)
        else:
            for stream_id in sweep.streams_of(lane, self._clock()):
                if self._stop.is_set():
                    return
                pull.one(stream_id, owner=self._owner, now=self._clock())

    def _index(self) -> None:
        """What an older database holds comes into the search by and by; others write in between."""
        for _ in range(HELPINGS_A_TURN):
            if self._stop.is_set() or not index.fill_some():
                return

    def _send(self, lane: Lane) -> None:
        """Messages and other deeds of one account one by one; ends when none may leave at this moment."""
        for _ in range(TURNS_A_LANE):
            now = self._clock()
            outgoing_id = deliver.next_due(lane.account_id, now=now)
            deed_id = deliver_deeds.next_due(lane.account_id, now=now)
            if (outgoing_id is None and deed_id is None) or self._stop.is_set():
                return
            did = (
                deed_id is not None and deliver_deeds.one(deed_id, owner=self._owner, now=now),
                outgoing_id is not None and deliver.one(outgoing_id, owner=self._owner, now=now),
            )
            if not any(did):
                self._stop.wait(0.1)


def run(*, stop: threading.Event, threads: int = 4) -> None:
    """Work until ``stop`` is set."""
    Runner(stop, threads).run()
