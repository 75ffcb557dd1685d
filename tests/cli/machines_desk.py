"""What one process of a desk on several machines does: run as a program, on a PostgreSQL of its own."""

import json
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from kontuar.cli.load import load, log_to_stderr

PATIENCE = 120.0


def prepare() -> dict[str, Any]:
    """An account with two due streams, and a case that time has to judge."""
    from kontuar.cli import desk
    from kontuar.store.models import Account, Application, Buyer, Case, Stream, Thread

    desk.prepare()
    now = datetime.now(UTC)
    application = Application.objects.create(
        platform="allegro", place="practice", base_url="http://127.0.0.1:9", name="Kontuar", kind="device",
        client_id="c", client_secret_sealed="", created_at=now,
    )  # fmt: skip
    account = Account.objects.create(
        platform="allegro", application=application, external_id="1", login="sklep", connected_at=now, read_since=now,
        tokens_stored_at=now, access_expires_at=now + timedelta(days=1),
    )  # fmt: skip
    buyer = Buyer.objects.create(account=account, login="kupujący", first_seen_at=now)
    thread = Thread.objects.create(account=account, external_id="t", kind="talk", buyer=buyer)
    Case.objects.create(
        account=account, thread=thread, buyer=buyer, opened_at=now, reassess_at=now - timedelta(minutes=1)
    )
    for name in ("threads", "orders"):
        Stream.objects.create(account=account, name=name, next_pull_at=now - timedelta(minutes=1))
    return {}


def sweep() -> dict[str, Any]:
    """Two processes look for what is due, one after the other, and again when the first has gone."""
    from django.db import connection

    from kontuar.worker.procrastinate_runner import Sweeper

    found: dict[str, Any] = {}
    stop, asked, told = threading.Event(), threading.Event(), threading.Event()

    def second() -> None:
        other = Sweeper(stop)
        found["second_while_first"] = other._is_mine(datetime.now(UTC))
        told.set()
        asked.wait(PATIENCE)
        found["second_afterwards"] = until(lambda: other._is_mine(datetime.now(UTC)))
        connection.close()

    first = Sweeper(stop)
    found["first"] = first._is_mine(datetime.now(UTC))
    found["made"] = first.defer(datetime.now(UTC))
    found["made_again"] = first.defer(datetime.now(UTC))
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock, queueing_lock, queue_name FROM procrastinate_jobs ORDER BY id")
        found["jobs"] = cursor.fetchall()
    thread = threading.Thread(target=second)
    thread.start()
    told.wait(PATIENCE)
    connection.close()
    asked.set()
    thread.join()
    return found


def work() -> dict[str, Any]:
    """A whole runner; before it starts, a process that died holds the lane in which the case waits."""
    from django.db import connection

    from kontuar.store.models import Case
    from kontuar.store.queries import health
    from kontuar.worker import choice, procrastinate_runner

    procrastinate_runner.HEARTBEAT, procrastinate_runner.STALLED = 0.5, 3.0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 seconds') RETURNING id"
        )
        [worker] = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status, worker_id)"
            " VALUES ('kontuar', 'kontuar.turn', 'judge:0', 'judge:0:all', 'doing', %s)",
            [worker],
        )
    stop = threading.Event()
    runner = threading.Thread(target=choice.run, kwargs={"stop": stop, "threads": 2, "alone": False})
    runner.start()
    judged = until(lambda: not Case.objects.filter(reassess_at__lte=datetime.now(UTC)).exists())
    stop.set()
    runner.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        [workers] = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'")
        [doing] = cursor.fetchone()
    swept = health.last_sweep_at() is not None
    return {"judged": judged, "workers_left": workers, "doing_left": doing, "swept": swept}


def until(is_so: Callable[[], bool]) -> bool:
    """Whether it became so in time."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if is_so():
            return True
        time.sleep(0.05)
    return False


if __name__ == "__main__":
    load()
    log_to_stderr("warning")
    print(
        json.dumps(
            {deed: {"prepare": prepare, "sweep": sweep, "work": work}[deed]() for deed in sys.argv[1:]}
        )
    )
