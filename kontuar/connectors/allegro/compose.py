"""From a deed to the request that does it. Pure: nothing here is sent.

What Allegro would refuse for its form (length, size, type) is refused here already, with a reason a
person can read. Sending has no idempotency key on Allegro: none of the messages may be repeated.
"""

from urllib.parse import quote

from kontuar.connector_kit.calls import Request
from kontuar.connector_kit.contract import Limits
from kontuar.connector_kit.errors import Refused
from kontuar.connectors.allegro import media
from kontuar.connectors.allegro.capabilities import LIMITS
from kontuar.facts.deeds import AnswerThread, MarkRead, StartConversation, UploadAttachment


def answer_thread(deed: AnswerThread, *, beta: bool = True) -> Request:
    """POST /messaging/threads/{threadId}/messages. The same body in both shapes."""
    return Request(
        method="POST",
        path=f"/messaging/threads/{quote(deed.thread_id, safe='')}/messages",
        headers=media.writing(media.BETA if beta else media.PUBLIC),
        json={"text": checked_text(deed.text), "attachments": _references(deed.attachment_ids)},
        is_write=True,
    )


def start_conversation(deed: StartConversation) -> Request:
    """POST /messaging/messages. ``order.id`` must belong to that buyer (since 2025-02-28, #10383).

    Public shape on purpose: its answer names the thread the message landed in, the beta's does not.
    """
    if not deed.order_id:
        raise Refused("a new conversation needs an order", code="ORDER_REQUIRED")
    return Request(
        method="POST",
        path="/messaging/messages",
        headers=media.writing(),
        json={
            "recipient": {"login": deed.buyer_login},
            "text": checked_text(deed.text),
            "attachments": _references(deed.attachment_ids),
            "order": {"id": deed.order_id},
        },
        is_write=True,
    )


def declare_attachment(deed: UploadAttachment) -> Request:
    """POST /messaging/message-attachments: the first half of an upload. Nobody sees a declaration."""
    check_file(deed, LIMITS)
    return Request(
        method="POST",
        path="/messaging/message-attachments",
        headers=media.writing(),
        json={"filename": deed.name, "size": len(deed.content)},
        is_write=True,
        repeatable=True,
    )


def upload_attachment(deed: UploadAttachment, attachment_id: str) -> Request:
    """PUT /messaging/message-attachments/{id}: the bytes themselves, never multipart (#4921)."""
    return Request(
        method="PUT",
        path=f"/messaging/message-attachments/{quote(attachment_id, safe='')}",
        headers={"Accept": media.PUBLIC, "Content-Type": deed.media_type},
        content=deed.content,
        is_write=True,
        repeatable=True,
    )


def mark_read(deed: MarkRead, *, beta: bool = True) -> Request:
    """PUT /messaging/threads/{threadId}/read. Doing it twice changes nothing."""
    return Request(
        method="PUT",
        path=f"/messaging/threads/{quote(deed.thread_id, safe='')}/read",
        headers=media.writing(media.BETA if beta else media.PUBLIC),
        json={"read": deed.is_read},
        is_write=True,
        repeatable=True,
    )


def checked_text(text: str, limit: int = LIMITS.text_characters) -> str:
    """The text as it goes out: browsers' line ends become single ones, which count once."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Refused("the message is empty", code="TEXT_EMPTY")
    if len(text) > limit:
        raise Refused(f"a message may have {limit} characters", code="TEXT_TOO_LONG")
    return text


def check_file(deed: UploadAttachment, limits: Limits) -> None:
    """Refused for a type, size or emptiness the place does not take."""
    if deed.media_type not in limits.attachment_types:
        raise Refused("Allegro takes png, gif, bmp, tiff, jpeg and pdf files only", code="ATTACHMENT_TYPE")
    if not deed.content:
        raise Refused("the file is empty", code="ATTACHMENT_EMPTY")
    if len(deed.content) > limits.attachment_bytes:
        raise Refused(f"a file may have {limits.attachment_bytes} bytes at most", code="ATTACHMENT_SIZE")


def _references(attachment_ids: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"id": attachment_id} for attachment_id in attachment_ids]
