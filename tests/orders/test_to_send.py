"""What has to be sent: our list, the dispatch rule and the marketplace must name the same orders."""

import itertools
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kontuar.actions import policies
from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.rules.duties import dispatch
from kontuar.store import rebuild
from kontuar.store.models import Order
from kontuar.store.queries import orders
from tests.market import Bench
from tests.shop import NOW, Shop
from tests.talk import an_order, take_in

OWED = {"", "no_dispatch_date", "history"}
"""A parcel is owed, whatever its date says."""
OPEN_THERE = ("NEW", "PROCESSING", "READY_FOR_SHIPMENT", "SUSPENDED")


@pytest.mark.django_db
def test_an_order_is_listed_exactly_when_the_dispatch_rule_says_a_parcel_is_owed(shop: Shop) -> None:
    facts = [
        replace(
            an_order(f"o-{number}", dispatch_by=NOW + timedelta(days=1)),
            state=state,
            fulfilment=fulfilment,
            lines_sent=sent,
            shipped_by_marketplace=by_marketplace,
        )
        for number, (state, fulfilment, sent, by_marketplace) in enumerate(
            itertools.product(OrderState, Fulfilment, ("", "NONE", "SOME", "ALL"), (False, True))
        )
    ]
    take_in(shop.account, *facts, now=NOW)
    rule = policies.policy(shop.account, now=NOW).dispatch
    rows = Order.objects.filter(account=shop.account)
    owed = {row.external_id for row in rows if dispatch.why_none(rebuild.order(row), rule) in OWED}
    listed = {row.external_id for row in orders.to_send(rows)}
    assert listed == owed
    assert {row.external_id for row in rows if orders.is_to_send(row)} == owed
    assert 0 < len(owed) < len(facts)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_list_agrees_with_the_markets_open_orders_under_missing_and_doubled_events(
    connected: Callable[..., Bench], seed: int
) -> None:
    """Buyers buy, pay, cancel; parcels leave on the market's own page; the journal lies about all of it."""
    bench = connected(back=30)
    bench.read("orders", "offers")
    add = bench.running.market.faults.add
    add("event_missing", chance=0.35)
    add("event_double", chance=0.35)
    add("event_late", chance=0.2, seconds=3600)
    people_trade(bench, random.Random(seed))
    bench.running.market.faults.clear()
    bench.read("orders", "orders_reconcile")
    there = open_there(bench)
    assert {row.external_id for row in orders.to_send(Order.objects.filter(account=bench.account))} == there
    assert there
    now = timezone.now()
    wish = orders.Wish(which="open")
    listed: list[orders.Row] = []
    while True:
        page = orders.page(bench.owner, wish, now=now, day_ends_at=now + timedelta(hours=8))
        listed += page.rows
        if not page.next:
            break
        wish = orders.Wish(which="open", cursor=page.next)
    assert len({row.order_id for row in listed}) == len(listed) == len(there)


def people_trade(bench: Bench, rng: random.Random) -> None:
    """Sixty deeds in random order, some of them while our copy is being read."""
    market, seller = bench.running.market, bench.account.login
    made: list[tuple[str, str]] = []
    for number in range(60):
        deed = rng.choice(("buy", "buy", "buy", "pay", "cancel", "ship", "ship", "status", "read"))
        buyer, order_id = rng.choice(made) if made else ("", "")
        if deed == "buy" or not made:
            buyer = f"kupuje-{seller}-{number}"
            order = market.buyer_side.buy(
                buyer,
                seller=seller,
                offer_id=bench.offer(),
                quantity=1,
                pay=rng.random() < 0.7,
                delivery="courier",
            )
            made.append((buyer, order.id))
        elif deed == "read":
            bench.read("orders")
        else:
            attempt(market, deed, buyer, order_id, seller, rng)


def attempt(market: Any, deed: str, buyer: str, order_id: str, seller: str, rng: random.Random) -> None:
    """What the market refuses (paying twice, cancelling what is sent) simply does not happen."""
    try:
        if deed == "pay":
            market.buyer_side.pay(buyer, order_id=order_id)
        elif deed == "cancel":
            market.buyer_side.cancel(buyer, order_id=order_id)
        elif deed == "ship":
            market.seller_side.ship(seller, order_id=order_id)
        else:
            status = rng.choice(("PROCESSING", "READY_FOR_SHIPMENT", "SENT", "SUSPENDED"))
            order = market.seller_side.order(seller, order_id)
            market.trade.set_fulfillment(order, status, market.clock.now())
    except (ValueError, LookupError):
        return


def open_there(bench: Bench) -> set[str]:
    """The market's own list of open orders, asked over HTTP with the filters it offers."""
    app = bench.post("/applications", name=f"Lista-{bench.account.login}", type="device")
    grant = bench.post("/grant", client_id=app["client_id"], login=bench.account.login)
    headers = {
        "Authorization": f"Bearer {grant['access_token']}",
        "Accept": "application/vnd.allegro.public.v1+json",
        "User-Agent": f"{app['name']}/1.0.0 (+https://example.org)",
    }
    found: set[str] = set()
    for status, sent in itertools.product(OPEN_THERE, ("NONE", "SOME")):
        answer = bench.http.get(
            f"{bench.running.url}/order/checkout-forms",
            params={
                "status": "READY_FOR_PROCESSING",
                "fulfillment.status": status,
                "fulfillment.shipmentSummary.lineItemsSent": sent,
                "limit": 100,
            },
            headers=headers,
        )
        assert answer.status_code == 200, answer.text
        found |= {form["id"] for form in answer.json()["checkoutForms"]}
    return found
