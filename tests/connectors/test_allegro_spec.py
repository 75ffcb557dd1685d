"""Every request we make, held against Allegro's own interface description."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from openapi_core.testing import MockRequest

from kontuar.connector_kit.calls import Request
from kontuar.connectors.allegro import compose, reads
from kontuar.connectors.allegro.capabilities import LIMITS
from kontuar.facts.deeds import AnswerThread, MarkRead, StartConversation, UploadAttachment
from tests import allegro_spec

AT = datetime(2026, 11, 22, 12, 0, 0, 123_456, tzinfo=UTC)
ORDER = "29738e61-7f6a-11e8-ac45-09db60ede9d6"
FILE = UploadAttachment(name="kubek.png", media_type="image/png", content=b"\x89PNG")
START = StartConversation(order_id=ORDER, buyer_login="bolek_77", text="Jaki kolor?", attachment_ids=("f",))

REQUESTS: dict[str, Request] = {
    "whoami": reads.whoami(),
    "threads, beta": reads.threads(None, beta=True),
    "threads, beta, next page": reads.threads("b:cD0yMDI2", beta=True),
    "threads, public": reads.threads("o:40", beta=False),
    "thread": reads.thread("t/1", beta=True),
    "messages, beta": reads.messages("t", "b:cD0yMDI2", beta=True),
    "messages, public": reads.messages("t", None, beta=False),
    "attachment": reads.attachment("f"),
    "event stats": reads.order_event_stats(),
    "events": reads.order_events("1532603898317497"),
    "order": reads.order(ORDER),
    "orders": reads.orders(updated_from=AT, updated_to=AT, newest_first=True, offset=100),
    "orders, oldest first": reads.orders(updated_from=AT, newest_first=False),
    "shipments": reads.shipments(ORDER),
    "tracking": reads.tracking("INPOST", [str(number) for number in range(reads.WAYBILLS)]),
    "offers": reads.offers(9_999_900, ("ACTIVE", "ACTIVATING")),
    "answer, beta": compose.answer_thread(AnswerThread(thread_id="t", text="Jest. 🧡")),
    "answer, public": compose.answer_thread(AnswerThread(thread_id="t", text="x"), beta=False),
    "new conversation": compose.start_conversation(START),
    "declare a file": compose.declare_attachment(FILE),
    "hand a file over": compose.upload_attachment(FILE, "f"),
    "mark read, beta": compose.mark_read(MarkRead(thread_id="t")),
    "mark read, public": compose.mark_read(MarkRead(thread_id="t", is_read=False), beta=False),
}


def body_of(request: Request) -> bytes | None:
    return json.dumps(request.json).encode() if request.json is not None else request.content


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_keeps_to_allegros_description(name: str) -> None:
    request = REQUESTS[name]
    args: dict[str, Any] = {}
    for key, value in request.params:
        args.setdefault(key, []).append(value)
    mock = MockRequest(
        "https://api.allegro.pl",
        request.method.lower(),
        request.path,
        args={key: values[0] if len(values) == 1 else values for key, values in args.items()},
        headers={"Authorization": "Bearer x", "Accept-Language": "pl-PL"},
        data=body_of(request),
        content_type=request.headers.get("Content-Type", ""),
    )
    if name != "hand a file over":
        allegro_spec.openapi().validate_request(mock)
    operation = allegro_spec.operation(request.method, request.path)
    declared = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"}
    assert set(args) <= declared


@pytest.mark.parametrize("name", REQUESTS)
def test_the_media_types_are_ones_the_operation_has(name: str) -> None:
    request = REQUESTS[name]
    operation = allegro_spec.operation(request.method, request.path)
    answers = {
        media
        for status, answer in operation["responses"].items()
        if status.startswith("2")
        for media in answer.get("content", {})
    }
    assert request.headers["Accept"] in answers
    taken = operation.get("requestBody", {}).get("content", {})
    assert request.headers.get("Content-Type") in taken if taken else "Content-Type" not in request.headers


def test_every_composed_field_is_one_allegro_knows() -> None:
    """``additionalProperties`` is open in the description: a misspelt field would pass it."""
    for name in ("answer, beta", "new conversation", "declare a file", "mark read, beta"):
        request = REQUESTS[name]
        content = allegro_spec.operation(request.method, request.path)["requestBody"]["content"]
        schema = content[request.headers["Content-Type"]]["schema"]["$ref"].rpartition("/")[2]
        known = allegro_spec.document()["components"]["schemas"][schema]["properties"]
        assert set(request.json) <= set(known), name


def test_our_limits_are_allegros() -> None:
    schemas = allegro_spec.document()["components"]["schemas"]
    for name in ("NewMessage", "NewMessageVBeta1", "NewMessageInThread"):
        assert schemas[name]["properties"]["text"]["maxLength"] == LIMITS.text_characters
    size = schemas["NewAttachmentDeclaration"]["properties"]["size"]
    assert size["maximum"] == LIMITS.attachment_bytes
    upload = allegro_spec.operation("PUT", "/messaging/message-attachments/f")["requestBody"]["content"]
    assert set(upload) == set(LIMITS.attachment_types)


@pytest.mark.parametrize(
    ("schema", "read"),
    [
        (
            "ThreadVBeta1",
            {"id", "read", "type", "createdAt", "lastMessageDateTime", "participants", "orders"},
        ),
        ("ThreadVBeta1", {"subType", "status"}),
        ("Thread", {"id", "read", "lastMessageDateTime", "interlocutor"}),
        ("MessageVBeta1", {"id", "status", "type", "createdAt", "author", "text", "subject", "relatesTo"}),
        ("MessageVBeta1", {"hasAdditionalAttachments", "attachments"}),
        ("MessageAuthorVBeta1", {"role", "login"}),
        ("MessageAttachmentInfoVBeta1", {"id", "fileName", "mimeType", "status"}),
        ("Message", {"thread", "author", "attachments", "relatesTo"}),
        ("MessageAuthor", {"login", "isInterlocutor"}),
        (
            "CheckoutForm",
            {"id", "status", "buyer", "payment", "fulfillment", "delivery", "invoice", "lineItems"},
        ),
        ("CheckoutForm", {"messageToSeller", "marketplace", "summary", "updatedAt", "revision"}),
        ("CheckoutFormDeliveryReference", {"address", "method", "pickupPoint", "cost", "time", "smart"}),
        ("CheckoutFormDeliveryTime", {"from", "to", "dispatch", "guaranteed"}),
        ("CheckoutFormLineItem", {"id", "offer", "quantity", "originalPrice", "price", "boughtAt"}),
        (
            "CheckoutFormAddWaybillCreated",
            {"id", "waybill", "carrierId", "carrierName", "createdAt", "lineItems"},
        ),
        ("ParcelTrackingHistory", {"waybill", "trackingDetails"}),
        ("ParcelTrackingStatus", {"occurredAt", "code", "description"}),
        (
            "OfferListingDto",
            {"id", "name", "primaryImage", "sellingMode", "stock", "publication", "external"},
        ),
    ],
)
def test_the_fields_we_read_are_fields_allegro_has(schema: str, read: set[str]) -> None:
    assert read <= set(allegro_spec.document()["components"]["schemas"][schema]["properties"])


def test_a_wrong_request_would_be_noticed() -> None:
    mock = MockRequest(
        "https://api.allegro.pl",
        "get",
        "/messaging/threads",
        args={"limit": "21"},
        headers={"Authorization": "x"},
    )
    with pytest.raises(Exception, match="limit"):
        allegro_spec.openapi().validate_request(mock)
