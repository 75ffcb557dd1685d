"""What we may ask a platform to do. A connector's ``compose`` turns each into one request."""

from dataclasses import dataclass


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
    """Hand a file over before the message that carries it."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRead:
    """Set the read flag of a thread: also a write, refused while an account is watch-only."""

    thread_id: str
    is_read: bool = True


Deed = AnswerThread | StartConversation | UploadAttachment | MarkRead


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the platform said at once. It is not yet proof of delivery: reading back is.

    ``external_id`` is the message's (or the attachment's) id, ``thread_id`` the thread it landed in.
    """

    external_id: str
    thread_id: str = ""
    trace_id: str = ""
