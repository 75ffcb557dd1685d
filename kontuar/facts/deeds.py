"""What we may ask a platform to do. A connector's ``compose`` turns each into one request."""

from dataclasses import dataclass, field
from datetime import datetime

from kontuar.facts.mails import Letter, MailAddress
from kontuar.facts.orders import Fulfilment


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerThread:
    """Write into an existing thread. ``attachment_ids`` are those a finished upload returned."""

    thread_id: str
    text: str
    attachment_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StartConversation:
    """Write to the buyer of an order. Allegro wants a matching order (B14: required since 2025-02-28)."""

    order_id: str
    buyer_login: str
    text: str
    attachment_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadAttachment:
    """Hand a file over before the message that carries it. ``thread_id``: where that message will go."""

    name: str
    media_type: str
    content: bytes
    thread_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRead:
    """Set the read flag of a thread: also a write, refused while an account is watch-only."""

    thread_id: str
    is_read: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTracking:
    """Tell the platform a parcel's number. No platform takes it back: read back, never repeat.

    ``carrier`` is the platform's id of the carrier, ``carrier_name`` only where that id means "another".
    Without ``line_ids`` the parcel holds the whole order.
    """

    order_id: str
    carrier: str
    waybill: str
    carrier_name: str = ""
    line_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFulfilment:
    """Set the seller's side of an order. ``revision`` is that of our newest copy when it is written: whoever
    asks for it has compared that copy with what the person saw. Refused when the platform's is newer still.
    """

    order_id: str
    status: Fulfilment
    revision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareInvoice:
    """Say that an order has an invoice: metadata first, the file follows. Receipt: the invoice's id.

    ``known_ids`` are invoices of the order that other deeds declared: after a lost answer none of them is it.
    """

    order_id: str
    file_name: str
    number: str = ""
    known_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadInvoice:
    """The file of a declared invoice. Doing it twice changes nothing.

    ``was_tried``: we handed it over before without learning the outcome, so a file there may be ours.
    """

    order_id: str
    invoice_id: str
    media_type: str
    content: bytes
    was_tried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRating:
    """Answer a rating in public, once."""

    rating_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLetter:
    """Send a mail. ``message_id`` is minted by us before the first try and the same at every try, so that
    whatever shows the mail again shows which one it is.

    ``references`` is the chain it belongs to, oldest first, the mail it answers last. ``subject`` is whole,
    with "Re:" and our token. ``written_at`` (UTC) becomes its Date.
    """

    message_id: str
    thread_id: str
    to: MailAddress
    subject: str
    text: str
    written_at: datetime
    cc: tuple[MailAddress, ...] = ()
    references: tuple[str, ...] = ()
    files: tuple[LetterFile, ...] = ()
    is_automatic: bool = False
    """Nobody wrote it: the mail says so (RFC 3834, 5)."""


Deed = (
    AnswerThread
    | StartConversation
    | UploadAttachment
    | MarkRead
    | AddTracking
    | SetFulfilment
    | DeclareInvoice
    | UploadInvoice
    | AnswerRating
    | WriteLetter
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the platform said at once. It is not yet proof of delivery: reading back is.

    ``external_id`` is the message's (or the attachment's) id, ``thread_id`` the thread it landed in.
    ``letter`` is set where being taken is being delivered as far as anybody can know (mail: the server's 250):
    the message as it left, byte for byte.
    """

    external_id: str
    thread_id: str = ""
    trace_id: str = ""
    letter: Letter | None = None
