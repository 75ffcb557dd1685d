"""A sweep is left out while nobody writes and nothing becomes due; and never longer."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from kontuar.store.models import Case, Order, Outgoing, OutgoingDeed, Stream
from kontuar.worker import sweep
from kontuar.worker.rest import Rest
from tests.shop import NOW, Shop
from tests.talk import an_order, cases, said, take_in, thread

pytestmark = pytest.mark.django_db(transaction=True)
SOON, LATER = NOW + timedelta(seconds=7), NOW + timedelta(days=1)
FOR_EVER = 3600.0


def elsewhere(work: Callable[[], object]) -> None:
    """As another thread or process does it, on a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def message(shop: Shop, state: Outgoing.State, **fields: object) -> Outgoing:
    take_in(shop.account, thread(), said("m1", NOW), now=NOW)
    Case.objects.update(reassess_at=None)
    values: dict[str, object] = {"hold_reason": "undo", "not_before": NOW, "composed_at": NOW, **fields}
    return Outgoing.objects.create(
        account=shop.account, case=cases(shop.account)[0], buyer_login="b", text="x", state=state, **values
    )


def deed(shop: Shop, state: OutgoingDeed.State, **fields: object) -> OutgoingDeed:
    take_in(shop.account, an_order("o-1", dispatch_by=LATER), now=NOW)
    Order.objects.update(reassess_at=None)
    values: dict[str, object] = {"reason": "undo", "not_before": NOW, "asked_at": NOW, "what": {}, **fields}
    return OutgoingDeed.objects.create(
        account=shop.account, order=Order.objects.get(), kind="tracking", state=state, **values
    )


@pytest.fixture
def rest(shop: Shop) -> Rest:
    """Begun at ``NOW`` in a desk where nothing is due."""
    Stream.objects.update(next_pull_at=None)
    resting = Rest(longest=FOR_EVER)
    assert resting.is_over(now=NOW)
    return resting


@pytest.mark.sqlite  # on PostgreSQL other databases of the server may write
def test_while_nobody_writes_and_nothing_is_due_no_sweep_is_made(rest: Rest) -> None:
    assert not any(rest.is_over(now=NOW + timedelta(seconds=n)) for n in range(100))


def test_what_somebody_else_wrote_ends_the_rest_once_it_can_be_read(shop: Shop, rest: Rest) -> None:
    elsewhere(lambda: Stream.objects.update(next_pull_at=NOW))
    assert rest.is_over(now=NOW + timedelta(seconds=1))
    assert list(sweep.due_lanes(NOW))


def test_a_lane_that_became_free_ends_the_rest(rest: Rest) -> None:
    elsewhere(rest.end)
    assert rest.is_over(now=NOW + timedelta(seconds=1))


def test_a_clock_that_was_put_back_ends_the_rest(rest: Rest) -> None:
    assert rest.is_over(now=NOW - timedelta(hours=1))


def test_after_its_longest_time_a_rest_is_over(shop: Shop) -> None:
    short = Rest(longest=0.0)
    assert short.is_over(now=NOW)
    assert short.is_over(now=NOW)


def test_another_connection_knows_nothing_of_the_rest_before(rest: Rest) -> None:
    connection.close()
    elsewhere(lambda: Stream.objects.update(next_pull_at=NOW))
    assert rest.is_over(now=NOW)


@pytest.mark.parametrize(
    "wait",
    [
        lambda shop, at: Stream.objects.filter(account=shop.account).update(next_pull_at=at),
        lambda shop, at: Stream.objects.filter(account=shop.account).update(lease_until=at, next_pull_at=NOW),
        lambda shop, at: message(shop, Outgoing.State.HELD, not_before=at),
        lambda shop, at: message(shop, Outgoing.State.QUEUED, not_before=at),
        lambda shop, at: message(shop, Outgoing.State.SENDING, lease_until=at),
        lambda shop, at: message(shop, Outgoing.State.DRAFT) and Case.objects.update(reassess_at=at),
        lambda shop, at: deed(shop, OutgoingDeed.State.HELD, not_before=at),
        lambda shop, at: deed(shop, OutgoingDeed.State.SENDING, lease_until=at),
    ],
    ids=["read", "reading lost", "held", "queued", "sending lost", "judged", "deed held", "deed lost"],
)
def test_what_time_makes_due_is_seen_at_that_moment(
    shop: Shop, rest: Rest, wait: Callable[[Shop, datetime], object]
) -> None:
    wait(shop, SOON)
    rest.end()
    assert rest.is_over(now=NOW)
    assert sweep.next_at(NOW) == SOON
    assert rest.is_over(now=SOON)
