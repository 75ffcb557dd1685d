"""Deeds end to end against a real market over HTTP: done once, read back, found again when the answer got lost."""

import threading
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from kontuar.actions import deeds, deliver_deeds, reconcile_deeds
from kontuar.actions.uploads import NewFile
from kontuar.store.models import Order, OutgoingDeed, Rating
from kontuar.worker.runner import Runner
from tests.deeds import PDF
from tests.market import OWNER, Bench

pytestmark = pytest.mark.django_db(transaction=True)
State = OutgoingDeed.State
BUYER = "kupujaca-1"
SHIPMENTS = "POST /order/checkout-forms/{id}/shipments"
FULFILMENT = "PUT /order/checkout-forms/{id}/fulfillment"


def bought(bench: Bench) -> Order:
    bench.read("orders")
    bench.post(f"/buyers/{BUYER}/buy", seller=bench.account.login, offer_id=bench.offer(), pay=True)
    bench.read("orders")
    return Order.objects.select_related("account").filter(account=bench.account).latest("pk")


def rated(bench: Bench) -> Rating:
    order = bought(bench)
    bench.post(f"/buyers/{BUYER}/rate", order_id=order.external_id, recommended=False, comment="Pęknięty.")
    bench.read("ratings")
    return Rating.objects.select_related("account").get(account=bench.account)


def track(bench: Bench, order: Order, waybill: str = "6200000001") -> OutgoingDeed:
    return deeds.add_tracking(order, "INPOST", waybill, bench.owner, key=uuid4(), now=timezone.now())


def state(bench: Bench, order: Order, status: str) -> OutgoingDeed:
    return deeds.set_fulfilment(order, status, bench.owner, key=uuid4(), now=timezone.now())


def do(bench: Bench, row: OutgoingDeed) -> OutgoingDeed:
    """Let the undo time pass and a worker do it."""
    deliver_deeds.release_held(now=timezone.now() + timedelta(minutes=1))
    OutgoingDeed.objects.filter(pk=row.pk).update(not_before=timezone.now())
    deliver_deeds.one(row.pk, owner=OWNER, now=timezone.now())
    return OutgoingDeed.objects.get(pk=row.pk)


def read_back(bench: Bench, row: OutgoingDeed, *streams: str) -> tuple[str, str]:
    bench.read(*streams)
    reconcile_deeds.settle(now=timezone.now())
    row.refresh_from_db()
    return row.state, row.reason


def shipments(bench: Bench, order: Order) -> list[str]:
    found = bench.get(f"/orders/{order.external_id}")["waybills"]
    return [one["waybill"] for one in found]


def fault(bench: Bench, kind: str, operation: str, **params: Any) -> None:
    bench.post("/faults", kind=kind, operation=operation, times=1, params=params)


def test_a_number_is_added_and_read_back(bench: Bench) -> None:
    order = bought(bench)
    row = do(bench, track(bench, order))
    assert (row.state, bool(row.external_id)) == (State.SENT, True)
    assert read_back(bench, row, "shipments") == (State.DONE, "")
    assert shipments(bench, order) == ["6200000001"]


@pytest.mark.parametrize("kind", ["lost_answer", "service_timeout"])
def test_a_number_whose_answer_got_lost_is_found_and_not_added_again(bench: Bench, kind: str) -> None:
    order = bought(bench)
    fault(bench, kind, SHIPMENTS)
    row = do(bench, track(bench, order))
    assert row.state == State.UNSURE
    assert not deliver_deeds.one(row.pk, owner="w2", now=timezone.now())
    assert read_back(bench, row, "shipments") == (State.DONE, "")
    assert shipments(bench, order) == ["6200000001"]


def test_a_number_that_never_arrived_goes_again_by_one_click(bench: Bench) -> None:
    order = bought(bench)
    fault(bench, "dropped", SHIPMENTS)
    row = do(bench, track(bench, order))
    assert row.state == State.UNSURE
    long_ago = timezone.now() - timedelta(minutes=3)
    OutgoingDeed.objects.filter(pk=row.pk).update(sending_at=long_ago)
    assert read_back(bench, row, "shipments") == (State.UNSURE, "not_arrived")
    row = OutgoingDeed.objects.select_related("account", "order").get(pk=row.pk)
    again = deeds.send_again(row, bench.owner, key=uuid4(), now=timezone.now())
    assert do(bench, again).state == State.SENT
    assert shipments(bench, order) == ["6200000001"]


def test_a_state_is_set_and_read_back(bench: Bench) -> None:
    order = bought(bench)
    row = do(bench, state(bench, order, "processing"))
    assert row.state == State.SENT
    assert read_back(bench, row, "orders", "orders_reconcile") == (State.DONE, "")
    order.refresh_from_db()
    assert order.fulfilment == "processing"


def test_an_outdated_copy_is_read_again_and_the_state_set(bench: Bench) -> None:
    """Somebody added a number on the market's page: another revision, the same state."""
    order = bought(bench)
    fact = {**order.fact, "revision": "0000-old"}
    Order.objects.filter(pk=order.pk).update(fact=fact)
    row = do(bench, state(bench, Order.objects.select_related("account").get(pk=order.pk), "processing"))
    assert (row.state, row.reason) == (State.QUEUED, "STALE")
    bench.read("orders", "orders_reconcile")
    assert do(bench, row).state == State.SENT
    assert read_back(bench, row, "orders") == (State.DONE, "")


def test_an_invoice_is_where_the_buyer_finds_it(bench: Bench) -> None:
    order = bought(bench)
    file = NewFile(name="FV 1-2026.pdf", media_type="application/pdf", content=PDF)
    row = deeds.add_invoice(order, file, "FV 1/2026", bench.owner, key=uuid4(), now=timezone.now())
    row = do(bench, row)
    assert (row.state, row.reason) == (State.DONE, "")
    found = bench.get(f"/orders/{order.external_id}/invoices")["invoices"]
    assert [one["number"] for one in found] == ["FV 1/2026"]


def test_an_answer_to_a_rating_is_public_once(bench: Bench) -> None:
    rating = rated(bench)
    row = deeds.answer_rating(rating, "Przykro nam.", bench.owner, key=uuid4(), now=timezone.now())
    row = do(bench, row)
    assert row.state == State.SENT
    assert read_back(bench, row, "ratings") == (State.DONE, "")
    rating.refresh_from_db()
    assert rating.answer == "Przykro nam."


def test_a_running_worker_does_it_and_finds_it_again_by_itself(bench: Bench) -> None:
    order = bought(bench)
    row = track(bench, order)
    OutgoingDeed.objects.filter(pk=row.pk).update(not_before=timezone.now())
    stop = threading.Event()
    worker = threading.Thread(target=Runner(stop, 3).run)
    worker.start()
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and OutgoingDeed.objects.get(pk=row.pk).state != State.DONE:
            time.sleep(0.2)
    finally:
        stop.set()
        worker.join()
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.DONE, "")
    assert shipments(bench, order) == ["6200000001"]
