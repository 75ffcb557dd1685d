"""How long pages take on the database that the environment names, which ``bench.seed`` has filled.

One person asks, in this process, page after page in turns, so that a busy moment of the machine is everybody's.
Beside each page its floors of the same run: the signed-in page with nothing on it, and the page's own SQL alone.
Prints a table, or with ``--json`` one line for ``bench.run``.
"""

import argparse
import json
import statistics
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

    from kontuar.store.models import User

ROUNDS = 41
EMPTY = "an empty page"
type Asked = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one page: milliseconds by the clock, ``work`` of this process alone; bytes; how often SQL was asked."""

    name: str
    p50: float
    p95: float
    work: float
    sql: float
    empty: float
    size: int
    packed: int
    queries: int


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default="", help="pages with this in their names")
    parser.add_argument("--profile", default="", help="the page to profile instead")
    given = parser.parse_args()
    client, owner = signed_in()
    pages = {EMPTY: "/bench/", **addresses(owner)}
    if given.profile:
        _profile(client, pages[given.profile])
        return 0
    pages = {name: path for name, path in pages.items() if given.only in name or name == EMPTY}
    found = measure(client, pages, given.rounds)
    if given.json:
        print(json.dumps([asdict(one) for one in found]))
    else:
        print("\n".join(table(found)))
    return 0


def signed_in() -> "tuple[Client, User]":
    """A client of the person whom ``bench.seed`` made."""
    from kontuar.cli.load import load, log_to_stderr

    load()
    log_to_stderr("error")
    from django.conf import settings
    from django.test import Client

    from kontuar.store.models import User
    from kontuar.web import limits

    limits.LIMITS.pop("search", None)  # a refusal is quicker than any search
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.ROOT_URLCONF = "bench.urls"
    owner, client = User.objects.get(username="bench"), Client()
    client.force_login(owner)
    return client, owner


def addresses(owner: "User") -> dict[str, str]:
    """The pages of the table: name and address."""
    from bench import seed_facts
    from kontuar.store.models import Buyer, Case, Message

    talk = Message.objects.get(external_id="seed-0-19").case_id
    over = Case.objects.filter(state="closed").order_by("-last_message_at", "-pk")
    deep = over[over.count() * 3 // 4]
    assert deep.last_message_at is not None
    cursor = f"{deep.last_message_at.isoformat()}~{deep.pk}".replace("+", "%2B")
    buyer = Buyer.objects.exclude(name="").order_by("pk")[Buyer.objects.exclude(name="").count() // 2]
    number = buyer.external_id
    return {
        "inbox": "/wiadomosci/",
        "Today": "/",
        f"thread of {seed_facts.LONG}": f"/wiadomosci/{talk}/",
        "the list beside it": f"/wiadomosci/{talk}/lista/",
        "deep page": f"/wiadomosci/?f=closed&po={cursor}",
        "all, first page": "/wiadomosci/?f=all",
        "search: common word": f"/szukaj/?q={seed_facts.COMMON}",
        "search: 0.5 % word": f"/szukaj/?q={seed_facts.SELDOM}",
        "search: rare word": f"/szukaj/?q={seed_facts.RARE}",
        "search: e-mail": f"/szukaj/?q={seed_facts.email(int(number))}",
        "search: login": f"/szukaj/?q={buyer.login}",
    }


def measure(client: "Client", pages: dict[str, str], rounds: int) -> list[Figures]:
    """Every page so many times, in turns."""
    first = {name: _first(client, path) for name, path in pages.items()}
    walls: dict[str, list[float]] = {name: [] for name in pages}
    works: dict[str, list[float]] = {name: [] for name in pages}
    alone: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, path in pages.items():
            wall, work = took(partial(client.get, path))
            walls[name].append(wall)
            works[name].append(work)
            alone[name].append(took(partial(_replay, first[name][1]))[0])
    empty = statistics.median(walls[EMPTY])
    return [
        Figures(
            name=name,
            p50=statistics.median(walls[name]),
            p95=sorted(walls[name])[int(rounds * 0.95)],
            work=statistics.median(works[name]),
            sql=statistics.median(alone[name]),
            empty=empty,
            size=len(first[name][0]),
            packed=len(zlib.compress(first[name][0], 6)),
            queries=len(first[name][1]),
        )
        for name in pages
    ]


def table(found: list[Figures]) -> Iterator[str]:
    """Lines of text."""
    yield (
        f"{'page':24}{'p50':>9}{'p95':>9}{'own work':>10}{'÷ empty':>9}{'its SQL':>9}{'÷ both':>8}"
        f"{'HTML':>9}{'queries':>9}"
    )
    for one in found:
        yield (
            f"{one.name:24}{one.p50:7.1f}ms{one.p95:7.1f}ms{one.work:8.1f}ms{one.p50 / one.empty:8.1f}×"
            f"{one.sql:7.1f}ms{one.p50 / max(one.empty + one.sql, 0.001):7.1f}×{one.size / 1000:6.1f} kB{one.queries:9}"
        )


def _first(client: "Client", path: str) -> tuple[bytes, Asked]:
    """The page's bytes and its questions, asked twice so that nothing is compiled in between."""
    client.get(path)
    asked: Asked = []
    with _noted(asked):
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content, asked


@contextmanager
def _noted(asked: Asked) -> Iterator[None]:
    from django.db import connection

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def _replay(asked: Asked) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, params in asked:
            if sql.startswith("SELECT"):
                cursor.execute(sql, params)
                cursor.fetchall()


def took(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock and of this process."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000


def _profile(client: "Client", path: str) -> None:
    import cProfile
    import pstats

    asked = _first(client, path)[1]
    for sql, params in asked:
        wall, _ = took(partial(_replay, [(sql, params)]))
        print(f"{wall:7.2f} ms  {sql[:1500]}  {str(params)[:300]}")
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(20):
        client.get(path)
    profile.disable()
    pstats.Stats(profile).sort_stats("cumtime").print_stats(70)


if __name__ == "__main__":
    sys.exit(main())
