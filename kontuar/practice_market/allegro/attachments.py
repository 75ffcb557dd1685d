"""Files of messages: declare, upload, download."""

from __future__ import annotations

import mimetypes
from urllib.parse import quote

from kontuar.practice_market.allegro.errors import Refusal, invalid, not_found
from kontuar.practice_market.allegro.protocol import PUBLIC, Answer, Call, Operation, access_denied
from kontuar.practice_market.allegro.threads import BOTH
from kontuar.practice_market.talk import Attachment
from kontuar.practice_market.talking import ALLOWED_FILES, FILES_KEPT, LARGEST_FILE


def _unsupported() -> Refusal:
    return invalid("UNSUPPORTED_MIME_TYPE", "files are png, gif, bmp, tiff, jpeg or pdf", status=415)


def declare(call: Call) -> Answer:
    """POST /messaging/message-attachments."""
    body = call.json()
    name, size = body.get("filename"), body.get("size")
    if not isinstance(name, str) or not 1 <= len(name) <= 255:
        raise invalid("ConstraintViolationException", "filename is required", "filename")
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= LARGEST_FILE:
        raise invalid("ConstraintViolationException", f"size must be 0 to {LARGEST_FILE}", "size")
    guessed, _ = mimetypes.guess_type(name)
    if guessed is not None and guessed not in ALLOWED_FILES:
        raise _unsupported()
    attachment = Attachment(
        id=call.market.ids.uuid(), owner=call.seller.login, file_name=name, size=size, created_at=call.now
    )
    call.market.world.attachments[attachment.id] = attachment
    return Answer(status=201, body={"id": attachment.id})


def upload(call: Call, attachment_id: str) -> Answer:
    """PUT /messaging/message-attachments/{attachmentId}: raw bytes, not multipart (#4921)."""
    attachment = call.market.world.attachments.get(attachment_id)
    if attachment is None or attachment.message_id:
        raise not_found("Attachment declaration")
    if attachment.owner != call.seller.login:
        raise access_denied()
    content = call.request.get_data()
    if len(content) > min(attachment.size, LARGEST_FILE):
        raise invalid("REQUEST_TOO_LARGE", "more bytes than declared", status=413)
    mime_type = call.request.mimetype
    if not content.startswith(ALLOWED_FILES[mime_type]):
        raise _unsupported()
    attachment.content, attachment.mime_type = content, mime_type
    return Answer(body={"id": attachment.id})


def download(call: Call, attachment_id: str) -> Answer:
    """GET /messaging/message-attachments/{attachmentId}, for six months."""
    attachment = call.market.world.attachments.get(attachment_id)
    if attachment is None or attachment.content is None or call.now - attachment.created_at > FILES_KEPT:
        raise not_found("Attachment")
    message = call.market.world.messages.get(attachment.message_id or "")
    reader = call.seller.login
    shown = message is not None and message.seller_sees(call.now)
    thread = call.market.world.threads[message.thread_id] if message is not None else None
    if attachment.owner != reader and not (shown and thread is not None and thread.seller == reader):
        raise not_found("Attachment")
    return Answer(
        content=attachment.content,
        content_type=attachment.mime_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.file_name)}"},
    )


OPERATIONS = (
    Operation(
        method="POST",
        path="/messaging/message-attachments",
        handler=declare,
        scope="messaging",
        accept=BOTH,
        content=BOTH,
    ),
    Operation(
        method="PUT",
        path="/messaging/message-attachments/{attachmentId}",
        handler=upload,
        scope="messaging",
        accept=(PUBLIC,),
        content=tuple(ALLOWED_FILES),
    ),
    Operation(
        method="GET",
        path="/messaging/message-attachments/{attachmentId}",
        handler=download,
        scope="messaging",
        any_accept=True,
    ),
)
DOWNLOAD_ALIAS = "/message-center/message-attachments/{attachmentId}"
"""The path of the `url` in a message's attachment, as seen on Allegro's upload host."""
