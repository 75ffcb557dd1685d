"""How quick the desk is on this machine: ``make bench`` (``ARGS="--threads 400"`` for a larger shop).

A practice market with one seller is served on loopback, a desk in a throw-away folder signs in and reads it
over HTTP, stream by stream, in one thread; then the screens are asked as one person. Numbers are for comparing
two versions on one quiet machine, not for promises.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kontuar.store.models import Account, User

PAGES = {"Today": "/", "Messages": "/wiadomosci/", "Outbox": "/wychodzace/", "Accounts": "/konta/"}
ROUNDS = 20


def main() -> int:
    """Print a few lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=150)
    parser.add_argument("--orders", type=int, default=150)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kontuar-bench-") as folder:
        os.environ["KONTUAR_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        from kontuar.cli.load import load, log_to_stderr

        load()
        log_to_stderr("error")
        from kontuar.cli import schema
        from kontuar.practice_market import serve

        schema.bring_up_to_date()
        options = {"sellers": 1, "threads": given.threads, "orders": given.orders}
        with serve.run(scenario="load", live=False, options=options) as market:
            market.market.settings.device_interval = 1
            owner, account = _connect(market.url)
            _read(account)
        _look(owner)
    return 0


def _connect(url: str) -> "tuple[User, Account]":
    from kontuar.actions import team
    from kontuar.cli.demo import _connect as connect

    now = datetime.now(UTC)
    owner = team.create_owner(
        username="bench", password="klamerka-7-sznurek", display_name="Bench", language="pl", now=now
    )
    return owner, connect(owner, url)


def _read(account: "Account") -> None:
    """Every stream until it has nothing more to give at once."""
    from kontuar.actions import pull
    from kontuar.store.models import Message, Order, Stream

    began = time.perf_counter()
    for stream in Stream.objects.filter(account=account).order_by("pk"):
        for _ in range(500):
            Stream.objects.filter(pk=stream.pk).update(next_pull_at=datetime.now(UTC) - timedelta(seconds=1))
            pull.one(stream.pk, owner="bench", now=datetime.now(UTC))
            before, stream = stream, Stream.objects.get(pk=stream.pk)
            if stream.is_finished or stream.last_error or stream.cursor == before.cursor:
                break
    spent = time.perf_counter() - began
    messages, orders = Message.objects.count(), Order.objects.count()
    print(
        f"first reading   {messages} messages and {orders} orders in {spent:.1f} s ({messages / spent:.0f} messages/s)"
    )


def _look(owner: "User") -> None:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client = Client()
    client.force_login(owner)
    for name, path in PAGES.items():
        print(f"{name:15} {_median(lambda path=path: client.get(path)):6.1f} ms")  # type: ignore[misc]


def _median(ask: "Callable[[], object]") -> float:
    ask()
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ask()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


if __name__ == "__main__":
    sys.exit(main())
