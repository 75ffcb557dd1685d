"""A desk with a past, quickly: ``KONTUAR_DATA=folder python -m bench.seed 100000`` (or ``DATABASE_URL``).

Writes so many cases of three messages (in the mean) with their buyers, an order for every second one, duties and
the search index: what a marketplace would have told, all of it made up (``bench.seed_facts``). Cases that are over
are written in bulk (``bench.seed_bulk``); those that wait for an answer, one in a hundred and sixty at least, go
through ``kontuar.actions.receive`` itself. The person ``bench`` may see the account, ``stranger`` none.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.seed_facts import Told
    from kontuar.store.models import Account, User

AT_ONCE = 1000
OPEN_AT_LEAST = 60
MOST_PLAIN = 100_000
"""Cases that are over beyond these are copies of them (``bench.seed_copies``): they cost half of it."""


def main() -> int:
    """Fill the database that the environment names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("cases", type=int)
    given = parser.parse_args()
    from kontuar.cli.load import load, log_to_stderr

    load()
    log_to_stderr("error")
    from kontuar.cli import schema

    schema.bring_up_to_date()
    began, worked = time.perf_counter(), time.process_time()
    now = datetime.now(UTC).replace(microsecond=0)
    _owner, account = desk(now)
    fill(account, given.cases, now=now)
    print(
        f"{given.cases:,} cases in {time.perf_counter() - began:.0f} s"
        f" ({time.process_time() - worked:.0f} s of our own work)"
    )
    return 0


def desk(now: datetime) -> "tuple[User, Account]":
    """The person, and the account she owns; it was connected before all talk began. Made where missing."""
    from bench.seed_facts import PAST, SHOP
    from kontuar.store.models import Account, AccountAccess, Application, Stream, User

    if known := Account.objects.filter(login=SHOP).first():
        return User.objects.get(username="bench"), known
    owner = User.objects.create(username="bench", password="!", display_name="Bench", is_owner=True)
    User.objects.create(username="stranger", password="!")
    application = Application.objects.create(
        platform="allegro",
        place="practice",
        name="bench",
        kind="device",
        client_id="bench",
        client_secret_sealed="",
        base_url="http://127.0.0.1:9",
        created_at=now,
    )
    account = Account.objects.create(
        platform="allegro",
        application=application,
        external_id=SHOP,
        login=SHOP,
        connected_at=now - PAST - timedelta(days=30),
        read_since=now - PAST - timedelta(days=30),
        tokens_sealed="",
        tokens_stored_at=now,
        access_expires_at=now + timedelta(days=365),
        state="paused",  # nobody is there to be read
    )
    AccountAccess.objects.create(user=owner, account=account, role="owner")
    Stream.objects.create(account=account, name="threads", last_ok_at=now)
    return owner, account


def open_of(cases: int) -> int:
    """How many of so many cases wait for an answer."""
    return min(cases, max(OPEN_AT_LEAST, cases // 160))


def fill(account: "Account", cases: int, *, now: datetime) -> None:
    """Write so many cases, in portions of their own transactions; the numbers go on where others ended."""
    from django.db import connection

    from bench import seed_bulk
    from bench.seed_facts import LONG, told
    from kontuar.actions import table_figures
    from kontuar.store.models import Thread

    first = Thread.objects.filter(account=account).count()
    waiting = open_of(cases)
    _receive(
        account,
        (
            told(n, now, is_open=True, messages=LONG if n == first else 0)
            for n in range(first, first + waiting)
        ),
        now,
    )
    plain = min(cases - waiting, MOST_PLAIN)
    over = (told(n, now) for n in range(first + waiting, first + waiting + plain))
    for some in itertools.batched(over, AT_ONCE):
        _in_one(partial(seed_bulk.write, account, some, now=now))
    copy(account, first + waiting, plain, cases - waiting - plain)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its autovacuum would
    table_figures.gather()


def copy(account: "Account", first: int, plain: int, many: int) -> None:
    """Write so many copies of the ``plain`` cases that are over, from the one numbered ``first`` on."""
    from bench.seed_copies import Copies

    if many <= 0:
        return
    copies = Copies(account)
    for start in range(first, first + plain, AT_ONCE):
        some = min(AT_ONCE, first + plain - start)
        done = start - first  # every whole round copies all of them, the last one the first of them
        whole, rest = divmod(many, plain)
        times = range(1, whole + 1)
        _in_one(partial(copies.write, start, some, times))
        if left := min(some, rest - done) if rest > done else 0:
            _in_one(partial(copies.write, start, left, [whole + 1]))
    copies.done()


def _receive(account: "Account", cases: "Iterable[Told]", now: datetime) -> None:
    for some in itertools.batched(cases, AT_ONCE):
        receive(account, some, now)


def receive(account: "Account", some: "Sequence[Told]", now: datetime) -> None:
    """These cases as ``actions.pull`` would store them."""
    from kontuar.actions import receive
    from kontuar.connector_kit.contract import Batch, Fact

    facts: list[Fact] = []
    for one in some:
        facts += [*((one.order,) if one.order else ()), one.thread, *one.messages]
    _in_one(lambda: receive.batch(account, Batch(facts=tuple(facts), cursor={}), now=now))


def _in_one(work: Callable[[], object]) -> None:
    from django.db import transaction

    with transaction.atomic():
        work()


if __name__ == "__main__":
    sys.exit(main())
