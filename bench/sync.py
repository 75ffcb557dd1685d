"""How long a first import takes beside a bare loop of the same calls: part of ``make bench``.

    python -m bench.sync --threads 5000 --messages 4 --orders 3000

A practice market with one seller is served by a process of its own. A desk in a throw-away folder signs in, and
its real worker reads until the first import is finished and Today renders; meanwhile buyers write, and how long
each message takes until its case owes an answer (until it is on Today) is measured. Then the very same calls, in
the same order, are made by a plain HTTP client that does nothing with the answers but decode them. Numbers are
for comparing two versions on one quiet machine, not for promises.
"""

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench import sync_market
from bench.sync_market import Recorded, Served, Spent, Watch

if TYPE_CHECKING:
    from kontuar.store.models import Account, User

PATIENCE = 1800.0


@dataclass(slots=True, kw_only=True)
class Figures:
    """What one import took. ``late`` are the seconds each live message took until it was on Today."""

    spent: Spent = field(default_factory=lambda: Spent(wall=0.0, ours=0.0, markets=0.0))
    calls: list[Recorded] = field(default_factory=list)
    messages: int = 0
    orders: int = 0
    late: list[float] = field(default_factory=list)
    lost: int = 0


def main() -> int:
    """Print a few lines; 1 when an import did not finish or a live message never came."""
    given = _arguments()
    with (
        sync_market.served(
            threads=given.threads, messages=given.messages, orders=given.orders, days=given.days
        ) as market,
        tempfile.TemporaryDirectory(prefix="kontuar-bench-") as folder,
    ):
        _prepare(folder)
        owner, account = _connect(market.url)
        figures = _import(owner, account, market, workers=given.workers, every=given.every)
        bare = [sync_market.bare(market, account.login, figures.calls) for _ in range(given.rounds)]
    _tell(figures, min(bare, key=lambda spent: spent.wall))
    return 1 if figures.lost or not figures.messages else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--threads", type=int, default=500)
    parser.add_argument("--messages", type=int, default=4, help="in each thread")
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--days", type=int, default=110, help="how far back the account's past reaches")
    parser.add_argument("--workers", type=int, default=4, help="threads of the worker, as kontuar serve has")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two live messages")
    parser.add_argument("--rounds", type=int, default=2, help="bare loops; the fastest counts")
    return parser.parse_args()


def _prepare(folder: str) -> None:
    os.environ["KONTUAR_DATA"] = folder
    os.environ.pop("DATABASE_URL", None)
    from kontuar.cli.load import load, log_to_stderr

    load()
    log_to_stderr("error")
    from kontuar.cli import schema

    schema.bring_up_to_date()


def _connect(url: str) -> "tuple[User, Account]":
    from django.utils import timezone

    from kontuar.actions import team
    from kontuar.cli import demo

    owner = team.create_owner(
        username="bench",
        password="klamerka-7-sznurek",
        display_name="Bench",
        language="pl",
        now=timezone.now(),
    )
    return owner, demo._connect(owner, url)


def _import(owner: "User", account: "Account", market: Served, *, workers: int, every: float) -> Figures:
    """From connecting until the first import is finished and Today renders."""
    from bench.sync_worker import Buyers, finished, page_of, worker_for

    figures = Figures()
    buyers = Buyers(market.url, account, every=every)
    with sync_market.recording(figures.calls):
        watch = Watch(market)
        with worker_for(workers), buyers:
            while not finished(account):
                if watch.spent().wall > PATIENCE:
                    raise SystemExit("The import did not finish.")
                time.sleep(0.25)
            page_of(owner, "/")
            figures.spent = watch.spent()
            figures.calls = list(figures.calls)
            figures.late, figures.lost = buyers.ended()
    from kontuar.store.models import Message, Order

    figures.messages, figures.orders = Message.objects.count(), Order.objects.count()
    return figures


def _tell(figures: Figures, bare: Spent) -> None:
    calls, spent = len(figures.calls), figures.spent
    print(f"account         {figures.messages} messages, {figures.orders} orders")
    print(f"calls           {calls}, the same in both")
    print(f"bare loop       {bare.wall:.1f} s ({calls / bare.wall:.0f} calls/s){_processor(bare)}")
    print(
        f"first import    {spent.wall:.1f} s ({calls / spent.wall:.0f} calls/s,"
        f" {figures.messages / spent.wall:.0f} messages/s){_processor(spent)}"
    )
    print(f"ratio           {spent.wall / bare.wall:.2f}")
    print(f"memory          {sync_market.peak_memory():.0f} MB at most")
    if figures.late:
        print(
            f"live messages   {len(figures.late)}, on Today after {max(figures.late):.1f} s at most, "
            f"{figures.lost} lost (their stream is read every 45 s)"
        )


def _processor(spent: Spent) -> str:
    """Where others use the machine too, this says more than the wall clock."""
    return f"; processor: {spent.ours:.1f} s ours, {spent.markets:.1f} s the market's"


if __name__ == "__main__":
    sys.exit(main())
