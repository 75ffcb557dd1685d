"""Calls to the books of a shop: ratings, money, offers' commands and events, invoices, quality."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from uuid import NAMESPACE_DNS, uuid4, uuid5

from werkzeug.test import TestResponse

from kontuar.practice_market.allegro.offer_changes import change_stock
from kontuar.practice_market.commands import Task
from kontuar.practice_market.ratings import Justification
from kontuar.practice_market.world import Order
from tests.practice_market.spec import BETA, PUBLIC
from tests.practice_market.stall import SELLER, Stall

Made = tuple[str, TestResponse]

RATING = "id createdAt lastChangedAt recommended buyer.id buyer.login order.id order.offers.0.title removal.possibleTo"
REPORT = "id createdAt completedAt taskCount.total taskCount.success taskCount.failed"
REFUND = (
    "id payment.id order.id reason status createdAt totalValue.amount totalValue.currency lineItems.0.id "
    "lineItems.0.type delivery.value.amount sellerComment"
)
CLAIM = (
    "id status quantity commission.amount commission.currency buyer.id createdAt type "
    "lineItem.id lineItem.quantity lineItem.boughtAt lineItem.offer.id"
)
FAMILIES = ("publication", "quantity-change", "modification", "bulk-modification")
REQUIRED: dict[tuple[str, str], str] = {
    ("GET /sale/user-ratings", PUBLIC): " ".join(
        f"ratings.0.{name}" for name in f"{RATING} excludedFromAverageRates comment".split()
    ),
    ("GET /sale/user-ratings", BETA): " ".join(
        f"ratings.0.{name}"
        for name in f"{RATING} comment.text justifications.0.text firstNegativeReviewInLast30Days".split()
    ),
    ("GET /sale/user-ratings/{ratingId}", PUBLIC): f"{RATING} comment answer.message removal.request.source",
    ("GET /sale/user-ratings/{ratingId}", BETA): f"{RATING} comment.language answer.text answer.language",
    ("PUT /sale/user-ratings/{ratingId}/answer", PUBLIC): "createdAt message",
    ("PUT /sale/user-ratings/{ratingId}/removal", PUBLIC): "possibleTo request.message request.createdAt",
    ("GET /users/{userId}/ratings-summary", PUBLIC): (
        "recommended.unique notRecommended.total recommendedPercentage statistics.received.total "
        "statistics.removed.byBuyerDueToCompensation user.createdAt"
    ),
    **{(f"GET /sale/offer-{family}-commands/{{commandId}}", PUBLIC): REPORT for family in FAMILIES},
    **{(f"PUT /sale/offer-{family}-commands/{{commandId}}", PUBLIC): REPORT for family in FAMILIES[:3]},
    **{
        (f"GET /sale/offer-{family}-commands/{{commandId}}/tasks", PUBLIC): "tasks.0.status tasks.0.errors"
        for family in FAMILIES
    },
    ("POST /sale/offer-bulk-modification-commands", BETA): REPORT,
    ("GET /payments/refunds", PUBLIC): "count totalCount "
    + " ".join(f"refunds.0.{name}" for name in REFUND.split()),
    ("POST /payments/refunds", PUBLIC): REFUND,
    ("GET /order/refund-claims", PUBLIC): "count "
    + " ".join(f"refundClaims.0.{name}" for name in CLAIM.split()),
    ("GET /order/refund-claims/{claimId}", PUBLIC): CLAIM,
    ("POST /order/refund-claims", PUBLIC): "id",
    ("GET /sale/quality", PUBLIC): (
        "quality.0.resultFor quality.0.score quality.0.grade quality.0.maxScore "
        "quality.0.metrics.0.code quality.0.metrics.0.name quality.0.metrics.0.score"
    ),
    ("GET /order/checkout-forms/{id}/invoices", PUBLIC): (
        "orderMode hasExternalInvoices invoices.0.id invoices.0.createdAt invoices.0.invoiceNumber "
        "invoices.0.file.name invoices.0.file.uploadedAt invoices.0.file.securityVerification.status "
        "invoices.0.file.verification.status links.0.url links.0.createdAt"
    ),
    ("POST /order/checkout-forms/{id}/invoices", PUBLIC): "id",
    ("GET /sale/offer-events", PUBLIC): (
        "offerEvents.0.id offerEvents.0.type offerEvents.0.occurredAt offerEvents.0.offer.id"
    ),
    ("PATCH /sale/product-offers/{offerId}", PUBLIC): "id name stock.available publication.status updatedAt",
}
SAYS_NOTHING = {
    "GET /sale/product-offers/{offerId}/operations/{operationId}",
    "PUT /order/checkout-forms/{id}/invoices/{invoiceId}/file",
    "POST /order/{orderId}/billing-documents/links",
}
"""Operations whose success has no body, or, as here, a body that says "not yet" and then a redirect."""


def calls(stall: Stall) -> Iterator[Made]:
    """Every documented success and many refusals."""
    yield from _ratings(stall)
    yield from _commands(stall)
    yield from _bulk(stall)
    yield from _edits(stall)
    yield from _money(stall)
    yield from _claims(stall)
    yield from _papers(stall)
    stall.market.advance(86_400)
    stall.token = stall.market.applications.grant(stall.client_id, SELLER).access
    stall.buy("iza_3")
    yield "GET /sale/quality", stall.get("/sale/quality")
    yield "GET /sale/offer-events", stall.get("/sale/offer-events")
    yield "GET /sale/offer-events", stall.get("/sale/offer-events", limit=0)


def _ratings(stall: Stall) -> Iterator[Made]:
    orders = [stall.buy("zosia_kubek", quantity=1), stall.buy("zosia_kubek"), stall.buy("tata_rower")]
    ratings = stall.market.ratings
    bad = ratings.rate(
        "zosia_kubek",
        order_id=orders[0].id,
        recommended=False,
        comment="Obite, a miało być na prezent.",
        justifications=(Justification(text="Produkt uszkodzony", visible=False),),
    )
    ratings.rate("zosia_kubek", order_id=orders[1].id, recommended=False)
    stall.market.advance(60)
    ratings.change("zosia_kubek", bad.id, recommended=False, comment="Obite i bez paragonu.")
    good = ratings.rate("tata_rower", order_id=orders[2].id, recommended=True)
    ratings.take_back("tata_rower", good.id, compensated=True)
    one, name = f"/sale/user-ratings/{bad.id}", "GET /sale/user-ratings/{ratingId}"
    for beta in (False, True):
        yield "GET /sale/user-ratings", stall.get("/sale/user-ratings", beta=beta, recommended="false")
    yield (
        "PUT /sale/user-ratings/{ratingId}/answer",
        stall.send("PUT", f"{one}/answer", {"message": "Zwrot!"}),
    )
    yield "PUT /sale/user-ratings/{ratingId}/answer", stall.send("PUT", f"{one}/answer", {"message": "Drugi"})
    removal = {"request": {"message": "Kupująca dostała nowy kubek."}}
    yield "PUT /sale/user-ratings/{ratingId}/removal", stall.send("PUT", f"{one}/removal", removal)
    yield "PUT /sale/user-ratings/{ratingId}/removal", stall.send("PUT", f"{one}/removal", removal)
    for beta in (False, True):
        yield name, stall.get(one, beta=beta)
        yield name, stall.get(f"/sale/user-ratings/{good.id}", beta=beta)
    user = stall.market.world.sellers[SELLER].id
    yield "GET /users/{userId}/ratings-summary", stall.get(f"/users/{user}/ratings-summary")
    yield "GET /users/{userId}/ratings-summary", stall.get("/users/1/ratings-summary")


def _criteria(*offers: str) -> dict[str, object]:
    return {"offerCriteria": [{"type": "CONTAINS_OFFERS", "offers": [{"id": offer} for offer in offers]}]}


def _commands(stall: Stall) -> Iterator[Made]:
    offers = [offer.id for offer in stall.market.world.seller_offers[SELLER]]
    wishes: dict[str, dict[str, object]] = {
        "publication": {"publication": {"action": "END"}},
        "quantity-change": {"modification": {"changeType": "GAIN", "value": 5}},
        "modification": {"modification": {"delivery": {"handlingTime": "P3D"}}},
    }
    for family, wish in wishes.items():
        command_id, path = str(uuid4()), f"/sale/offer-{family}-commands"
        name, one = f"PUT {path}/{{commandId}}", f"{path}/{command_id}"
        yield name, stall.send("PUT", one, {**wish, **_criteria(offers[-1], "1")})
        yield name, stall.send("PUT", one, {**wish, **_criteria(offers[-1])})
        yield name, stall.send("PUT", f"{path}/{uuid4()}", {})
        stall.market.advance(5)
        yield f"GET {path}/{{commandId}}", stall.get(one)
        yield f"GET {path}/{{commandId}}", stall.get(f"{path}/{uuid4()}")
        yield f"GET {path}/{{commandId}}/tasks", stall.get(f"{one}/tasks")
        yield f"GET {path}/{{commandId}}/tasks", stall.get(f"{one}/tasks", limit=0)


def _bulk(stall: Stall) -> Iterator[Made]:
    path, offer = "/sale/offer-bulk-modification-commands", stall.offer().id
    price = {"changeType": "FIXED", "value": {"amount": "81.50", "currency": "PLN"}}
    modifications = [{"offerId": offer, "prices": {"allegro-pl": price}}, {"offerId": "1", "stock": {}}]
    command = {"commandId": str(uuid4()), "modifications": modifications}
    yield f"POST {path}", stall.send("POST", path, command, beta=True)
    modifications[1]["stock"] = {"changeType": "GAIN", "value": 1}
    yield f"POST {path}", stall.send("POST", path, command, beta=True)
    stall.market.advance(5)
    yield f"GET {path}/{{commandId}}", stall.get(f"{path}/{command['commandId']}")
    yield f"GET {path}/{{commandId}}/tasks", stall.get(f"{path}/{command['commandId']}/tasks")


def _edits(stall: Stall) -> Iterator[Made]:
    offer = stall.market.world.seller_offers[SELLER][2].id
    one, name = f"/sale/product-offers/{offer}", "PATCH /sale/product-offers/{offerId}"
    price = {"price": {"amount": "79.00", "currency": "PLN"}}
    yield name, stall.send("PATCH", one, {"stock": {"available": 11}, "sellingMode": price})
    yield name, stall.send("PATCH", one, {"stock": {"available": -1}})
    yield name, stall.send("PATCH", "/sale/product-offers/1", {})
    begun = stall.send("PATCH", one, {"publication": {"status": "ENDED"}})
    yield name, begun
    yield name, stall.send("PATCH", one, {"stock": {"available": 3}})
    where = begun.headers["Location"].removeprefix("http://localhost")
    status = "GET /sale/product-offers/{offerId}/operations/{operationId}"
    yield status, stall.get(where)
    stall.market.advance(5)
    yield status, stall.get(where)
    yield status, stall.get(f"{one}/operations/{uuid4()}")


def refund_body(order: Order, **wishes: object) -> dict[str, object]:
    """A refund of the order's payment."""
    assert order.payment is not None
    return {
        "payment": {"id": order.payment.id},
        "order": {"id": order.id},
        "commandId": str(uuid4()),
        "reason": "REFUND",
        **wishes,
    }


def one_piece(order: Order, quantity: int = 1) -> list[dict[str, object]]:
    """Some pieces of the first line."""
    return [{"id": order.lines[0].id, "type": "QUANTITY", "quantity": quantity}]


def _money(stall: Stall) -> Iterator[Made]:
    order, name = stall.buy("magda_sowa", delivery="courier"), "POST /payments/refunds"
    order.delivery_cost = Decimal("14.99")
    delivery = {"value": {"amount": "14.99", "currency": "PLN"}}
    whole = refund_body(order, lineItems=one_piece(order), delivery=delivery, sellerComment="Zwrot")
    yield name, stall.send("POST", "/payments/refunds", {**whole, "lineItems": one_piece(order, 9)})
    yield name, stall.send("POST", "/payments/refunds", whole)
    yield name, stall.send("POST", "/payments/refunds", whole)
    yield name, stall.send("POST", "/payments/refunds", {**whole, "commandId": str(uuid4())})
    yield (
        name,
        stall.send("POST", "/payments/refunds", {**whole, "commandId": "", "payment": {"id": str(uuid4())}}),
    )
    yield "GET /payments/refunds", stall.get("/payments/refunds", **{"order.id": order.id})
    yield "GET /payments/refunds", stall.get("/payments/refunds", limit=0)


def _claims(stall: Stall) -> Iterator[Made]:
    order = stall.buy("magda_sowa")
    path, body = "/order/refund-claims", {"lineItem": {"id": order.lines[0].id}, "quantity": 1}
    made = stall.send("POST", path, body)
    yield f"POST {path}", made
    yield f"POST {path}", stall.send("POST", path, body)
    yield f"GET {path}", stall.get(path)
    yield f"GET {path}", stall.get(path, status="LOST")
    one = f"{path}/{made.get_json()['id']}"
    yield f"GET {path}/{{claimId}}", stall.get(one)
    yield f"GET {path}/{{claimId}}", stall.get(f"{path}/{uuid4()}")
    yield f"DELETE {path}/{{claimId}}", stall.send("DELETE", one)
    yield f"DELETE {path}/{{claimId}}", stall.send("DELETE", one)


def upload(stall: Stall, path: str, content: bytes, mime_type: str = "application/pdf") -> TestResponse:
    """Raw bytes."""
    return stall.client.put(
        path, data=content, headers=stall.headers(), content_type=mime_type, base_url="http://localhost"
    )


def _papers(stall: Stall) -> Iterator[Made]:
    order = stall.buy("magda_sowa")
    path, name = f"/order/checkout-forms/{order.id}/invoices", "/order/checkout-forms/{id}/invoices"
    body = {"file": {"name": "FV_7_11_2026.pdf"}, "invoiceNumber": "FV 7/11/2026"}
    made = stall.send("POST", path, body)
    yield f"POST {name}", made
    yield f"POST {name}", stall.send("POST", path, body)
    yield f"POST {name}", stall.send("POST", path, {})
    file, put = f"{path}/{made.get_json()['id']}/file", f"PUT {name}/{{invoiceId}}/file"
    yield put, upload(stall, file, b"")
    yield put, upload(stall, file, b"%PDF-1.7 x")
    yield put, upload(stall, file, b"%PDF-1.7 x")
    yield put, upload(stall, f"{path}/{uuid4()}/file", b"%PDF-1.7 x")
    stall.market.advance(60)
    yield f"POST {name}", stall.send("POST", path, body)
    links, link = f"/order/{order.id}/billing-documents/links", {"url": "https://paragony.example/7"}
    for body_of_link in (link, link, {"url": "paragon"}):
        answer = stall.send("POST", links, body_of_link)
        yield "POST /order/{orderId}/billing-documents/links", answer
    yield f"GET {name}", stall.get(path)
    yield f"GET {name}", stall.get(f"/order/checkout-forms/{uuid4()}/invoices")


def fill(stall: Stall) -> None:
    """One of everything here, for those who ask at random."""
    order = stall.buy("zosia_kubek", quantity=3)
    stall.market.ratings.rate("zosia_kubek", order_id=order.id, recommended=False, comment="Obite.")
    stall.market.claims.claim(order, order.lines[0], 1)
    stall.market.money.whole(order)
    stall.market.papers.declare(order, "FV.pdf", "FV 1")
    offer, now = stall.market.world.seller_offers[SELLER][-1], stall.market.now()
    for family in FAMILIES:
        deed = change_stock(stall.market, {"changeType": "GAIN", "value": 1}, "stock")
        task = Task(offer_id=offer.id, field="stock", deed=deed)
        kept = family.partition("-")[0]
        stall.market.commands.register(str(uuid5(NAMESPACE_DNS, family)), kept, SELLER, [task], now)
    stall.market.edits.begin(stall.market.world.seller_offers[SELLER][1], [], now, 10**9)


def known(stall: Stall, path: str) -> dict[str, str]:
    """Ids of what `fill` put in; a command of the family the path speaks of."""
    family = next((family for family in FAMILIES if f"offer-{family}-" in path), FAMILIES[0])
    papers = [(order, stall.market.papers.documents(order)) for order in stall.market.world.orders]
    order, documents = next((order, found) for order, found in papers if found)
    edit = next(iter(stall.market.edits.all.values()))
    return {
        "ratingId": next(iter(stall.market.ratings.all)),
        "claimId": next(iter(stall.market.claims.all)),
        "userId": stall.market.world.sellers[SELLER].id,
        "commandId": str(uuid5(NAMESPACE_DNS, family)),
        "operationId": edit.id,
        "orderId": order,
        "invoiceId": documents[0].id,
        **({"id": order} if "invoices" in path else {}),
        **({"offerId": edit.offer_id} if "operations" in path else {}),
    }


def _sold(stall: Stall) -> Order:
    """A new order, whatever happened to the offers before."""
    offer, now = stall.offer(), stall.market.now()
    if offer.status != "ACTIVE" or offer.available < 2:
        offer.status = "ACTIVE"
        stall.market.offering.set_stock(offer, 50, now)
    return stall.buy("magda_sowa")


def fresh(stall: Stall, label: str) -> dict[str, str]:
    """Ids for calls that can be made only once."""
    if label.startswith("PUT /sale/offer-"):
        return {"commandId": str(uuid4())}
    if label == "PUT /order/checkout-forms/{id}/invoices/{invoiceId}/file":
        order = _sold(stall)
        return {"id": order.id, "invoiceId": stall.market.papers.declare(order, "FV.pdf", None).id}
    if label == "POST /order/checkout-forms/{id}/invoices":
        return {"id": _sold(stall).id}
    if label == "POST /sale/issues/{issueId}/status":
        order = _sold(stall)
        claim = stall.market.issue_sides.open_claim(
            "magda_sowa", order_id=order.id, reason="OTHER", text="źle"
        )
        return {"issueId": claim.id}
    if label.startswith("PATCH"):
        stall.market.advance(10)  # so that no edit of an earlier case still runs
    return {}


BODIES: dict[str, Callable[[Stall, dict[str, str]], object]] = {
    "POST /messaging/messages": lambda stall, ids: {
        "recipient": {"login": "magda_sowa"},
        "text": "W sprawie zamówienia.",
        "order": {"id": _sold(stall).id},
    },
    "PUT /order/checkout-forms/{id}/fulfillment": lambda stall, ids: {"status": "PROCESSING"},
    "PATCH /sale/product-offers/{offerId}": lambda stall, ids: {"stock": {"available": 40}},
    "POST /sale/issues/{issueId}/status": lambda stall, ids: {
        "status": "ACCEPTED_REFUND",
        "message": "Zwracamy pieniądze.",
    },
    "POST /order/checkout-forms/{id}/shipments": lambda stall, ids: {
        "carrierId": "DPD",
        "waybill": str(uuid4()),
    },
    "POST /order/checkout-forms/{id}/invoices": lambda stall, ids: {"file": {"name": "FV.pdf"}},
    "PUT /order/checkout-forms/{id}/invoices/{invoiceId}/file": lambda stall, ids: b"%PDF-1.7 x",
    "POST /order/{orderId}/billing-documents/links": lambda stall, ids: {
        "url": f"https://p.example/{uuid4()}"
    },
    "POST /order/refund-claims": lambda stall, ids: {
        "lineItem": {"id": _sold(stall).lines[0].id},
        "quantity": 1,
    },
    "POST /payments/refunds": lambda stall, ids: _refund_of(_sold(stall)),
    "POST /sale/offer-bulk-modification-commands": lambda stall, ids: {
        "commandId": str(uuid4()),
        "modifications": [{"offerId": ids["offerId"], "stock": {"changeType": "GAIN", "value": 1}}],
    },
    "PUT /sale/offer-publication-commands/{commandId}": lambda stall, ids: {
        "publication": {"action": "ACTIVATE"},
        **_criteria(ids["offerId"]),
    },
    "PUT /sale/offer-quantity-change-commands/{commandId}": lambda stall, ids: {
        "modification": {"changeType": "GAIN", "value": 1},
        **_criteria(ids["offerId"]),
    },
    "PUT /sale/offer-modification-commands/{commandId}": lambda stall, ids: {
        "modification": {"delivery": {"handlingTime": "P2D"}},
        **_criteria(ids["offerId"]),
    },
}
"""Bodies that fit what exists, for operations chance alone never gets a success from."""


def _refund_of(order: Order) -> dict[str, object]:
    return refund_body(order, lineItems=one_piece(order))


def body(stall: Stall, label: str, ids: dict[str, str]) -> object:
    """A body that fits, or None where chance does as well."""
    make = BODIES.get(label)
    return make(stall, ids) if make else None
