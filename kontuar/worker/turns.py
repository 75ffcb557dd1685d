"""One turn of a lane: what is done when something in it is due, whichever runner asks for it."""

import threading
from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import close_old_connections

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
    retention,
    rhythm_letters,
    spool,
    table_figures,
)
from kontuar.worker import sweep
from kontuar.worker.sweep import Lane

log = structlog.get_logger("kontuar.worker")
TURNS_A_LANE = 20
HELPINGS_A_TURN = 5


class Turns:
    """Turns of one process, in any of its threads. ``owner`` names the process in the rows it claims."""

    def __init__(self, *, owner: str, stop: threading.Event, clock: Callable[[], datetime]) -> None:
        self._owner = owner
        self._stop = stop
        self._clock = clock

    def take(self, lane: Lane, *, row: int = 0) -> None:
        """One turn; what goes wrong is logged. With ``row`` a reading lane reads that stream alone."""
        try:
            self._work(lane, row)
        except Exception:
            log.exception("worker.lane_failed", lane=lane.kind, account=lane.account_id)
        finally:
            close_old_connections()

    def _work(self, lane: Lane, row: int) -> None:
        if lane.kind == "judge":
            sweep.judge(self._clock())
        elif lane.kind == "night":
            night.watch(now=self._clock())
            retention.look(now=self._clock(), is_over=self._stop.is_set)
            forget.resume(now=self._clock())
            masked.fill_some()
            notices_alone.raise_some(now=self._clock())
            rhythm_letters.tell_all(now=self._clock())
            promise.learn_all(now=self._clock())
            table_figures.gather_again()
        elif lane.kind == "spool":
            spool.take_in(owner=self._owner, now=self._clock(), is_over=self._stop.is_set)
        elif lane.kind == "index":
            self._index()
        elif lane.kind == "send":
            self._send(lane)
        else:
            self._read([row] if row else sweep.streams_of(lane, self._clock()))

    def _read(self, streams: list[int]) -> None:
        for stream_id in streams:
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
