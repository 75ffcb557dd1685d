"""Every documented answer of a built operation fits Allegro's published description, and our own list besides.

Most published schemas require nothing, so `REQUIRED` names what every object of ours must have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
from werkzeug.test import EnvironBuilder, TestResponse
from werkzeug.wrappers import Request

from kontuar.practice_market.allegro.api import BUILT
from tests.practice_market import calls_books, calls_issues
from tests.practice_market.spec import BETA, MERGED, OFFICIAL, PUBLIC, cut, openapi
from tests.practice_market.stall import BUYER, SELLER, Stall, open_stall

MESSAGE = "id status type createdAt text subject relatesTo.offer relatesTo.order hasAdditionalAttachments attachments"
FORM = (
    "id buyer.id buyer.email buyer.login buyer.guest buyer.preferences.language buyer.address.countryCode status "
    "fulfillment.status fulfillment.shipmentSummary.lineItemsSent fulfillment.provider.id delivery.address.zipCode "
    "delivery.method.id delivery.method.name delivery.cost.amount delivery.smart delivery.time.dispatch.to "
    "delivery.time.dispatch.from delivery.time.from delivery.time.to invoice.required payment.id payment.type "
    "payment.finishedAt payment.paidAmount.amount lineItems.0.id lineItems.0.offer.id lineItems.0.offer.name "
    "lineItems.0.quantity lineItems.0.price.amount lineItems.0.boughtAt surcharges marketplace.id "
    "summary.totalToPay.amount updatedAt revision"
)
REQUIRED: dict[tuple[str, str], str] = {
    ("GET /me", PUBLIC): "id login email baseMarketplace.id features company.name",
    ("GET /messaging/threads", PUBLIC): (
        "offset limit threads.0.id threads.0.read threads.0.lastMessageDateTime threads.0.interlocutor.login"
    ),
    ("GET /messaging/threads", BETA): (
        "nextPage threads.0.id threads.0.read threads.0.type threads.0.createdAt threads.0.lastMessageDateTime "
        "threads.0.participants.0.role threads.0.participants.1.login threads.0.status threads.0.subType"
    ),
    ("GET /messaging/threads/{threadId}", PUBLIC): "id read lastMessageDateTime interlocutor.login",
    ("GET /messaging/threads/{threadId}", BETA): "id read type createdAt participants orders subType status",
    ("GET /messaging/threads/{threadId}/messages", PUBLIC): "offset limit "
    + " ".join(
        f"messages.0.{name}" for name in f"{MESSAGE} thread.id author.login author.isInterlocutor".split()
    ),
    ("GET /messaging/threads/{threadId}/messages", BETA): "nextPage "
    + " ".join(f"messages.0.{name}" for name in f"{MESSAGE} author.role author.login".split()),
    ("POST /messaging/threads/{threadId}/messages", BETA): f"{MESSAGE} author.role author.login",
    ("POST /messaging/messages", PUBLIC): f"{MESSAGE} thread.id author.isInterlocutor",
    ("GET /messaging/messages/{messageId}", PUBLIC): f"{MESSAGE} thread.id",
    ("POST /messaging/message-attachments", BETA): "id",
    ("GET /order/events", PUBLIC): (
        "events.0.id events.0.type events.0.occurredAt events.0.order.seller.id events.0.order.buyer.login "
        "events.0.order.lineItems.0.offer.id events.0.order.checkoutForm.id events.0.order.checkoutForm.revision"
    ),
    ("GET /order/event-stats", PUBLIC): "latestEvent.id latestEvent.occurredAt",
    ("GET /order/checkout-forms", PUBLIC): "count totalCount "
    + " ".join(f"checkoutForms.0.{name}" for name in FORM.split()),
    ("GET /order/checkout-forms/{id}", PUBLIC): FORM,
    ("GET /order/checkout-forms/{id}/shipments", PUBLIC): (
        "shipments.0.id shipments.0.waybill shipments.0.carrierId shipments.0.lineItems.0.id shipments.0.createdAt"
    ),
    ("POST /order/checkout-forms/{id}/shipments", PUBLIC): "id waybill carrierId lineItems.0.id createdAt",
    ("GET /order/carriers", PUBLIC): "carriers.0.id carriers.0.name",
    ("GET /order/carriers/{carrierId}/tracking", PUBLIC): (
        "carrierId waybills.0.waybill waybills.0.trackingDetails.statuses.0.code "
        "waybills.0.trackingDetails.statuses.0.occurredAt waybills.0.trackingDetails.updatedAt"
    ),
    ("GET /sale/offers", PUBLIC): (
        "count totalCount offers.0.id offers.0.name offers.0.category.id offers.0.primaryImage.url "
        "offers.0.sellingMode.price.amount offers.0.stock.available offers.0.stock.sold "
        "offers.0.publication.status offers.0.publication.startedAt"
    ),
    ("GET /sale/product-offers/{offerId}", PUBLIC): (
        "id name sellingMode.price.amount stock.available publication.status delivery.handlingTime createdAt updatedAt"
    ),
    ("GET /sale/product-offers/{offerId}/parts", PUBLIC): "id stock.available sellingMode.price.amount",
    **calls_books.REQUIRED,
    **calls_issues.REQUIRED,
}

SAYS_NOTHING = {
    "PUT /order/checkout-forms/{id}/fulfillment",
    *calls_books.SAYS_NOTHING,
    *calls_issues.SAYS_NOTHING,
}
"""Operations whose success has no body."""

Made = tuple[str, TestResponse]


def _missing(body: Any, path: str) -> bool:
    for step in path.split("."):
        if isinstance(body, list):
            if len(body) <= int(step):
                return True
            body = body[int(step)]
        elif not isinstance(body, dict) or step not in body:
            return True
        else:
            body = body[step]
    return False


def _talks(stall: Stall) -> tuple[str, str, str]:
    """A thread with all kinds of messages, a problem thread, an order with a parcel."""
    order = stall.buy()
    picture = stall.market.buyer_side.attach(
        BUYER, file_name="z.png", mime_type="image/png", content=b"\x89PNG\r\n\x1a\n0"
    )
    thread = stall.ask()
    stall.market.buyer_side.write(
        BUYER, seller=SELLER, text="zdjęcie", order_id=order.id, attachments=[picture.id]
    )
    stall.market.buyer_side.write(BUYER, seller=SELLER, text="mail", type="MAIL", has_additional=True)
    problem = stall.market.buyer_side.problem(BUYER, order_id=order.id, sub_type="OTHER", text="zepsute")
    stall.market.seller_side.ship(SELLER, order_id=order.id, waybill="W1")
    return thread, problem.thread_id, order.id


def _calls(stall: Stall) -> Iterator[Made]:
    """Every built operation, each documented success and many refusals."""
    thread, problem, order = _talks(stall)
    waybill = stall.market.world.orders[order].shipments[0]
    message = stall.market.world.threads[thread].messages[0].id
    yield "GET /me", stall.get("/me")
    for beta in (False, True):
        yield "GET /messaging/threads", stall.get("/messaging/threads", beta=beta)
        yield "GET /messaging/threads", stall.get("/messaging/threads", beta=beta, limit=21)
        yield "GET /messaging/threads/{threadId}", stall.get(f"/messaging/threads/{thread}", beta=beta)
        yield "GET /messaging/threads/{threadId}", stall.get("/messaging/threads/none", beta=beta)
        read = f"/messaging/threads/{thread}/read"
        yield "PUT /messaging/threads/{threadId}/read", stall.send("PUT", read, {"read": True}, beta=beta)
        yield "PUT /messaging/threads/{threadId}/read", stall.send("PUT", read, {}, beta=beta)
        messages = f"/messaging/threads/{thread}/messages"
        yield "GET /messaging/threads/{threadId}/messages", stall.get(messages, beta=beta)
        yield "POST /messaging/threads/{threadId}/messages", stall.answer(thread, beta=beta)
        yield "POST /messaging/threads/{threadId}/messages", stall.answer(thread, "x" * 2001, beta=beta)
        new = {"recipient": {"login": BUYER}, "text": "W sprawie zamówienia.", "order": {"id": order}}
        yield "POST /messaging/messages", stall.send("POST", "/messaging/messages", new, beta=beta)
        stall.market.advance(2)
        yield "POST /messaging/messages", stall.send("POST", "/messaging/messages", {"text": "a"}, beta=beta)
        yield "GET /messaging/messages/{messageId}", stall.get(f"/messaging/messages/{message}", beta=beta)
        declared = {"filename": "a.png", "size": 9}
        made = stall.send("POST", "/messaging/message-attachments", declared, beta=beta)
        yield "POST /messaging/message-attachments", made
    yield "GET /messaging/threads/{threadId}", stall.get(f"/messaging/threads/{problem}", beta=True)
    yield (
        "GET /messaging/threads/{threadId}/messages",
        stall.get(f"/messaging/threads/{problem}/messages", beta=True),
    )
    yield from _file_calls(stall, made.get_json()["id"])
    yield "DELETE /messaging/messages/{messageId}", stall.send("DELETE", f"/messaging/messages/{message}")
    yield from _order_calls(stall, order, waybill.carrier_id)
    yield from calls_books.calls(stall)
    yield from calls_issues.calls(stall)


def _file_calls(stall: Stall, attachment: str) -> Iterator[Made]:
    path = f"/messaging/message-attachments/{attachment}"
    put = stall.client.put(
        path,
        data=b"\x89PNG\r\n\x1a\n0",
        headers=stall.headers(),
        content_type="image/png",
        base_url="http://localhost",
    )
    yield "PUT /messaging/message-attachments/{attachmentId}", put
    yield "GET /messaging/message-attachments/{attachmentId}", stall.get(path)
    yield (
        "GET /messaging/message-attachments/{attachmentId}",
        stall.get("/messaging/message-attachments/none"),
    )


def _order_calls(stall: Stall, order: str, carrier: str) -> Iterator[Made]:
    one = f"/order/checkout-forms/{order}"
    yield "GET /order/events", stall.get("/order/events")
    yield "GET /order/events", stall.get("/order/events", limit=0)
    yield "GET /order/event-stats", stall.get("/order/event-stats")
    yield "GET /order/checkout-forms", stall.get("/order/checkout-forms")
    yield "GET /order/checkout-forms", stall.get("/order/checkout-forms", **{"buyer.login": "nobody"})
    yield "GET /order/checkout-forms/{id}", stall.get(one)
    yield "GET /order/checkout-forms/{id}", stall.get("/order/checkout-forms/no-uuid")
    yield "GET /order/checkout-forms/{id}/shipments", stall.get(f"{one}/shipments")
    parcel = {"carrierId": "OTHER", "carrierName": "Gołąb", "waybill": "G-1"}
    yield "POST /order/checkout-forms/{id}/shipments", stall.send("POST", f"{one}/shipments", parcel)
    yield "POST /order/checkout-forms/{id}/shipments", stall.send("POST", f"{one}/shipments", {})
    path = f"{one}/fulfillment"
    yield "PUT /order/checkout-forms/{id}/fulfillment", stall.send("PUT", path, {"status": "PROCESSING"})
    yield "PUT /order/checkout-forms/{id}/fulfillment", stall.send("PUT", path, {"status": "RETURNED"})
    old = stall.send("PUT", path, {"status": "SENT"}, **{"checkoutForm.revision": "0"})
    yield "PUT /order/checkout-forms/{id}/fulfillment", old
    yield "GET /order/carriers", stall.get("/order/carriers")
    tracking = f"/order/carriers/{carrier}/tracking"
    yield "GET /order/carriers/{carrierId}/tracking", stall.get(tracking, waybill=["W1", "unknown"])
    yield "GET /order/carriers/{carrierId}/tracking", stall.get(tracking)
    yield "GET /sale/offers", stall.get("/sale/offers")
    yield "GET /sale/offers", stall.get("/sale/offers", limit=0)
    offer = stall.offer().id
    yield "GET /sale/product-offers/{offerId}", stall.get(f"/sale/product-offers/{offer}")
    yield "GET /sale/product-offers/{offerId}", stall.get("/sale/product-offers/1")
    parts = f"/sale/product-offers/{offer}/parts"
    yield "GET /sale/product-offers/{offerId}/parts", stall.get(parts, include="stock,price")
    yield "GET /sale/product-offers/{offerId}/parts", stall.get(parts)


@pytest.fixture(scope="module")
def made() -> list[Made]:
    return list(_calls(open_stall()))


def _documented(path: Path, name: str, response: TestResponse) -> bool:
    method, _, template = name.partition(" ")
    operation = cut(path)["paths"][template][method.lower()]
    answers = operation["responses"].get(str(response.status_code))
    assert answers is not None, f"{name} answered {response.status_code}, which the description does not have"
    media_type = response.mimetype
    content = answers.get("content", {})
    return response.status_code == 204 or media_type in content or "*/*" in content


def test_every_built_operation_is_called_and_succeeds_in_every_media_type(made: list[Made]) -> None:
    done = {(name, response.mimetype) for name, response in made if response.status_code < 300}
    for operation in BUILT:
        if operation.any_accept or operation.method == "DELETE" or operation.name in SAYS_NOTHING:
            assert any(name == operation.name for name, _ in done), operation.name
        else:
            for media_type in operation.accept:
                assert (operation.name, media_type) in done, (operation.name, media_type)


def test_answers_fit_the_description(made: list[Made]) -> None:
    checked = 0
    for name, response in made:
        beta = response.mimetype == BETA
        path = MERGED if beta else OFFICIAL
        if not _documented(path, name, response):
            continue
        if name.startswith("GET ") and name.endswith("/{attachmentId}"):
            continue  # any type at all
        checked += 1
        request = WerkzeugOpenAPIRequest(response.request)  # type: ignore[arg-type]
        openapi(path).validate_response(request, WerkzeugOpenAPIResponse(response))
    assert checked >= 40


def test_refusals_have_allegros_shape(made: list[Made]) -> None:
    refused = [(name, response) for name, response in made if response.status_code >= 400]
    assert len(refused) > 15
    for name, response in refused:
        for error in response.get_json()["errors"]:
            assert {"code", "message", "details", "path", "userMessage", "metadata"} == set(error), name


def test_objects_have_what_we_rely_on(made: list[Made]) -> None:
    seen = set()
    for name, response in made:
        wanted = REQUIRED.get((name, response.mimetype))
        if wanted is None or response.status_code >= 300:
            continue
        body = response.get_json()
        if body.get("totalCount") == 0:
            continue
        seen.add((name, response.mimetype))
        assert not [path for path in wanted.split() if _missing(body, path)], name
    assert seen == set(REQUIRED)


def test_a_wrong_answer_would_be_noticed() -> None:
    """The validation can fail: a thread without an id does not pass."""
    request = Request(EnvironBuilder(path="/messaging/threads", base_url="http://localhost").get_environ())
    bad = TestResponse(
        iter([b'{"threads":[{"read":true}],"offset":0,"limit":20}']),
        "200 OK",
        _headers(PUBLIC),
        request=request,  # type: ignore[arg-type]
    )
    validate: Callable[..., Any] = openapi(OFFICIAL).validate_response
    with pytest.raises(Exception, match=r"required|InvalidData"):
        validate(WerkzeugOpenAPIRequest(request), WerkzeugOpenAPIResponse(bad))


def _headers(media_type: str) -> Any:
    from werkzeug.datastructures import Headers

    return Headers({"Content-Type": media_type})
