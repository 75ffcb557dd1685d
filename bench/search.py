"""How quick the search is: ``python -m bench.search`` (``--rows 200000``, ``--postgres`` for a throw-away server).

A desk in a throw-away folder is filled with made-up talk, indexed the way an older database is, and asked as one
person asks: all six kinds, counts and the first results. Beside it, in the same run, the scan that a plain
``LIKE`` over the same words would be. Numbers are for comparing, not for promises.
"""

import argparse
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kontuar.store.models import Account, Buyer, User

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ROUNDS = 11
WORDS = "dzień,dobry,paczka,zamówienie,proszę,faktura,klamka,czy,nie,przesyłka,kiedy,zwrot"
ENDS = ("", "", "a", "i", "e", "y", "ów", "ami", "om", "ą", "ę")
QUESTIONS = {
    "a common word": "paczka",
    "its beginning": "pacz",
    "two letters": "pa",
    "one letter": "p",
    "two common words": "dzień dobry",
    "three words": "prosze faktura klamka",
    "a phrase": '"dzień dobry"',
    "a seldom word": "mimozami",
    "no such word": "xyzxyz",
    "a login": "Client:44000123",
    "an order number": "{order}",
    "part of it": "{part}",
    "end of a waybill": "{tail}",
    "an e-mail": "klient123@example.com",
    "a common and a seldom one": "paczka mimozami",
}


def main() -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kontuar-bench-") as folder:
        os.environ["KONTUAR_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        if given.postgres:
            from tests import postgres

            os.environ["DATABASE_URL"] = postgres.for_this_run()
        from kontuar.cli.load import load, log_to_stderr

        load()
        log_to_stderr("error")
        from kontuar.cli import schema

        schema.bring_up_to_date()
        owner, account, stranger = _people()
        _portions(account)
        _fill(account, given.rows)
        _index()
        _ask(owner, stranger)
    return 0


def _people() -> "tuple[User, Account, User]":
    from kontuar.store.models import Account, AccountAccess, Application, User

    owner, stranger = (User.objects.create(username=name, password="!") for name in ("bench", "stranger"))
    made = []
    for user in (owner, stranger):
        application = Application.objects.create(
            platform="allegro",
            place="practice",
            name="b",
            kind="device",
            client_id=user.username,
            client_secret_sealed="",
            base_url="http://127.0.0.1:9",
            created_at=NOW,
        )
        account = Account.objects.create(
            platform="allegro",
            application=application,
            external_id=user.username,
            login=user.username,
            connected_at=NOW,
            read_since=NOW - timedelta(days=900),
            tokens_sealed="",
            tokens_stored_at=NOW,
            access_expires_at=NOW,
        )
        AccountAccess.objects.create(user=user, account=account, role="owner")
        made.append(account)
    return owner, made[0], stranger


class Talk:
    """Made-up words, a few of them everywhere and most of them seldom, as in any language."""

    def __init__(self) -> None:
        self.chance = random.Random(7)
        made = [self._word() for _ in range(8000)]
        self.words = [*WORDS.split(","), *made]
        self.weights = list(itertools.accumulate(1 / (place + 1) for place in range(len(self.words))))

    def _word(self) -> str:
        choose = self.chance.choice
        return "".join(
            choose("bcdfghklłmnprstwzż") + choose("aeiouyó") for _ in range(self.chance.randint(2, 4))
        )

    def text(self) -> str:
        """Twenty words or so."""
        many = max(3, int(self.chance.lognormvariate(3.0, 0.7)))
        chosen = self.chance.choices(self.words, cum_weights=self.weights, k=many)
        said = " ".join(word + self.chance.choice(ENDS) for word in chosen)
        return f"Dzień dobry, {said} mimozami" if self.chance.random() < 0.0005 else said

    def at(self) -> datetime:
        """Some moment of the last two years."""
        return NOW - timedelta(seconds=self.chance.randrange(63_000_000))

    def number(self) -> str:
        """An order's number."""
        bits = f"{self.chance.getrandbits(128):032x}"
        return f"{bits[:8]}-{bits[8:12]}-11f1-{bits[16:20]}-{bits[20:]}"


def _fill(account: "Account", rows: int) -> None:
    from kontuar.store.models import Case, Message, Offer, Order, Shipment, Thread

    began, talk, chance = time.perf_counter(), Talk(), random.Random(3)
    buyers = _buyers(account, rows // 12)
    threads = Thread.objects.bulk_create(
        Thread(account=account, external_id=f"b{n}", kind="talk", buyer=b) for n, b in enumerate(buyers)
    )
    cases = Case.objects.bulk_create(
        Case(account=account, thread=t, buyer=t.buyer, opened_at=NOW) for t in threads
    )
    orders = _in_helpings(Order, _orders(account, buyers, talk, rows // 10))
    _in_helpings(
        Shipment,
        (
            Shipment(account=account, order=order, carrier="INPOST", waybill=f"6200{n:020d}")
            for n, order in enumerate(orders)
        ),
    )
    _in_helpings(
        Offer,
        (
            Offer(
                account=account, external_id=f"1{n:010d}", name=talk.text()[:75], fact={}, seen_at=talk.at()
            )
            for n in range(rows // 40)
        ),
    )
    many = rows - len(buyers) - rows // 10 - rows // 40
    _in_helpings(Message, _messages(account, cases, talk, chance, many))
    print(f"made {rows} things in {time.perf_counter() - began:.0f} s")


def _buyers(account: "Account", many: int) -> "list[Buyer]":
    from kontuar.store.models import Buyer

    return Buyer.objects.bulk_create(
        Buyer(
            account=account,
            login=f"Client:{44_000_000 + n}" if n % 2 else f"kowalski_{n}",
            name=f"Jan Kowalski {n}",
            first_seen_at=NOW,
        )
        for n in range(many)
    )


def _orders(account: "Account", buyers: "list[Buyer]", talk: Talk, many: int) -> Iterator[Any]:
    from kontuar.store.models import Order

    for n in range(many):
        fact = {
            "lines": [{"name": talk.text()[:60], "seller_sku": f"SKU-{n % 3000}"}],
            "buyer_email": f"klient{n}@example.com",
            "delivery": {"recipient": f"Anna Nowak {n}", "address": "ul. Długa 5, 00-001 Warszawa"},
        }
        yield Order(
            account=account,
            external_id=talk.number(),
            buyer=buyers[n % len(buyers)],
            state="ready",
            fulfilment="sent",
            bought_at=talk.at(),
            first_seen_at=NOW,
            fact=fact,
        )


def _messages(
    account: "Account", cases: list[Any], talk: Talk, chance: random.Random, many: int
) -> Iterator[Any]:
    from kontuar.store.models import Message

    for n in range(many):
        case = chance.choice(cases)
        yield Message(
            account=account,
            thread=case.thread,
            case=case,
            external_id=f"bm{n}",
            role="buyer",
            text=talk.text(),
            kind="message",
            status="delivered",
            written_at=talk.at(),
            first_seen_at=NOW,
        )


def _in_helpings(table: Any, rows: Iterator[Any]) -> list[Any]:
    from django.db import transaction

    made: list[Any] = []
    for some in itertools.batched(rows, 2000):
        with transaction.atomic():
            made += table.objects.bulk_create(some)
    return made


def _portions(account: "Account") -> None:
    """What indexing adds to a portion of 100 messages of a first import."""
    from django.db import transaction

    from kontuar.actions import index
    from kontuar.store.models import Buyer, Case, Message, SearchRow, Thread

    talk, spent, busy = Talk(), [], []
    for number in range(20):
        with transaction.atomic():
            rows = []
            for n in range(25):
                name = f"p{number}-{n}"
                buyer = Buyer.objects.create(account=account, login=name, first_seen_at=NOW)
                thread = Thread.objects.create(account=account, external_id=name, kind="talk", buyer=buyer)
                case = Case.objects.create(account=account, thread=thread, buyer=buyer, opened_at=NOW)
                rows += [next(_messages(account, [case], talk, talk.chance, 1)) for _ in range(4)]
            for place, row in enumerate(rows):
                row.external_id = f"pm{number}-{place}"
            Message.objects.bulk_create(rows)
            began, worked = time.perf_counter(), time.process_time()
            index.messages(rows)
            spent.append((time.perf_counter() - began) * 1000)
            busy.append((time.process_time() - worked) * 1000)
    print(
        f"a portion of 100 messages: {statistics.median(spent):.1f} ms more"
        f" ({statistics.median(busy):.1f} ms of our own work), {SearchRow.objects.count()} rows written in all"
    )


def _index() -> None:
    from kontuar.actions import index
    from kontuar.store.models import SearchRow

    began, was = time.perf_counter(), SearchRow.objects.count()
    index.begin_again()
    while index.fill_some(many=1000):
        continue
    spent, rows = time.perf_counter() - began, SearchRow.objects.count()
    print(f"indexed {rows - was} in {spent:.0f} s ({spent / (rows - was) * 1000:.2f} ms each)")
    if os.environ.get("DATABASE_URL"):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    else:
        size = sum(entry.stat().st_size for entry in os.scandir(os.environ["KONTUAR_DATA"]))
        print(f"the data folder holds {size / 1e6:.0f} MB")


def _ask(owner: "User", stranger: "User") -> None:
    from kontuar.store.models import Order
    from kontuar.store.queries import search

    number = Order.objects.order_by("pk")[77].external_id
    known = {"order": number, "part": number[9:], "tail": "0000000077"}
    print(f"{'asked':28}{'found':>7}{'median':>9}{'p95':>9}{'own work':>10}{'LIKE':>9}{'ratio':>8}")
    for name, words in QUESTIONS.items():
        typed = words.format(**known)
        wish = search.Wish(typed=typed)
        found = sum(count.number for count in search.look(owner, wish).counts)
        median, p95, own = _times(lambda wish=wish: search.look(owner, wish))  # type: ignore[misc]
        like = _times(lambda typed=typed: _like(typed), 3)[0]  # type: ignore[misc]
        print(
            f"{name:28}{found:7}{median:7.1f}ms{p95:7.1f}ms{own:8.1f}ms{like:7.1f}ms{like / median:7.1f}×",
            flush=True,
        )
    median, p95, own = _times(lambda: search.look(stranger, search.Wish(typed="paczka")))
    print(f"{'a stranger, a common word':28}{0:7}{median:7.1f}ms{p95:7.1f}ms{own:8.1f}ms")


def _like(typed: str) -> int:
    """What a scan would take: every word anywhere, newest first, as many as are counted."""
    from kontuar.store.models import SearchRow
    from kontuar.store.search import tokens

    rows = SearchRow.objects.all()
    for word in tokens(typed):
        rows = rows.filter(words__contains=word)
    return sum(len(rows.filter(kind=kind).order_by("-id").values_list("id")[:501]) for kind in range(1, 7))


def _times(ask: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float, float]:
    """Median and 95th percentile by the clock, and the median of this process's own work (ms)."""
    ask()
    spent, worked = [], []
    for _ in range(rounds):
        began, busy = time.perf_counter(), time.process_time()
        ask()
        spent.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    return statistics.median(spent), sorted(spent)[int(rounds * 0.95)], statistics.median(worked)


if __name__ == "__main__":
    sys.exit(main())
