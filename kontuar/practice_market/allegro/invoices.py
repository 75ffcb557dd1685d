"""Invoices of an order: metadata, then the file; and links to documents elsewhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from kontuar.practice_market.allegro.errors import Refusal, invalid, not_found, too_many
from kontuar.practice_market.allegro.orders import own_order
from kontuar.practice_market.allegro.protocol import PUBLIC, Answer, Call, Operation
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.papers import LARGEST, PAUSE, Document, HasOne, Scanning, TooSoon


def _shape(paper: Document) -> dict[str, Any]:
    file: dict[str, Any] = {"name": paper.file_name}
    if paper.uploaded_at is not None:
        scan = {"status": paper.scan}
        if paper.scanned_at is not None:
            scan["verifiedAt"] = stamp(paper.scanned_at)
        file["uploadedAt"] = stamp(paper.uploaded_at)
        file["securityVerification"] = scan
        file["verification"] = {"status": "NOT_APPLICABLE", "details": []}
    shape: dict[str, Any] = {"id": paper.id, "createdAt": stamp(paper.created_at), "file": file}
    if paper.number is not None:
        shape["invoiceNumber"] = paper.number
    return shape


def list_invoices(call: Call, id: str) -> Answer:
    """GET /order/checkout-forms/{id}/invoices."""
    order = own_order(call, id)
    links = call.market.papers.links(order.id)
    return Answer(
        body={
            "orderMode": "REGULAR",
            "invoices": [_shape(paper) for paper in call.market.papers.documents(order.id)],
            "links": [{"id": x.id, "url": x.url, "createdAt": stamp(x.created_at)} for x in links],
            "hasExternalInvoices": False,
        }
    )


def declare(call: Call, id: str) -> Answer:
    """POST /order/checkout-forms/{id}/invoices."""
    order, body = own_order(call, id), call.json()
    file, number = body.get("file"), body.get("invoiceNumber")
    name = file.get("name") if isinstance(file, dict) else None
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 255:
        raise invalid("VALIDATION_ERROR", "file.name is required", "file.name")
    if number is not None and not (isinstance(number, str) and 1 <= len(number) <= 100):
        raise invalid("VALIDATION_ERROR", "invoiceNumber has 1 to 100 characters", "invoiceNumber")
    try:
        paper = call.market.papers.declare(order, name.strip(), number)
    except HasOne as error:
        raise Refusal(409, "INVOICE_ALREADY_EXISTS", str(error)) from None
    except TooSoon as error:
        raise too_many(str(error), int(PAUSE.total_seconds())) from None
    except Scanning as error:
        raise invalid("INVOICE_FILE_IN_SCANNING", str(error)) from None
    return Answer(status=201, body={"id": paper.id})


def upload(call: Call, id: str, invoice_id: str) -> Answer:
    """PUT /order/checkout-forms/{id}/invoices/{invoiceId}/file: raw bytes of a PDF."""
    order = own_order(call, id)
    paper = next((p for p in call.market.papers.documents(order.id) if p.id == invoice_id.lower()), None)
    if paper is None:
        raise not_found("Invoice")
    content = call.request.get_data()
    if not content:
        raise invalid("VALIDATION_ERROR", "the file is empty")
    if len(content) > LARGEST:
        raise invalid("FILE_TOO_LARGE", "Max file size is 3MB", status=413)
    try:
        call.market.papers.upload(paper, content)
    except HasOne as error:
        raise Refusal(409, "INVOICE_FILE_ALREADY_EXISTS", str(error)) from None
    return Answer()


def add_link(call: Call, order_id: str) -> Answer:
    """POST /order/{orderId}/billing-documents/links."""
    order, url = own_order(call, order_id), call.json().get("url")
    if not isinstance(url, str) or len(url) > 2_000 or not _is_link(url):
        raise invalid("INVALID_URL", "the url is no http or https address", "url")
    try:
        call.market.papers.link(order, url)
    except HasOne as error:
        raise Refusal(409, "LINK_ALREADY_EXISTS", str(error), path="url") from None
    except ValueError as error:
        raise invalid("TOO_MANY_LINKS", str(error), "url") from None
    return Answer(status=201)


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in url


_PATH = "/order/checkout-forms/{id}/invoices"
OPERATIONS = (
    Operation(method="GET", path=_PATH, handler=list_invoices, scope="orders:read"),
    Operation(method="POST", path=_PATH, handler=declare, scope="orders:write", content=(PUBLIC,)),
    Operation(
        method="PUT",
        path=_PATH + "/{invoiceId}/file",
        handler=upload,
        scope="orders:write",
        content=("application/pdf",),
    ),
    Operation(
        method="POST",
        path="/order/{orderId}/billing-documents/links",
        handler=add_link,
        scope="orders:write",
        content=(PUBLIC,),
    ),
)
