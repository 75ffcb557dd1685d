"""A counter with orders and a rating, and a marketplace that takes every deed and remembers it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from kontuar.actions import deeds, deliver_deeds
from kontuar.actions.tokens import sealed
from kontuar.actions.uploads import NewFile
from kontuar.connector_kit.contract import Tokens
from kontuar.connector_kit.scripted import Asked, Reply, ScriptedServer
from kontuar.facts.money import Money
from kontuar.facts.orders import Delivery, Fulfilment, OrderLine, OrderState
from kontuar.facts.orders import Order as OrderFact
from kontuar.store import rebuild
from kontuar.store.models import Account, Buyer, Order, OutgoingDeed, Rating, User
from tests.shop import NOW, Shop

PDF = b"%PDF-1.7\n" + bytes(200)
FILE = NewFile(name="faktura.pdf", media_type="application/pdf", content=PDF)


@dataclass(slots=True)
class Counter:
    """Orders and ratings of Ala's account."""

    shop: Shop
    server: ScriptedServer
    on_asked: list[Callable[[Asked], Reply | None]] = field(default_factory=list)

    @property
    def account(self) -> Account:
        return Account.objects.get(pk=self.shop.account.pk)

    def order(self, external_id: str = "o1", **change: str) -> Order:
        """The order; made when new, changed as the marketplace would tell it."""
        buyer, _ = Buyer.objects.get_or_create(
            account=self.account, login="kupujacy", defaults={"first_seen_at": NOW}
        )
        values = {"state": "ready", "fulfilment": "new", "revision": "r1", **change}
        fact = OrderFact(
            external_id=external_id,
            state=OrderState(values["state"]),
            fulfilment=Fulfilment(values["fulfilment"]),
            buyer_id="1",
            buyer_login="kupujacy",
            lines=(_line("l1"), _line("l2")),
            total=None,
            delivery=Delivery(),
            revision=values["revision"],
        )
        columns = {
            "buyer": buyer,
            "state": values["state"],
            "fulfilment": values["fulfilment"],
            "bought_at": NOW - timedelta(days=1),
            "first_seen_at": NOW,
            "fact": rebuild.to_json(fact),
        }
        row, is_new = Order.objects.get_or_create(
            account=self.account, external_id=external_id, defaults=columns
        )
        if not is_new and change:
            Order.objects.filter(pk=row.pk).update(**columns)
        return Order.objects.select_related("account").get(pk=row.pk)

    def rating(self, external_id: str = "oc1", **fields: Any) -> Rating:
        given = {"is_recommended": False, "rated_at": NOW, "first_seen_at": NOW, "fact": {}, **fields}
        row, _ = Rating.objects.get_or_create(account=self.account, external_id=external_id, defaults=given)
        return row

    def track(
        self, order: Order, waybill: str, carrier: str = "INPOST", *, by: User | None = None, **more: Any
    ) -> OutgoingDeed:
        given = {"key": uuid4(), "now": NOW, **more}
        return deeds.add_tracking(order, carrier, waybill, by or self.shop.ala, **given)

    def state(self, order: Order, status: str, **more: Any) -> OutgoingDeed:
        given = {"key": uuid4(), "now": NOW, **more}
        return deeds.set_fulfilment(order, status, self.shop.ala, **given)

    def invoice(self, order: Order, file: NewFile = FILE, number: str = "FV 1", **more: Any) -> OutgoingDeed:
        given = {"key": uuid4(), "now": NOW, **more}
        return deeds.add_invoice(order, file, number, self.shop.ala, **given)

    def answer(self, rating: Rating, text: str = "Przykro nam.") -> OutgoingDeed:
        return deeds.answer_rating(rating, text, self.shop.ala, key=uuid4(), now=NOW)

    def queued(self, row: OutgoingDeed, **fields: Any) -> OutgoingDeed:
        """The same row as if it had come further."""
        given = {"state": OutgoingDeed.State.QUEUED, "reason": "", "not_before": NOW, **fields}
        OutgoingDeed.objects.filter(pk=row.pk).update(**given)
        return OutgoingDeed.objects.select_related("account", "order", "rating").get(pk=row.pk)

    def do(self, row: OutgoingDeed, *, now: datetime = NOW, owner: str = "w1") -> OutgoingDeed:
        """Let a worker do it now."""
        OutgoingDeed.objects.filter(pk=row.pk, state="held", reason="undo").update(state="queued", reason="")
        OutgoingDeed.objects.filter(pk=row.pk).update(not_before=now)
        deliver_deeds.one(row.pk, owner=owner, now=now)
        return self.again(row)

    def again(self, row: OutgoingDeed) -> OutgoingDeed:
        return OutgoingDeed.objects.select_related("account", "order", "rating").get(pk=row.pk)

    @property
    def writes(self) -> list[str]:
        """What reached the marketplace, without questions."""
        return [f"{one.method} {one.path}" for one in self.server.asked if one.method != "GET"]

    def __call__(self, asked: Asked) -> Reply:
        try:
            replies = [react(asked) for react in self.on_asked]
        finally:
            connection.close()  # this thread's own
        return next(filter(None, replies), None) or usual(asked)


def usual(asked: Asked) -> Reply:
    """Takes everything, as Allegro answers it."""
    if asked.method == "GET" and asked.path.endswith("/invoices"):
        accepted = {"name": "f.pdf", "uploadedAt": "2026-11-20T09:00:00Z"}
        return Reply.of_json({"invoices": [{"id": "i1", "invoiceNumber": "FV 1", "file": accepted}]})
    if asked.path.endswith("/invoices"):
        return Reply.of_json({"id": "i1"}, status=201)
    if asked.path.endswith("/fulfillment"):
        return Reply(status=204, body=b"")
    if asked.path.endswith("/shipments") and asked.method == "POST":
        return Reply.of_json({"id": "s1", **json.loads(asked.body)}, status=201)
    if asked.path.endswith("/answer"):
        return Reply.of_json({"message": json.loads(asked.body)["message"]}, status=201)
    return Reply.of_json({})


def _line(external_id: str) -> OrderLine:
    price = Money(amount="1.00", currency="PLN")  # type: ignore[arg-type]
    return OrderLine(external_id=external_id, offer_id="1", name="Kubek", quantity=1, price=price)


@pytest.fixture
def counter(shop: Shop) -> Iterator[Counter]:
    with ScriptedServer() as server:
        application = shop.account.application
        application.base_url = server.url
        application.save(update_fields=["base_url"])
        pair = Tokens(access="a", refresh="r", access_expires_at=NOW + timedelta(hours=11))
        Account.objects.filter(pk=shop.account.pk).update(tokens_sealed=sealed(pair))
        made = Counter(shop, server)
        server.script = made
        yield made


def refuse(status: int, code: str = "", **headers: str) -> Reply:
    """The marketplace says no."""
    body = {"errors": [{"code": code, "message": "m", "userMessage": "Nie tak."}]}
    return Reply.of_json(body, status=status, **headers)


def every_kind(counter: Counter) -> list[OutgoingDeed]:
    """One of each."""
    return [
        counter.track(counter.order("o1"), "62"),
        counter.state(counter.order("o2"), "sent"),
        counter.invoice(counter.order("o3")),
        counter.answer(counter.rating()),
    ]
