"""What this connector can do, in numbers and lists, each with its source and the day it was read."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from kontuar.connector_kit.budget import Urgency
from kontuar.connector_kit.contract import Limits, StreamSpec, Way
from kontuar.facts.deeds import AnswerThread, Deed, MarkRead, StartConversation, UploadAttachment

CAPABILITIES: Mapping[type[Deed], Way] = MappingProxyType(
    {AnswerThread: Way.API, StartConversation: Way.API, UploadAttachment: Way.API, MarkRead: Way.API}
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

SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "allegro:api:profile:read": "whose account it is (GET /me)",
        "allegro:api:messaging": "threads, messages, attachments; reading and writing are one scope",
        "allegro:api:orders:read": "orders, their parcels and tracking",
        "allegro:api:sale:offers:read": "the offers a message is about",
    }
)
"""What the seller's application has to be registered with. New scopes need a new consent (allegro-api
#13197), and Allegro grants what the registration ticks, so sign-in asks for no subset of its own."""

STREAMS: tuple[StreamSpec, ...] = (
    StreamSpec(name="threads", every=timedelta(seconds=30), subjects="threads"),
    StreamSpec(name="orders", every=timedelta(seconds=45)),
    StreamSpec(name="messages", every=timedelta(seconds=45)),
    StreamSpec(name="orders_reconcile", every=timedelta(minutes=20)),
    StreamSpec(name="shipments", every=timedelta(minutes=15), subjects="orders"),
    StreamSpec(name="tracking", every=timedelta(hours=1), subjects="parcels"),
    StreamSpec(name="orders_history", every=timedelta(seconds=5), urgency=Urgency.IMPORT, once=True),
    StreamSpec(name="offers", every=timedelta(hours=1), urgency=Urgency.IMPORT),
    StreamSpec(name="history", every=timedelta(seconds=5), urgency=Urgency.IMPORT, once=True),
    StreamSpec(name="sweep", every=timedelta(hours=1), urgency=Urgency.IMPORT),
)
"""Intervals are ours, chosen against Allegro's limits (9,000 calls a minute per application); Allegro
publishes none and offers no push (allegro-api #13503). The order is that of reading when several are due:
an order before the message that speaks of it."""
