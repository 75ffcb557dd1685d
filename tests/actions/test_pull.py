"""Streams: what they look at, and what they do when the market misbehaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kontuar.actions import pull, subjects
from kontuar.store.models import Account, Duty, Order, Shipment, Stream
from tests.market import OWNER, Bench

pytestmark = pytest.mark.django_db(transaction=True)


def buy(bench: Bench, count: int = 1) -> list[str]:
    return [
        bench.post(
            f"/buyers/kupuje-{number}/buy",
            seller=bench.account.login,
            offer_id=bench.offer(),
            quantity=1,
            pay=True,
            delivery="courier",
        )["id"]
        for number in range(count)
    ]


def test_a_paid_order_opens_a_dispatch_duty_and_its_parcel_ends_it(bench: Bench) -> None:
    bench.read("orders")
    [order_id] = buy(bench)
    bench.read("orders")
    duty = Duty.objects.get(order__external_id=order_id)
    assert duty.kind == "dispatch"
    assert duty.due_at == Order.objects.get().dispatch_by
    bench.post(f"/sellers/{bench.account.login}/ship", order_id=order_id)
    bench.read("orders", "orders_reconcile")
    assert not Duty.objects.filter(order__external_id=order_id).exists()
    Order.objects.update(parcels_at=None)
    bench.read("shipments", "tracking")
    assert Shipment.objects.get().order.external_id == order_id


def test_an_order_whose_event_was_lost_is_found_by_reconciling(bench: Bench) -> None:
    bench.read("orders")
    bench.running.market.faults.add("event_missing")
    [order_id] = buy(bench)
    bench.read("orders")
    assert not Order.objects.filter(external_id=order_id).exists()
    bench.read("orders_reconcile")
    assert Order.objects.filter(external_id=order_id).exists()


def test_parcels_of_many_orders_are_read_without_waiting_for_the_next_round(bench: Bench) -> None:
    buy(bench, subjects.ORDERS_A_TURN + 3)
    bench.read("orders", "shipments")
    assert not Order.objects.filter(parcels_at=None).exists()


def test_a_refusal_for_too_many_calls_waits_as_long_as_the_market_says(bench: Bench) -> None:
    bench.running.market.faults.add("too_many", times=1, retry_after=77)
    bench.read("messages")
    row = Stream.objects.get(account=bench.account, name="messages")
    account = Account.objects.get(pk=bench.account.pk)
    assert row.last_error == "RateLimited"
    assert account.blocked_until is not None
    assert account.blocked_until > timezone.now() + timedelta(seconds=60)


def test_a_page_of_html_instead_of_an_answer_is_tried_again_and_loses_nothing(bench: Bench) -> None:
    bench.read("messages")
    before = Stream.objects.get(account=bench.account, name="messages")
    bench.running.market.faults.add("html_error", status=502, operation="GET /messaging/threads", times=9)
    bench.read("messages")
    after = Stream.objects.get(account=bench.account, name="messages")
    assert after.last_error == "Temporary"
    assert after.cursor == before.cursor
    assert after.next_pull_at is not None


def test_a_claimed_stream_is_left_alone_until_its_lease_ends(bench: Bench) -> None:
    now = timezone.now()
    row = Stream.objects.get(account=bench.account, name="messages")
    Stream.objects.filter(pk=row.pk).update(next_pull_at=now, lease_until=now + timedelta(minutes=1))
    assert not pull.one(row.pk, owner=OWNER, now=now)
    assert pull.one(row.pk, owner=OWNER, now=now + timedelta(minutes=2))


def test_a_process_that_lost_its_claim_stores_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.read("messages")
    row = Stream.objects.get(account=bench.account, name="messages")
    Stream.objects.filter(pk=row.pk).update(next_pull_at=timezone.now())
    bench.post("/buyers/ktos/ask", seller=bench.account.login, offer_id=bench.offer(), text="Czy jest?")
    real = pull._store

    def robbed(*args: object, **kwargs: object) -> None:
        Stream.objects.filter(pk=row.pk).update(lease_owner="another")
        real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(pull, "_store", robbed)
    pull.one(row.pk, owner=OWNER, now=timezone.now())
    after = Stream.objects.get(pk=row.pk)
    assert after.cursor == row.cursor
    assert not bench.account.messages.filter(text="Czy jest?").exists()


def test_the_import_leaves_calls_for_live_messages(bench: Bench) -> None:
    Account.objects.filter(pk=bench.account.pk).update(calls_per_minute=40)
    Stream.objects.filter(account=bench.account, name="history").update(is_finished=False)
    for _ in range(4):
        bench.read("offers")
    bench.read("messages")
    assert Stream.objects.get(account=bench.account, name="messages").last_error == ""
