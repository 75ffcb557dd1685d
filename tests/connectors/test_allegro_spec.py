"""Every request we make, held against Allegro's own interface description."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from openapi_core.testing import MockRequest

from kontuar.connector_kit.calls import Request
from kontuar.connectors.allegro import (
    capabilities,
    compose,
    compose_issues,
    compose_orders,
    parse_issues,
    reads,
)
from kontuar.connectors.allegro.capabilities import LIMITS
from kontuar.connectors.allegro.streams import fee_refunds, issues
from kontuar.facts.deeds import (
    AddTracking,
    AnswerRating,
    AnswerThread,
    DeclareInvoice,
    MarkRead,
    SetFulfilment,
    StartConversation,
    UploadAttachment,
    UploadInvoice,
)
from kontuar.facts.orders import Fulfilment
from tests import allegro_spec

AT = datetime(2026, 11, 22, 12, 0, 0, 123_456, tzinfo=UTC)
ORDER = "29738e61-7f6a-11e8-ac45-09db60ede9d6"
FILE = UploadAttachment(name="kubek.png", media_type="image/png", content=b"\x89PNG")
ISSUE = "6f552f2e-9626-46b3-af09-bfdbf9690d65"
PDF = UploadInvoice(order_id=ORDER, invoice_id="i", media_type="application/pdf", content=b"%PDF")
PARCEL = AddTracking(order_id=ORDER, carrier="OTHER", waybill="AD-1", carrier_name="Wóz", line_ids=(ISSUE,))
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
    "offers named": reads.offers_named(("2865624934", "2865624935")),
    "offer events": reads.offer_events("MTEzMjQzODU3NA"),
    "issues": reads.issues(200),
    "open issues": reads.issues(0, issues.OPEN),
    "issue": reads.issue(ISSUE),
    "issue chat": reads.issue_chat(ISSUE, 100),
    "issue file": reads.issue_attachment(ISSUE),
    "returns": reads.returns(created_from=AT, offset=100),
    "return": reads.customer_return(ISSUE),
    "refunds": reads.refunds(occurred_from=AT, offset=90),
    "refund": reads.refund(ISSUE),
    "fee refunds": reads.fee_refunds(0, fee_refunds.OPEN[0]),
    "all fee refunds": reads.fee_refunds(90),
    "fee refund": reads.fee_refund(ISSUE),
    "ratings, beta": reads.ratings(changed_from=AT, offset=0, beta=True),
    "ratings, public": reads.ratings(changed_from=AT, changed_to=AT, offset=20_000, beta=False),
    "rating": reads.rating("5df0a6d1ef437e00255572a1"),
    "quality": reads.quality(),
    "invoices": reads.invoices(ORDER),
    "answer in an issue": compose_issues.answer_issue(
        AnswerThread(thread_id=f"issue:{ISSUE}", text="Przepraszamy.", attachment_ids=(ISSUE,))
    ),
    "declare an issue's file": compose_issues.declare_issue_attachment(FILE),
    "hand an issue's file over": compose_issues.upload_issue_attachment(
        FILE, f"/sale/issues/attachments/{ISSUE}"
    ),
    "add a parcel": compose_orders.add_tracking(PARCEL),
    "set a status": compose_orders.set_fulfilment(
        SetFulfilment(order_id=ORDER, status=Fulfilment.SENT, revision="819b5836")
    ),
    "declare an invoice": compose_orders.declare_invoice(
        DeclareInvoice(order_id=ORDER, file_name="faktura.pdf", number="FV 1/2026")
    ),
    "hand an invoice over": compose_orders.upload_invoice(PDF),
    "answer a rating": compose_orders.answer_rating(AnswerRating(rating_id="r", text="Dziękujemy!")),
    "mark read, public": compose.mark_read(MarkRead(thread_id="t", is_read=False), beta=False),
}


def body_of(request: Request) -> bytes | None:
    return json.dumps(request.json).encode() if request.json is not None else request.content


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_keeps_to_allegros_description(name: str) -> None:
    request = REQUESTS[name]
    language = request.headers.get("Accept-Language", "pl-PL")
    args: dict[str, Any] = {}
    for key, value in request.params:
        args.setdefault(key, []).append(value)
    mock = MockRequest(
        "https://api.allegro.pl",
        request.method.lower(),
        request.path,
        args={key: values[0] if len(values) == 1 else values for key, values in args.items()},
        headers={"Authorization": "Bearer x", "Accept-Language": language},
        data=body_of(request),
        content_type=request.headers.get("Content-Type", ""),
    )
    if not name.startswith("hand ") and name != "answer in an issue":
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
    assert not answers or request.headers["Accept"] in answers  # 204 has no body
    taken = resolved(operation.get("requestBody", {})).get("content", {})
    assert request.headers.get("Content-Type") in taken if taken else "Content-Type" not in request.headers


def test_every_composed_field_is_one_allegro_knows() -> None:
    """``additionalProperties`` is open in the description: a misspelt field would pass it."""
    composed = [name for name, request in REQUESTS.items() if request.json is not None]
    assert len(composed) > 10
    for name in composed:
        request = REQUESTS[name]
        schema = body_schema(request)
        assert set(request.json) <= set(schema["properties"]), name


def body_schema(request: Request) -> Any:
    """The described schema of a request's body, references followed."""
    body = resolved(allegro_spec.operation(request.method, request.path)["requestBody"])
    return resolved(body["content"][request.headers["Content-Type"]]["schema"])


def resolved(value: Any) -> Any:
    if "$ref" not in value:
        return value
    place: Any = allegro_spec.document()
    for key in value["$ref"].removeprefix("#/").split("/"):
        place = place[key]
    return place


def test_our_limits_are_allegros() -> None:
    schemas = allegro_spec.document()["components"]["schemas"]
    for name in ("NewMessage", "NewMessageVBeta1", "NewMessageInThread"):
        assert schemas[name]["properties"]["text"]["maxLength"] == LIMITS.text_characters
    size = schemas["NewAttachmentDeclaration"]["properties"]["size"]
    assert size["maximum"] == LIMITS.attachment_bytes
    for path in ("/messaging/message-attachments/f", "/sale/issues/attachments/f"):
        upload = allegro_spec.operation("PUT", path)["requestBody"]["content"]
        assert set(upload) == set(LIMITS.attachment_types)


def test_our_other_limits_are_allegros() -> None:
    text = body_schema(REQUESTS["answer in an issue"])["properties"]["text"]
    assert text["maxLength"] == capabilities.ISSUE_LIMITS.text_characters
    parcel = body_schema(REQUESTS["add a parcel"])["properties"]
    assert parcel["waybill"]["maxLength"] == capabilities.WAYBILL_CHARACTERS
    assert parcel["carrierName"]["maxLength"] == capabilities.CARRIER_NAME_CHARACTERS
    answer = body_schema(REQUESTS["answer a rating"])["properties"]["message"]
    assert answer["maxLength"] == capabilities.RATING_ANSWER_CHARACTERS
    invoice = allegro_spec.operation("PUT", compose_orders.upload_invoice(PDF).path)
    assert set(invoice["requestBody"]["content"]) == set(capabilities.INVOICE_TYPES)
    assert "3MB" in invoice["responses"]["413"]["description"]


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("issues", capabilities.DISPUTES),
        ("answer in an issue", capabilities.DISPUTES),
        ("declare an issue's file", capabilities.DISPUTES),
        ("returns", capabilities.ORDERS_READ),
        ("refunds", capabilities.PAYMENTS),
        ("fee refunds", capabilities.ORDERS_READ),
        ("ratings, beta", capabilities.RATINGS),
        ("answer a rating", capabilities.RATINGS),
        ("quality", capabilities.PROFILE),
        ("offers", capabilities.OFFERS),
        ("offer events", capabilities.OFFERS),
        ("add a parcel", capabilities.ORDERS_WRITE),
        ("set a status", capabilities.ORDERS_WRITE),
        ("declare an invoice", capabilities.ORDERS_WRITE),
        ("hand an invoice over", capabilities.ORDERS_WRITE),
    ],
)
def test_a_missing_consent_is_called_by_the_name_allegro_gives_it(name: str, scope: str) -> None:
    request = REQUESTS[name]
    (wanted,) = allegro_spec.operation(request.method, request.path)["security"]
    assert wanted["bearer-token-for-user"] == [scope]
    assert scope in capabilities.SCOPES


def test_every_status_allegro_names_has_a_word_of_ours() -> None:
    schemas = allegro_spec.document()["components"]["schemas"]
    assert set(schemas["PostPurchaseIssueStatus"]["enum"]) == set(parse_issues.STATUSES)
    assert set(issues.OPEN) <= set(parse_issues.STATUSES)
    described = schemas["CustomerReturn"]["properties"]["status"]["description"]
    assert all(word in described for word in parse_issues.RETURN_STATUSES)
    assert described.count("\n  * ") == len(parse_issues.RETURN_STATUSES)


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
        ("OfferListingDtoV1Publication", {"status", "startedAt", "endedAt"}),
        (
            "PostPurchaseIssue",
            {"id", "type", "referenceNumber", "decisionDueDate", "openedDate", "subject", "description"},
        ),
        ("PostPurchaseIssue", {"buyer", "checkoutForm", "currentState", "chat", "expectations", "offer"}),
        ("PostPurchaseIssue", {"reason", "right", "attachments"}),
        ("PostPurchaseIssueState", {"status", "statusDueDate", "returnRequired", "chatActive"}),
        ("PostPurchaseIssueChat", {"lastMessage", "messagesCount", "initialMessage"}),
        ("PostPurchaseIssueChatMessage", {"id", "text", "attachments", "author", "createdAt"}),
        ("PostPurchaseIssueAttachment", {"fileName", "url"}),
        ("CustomerReturn", {"id", "isFulfillment", "createdAt", "referenceNumber", "orderId", "buyer"}),
        ("CustomerReturn", {"items", "parcels", "rejection", "marketplaceId", "status"}),
        ("CustomerReturnItem", {"offerId", "quantity", "name", "price", "reason"}),
        (
            "CustomerReturnReturnParcel",
            {"createdAt", "waybill", "transportingWaybill", "carrierId", "transportingCarrierId"},
        ),
        ("RefundDetails", {"id", "payment", "order", "reason", "status", "createdAt", "totalValue"}),
        ("RefundDetails", {"sellerComment"}),
        ("RefundClaim", {"id", "status", "quantity", "commission", "createdAt", "lineItem", "type"}),
        (
            "UserRatingVBeta1",
            {"id", "recommended", "buyer", "order", "createdAt", "editedAt", "lastChangedAt", "comment"},
        ),
        ("UserRatingVBeta1", {"answer", "removal", "exclusion", "justifications"}),
        ("UserRating", {"answer", "comment", "excludedFromAverageRates", "excludedFromAverageRatesReason"}),
        ("SalesQualityForDay", {"resultFor", "score", "grade", "maxScore", "metrics"}),
        ("SalesQualityMetric", {"code", "name", "score", "maxScore"}),
        ("CheckoutFormsOrderInvoice", {"id", "invoiceNumber", "file"}),
        ("CheckoutFormsOrderInvoiceFile", {"name", "uploadedAt", "securityVerification"}),
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
