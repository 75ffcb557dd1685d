"""The first import: what it asks, what it costs the database, and what happens in the middle of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from math import ceil

import httpx2
import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kontuar.actions import pull
from kontuar.practice_market import serve
from kontuar.store.models import Account, Case, Duty, Message, Order, Stream, User
from kontuar.store.queries.accounts import card
from kontuar.web.look import look_now
from kontuar.web.pages.accounts.words import shown
from tests.market import Bench, sign_in
from tests.shop import NOW, Shop
from tests.talk import an_order, answered, said, take_in, thread

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "GET /messaging/threads"
TALK = "GET /messaging/threads/{threadId}/messages"
ORDERS = "GET /order/checkout-forms"
PAGE = 20
ORDERS_PAGE = 100

type Opened = Callable[..., Bench]


@pytest.fixture
def opened(make_person: Callable[..., User]) -> Iterator[Opened]:
    """Serves a market with a seller's past of the given size and connects his account."""
    markets: list[serve.RunningMarket] = []
    http = httpx2.Client(timeout=60)

    def make(**sizes: int) -> Bench:
        options = {"sellers": 1, "days": 20, "offers": 2, **sizes}
        market = serve.run(scenario="load", live=False, options=options)
        markets.append(market)
        login = next(iter(market.market.world.sellers))
        app = http.post(
            f"{market.url}/_market/applications", json={"name": "Kontuar-1", "type": "device"}
        ).json()
        owner = make_person("ala", is_owner=True)
        account = sign_in(http, market, owner, app, login)
        market.market.calls.clear()
        return Bench(running=market, account=account, owner=owner, http=http)

    yield make
    for market in markets:
        market.close()
    http.close()


def turn(bench: Bench, name: str, owner: str = "test") -> Stream:
    """One turn of a stream, as the worker gives it."""
    row = Stream.objects.get(account=bench.account, name=name)
    now = timezone.now()
    Stream.objects.filter(pk=row.pk).update(next_pull_at=now)
    assert pull.one(row.pk, owner=owner, now=now)
    row.refresh_from_db()
    return row


def calls(bench: Bench, operation: str) -> int:
    return bench.running.market.calls.count(operation)


@pytest.mark.parametrize(("threads", "messages", "orders"), [(45, 3, 130), (22, 25, 0), (3, 1, 7)])
def test_the_calls_of_a_first_import_follow_from_its_size(
    opened: Opened, threads: int, messages: int, orders: int
) -> None:
    bench = opened(threads=threads, messages=messages, orders=orders)
    bench.read("orders_history", "history")
    assert calls(bench, LIST) == 2 * ceil(threads / PAGE)  # once to count, once to read
    assert calls(bench, TALK) == threads * ceil(messages / PAGE)
    assert calls(bench, ORDERS) == orders // ORDERS_PAGE + 1
    assert Message.objects.count() == threads * messages
    assert Order.objects.count() == orders


def queries_of(account: Account, *facts: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        take_in(account, *facts, now=NOW)  # type: ignore[arg-type]
    return len(seen)


def talk(first: int, threads: int, messages: int) -> list[object]:
    """Threads of buyers of their own, each a question and answers."""
    facts: list[object] = []
    for number in range(first, first + threads):
        name, login = f"t{number}", f"kupujacy-{number}"
        facts.append(thread(name))
        facts += [
            (said if index % 2 == 0 else answered)(
                f"m{number}-{index}",
                NOW - timedelta(hours=messages - index),
                thread_id=name,
                **({"author_login": login} if index % 2 == 0 else {}),
            )
            for index in range(messages)
        ]
    return facts


def test_a_portion_costs_the_same_queries_however_many_messages_are_in_it(shop: Shop) -> None:
    queries_of(shop.account, *talk(0, 1, 1))  # the rules of the day are read once
    assert queries_of(shop.account, *talk(1000, 3, 2)) == queries_of(shop.account, *talk(2000, 30, 4))


def test_reading_the_same_portion_again_costs_the_same_queries_whatever_its_size(shop: Shop) -> None:
    small, large = talk(0, 3, 2), talk(100, 30, 3)
    take_in(shop.account, *small, *large, now=NOW)  # type: ignore[arg-type]
    assert queries_of(shop.account, *small) == queries_of(shop.account, *large)


def test_a_portion_of_orders_costs_the_same_queries_however_many_there_are(shop: Shop) -> None:
    def some(first: int, count: int) -> list[object]:
        return [an_order(f"z{first + n}", dispatch_by=NOW + timedelta(days=1)) for n in range(count)]

    queries_of(shop.account, *some(0, 1))
    assert queries_of(shop.account, *some(100, 4)) == queries_of(shop.account, *some(200, 60))
    assert Duty.objects.filter(order__isnull=False).count() == 65


def test_a_live_message_is_on_today_while_the_import_is_under_way(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "IMPORT_TURN", timedelta())
    bench = opened(threads=70, messages=2, orders=0)
    assert not turn(bench, "history").is_finished
    bench.post("/buyers/na-zywo/write", seller=bench.account.login, text="Czy jest w innym kolorze?")
    bench.read("messages")
    assert Duty.objects.filter(case__buyer__login="na-zywo").exists()
    while not turn(bench, "history").is_finished:
        continue
    assert Message.objects.count() == 70 * 2 + 1
    assert Case.objects.filter(buyer__login="na-zywo").count() == 1


def test_counts_are_kept_while_it_runs_and_found_again_by_another_process(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "IMPORT_TURN", timedelta())
    bench = opened(threads=130, messages=1, orders=3)
    row = turn(bench, "history", owner="one")
    assert (row.done, row.total) == (60, 130)
    assert "60" in said_on_the_page(bench)
    assert "130" in said_on_the_page(bench)
    row = turn(bench, "history", owner="another, after a restart")
    assert (row.done, row.total) == (120, 130)
    row = turn(bench, "history", owner="another, after a restart")
    assert (row.done, row.total, row.is_finished) == (130, 130, True)
    assert calls(bench, TALK) == 130


def said_on_the_page(bench: Bench) -> str:
    found = card(bench.owner, bench.account.pk, now=timezone.now())
    assert found is not None
    return " ".join(row.text for row in shown(found, look_now()).imports)


def test_a_portion_that_cannot_be_stored_is_read_again_and_nothing_is_doubled(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = opened(threads=65, messages=2, orders=0)
    store, tries = pull.receive.batch, []

    def sometimes(*args: object, **named: object) -> object:
        tries.append(1)
        kept = store(*args, **named)  # type: ignore[arg-type]
        if len(tries) == 2:
            raise OperationalError  # after everything of the portion was written
        return kept

    monkeypatch.setattr(pull.receive, "batch", sometimes)
    row = turn(bench, "history")
    assert (row.done, row.is_finished, Message.objects.count()) == (60, False, 120)
    bench.read("history")
    assert Message.objects.count() == 130
    assert Case.objects.count() == 65
    assert Stream.objects.get(pk=row.pk).is_finished
