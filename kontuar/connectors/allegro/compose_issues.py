"""From a deed in a discussion or claim to its request. Pure: nothing here is sent.

Decisions about claims (POST /sale/issues/{id}/status, and messages that ask for the goods back) are not
composed here: a person makes them on Allegro's own page.
"""

from urllib.parse import quote

from kontuar.connector_kit.calls import Request
from kontuar.connectors.allegro import media
from kontuar.connectors.allegro.capabilities import ISSUE_LIMITS
from kontuar.connectors.allegro.compose import check_file, checked_text
from kontuar.connectors.allegro.parse_issues import issue_id
from kontuar.facts.deeds import AnswerThread, UploadAttachment


def answer_issue(deed: AnswerThread) -> Request:
    """POST /sale/issues/{issueId}/message. No idempotency key: never to be repeated (#12267)."""
    return Request(
        method="POST",
        path=f"/sale/issues/{quote(issue_id(deed.thread_id), safe='')}/message",
        headers=media.writing(media.BETA),
        json={
            "text": checked_text(deed.text, ISSUE_LIMITS.text_characters),
            "attachments": [{"id": attachment_id} for attachment_id in deed.attachment_ids],
            "type": "REGULAR",
        },
        is_write=True,
    )


def declare_issue_attachment(deed: UploadAttachment) -> Request:
    """POST /sale/issues/attachments. The address for the bytes comes back in ``Location``."""
    check_file(deed, ISSUE_LIMITS)
    return Request(
        method="POST",
        path="/sale/issues/attachments",
        headers=media.writing(media.BETA),
        json={"fileName": deed.name, "size": len(deed.content)},
        is_write=True,
        repeatable=True,
    )


def upload_issue_attachment(deed: UploadAttachment, path: str) -> Request:
    """PUT to the path of the one-time address. A lost answer is made good by declaring the file again."""
    return Request(
        method="PUT",
        path=path,
        headers={"Accept": media.BETA, "Content-Type": deed.media_type},
        content=deed.content,
        is_write=True,
        repeatable=True,
    )
