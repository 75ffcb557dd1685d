"""A simulated day of a shop: ``python -m bench.day --orders 600 --orders 6000 --orders 60000`` (a month).

SQLite, one process, a folder that is gone afterwards. The past (``--days``) is written in bulk, then one day comes in
sixteen hours through ``kontuar.actions.receive``, from the facts of ``bench.seed_facts``, without a market: orders in
portions as their stream brings them, messages one by one. One order in three is talked about: three messages that
end with the buyer's, our answer two hours later. Yesterday's orders stand unsent until the afternoon. After each hour
the owner opens Today. Told are Today's time through the day, the work of taking the day in, and the size of the file.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kontuar.facts.orders import Order
    from kontuar.store.models import Account

HOURS = 16
ANSWERED_AFTER = 2
SENT_AT = 8
TALKED_ABOUT = 3
LOOKS = 7
PORTION = 100


@dataclass(slots=True, kw_only=True)
class Day:
    """Milliseconds of Today by the clock and of processor, hour by hour; lines open then; seconds of taking in."""

    clock: list[float]
    work: list[float]
    taken_in: float = 0.0
    messages: int = 0
    orders: int = 0


def main() -> int:
    """A line for each size; each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--orders", type=int, action="append", help="a month; may be repeated")
    parser.add_argument("--days", type=int, default=30, help="of the past before that day")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        _one(given.orders[0], given.days)
        return 0
    print(
        "orders a month | Today, hour by hour: median ms (processor), worst | the day: messages, orders, seconds of"
        " work | file before, growth of the day, of a year"
    )
    for orders in given.orders or (600, 6_000, 60_000):
        with tempfile.TemporaryDirectory(prefix="kontuar-bench-") as folder:
            environment = {**os.environ, "KONTUAR_DATA": folder, "KONTUAR_LOG": "error"}
            environment.pop("DATABASE_URL", None)
            words = ["--one", "--orders", str(orders), "--days", str(given.days)]
            subprocess.run([sys.executable, "-m", "bench.day", *words], env=environment, check=True)
    return 0


def _one(orders: int, days: int) -> None:
    from bench.pages import signed_in
    from kontuar.cli import schema
    from kontuar.cli.load import load, log_to_stderr

    load()
    log_to_stderr("error")
    schema.bring_up_to_date()
    from bench import seed

    now = datetime.now(UTC).replace(microsecond=0)
    _owner, account = seed.desk(now)
    a_day = max(1, orders // 30)
    _past(account, a_day, days, now)
    yesterday = [_fresh(n, now - timedelta(hours=HOURS + 8)) for n in _numbers(1, a_day)]
    for some in batched(yesterday, PORTION):
        _take_in(account, list(some), now - timedelta(hours=HOURS + 8))
    client, _ = signed_in()
    before = _size()
    day = _live(account, a_day, yesterday, client, now)
    after = _size()
    growth = after - before
    print(
        f"{orders:,} | {statistics.median(day.clock):.0f} ms ({statistics.median(day.work):.0f} ms),"
        f" worst {max(day.clock):.0f} ms ({max(day.work):.0f} ms) | {day.messages:,} messages,"
        f" {day.orders:,} orders, {day.taken_in:.0f} s | {before / 1e6:.1f} MB, {growth / 1e6:.2f} MB,"
        f" {growth * 365 / 1e6:.0f} MB",
        flush=True,
    )


def _past(account: "Account", a_day: int, days: int, now: datetime) -> None:
    """What is over: bulk rows of all orders, and of the talk about one in three."""
    from django.db import transaction

    from bench import seed, seed_bulk
    from bench.seed_facts import told
    from kontuar.actions import bulk, index

    seed.fill(account, max(1, a_day * days // TALKED_ABOUT), now=now)
    silent = (told(n, now) for n in _numbers(2, a_day * days * (TALKED_ABOUT - 1) // TALKED_ABOUT))
    for some in batched(silent, seed.AT_ONCE):
        with transaction.atomic():
            people = bulk.insert(seed_bulk._buyer(account, one, now) for one in some)
            rows = bulk.insert(
                seed_bulk._order(account, one, buyer, now) for one, buyer in zip(some, people, strict=True)
            )
            index.orders([row.pk for row in rows])


def _numbers(kind: int, many: int) -> Iterator[int]:
    """Numbers of cases with an order that nobody else uses."""
    return (kind * 100_000_000 + 2 * n for n in range(many))


def _live(account: "Account", a_day: int, yesterday: "Sequence[Order]", client: Any, now: datetime) -> Day:
    from bench.seed_facts import SHOP, told
    from kontuar.facts.messages import Role

    day = Day(clock=[], work=[])
    bought = [_fresh(n, now - timedelta(hours=HOURS)) for n in _numbers(3, a_day)]
    talks = [told(n, now, is_open=True) for n in _numbers(4, max(1, a_day // TALKED_ABOUT))]
    for hour in range(HOURS):
        at, began = now - timedelta(hours=HOURS - hour), time.process_time()
        for some in batched(bought[hour::HOURS], PORTION):
            _take_in(account, [replace(one, bought_at=at, paid_at=at, updated_at=at) for one in some], at)
            day.orders += len(some)
        if hour == SENT_AT:
            for some in batched(yesterday, PORTION):
                _take_in(account, [_sent(one, at) for one in some], at)
        for talk in talks[hour::HOURS]:
            for message in talk.messages:
                said = replace(message, written_at=at - (talk.thread.last_message_at - message.written_at))
                _take_in(account, [replace(talk.thread, last_message_at=at), said], at)
                day.messages += 1
        for talk in talks[hour - ANSWERED_AFTER :: HOURS] if hour >= ANSWERED_AFTER else ():
            last = talk.messages[-1]
            answer = replace(
                last, external_id=f"{last.external_id}-a", role=Role.SELLER, author_login=SHOP, written_at=at
            )
            _take_in(account, [replace(talk.thread, last_message_at=at), answer], at)
            day.messages += 1
        day.taken_in += time.process_time() - began
        _look(client, day)
    return day


def _fresh(n: int, at: datetime) -> "Order":
    """Bought and paid a moment ago, to be sent within two days."""
    from bench.seed_facts import told
    from kontuar.facts.orders import Fulfilment

    order = told(n, at).order
    assert order is not None
    delivery = replace(order.delivery, dispatch_by=at + timedelta(days=2))
    return replace(
        order,
        fulfilment=Fulfilment.NEW,
        lines_sent="",
        delivery=delivery,
        bought_at=at,
        paid_at=at,
        updated_at=at,
    )


def _sent(order: "Order", at: datetime) -> "Order":
    from kontuar.facts.orders import Fulfilment

    return replace(order, fulfilment=Fulfilment.SENT, lines_sent="all", updated_at=at)


def _take_in(account: "Account", facts: "list[Any]", now: datetime) -> None:
    from django.db import transaction

    from kontuar.actions import receive
    from kontuar.connector_kit.contract import Batch

    with transaction.atomic():
        receive.batch(account, Batch(facts=tuple(facts), cursor={}), now=now)


def _look(client: Any, day: Day) -> None:
    """The median of some looks at Today."""
    clock, work = [], []
    for _ in range(LOOKS):
        began, used = time.perf_counter(), time.process_time()
        assert client.get("/").status_code == 200
        clock.append((time.perf_counter() - began) * 1000)
        work.append((time.process_time() - used) * 1000)
    day.clock.append(statistics.median(clock))
    day.work.append(statistics.median(work))


def _size() -> int:
    """Bytes of the database's pages that hold something."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (page_count - freelist_count) * page_size"
            " FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()"
        )
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
