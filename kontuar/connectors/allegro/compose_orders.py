"""From a deed about an order or a rating to its request. Pure: nothing here is sent.

What the description bounds (lengths, types) is refused here already, with a reason a person can read.
"""

from urllib.parse import quote

from kontuar.connector_kit.calls import Request
from kontuar.connector_kit.errors import Refused
from kontuar.connectors.allegro import media
from kontuar.connectors.allegro.capabilities import (
    CARRIER_NAME_CHARACTERS,
    INVOICE_BYTES,
    INVOICE_TYPES,
    RATING_ANSWER_CHARACTERS,
    WAYBILL_CHARACTERS,
)
from kontuar.connectors.allegro.compose import checked_text
from kontuar.facts.deeds import AddTracking, AnswerRating, DeclareInvoice, SetFulfilment, UploadInvoice
from kontuar.facts.orders import Fulfilment

OTHER_CARRIER = "OTHER"
_NEVER_SET = (Fulfilment.RETURNED, Fulfilment.OTHER)
"""RETURNED comes by itself and is refused with 422 (PUT …/fulfillment); OTHER is no word of Allegro's."""


def add_tracking(deed: AddTracking) -> Request:
    """POST /order/checkout-forms/{id}/shipments. A parcel that was added cannot be taken away."""
    waybill = deed.waybill.strip()
    if not deed.carrier or not waybill or len(waybill) > WAYBILL_CHARACTERS:
        raise Refused(f"a carrier and a number of at most {WAYBILL_CHARACTERS} characters", code="WAYBILL")
    body: dict[str, object] = {"carrierId": deed.carrier, "waybill": waybill}
    if deed.carrier == OTHER_CARRIER:
        if len(deed.carrier_name) > CARRIER_NAME_CHARACTERS:
            raise Refused(f"a carrier's name has at most {CARRIER_NAME_CHARACTERS}", code="CARRIER_NAME")
        body["carrierName"] = deed.carrier_name
    if deed.line_ids:
        body["lineItems"] = [{"id": line_id} for line_id in deed.line_ids]
    return Request(
        method="POST",
        path=f"/order/checkout-forms/{quote(deed.order_id, safe='')}/shipments",
        headers=media.writing(),
        json=body,
        is_write=True,
    )


def set_fulfilment(deed: SetFulfilment) -> Request:
    """PUT /order/checkout-forms/{id}/fulfillment; ``checkoutForm.revision`` guards against a stale copy."""
    if deed.status in _NEVER_SET:
        raise Refused("this status cannot be set", code="STATUS")
    return Request(
        method="PUT",
        path=f"/order/checkout-forms/{quote(deed.order_id, safe='')}/fulfillment",
        params=(("checkoutForm.revision", deed.revision),) if deed.revision else (),
        headers=media.in_english(media.writing()),
        json={"status": deed.status.name},
        is_write=True,
    )


def declare_invoice(deed: DeclareInvoice) -> Request:
    """POST /order/checkout-forms/{id}/invoices: name and number, the file follows."""
    if not deed.file_name.strip():
        raise Refused("the file needs a name", code="FILE_NAME")
    body: dict[str, object] = {"file": {"name": deed.file_name}}
    if deed.number:
        body["invoiceNumber"] = deed.number
    return Request(
        method="POST",
        path=f"/order/checkout-forms/{quote(deed.order_id, safe='')}/invoices",
        headers=media.in_english(media.writing()),
        json=body,
        is_write=True,
    )


def upload_invoice(deed: UploadInvoice) -> Request:
    """PUT /order/checkout-forms/{id}/invoices/{invoiceId}/file. A second time is refused with 409."""
    if deed.media_type not in INVOICE_TYPES:
        raise Refused("Allegro takes invoices as pdf only", code="ATTACHMENT_TYPE")
    if not deed.content:
        raise Refused("the file is empty", code="ATTACHMENT_EMPTY")
    if len(deed.content) > INVOICE_BYTES:
        raise Refused(f"an invoice may have {INVOICE_BYTES} bytes at most", code="ATTACHMENT_SIZE")
    order, invoice = quote(deed.order_id, safe=""), quote(deed.invoice_id, safe="")
    return Request(
        method="PUT",
        path=f"/order/checkout-forms/{order}/invoices/{invoice}/file",
        headers=media.in_english({"Accept": media.PUBLIC, "Content-Type": deed.media_type}),
        content=deed.content,
        is_write=True,
        repeatable=True,
    )


def answer_rating(deed: AnswerRating) -> Request:
    """PUT /sale/user-ratings/{ratingId}/answer. No operation takes an answer away again."""
    return Request(
        method="PUT",
        path=f"/sale/user-ratings/{quote(deed.rating_id, safe='')}/answer",
        headers=media.writing(),
        json={"message": checked_text(deed.text, RATING_ANSWER_CHARACTERS)},
        is_write=True,
    )
