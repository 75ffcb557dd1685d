"""How long Today takes with very many open duties: ``python -m bench.today`` (``--open 2000`` for a quick look).

Fills a folder of its own with open talks and orders, judges them all, and asks for Today in turns with the page that
holds the frame alone. Prints the middle and the best by the clock; exits with 1 above the goal. ``--keep FOLDER``
fills it once.
"""

import argparse
import os
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench import pages

OPEN, GOAL = 20_000, 12.0
ROUNDS = 41


def main() -> int:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--open", type=int, default=OPEN)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kontuar-bench-") as passing:
        os.environ["KONTUAR_DATA"] = str(given.keep or passing)
        os.environ.pop("DATABASE_URL", None)
        duties = _filled(given.open)
        client, _owner = pages.signed_in()
        took: dict[str, list[float]] = {"/bench/": [], "/": []}
        for path in took:
            client.get(path)
        for _ in range(given.rounds):
            for path, times in took.items():
                times.append(pages.took(partial(client.get, path))[0])
    middle = {path: statistics.median(times) for path, times in took.items()}
    print(
        f"Today with {duties:,} open duties: {middle['/']:.1f} ms in the middle, {min(took['/']):.1f} at best"
        f" (goal {GOAL:.0f}); {middle['/'] / middle['/bench/']:.1f} times its frame of {middle['/bench/']:.1f} ms"
    )
    return 0 if middle["/"] <= GOAL else 1


def _filled(count: int) -> int:
    """How many duties there are, once all is judged."""
    from kontuar.cli.load import load, log_to_stderr

    load()
    log_to_stderr("error")
    from bench import rules, seed
    from kontuar.actions import reassess, table_figures
    from kontuar.cli import schema
    from kontuar.store.models import Duty

    schema.bring_up_to_date()
    now = datetime.now(UTC).replace(microsecond=0)
    if not Duty.objects.exists():
        _someone, account = seed.desk(now)
        rules.fill(account, count, now)
        while reassess.due(now=now):
            pass
        table_figures.gather()
    return Duty.objects.count()


if __name__ == "__main__":
    sys.exit(main())
