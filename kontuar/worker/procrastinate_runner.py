"""The runner for several machines on PostgreSQL: Procrastinate hands due rows out to whoever is free.

One process at a time sweeps and defers a job for each due row: its *lock* is the lane (one account's sending, its
reading …), so a lane runs in one place at a time, and its *queueing lock* is the row, so no row waits twice. All
processes work. The row stays the truth: a job only says "look at this row", and whoever takes it claims the row by
compare-and-set as ever. So a job may be lost, doubled or late; the next sweep makes it anew.

Why, and what was measured: docs/decisions/0012-procrastinate.md.
"""

import asyncio
import contextlib
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import procrastinate
import structlog
from django.db import close_old_connections, connection
from django.db.utils import DatabaseError
from django.utils import timezone
from procrastinate import exceptions, jobs
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from kontuar.actions import deliver, deliver_deeds, spool
from kontuar.actions.beat import Beat
from kontuar.store.queries import health
from kontuar.worker import sweep, warm
from kontuar.worker.bells import Bells
from kontuar.worker.rest import Rest
from kontuar.worker.runner import FIRST_NIGHT_LOOK, NIGHT_EVERY, TICK_SECONDS
from kontuar.worker.sweep import Lane
from kontuar.worker.turns import Turns

log = structlog.get_logger("kontuar.worker")
TASK = "kontuar.turn"
LIVE_QUEUE, IMPORT_QUEUE = "kontuar", "kontuar-import"
PRIORITY = {"send": 50, "live": 40, "spool": 30, "judge": 20, "night": 10}
"""What waits longest for a person goes first; the rest (an import, the search's index) has 0."""
HEARTBEAT, STALLED = 5.0, 20.0
"""Seconds. A process that gave no sign for ``STALLED`` is dead: its jobs are taken away, its lanes are free."""
AGAIN = 2.0
"""Seconds before the worker is started anew after the database went away."""
SWEEPER = 0x4B6F6E75
"""The advisory lock of PostgreSQL that means "I look for what is due"."""
SILENT_SWEEPER = timedelta(seconds=30)
"""After this everybody sweeps, whoever holds the lock: claims make that safe, and a hung machine holds up nobody."""


class Runner:
    """Sweeps when it is this process's turn, works always, until ``stop`` is set."""

    def __init__(
        self, stop: threading.Event, threads: int, *, clock: Callable[[], datetime] = timezone.now
    ) -> None:
        self._stop = stop
        self._clock = clock
        self._owner = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._turns = Turns(owner=self._owner, stop=stop, clock=clock)
        self._sweeper = Sweeper(stop, clock=clock)
        self._live, self._imports = threads, max(1, threads // 2)
        self._app = procrastinate.App(connector=PsycopgConnector(kwargs=connector_params(), min_size=1))
        self._app.task(name=TASK)(self._turn)

    def run(self) -> None:
        """Blocks; returns when ``stop`` is set and what runs here has ended."""
        log.info("worker.started", owner=self._owner, threads=self._live, runner="procrastinate")
        sweeping = threading.Thread(target=self._sweeper.run, name="sweeper")
        sweeping.start()
        try:
            warm.up(self._clock())
            asyncio.run(self._main())
        finally:
            self._stop.set()
            sweeping.join()
            log.info("worker.stopped", owner=self._owner)

    def _turn(self, *, kind: str, account_id: int, row: int) -> None:
        if not self._stop.is_set():
            self._turns.take(Lane(kind, account_id), row=row)

    async def _main(self) -> None:
        pool = ThreadPoolExecutor(self._live + self._imports + 1, thread_name_prefix="lane")
        asyncio.get_running_loop().set_default_executor(pool)
        try:
            while not self._stop.is_set():
                try:
                    await self._work_until_stopped()
                except (exceptions.ConnectorException, OSError) as error:
                    log.warning("worker.database_unavailable", error=type(error).__name__)
                    await asyncio.sleep(AGAIN)
        finally:
            await asyncio.to_thread(_close_all, pool, self._live + self._imports)

    async def _work_until_stopped(self) -> None:
        """Both workers, a thread that waits for the end, and the look for dead processes; whoever ends, all end."""
        async with self._app.open_async():
            parts = [
                asyncio.create_task(self._worker(LIVE_QUEUE, self._live)),
                asyncio.create_task(self._worker(IMPORT_QUEUE, self._imports)),
                asyncio.create_task(self._bury_the_dead()),
                asyncio.create_task(self._until_stopped()),
            ]
            ended, going = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in going:
                part.cancel()
            await asyncio.gather(*going, return_exceptions=True)
            for part in ended:
                part.result()

    def _worker(self, queue: str, concurrency: int) -> Any:
        return self._app.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=concurrency,
            install_signal_handlers=False,
            delete_jobs=jobs.DeleteJobCondition.ALWAYS,
            fetch_job_polling_interval=HEARTBEAT,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED,
        )

    async def _until_stopped(self) -> None:
        while not self._stop.is_set():
            await asyncio.sleep(0.2)

    async def _bury_the_dead(self) -> None:
        """Take away the jobs of processes that died, so that their lanes are free; the sweep finds the rows anew."""
        manager = self._app.job_manager
        while True:
            await asyncio.sleep(HEARTBEAT)
            for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
                # Somebody else may have been quicker.
                with contextlib.suppress(exceptions.ConnectorException):
                    await manager.finish_job_by_id_async(
                        job_id=job.id or 0, status=jobs.Status.FAILED, delete_job=True
                    )
                    log.warning("worker.job_of_a_dead_process", lane=job.lock)
            await manager.prune_stalled_workers(STALLED)


def _close_all(pool: ThreadPoolExecutor, threads: int) -> None:
    """Each thread of the pool closes its own connection; nobody else can. Runs in one thread of the pool itself."""
    everybody = threading.Barrier(threads + 1)

    def close() -> None:
        everybody.wait()
        connection.close()

    waiting = [pool.submit(close) for _ in range(threads)]
    close()
    for closing in waiting:
        closing.result()


class Sweeper:
    """Finds due rows and defers their jobs, from one process at a time."""

    def __init__(self, stop: threading.Event, *, clock: Callable[[], datetime] = timezone.now) -> None:
        self._stop = stop
        self._clock = clock
        self._beat = Beat()
        self._bells = Bells(clock=clock)
        self._rest = Rest()
        self._night_at = clock() + FIRST_NIGHT_LOOK
        self._held_on: object = None
        self._app = procrastinate.App(connector=DjangoConnector())
        self._app.task(name=TASK)(_nobody)

    def run(self) -> None:
        """Until ``stop`` is set."""
        try:
            while not self._stop.is_set():
                self.tick()
                self._stop.wait(TICK_SECONDS)
        finally:
            self._bells.close()
            connection.close()

    def tick(self) -> None:
        """One look, if it is ours to look."""
        now = self._clock()
        try:
            if self._is_mine(now):
                if self._has_anything(now):
                    sweep.tidy(now)
                    self.defer(now)
                self._bells.tend()
                self._beat.swept(now=now)
            else:
                self._bells.close()
        except (DatabaseError, exceptions.ConnectorException):
            # The database is away or busy: everything due is still due at the next tick.
            self._rest.end()
            log.warning("worker.database_unavailable", exc_info=True)
        finally:
            close_old_connections()

    def _has_anything(self, now: datetime) -> bool:
        """Whether to look whole. The end of a job is a write, so a lane that became free is seen as well."""
        return now >= self._night_at or spool.is_due(now) or self._rest.is_over(now=now)

    def defer(self, now: datetime) -> int:
        """A job for each due row that has none. Returns how many were made."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT queueing_lock, lock FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
            )
            found = cursor.fetchall()
        rows, lanes = {row for row, _ in found}, {lane for _, lane in found}
        count = 0
        for lane in self._due(now):
            lock = f"{lane.kind}:{lane.account_id}"
            if lane.kind not in ("live", "import") and lock in lanes:
                # Whoever has the lane goes on with its next row by himself.
                continue
            for row, name in _rows(lane, now):
                if f"{lock}:{name}" not in rows:
                    count += self._defer(lane, lock, row, f"{lock}:{name}")
        return count

    def _defer(self, lane: Lane, lock: str, row: int, name: str) -> bool:
        job = self._app.configure_task(
            TASK,
            queue=IMPORT_QUEUE if lane.kind == "import" else LIVE_QUEUE,
            priority=PRIORITY.get(lane.kind, 0),
            lock=lock,
            queueing_lock=name,
        )
        try:
            job.defer(kind=lane.kind, account_id=lane.account_id, row=row)
        except exceptions.AlreadyEnqueued:
            return False
        return True

    def _due(self, now: datetime) -> Iterator[Lane]:
        yield from sweep.due_lanes(now)
        if now >= self._night_at:
            self._night_at = now + NIGHT_EVERY
            yield Lane("night")

    def _is_mine(self, now: datetime) -> bool:
        """True for the process that holds the lock, which ends with its connection, or when that one is silent."""
        connection.ensure_connection()
        if self._held_on is connection.connection:
            return True
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [SWEEPER])
            if cursor.fetchone()[0]:
                self._held_on = connection.connection
                return True
        swept_at = health.last_sweep_at()
        return swept_at is not None and now - swept_at > SILENT_SWEEPER


def _rows(lane: Lane, now: datetime) -> Iterator[tuple[int, str]]:
    """What in a lane is due, with the name it waits under: a stream each, or the message that leaves next."""
    if lane.kind in ("live", "import"):
        yield from ((pk, str(pk)) for pk in sweep.streams_of(lane, now))
    elif lane.kind != "send":
        yield 0, "all"
    elif (outgoing_id := deliver.next_due(lane.account_id, now=now)) is not None:
        yield 0, f"message-{outgoing_id}"
    elif (deed_id := deliver_deeds.next_due(lane.account_id, now=now)) is not None:
        yield 0, f"deed-{deed_id}"


def _nobody(**_given: Any) -> None:
    """The sweeper only defers; the work is done by ``Runner``."""
    raise AssertionError("the sweeper runs no jobs")
