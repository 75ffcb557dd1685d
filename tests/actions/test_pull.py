"""Streams: what they look at, and what they do when the market misbehaves."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from kontuar.actions import pull, streams, subjects
from kontuar.connector_kit.errors import AuthExpired
from kontuar.connectors.allegro.client import AllegroClient
from kontuar.store.models import Account, Duty, Order, Shipment, Stream
from tests.market import OWNER, Bench
from tests.shop import NOW, Shop
from tests.talk import an_order, take_in

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
    bench.read("orders")
    buy(bench, subjects.ORDERS_A_TURN + 3)
    bench.read("orders")
    bench.read("shipments")
    assert Order.objects.count() == subjects.ORDERS_A_TURN + 3
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


def test_a_stream_asked_for_while_it_is_read_is_read_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.read("orders")
    read = AllegroClient.pull
    asked_at = timezone.now() + timedelta(seconds=1)

    def ask_meanwhile(client: AllegroClient, stream: str, *words: Any, **named: Any) -> Any:
        streams.named_soon(bench.account, [stream], now=asked_at)
        return read(client, stream, *words, **named)

    monkeypatch.setattr(AllegroClient, "pull", ask_meanwhile)
    bench.read("orders")
    stream = Stream.objects.get(account=bench.account, name="orders")
    assert (stream.next_pull_at, stream.lease_until, stream.failures) == (asked_at, None, 0)


def test_what_cannot_be_stored_is_told_after_a_few_tries(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def collide(*_args: object, **_named: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(pull, "_store", collide)
    row = Stream.objects.get(account=bench.account, name="messages")
    for number in range(pull.MOST_COLLISIONS):
        Stream.objects.filter(pk=row.pk).update(next_pull_at=timezone.now())
        assert pull.one(row.pk, owner=OWNER, now=timezone.now()), number
    Stream.objects.filter(pk=row.pk).update(next_pull_at=timezone.now())
    with pytest.raises(IntegrityError):
        pull.one(row.pk, owner=OWNER, now=timezone.now())
    row.refresh_from_db()
    assert (row.last_error, row.lease_until) == ("UnexpectedAnswer", None)


def test_the_import_leaves_calls_for_live_messages(bench: Bench) -> None:
    Account.objects.filter(pk=bench.account.pk).update(calls_per_minute=40)
    Stream.objects.filter(account=bench.account, name="history").update(is_finished=False)
    for _ in range(4):
        bench.read("offers")
    bench.read("messages")
    assert Stream.objects.get(account=bench.account, name="messages").last_error == ""


def refuse_access(monkeypatch: pytest.MonkeyPatch) -> None:
    def pull_refused(*_args: object, **_kwargs: object) -> None:
        raise AuthExpired("the access is not accepted", refreshable=True)

    monkeypatch.setattr(AllegroClient, "pull", pull_refused)


def test_access_refused_again_and_again_is_asked_less_often_and_then_signed_out(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_access(monkeypatch)
    row = Stream.objects.get(account=bench.account, name="messages")
    pauses = []
    for _ in range(pull.MOST_UNACCEPTED):
        assert Account.objects.get(pk=bench.account.pk).state == Account.State.ACTIVE
        now = timezone.now()
        Stream.objects.filter(pk=row.pk).update(next_pull_at=now)
        assert pull.one(row.pk, owner=OWNER, now=now)
        row.refresh_from_db()
        assert row.next_pull_at is not None
        pauses.append((row.next_pull_at - now).total_seconds())
    bench.account.refresh_from_db()
    assert (bench.account.state, bench.account.auth_problem) == ("signed_out", "not_accepted")
    assert pauses == sorted(pauses)
    assert pauses[-1] >= 40


def test_other_failures_do_not_count_as_refused_access(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_access(monkeypatch)
    row = Stream.objects.get(account=bench.account, name="messages")
    now = timezone.now()
    Stream.objects.filter(pk=row.pk).update(next_pull_at=now, failures=30, last_error="Temporary")
    assert pull.one(row.pk, owner=OWNER, now=now)
    row.refresh_from_db()
    bench.account.refresh_from_db()
    assert (bench.account.state, row.failures) == ("active", 1)


def parcels(bench: Bench, count: int) -> Order:
    """An order with parcels of which nothing is known yet."""
    bench.read("orders")
    buy(bench)
    bench.read("orders")
    order = Order.objects.get()
    for number in range(count):
        Shipment.objects.create(account=bench.account, order=order, carrier="INPOST", waybill=f"W{number}")
    return order


def test_parcels_that_keep_failing_do_not_hold_all_places(bench: Bench) -> None:
    parcels(bench, subjects.PARCELS_A_TURN + 3)
    now = timezone.now()
    first = subjects.of(bench.account, "parcels", now=now)
    subjects.missed(bench.account, "parcels", first, now=now)
    second = subjects.of(bench.account, "parcels", now=now)
    assert len(second) == 3
    assert not set(first) & set(second)
    subjects.missed(bench.account, "parcels", second, now=now + timedelta(minutes=1))
    later = subjects.of(bench.account, "parcels", now=now + timedelta(hours=1))
    assert set(later) == set(first)


def test_an_outage_of_tracking_lets_other_parcels_have_their_turn(bench: Bench) -> None:
    parcels(bench, subjects.PARCELS_A_TURN + 3)
    bench.running.market.faults.add(
        "html_error", status=502, operation="GET /order/carriers/{carrierId}/tracking"
    )
    bench.read("tracking")
    row = Stream.objects.get(account=bench.account, name="tracking")
    assert row.last_error == "Temporary"
    assert Shipment.objects.filter(asked_at=None).count() == 3
    assert len(subjects.of(bench.account, "parcels", now=timezone.now())) == 3


def test_a_parcel_without_carrier_or_number_is_not_asked_for(bench: Bench) -> None:
    order = parcels(bench, 0)
    Shipment.objects.create(account=bench.account, order=order, carrier="", waybill="W1")
    Shipment.objects.create(account=bench.account, order=order, carrier="DPD", waybill="")
    assert subjects.of(bench.account, "parcels", now=timezone.now()) == []


def test_an_order_changed_by_a_clock_ahead_of_ours_is_not_asked_in_a_circle(bench: Bench) -> None:
    order = parcels(bench, 0)
    now = timezone.now()
    Order.objects.update(changed_at=now + timedelta(hours=1), parcels_at=now)
    assert subjects.of(bench.account, "orders", now=now) == []
    soon = now + subjects.MOVED_AFTER + timedelta(seconds=1)
    assert subjects.of(bench.account, "orders", now=soon) == [order.external_id]


def test_an_order_whose_question_failed_in_passing_is_asked_again_soon(bench: Bench) -> None:
    bench.read("orders")
    buy(bench, 4)
    bench.read("orders")
    Order.objects.update(changed_at=timezone.now() - timedelta(hours=1))
    fault = bench.running.market.faults.add(
        "html_error", status=502, operation="GET /order/checkout-forms/{id}/shipments", times=2
    )
    bench.read("shipments")
    assert fault.struck == 2  # a question that fails is asked twice
    now = timezone.now()
    assert subjects.of(bench.account, "orders", now=now) == []
    assert len(subjects.of(bench.account, "orders", now=now + subjects.ASK_AGAIN)) == 1
    row = Stream.objects.get(account=bench.account, name="shipments")
    assert row.next_pull_at is not None
    assert row.next_pull_at <= now + subjects.ASK_AGAIN + timedelta(seconds=1)


def test_a_second_parcel_of_an_order_is_still_looked_for(bench: Bench) -> None:
    order = parcels(bench, 2)
    now = timezone.now()
    Order.objects.update(parcels_at=None)
    rows = Shipment.objects.order_by("waybill")
    rows.filter(waybill="W0").update(state="delivered", last_scan_at=now)
    assert subjects.of(bench.account, "orders", now=now) == [order.external_id]
    rows.update(state="delivered", last_scan_at=now)
    assert subjects.of(bench.account, "orders", now=now) == []
    Order.objects.update(fact={**order.fact, "delivery": {**order.fact["delivery"], "packages": 3}})
    assert subjects.of(bench.account, "orders", now=now) == [order.external_id]
    later = now + subjects.QUIET + timedelta(minutes=1)
    assert subjects.of(bench.account, "orders", now=later) == []


def test_new_parcels_are_tracked_at_once_not_in_an_hour(bench: Bench) -> None:
    bench.read()
    [order_id] = buy(bench)
    bench.post(f"/sellers/{bench.account.login}/ship", order_id=order_id)
    Stream.objects.filter(account=bench.account).update(next_pull_at=timezone.now() + timedelta(hours=1))
    bench.read("orders")
    shipments = Stream.objects.get(account=bench.account, name="shipments")
    assert shipments.next_pull_at is not None
    assert shipments.next_pull_at <= timezone.now()
    bench.read("shipments")
    tracking = Stream.objects.get(account=bench.account, name="tracking")
    assert tracking.next_pull_at is not None
    assert tracking.next_pull_at <= timezone.now()


def test_an_order_overdue_for_a_few_days_at_connecting_is_late_and_an_old_one_is_history(shop: Shop) -> None:
    for days in (3, 20):
        take_in(
            shop.account,
            an_order(f"z{days}", dispatch_by=NOW - timedelta(days=days)),
            now=NOW,
        )
    assert [duty.order.external_id for duty in Duty.objects.select_related("order") if duty.order] == ["z3"]
