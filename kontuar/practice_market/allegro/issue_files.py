"""Files of issues: declare, upload to a one-time address, download."""

from __future__ import annotations

import mimetypes
from urllib.parse import quote

from kontuar.practice_market.allegro.errors import invalid, not_found
from kontuar.practice_market.allegro.protocol import BETA, Answer, Call, Operation, access_denied
from kontuar.practice_market.issue_records import LARGEST_FILE
from kontuar.practice_market.talking import ALLOWED_FILES

PATH = "/sale/issues/attachments"


def declare(call: Call) -> Answer:
    """POST /sale/issues/attachments: at most 2,097,152 bytes (#12853); where to upload stands in Location."""
    body = call.json()
    name, size = body.get("fileName"), body.get("size")
    if not isinstance(name, str) or not 1 <= len(name) <= 255:
        raise invalid("ConstraintViolationException", "fileName is required", "fileName")
    if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= LARGEST_FILE:
        raise invalid("ConstraintViolationException", f"size must be 1 to {LARGEST_FILE}", "size")
    guessed, _ = mimetypes.guess_type(name)
    if guessed is not None and guessed not in ALLOWED_FILES:
        raise invalid("UNSUPPORTED_MIME_TYPE", "files are png, gif, bmp, tiff, jpeg or pdf", "fileName")
    disputes = call.market.disputes
    declared = disputes.declare_file(call.seller.login, name, size, call.now)
    upload_to = f"{call.market.url}{PATH}/{disputes.upload_id(declared)}"
    return Answer(status=201, body={"id": declared.id}, headers={"Location": upload_to})


def upload(call: Call, attachment_id: str) -> Answer:
    """PUT to the address from Location: raw bytes, once. The address is not made of the attachment's id."""
    book = call.market.disputes.book
    declared = book.files.get(book.uploads.get(attachment_id.lower(), ""))
    if declared is None:
        raise invalid("UPLOAD_ADDRESS_UNKNOWN", "unknown or used address: take it from Location")
    if declared.owner != call.seller.login:
        raise access_denied()
    content = call.request.get_data()
    if len(content) > min(declared.size, LARGEST_FILE):
        raise invalid("REQUEST_TOO_LARGE", "more bytes than declared", status=413)
    mime_type = call.request.mimetype
    if not content.startswith(ALLOWED_FILES[mime_type]):
        raise invalid("UNSUPPORTED_MIME_TYPE", "files are png, gif, bmp, tiff, jpeg or pdf", status=415)
    declared.content, declared.mime_type = content, mime_type
    del book.uploads[attachment_id.lower()]
    return Answer(body={"id": declared.id})


def download(call: Call, attachment_id: str) -> Answer:
    """GET /sale/issues/attachments/{attachmentId}: one's own file, or one in one's own issue."""
    book = call.market.disputes.book
    kept = book.files.get(attachment_id.lower())
    if kept is None or kept.content is None:
        raise not_found("Attachment")
    mine = kept.owner == call.seller.login or any(
        kept.id in entry.attachments
        for issue in book.by_seller.get(call.seller.login, [])
        for entry in issue.entries
    )
    if not mine:
        raise not_found("Attachment")
    return Answer(
        content=kept.content,
        content_type=kept.mime_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(kept.file_name)}"},
    )


OPERATIONS = (
    Operation(method="POST", path=PATH, handler=declare, scope="disputes", accept=(BETA,), content=(BETA,)),
    Operation(
        method="PUT",
        path=f"{PATH}/{{attachmentId}}",
        handler=upload,
        scope="disputes",
        accept=(BETA,),
        content=tuple(ALLOWED_FILES),
    ),
    Operation(
        method="GET",
        path=f"{PATH}/{{attachmentId}}",
        handler=download,
        scope="disputes",
        any_accept=True,
    ),
)
