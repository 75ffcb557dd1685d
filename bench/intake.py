"""What one message costs on its way in, on PostgreSQL: ``python -m bench.intake --cases 1000``.

A throw-away server is started. Made-up cases of three messages (``bench.seed_facts``), every second one with an
order, go through ``kontuar.actions.receive`` as a stream hands them over: first many at once as in an import, then
message by message as on an ordinary day. Told for each message: our own CPU, the CPU of PostgreSQL's process that
serves us, rows written, what the tables and indexes grew by, and what the write-ahead log took. The sizing in
docs/developers/sizing.md rests on it.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.seed_facts import Told
    from kontuar.store.models import Account

PORTION = 100


@dataclass(slots=True, kw_only=True)
class Level:
    """How far everything has come at one moment."""

    wall: float
    ours: float
    servers: float
    rows: int
    size: int
    log: int


def main() -> int:
    """Print a table."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    given.add_argument("--cases", type=int, default=1000)
    cases = given.parse_args().cases
    from tests import postgres

    server = postgres.Server()
    try:
        with tempfile.TemporaryDirectory(prefix="kontuar-bench-") as folder:
            os.environ |= {"KONTUAR_DATA": folder, "DATABASE_URL": server.url, "KONTUAR_LOG": "error"}
            _measure(cases)
    finally:
        from django.db import connections

        connections.close_all()
        server.stop()
    return 0


def _measure(cases: int) -> None:
    from kontuar.cli.load import load, log_to_stderr

    load()
    log_to_stderr("error")
    from bench import seed
    from bench.seed_facts import told
    from kontuar.cli import schema

    schema.bring_up_to_date()
    now = datetime.now(UTC).replace(microsecond=0)
    _owner, account = seed.desk(now)
    past = [told(n, now) for n in range(cases)]
    fresh = [told(n, now, is_open=True) for n in range(cases, cases + cases // 2)]
    _tell(
        "import, 100 cases at once", sum(len(one.messages) for one in past), lambda: _all(account, past, now)
    )
    _tell(
        "live, message by message",
        sum(len(one.messages) for one in fresh),
        lambda: _live(account, fresh, now),
    )


def _all(account: "Account", some: "list[Told]", now: datetime) -> None:
    for portion in batched(some, PORTION):
        _take_in(account, [fact for one in portion for fact in _facts(one)], now)


def _live(account: "Account", some: "list[Told]", now: datetime) -> None:
    for one in some:
        if one.order:
            _take_in(account, [one.order], now)
        for message in one.messages:
            _take_in(account, [one.thread, message], now)


def _facts(one: "Told") -> Iterator[object]:
    yield one.thread
    yield from one.messages
    if one.order:
        yield one.order


def _take_in(account: "Account", facts: list[object], now: datetime) -> None:
    from django.db import transaction

    from kontuar.actions import receive
    from kontuar.connector_kit.contract import Batch

    with transaction.atomic():
        receive.batch(account, Batch(facts=tuple(facts), cursor={}), now=now)  # type: ignore[arg-type]


def _tell(name: str, messages: int, work: Callable[[], None]) -> None:
    before = _level()
    work()
    after = _level()
    each = {
        "ms": (after.wall - before.wall) * 1000,
        "ms of our CPU": (after.ours - before.ours) * 1000,
        "ms of PostgreSQL's CPU": (after.servers - before.servers) * 1000,
        "rows written": after.rows - before.rows,
        "bytes of tables and indexes": after.size - before.size,
        "bytes of log": after.log - before.log,
    }
    print(f"{name}: {messages} messages; for each")
    for what, total in each.items():
        print(f"  {total / messages:10.2f} {what}")
    sys.stdout.flush()


def _level() -> Level:
    import psutil
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_stat_force_next_flush()" if connection.pg_version >= 150000 else "SELECT 1")
        cursor.execute(
            "SELECT pg_backend_pid(), pg_database_size(current_database()), pg_current_wal_lsn() - '0/0'::pg_lsn"
        )
        backend, size, log = cursor.fetchone()
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables")
        [rows] = cursor.fetchone()
    spent = psutil.Process(backend).cpu_times()
    return Level(
        wall=time.perf_counter(),
        ours=time.process_time(),
        servers=spent.user + spent.system,
        rows=int(rows),
        size=size,
        log=int(log),
    )


if __name__ == "__main__":
    sys.exit(main())
