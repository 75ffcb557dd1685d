"""How quick the desk is on this machine: ``make bench`` (``ARGS="--cases 1000"``, ``--million`` adds a million cases).

One table for each size on SQLite and, where PostgreSQL's programs are, on a throw-away server: pages of one person
beside their floors (``bench.pages``), then one ``kontuar serve`` over HTTP (``bench.process``): start, memory, idle
processor, and four people at once while another process writes talk at full speed. Each database is filled by
``bench.seed``. Wall clock and the process's own work are both told: on a busy machine the second one counts, and
ratios to the floors of the same run can be compared everywhere.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import pages, process
from bench.pages import Figures

SIZES = (1_000, 100_000)
MILLION = 1_000_000
PEERS = """\
Others' figures, p50 in ms, measured by us on a 2-core machine at 100,000 tickets of three messages (one client):
                     Request Tracker 5   django-helpdesk (PostgreSQL)   django-helpdesk (SQLite)   osTicket
inbox                              301                          1,065                        955      3,471
a ticket of 20                     425                             88                        120         69
a word in 0.5 %                    523                          4,087                        622         73
a buyer's e-mail                   271                          3,971                        686         40
idle memory, MB                    469                            419                        258        446
start to first page, s             1.1                            0.8                        1.0        0.2"""


def main() -> int:
    """Print the tables; 1 when something asked at once went wrong."""
    given = _arguments()
    sizes = given.cases or [*SIZES, *([MILLION] if given.million else [])]
    print(f"load of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    failed = 0
    for database in given.database or _databases():
        found: dict[int, list[Figures]] = {}
        for size in sizes:
            with _desk(database, given.keep, size) as environment:
                print(f"\n{database}, {size:,} cases", flush=True)
                _seeded(environment, size)
                found[size] = _pages(environment, given.rounds)
                print("\n".join(pages.table(found[size])), flush=True)
                if size == max(sizes) and not given.only_pages:
                    print("\n" + process.start(environment), flush=True)
                    told, bad = process.under_load(environment)
                    failed += bad
                    print(told, flush=True)
        print("\n".join(_growth(found)), flush=True)
    print("\n" + PEERS)
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--cases", type=int, action="append", help="instead of 1,000 and 100,000; may be repeated"
    )
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--rounds", type=int, default=pages.ROUNDS)
    parser.add_argument("--database", action="append", choices=("SQLite", "PostgreSQL"))
    parser.add_argument("--only-pages", action="store_true")
    parser.add_argument("--keep", type=Path, help="fill folders here and use them again (SQLite)")
    return parser.parse_args()


def _databases() -> list[str]:
    from tests import postgres

    try:
        postgres.programs()
    except postgres.NoPostgres as reason:
        print(f"Without PostgreSQL: {reason}")
        return ["SQLite"]
    return ["SQLite", "PostgreSQL"]


@contextmanager
def _desk(database: str, keep: Path | None, size: int) -> Iterator[dict[str, str]]:
    """The environment of a desk that is gone afterwards, or kept."""
    from tests import postgres

    server = postgres.Server() if database == "PostgreSQL" else None
    try:
        with tempfile.TemporaryDirectory(prefix="kontuar-bench-") as passing:
            folder = keep / f"{size}" if keep and not server else Path(passing)
            environment = {**os.environ, "KONTUAR_DATA": str(folder), "KONTUAR_LOG": "error"}
            environment.pop("DATABASE_URL", None)
            yield environment | ({"DATABASE_URL": server.url} if server else {})
    finally:
        if server:
            server.stop()


def _seeded(environment: dict[str, str], size: int) -> None:
    """Fill it, unless a kept one is full already."""
    if "DATABASE_URL" not in environment and (Path(environment["KONTUAR_DATA"]) / "kontuar.sqlite3").exists():
        return
    subprocess.run([sys.executable, "-m", "bench.seed", str(size)], env=environment, check=True)


def _pages(environment: dict[str, str], rounds: int) -> list[Figures]:
    command = [sys.executable, "-m", "bench.pages", "--json", "--rounds", str(rounds)]
    began = time.perf_counter()
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    rows: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    print(f"(asked for {time.perf_counter() - began:.0f} s)")
    return [Figures(**row) for row in rows]


def _growth(found: dict[int, list[Figures]]) -> Iterator[str]:
    """How much slower a page is with more behind it."""
    if len(found) < 2:
        return
    small, large = found[min(found)], found[max(found)]
    yield f"\ngrowth from {min(found):,} to {max(found):,} cases (of the process's own work)"
    for one, other in zip(small, large, strict=True):
        yield f"{one.name:24}{other.p50 / one.p50:7.2f}× ({other.work / one.work:.2f}×)"


if __name__ == "__main__":
    sys.exit(main())
