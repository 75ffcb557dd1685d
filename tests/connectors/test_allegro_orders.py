"""Orders, parcels and offers against the practice market."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kontuar.connector_kit.contract import Fact
from kontuar.connector_kit.errors import Temporary
from kontuar.facts.offers import Offer
from kontuar.facts.orders import Fulfilment, Order, OrderState, ParcelState, Shipment, Tracking

from .conftest import BUYER, LOGIN, Stall


def orders_of(facts: list[Fact]) -> dict[str, Order]:
    return {fact.external_id: fact for fact in facts if isinstance(fact, Order)}


def test_an_order_arrives_by_the_journal(stall: Stall) -> None:
    client = stall.open()
    nothing, begun = stall.drain(client, "orders")
    assert nothing == []
    bought = stall.buy(quantity=2)
    facts, batch = stall.drain(client, "orders", begun.cursor)
    (order,) = orders_of(facts).values()
    assert order.external_id == bought["id"]
    assert (order.state, order.fulfilment) == (OrderState.READY, Fulfilment.NEW)
    assert (order.buyer_login, order.revision) == (BUYER, bought["revision"])
    assert order.total is not None
    assert str(order.total.amount) == bought["total"]
    assert order.delivery.dispatch_by is not None
    assert [line.quantity for line in order.lines] == [2]
    again, _ = stall.drain(client, "orders", batch.cursor)
    assert again == []


def test_the_first_look_at_the_journal_takes_no_past(stall: Stall) -> None:
    for number in range(12):
        stall.buy(buyer=f"kupujacy_{number}")
    client = stall.open()
    before = stall.calls()
    facts, _ = stall.drain(client, "orders")
    assert facts == []
    assert stall.calls() - before == 1


def test_a_journal_that_was_empty_at_first_is_read_from_its_beginning(stall: Stall) -> None:
    client = stall.open()
    _, begun = stall.drain(client, "orders")
    assert begun.cursor == {"start": ""}
    ids = {stall.buy(buyer=f"kupujacy_{number}")["id"] for number in range(45)}
    facts, _ = stall.drain(client, "orders", begun.cursor)
    assert set(orders_of(facts)) == ids


@pytest.mark.parametrize("kind", ["event_late", "event_double"])
def test_late_and_doubled_events_bring_every_order(make_stall: Callable[..., Stall], kind: str) -> None:
    stall = make_stall(seed=3)
    client = stall.open()
    _, batch = stall.drain(client, "orders")
    stall.fault(kind, probability=0.4, params={"seconds": 90})
    ids, seen = set(), []
    for number in range(60):
        ids.add(stall.buy(buyer=f"kupujacy_{number}")["id"])
        stall.later(seconds=10)
        if number % 5 == 0:
            facts, batch = stall.drain(client, "orders", batch.cursor)
            seen += facts
    stall.later(minutes=5)
    facts, _ = stall.drain(client, "orders", batch.cursor)
    assert set(orders_of(seen + facts)) == ids


def test_what_the_journal_lost_is_reconciled(stall: Stall) -> None:
    client = stall.open()
    _, begun = stall.drain(client, "orders")
    stall.fault("event_missing")
    lost = stall.buy()["id"]
    facts, _ = stall.drain(client, "orders", begun.cursor)
    assert lost not in orders_of(facts)
    facts, _ = stall.drain(client, "orders_reconcile")
    assert lost in orders_of(facts)


def test_reconciling_after_a_long_silence_goes_back_to_the_last_time(stall: Stall) -> None:
    client = stall.open()
    _, batch = stall.drain(client, "orders_reconcile")
    stall.fault("event_missing")
    lost = stall.buy()["id"]
    stall.calm()
    stall.later(days=5)
    client = stall.open()
    facts, _ = stall.drain(client, "orders_reconcile", batch.cursor)
    assert lost in orders_of(facts)
    facts, _ = stall.drain(client, "orders_reconcile")
    assert lost not in orders_of(facts)


@pytest.mark.parametrize("stream", ["orders_reconcile", "orders_history"])
def test_many_orders_come_page_by_page_also_those_of_one_instant(stall: Stall, stream: str) -> None:
    ids = {stall.buy(buyer=f"kupujacy_{number}")["id"] for number in range(60)}
    stall.post("/clock", frozen=True)
    ids |= {stall.buy(buyer=f"naraz_{number}")["id"] for number in range(130)}
    client = stall.open()
    cursor: dict[str, object] = {}
    seen: list[Fact] = []
    done = 0
    for _ in range(10):
        batch = client.pull(stream, cursor, now=stall.now, since=stall.now - timedelta(days=9))
        assert len(batch.facts) <= 100
        seen, cursor, done = [*seen, *batch.facts], dict(batch.cursor), done + batch.done
        if not batch.more:
            break
    assert set(orders_of(seen)) == ids
    if stream == "orders_history":
        assert batch.total == 190
        assert done == 190


def test_orders_history_ends_and_stays_ended(stall: Stall) -> None:
    stall.buy()
    client = stall.open()
    facts, batch = stall.drain(client, "orders_history")
    assert len(facts) == 1
    before = stall.calls()
    again, _ = stall.drain(client, "orders_history", batch.cursor)
    assert (again, stall.calls()) == ([], before)


def test_orders_history_keeps_to_how_far_back_the_owner_allows(stall: Stall) -> None:
    stall.buy()
    stall.later(days=40)
    recent = stall.buy(buyer="celina")["id"]
    facts, _ = stall.drain(stall.open(), "orders_history", since=stall.now - timedelta(days=10))
    assert set(orders_of(facts)) == {recent}


def test_a_cancelled_order_still_reads_new_on_the_sellers_side(stall: Stall) -> None:
    client = stall.open()
    _, begun = stall.drain(client, "orders")
    bought = stall.buy()
    stall.post(f"/buyers/{BUYER}/cancel", order_id=bought["id"])
    facts, _ = stall.drain(client, "orders", begun.cursor)
    order = orders_of(facts)[bought["id"]]
    assert order.state is OrderState.CANCELLED


def test_one_unreadable_order_holds_up_no_other(stall: Stall) -> None:
    client = stall.open()
    _, batch = stall.drain(client, "orders")
    ids = {stall.buy(buyer=f"kupujacy_{number}")["id"] for number in range(4)}
    stall.fault("html_error", operation="GET /order/checkout-forms/{id}", times=2, params={"status": 500})
    first, batch = stall.drain(client, "orders", batch.cursor)
    second, _ = stall.drain(client, "orders", batch.cursor)
    assert set(orders_of(first + second)) == ids


def test_a_dead_platform_keeps_the_journals_place(stall: Stall) -> None:
    client = stall.open()
    _, batch = stall.drain(client, "orders")
    bought = stall.buy()["id"]
    stall.fault("html_error", operation="GET /order/checkout-forms/{id}", params={"status": 500})
    _, batch = stall.drain(client, "orders", batch.cursor)
    stall.fault("html_error", params={"status": 500})
    with pytest.raises(Temporary):
        stall.drain(client, "orders", batch.cursor)
    stall.calm()
    facts, _ = stall.drain(client, "orders", batch.cursor)
    assert set(orders_of(facts)) == {bought}


def test_parcels_of_the_orders_named_are_read(stall: Stall) -> None:
    bought = stall.buy()
    other = stall.buy(buyer="celina")
    sent = stall.post(f"/sellers/{LOGIN}/ship", order_id=bought["id"])
    subjects = (bought["id"], other["id"], "no-such-order")
    facts, batch = stall.drain(stall.open(), "shipments", subjects=subjects)
    assert (set(batch.asked or ()), batch.missed) == ({bought["id"], other["id"]}, ("no-such-order",))
    (parcel,) = facts
    assert isinstance(parcel, Shipment)
    assert (parcel.order_id, parcel.carrier, parcel.waybill) == (
        bought["id"],
        sent["carrier_id"],
        sent["waybill"],
    )
    assert parcel.created_at is not None


def test_scans_of_the_parcels_named_are_read_in_order(stall: Stall) -> None:
    bought = stall.buy()
    sent = stall.post(f"/sellers/{LOGIN}/ship", order_id=bought["id"])
    for status in ("IN_TRANSIT", "RELEASED_FOR_DELIVERY", "DELIVERED"):
        stall.later(hours=1)
        stall.post(f"/parcels/{sent['waybill']}/scan", status=status)
    name = f"{sent['carrier_id']}|{sent['waybill']}"
    subjects = (name, f"{sent['carrier_id']}|unheard-of", "OTHER|123", "NO_SUCH_CARRIER|456", "nonsense")
    facts, _ = stall.drain(stall.open(), "tracking", subjects=subjects)
    tracked = {f"{fact.carrier}|{fact.waybill}": fact for fact in facts if isinstance(fact, Tracking)}
    assert set(tracked) == set(subjects[:4])
    codes = [scan.code for scan in tracked[name].scans]
    assert codes[-3:] == [ParcelState.IN_TRANSIT, ParcelState.OUT_FOR_DELIVERY, ParcelState.DELIVERED]
    moments = [scan.at for scan in tracked[name].scans]
    assert moments == sorted(moments)
    assert tracked["OTHER|123"].scans == ()


def test_twenty_parcels_of_a_carrier_are_one_call(stall: Stall) -> None:
    names = tuple(f"INPOST|{number:024}" for number in range(45))
    client = stall.open()
    before = stall.calls()
    facts, _ = stall.drain(client, "tracking", subjects=names)
    assert len(facts) == 45
    assert stall.calls() - before == 3


def test_ended_offers_come_once_a_day_and_live_ones_each_time(stall: Stall) -> None:
    for number in range(130):
        offer = stall.post(f"/sellers/{LOGIN}/offers", name=f"Kubek {number}", price="10.00", available=1)
    stall.buy(offer_id=offer["id"])
    client = stall.open()
    facts, batch = stall.drain(client, "offers")
    assert len({fact.external_id for fact in facts if isinstance(fact, Offer)}) == 131
    assert all(isinstance(fact, Offer) and fact.price for fact in facts)
    facts, _ = stall.drain(client, "offers", batch.cursor)
    assert len(facts) == 130
    assert {fact.status for fact in facts if isinstance(fact, Offer)} == {"ACTIVE"}
    stall.later(hours=25)
    facts, _ = stall.drain(stall.open(), "offers", batch.cursor)
    assert "ENDED" in {fact.status for fact in facts if isinstance(fact, Offer)}
