"""What this connector can do, in numbers and lists, each with its source and the day it was read."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from kontuar.connector_kit.budget import Urgency
from kontuar.connector_kit.contract import Limits, StreamSpec, Way
from kontuar.facts.deeds import (
    AddTracking,
    AnswerRating,
    AnswerThread,
    DeclareInvoice,
    Deed,
    MarkRead,
    SetFulfilment,
    StartConversation,
    UploadAttachment,
    UploadInvoice,
)

CAPABILITIES: Mapping[type[Deed], Way] = MappingProxyType(
    {
        AnswerThread: Way.API,
        StartConversation: Way.API,
        UploadAttachment: Way.API,
        MarkRead: Way.API,
        AddTracking: Way.API,
        SetFulfilment: Way.API,
        DeclareInvoice: Way.API,
        UploadInvoice: Way.API,
        AnswerRating: Way.API,
    }
)


LIMITS = Limits(
    text_characters=2000,
    attachment_bytes=5_242_880,
    attachment_types=("image/png", "image/gif", "image/bmp", "image/tiff", "image/jpeg", "application/pdf"),
    send_interval=timedelta(seconds=1),
)
"""From Allegro's OpenAPI file of 2026-07-18, unchanged in October 2026; read on 2026-11-22. Text:
``maxLength: 2000`` of NewMessage and NewMessageInThread. Bytes: ``maximum: 5242880`` of
NewAttachmentDeclaration. Types: what PUT /messaging/message-attachments/{id} takes. Interval: both posts
are "rate limited to 1 request per second for a user"."""

ISSUE_LIMITS = Limits(
    text_characters=20_000,
    attachment_bytes=2_097_152,
    attachment_types=LIMITS.attachment_types,
    send_interval=LIMITS.send_interval,
)
"""In a discussion or claim. Text: ``maxLength: 20000`` of MessageRequest. Bytes: by the guide and by the
API itself, though the web takes more (allegro-api #12853); the description states no number. Interval:
none is stated; the message center's is kept. Read on 2026-11-22."""

WAYBILL_CHARACTERS, CARRIER_NAME_CHARACTERS = 64, 30
"""``maxLength`` of CheckoutFormAddWaybillRequest."""
INVOICE_BYTES = 3 * 1024 * 1024
"""PUT …/invoices/{id}/file: "Max file size is 3MB" (answer 413)."""
INVOICE_TYPES = ("application/pdf",)
RATING_ANSWER_CHARACTERS = 500
"""``maxLength`` of UserRatingAnswerRequest."""

PROFILE = "allegro:api:profile:read"
MESSAGING = "allegro:api:messaging"
DISPUTES = "allegro:api:disputes"
ORDERS_READ, ORDERS_WRITE = "allegro:api:orders:read", "allegro:api:orders:write"
PAYMENTS = "allegro:api:payments:read"
OFFERS = "allegro:api:sale:offers:read"
RATINGS = "allegro:api:ratings"

SCOPES: Mapping[str, str] = MappingProxyType(
    {
        PROFILE: "whose account it is (GET /me), sales quality",
        MESSAGING: "threads, messages, attachments; reading and writing are one scope",
        ORDERS_READ: "orders, their parcels, tracking and invoices, customer returns, commission refunds",
        OFFERS: "the offers a message is about, and what happens to them",
        DISPUTES: "discussions and claims; reading and writing are one scope",
        ORDERS_WRITE: "tracking numbers, the status of fulfilment, invoices",
        PAYMENTS: "refunds to buyers",
        RATINGS: "ratings and our answers to them; reading and writing are one scope",
    }
)
"""What the seller's application has to be registered with. New scopes need a new consent (allegro-api
#13197), and Allegro grants what the registration ticks, so sign-in asks for no subset of its own."""

STREAMS: tuple[StreamSpec, ...] = (
    StreamSpec(name="threads", every=timedelta(seconds=30), subjects="threads"),
    StreamSpec(name="orders", every=timedelta(seconds=45)),
    StreamSpec(name="messages", every=timedelta(seconds=45)),
    StreamSpec(name="issues", every=timedelta(minutes=5)),
    StreamSpec(name="issue_talks", every=timedelta(minutes=10), subjects="issues"),
    StreamSpec(name="returns", every=timedelta(minutes=10)),
    StreamSpec(name="orders_reconcile", every=timedelta(minutes=20)),
    StreamSpec(name="shipments", every=timedelta(minutes=15), subjects="orders"),
    StreamSpec(name="offer_events", every=timedelta(minutes=2)),
    StreamSpec(name="refunds", every=timedelta(minutes=15)),
    StreamSpec(name="ratings", every=timedelta(minutes=15)),
    StreamSpec(name="returns_open", every=timedelta(hours=1), subjects="returns"),
    StreamSpec(name="tracking", every=timedelta(hours=1), subjects="parcels"),
    StreamSpec(name="fee_refunds", every=timedelta(hours=1), urgency=Urgency.IMPORT),
    StreamSpec(name="quality", every=timedelta(days=1), urgency=Urgency.IMPORT),
    StreamSpec(name="orders_history", every=timedelta(seconds=5), urgency=Urgency.IMPORT, once=True),
    StreamSpec(name="offers", every=timedelta(hours=1), urgency=Urgency.IMPORT),
    StreamSpec(name="history", every=timedelta(seconds=5), urgency=Urgency.IMPORT, once=True),
    StreamSpec(name="sweep", every=timedelta(hours=1), urgency=Urgency.IMPORT),
)
"""Intervals are ours, chosen against Allegro's limits (9,000 calls a minute per application; customer
returns 25 a second per user); Allegro publishes none and offers no push (allegro-api #13503). The order is
that of reading when several are due: an order before the message that speaks of it, what has a clock
before what has none. Events of offers are kept for 24 hours only."""
