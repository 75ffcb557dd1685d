"""A mail of ours as bytes (RFC 5322, MIME). Pure: values in, bytes out, the same at every try.

The text goes as it was written, in UTF-8. ``Auto-Submitted`` stands only in an automatic answer (RFC 3834): all
others a person wrote. ``kinds.LOOP_HEADER`` tells our own mail when it comes back to us.
"""

import binascii
import re
from email.utils import format_datetime
from hashlib import sha256

from kontuar.connector_kit.errors import Refused
from kontuar.connectors.mail import charsets, headers, names
from kontuar.connectors.mail.capabilities import LETTER_BYTES, LIMITS
from kontuar.connectors.mail.headers import field
from kontuar.connectors.mail.kinds import LOOP_HEADER
from kontuar.connectors.mail.mailbox import Mailbox
from kontuar.facts.deeds import LetterFile, WriteLetter
from kontuar.facts.mails import MailAddress

MOST_RECIPIENTS = 50
SUBJECT_CHARACTERS = 500
_TYPE = re.compile(r"(?!message/|multipart/)[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,78}")
"""Parts of these two kinds may not be encoded (RFC 2046, 5.1 and 5.2.1), and we encode every file."""


def letter(deed: WriteLetter, mailbox: Mailbox) -> bytes:
    """The whole mail, its lines ended by CRLF. Refused when it cannot be sent by anybody."""
    _check(deed)
    head = [
        field("Date", format_datetime(deed.written_at).split()),
        field("From", headers.mailboxes([MailAddress(name=mailbox.name, address=mailbox.address)])),
        field("To", headers.mailboxes([deed.to])),
        *([field("Cc", headers.mailboxes(deed.cc))] if deed.cc else []),
        field("Subject", headers.words(deed.subject[:SUBJECT_CHARACTERS])),
        field("Message-ID", [headers.message_id(deed.message_id)]),
        *_chain(deed),
        *([field("Auto-Submitted", ["auto-replied"])] if deed.is_automatic else []),
        field("MIME-Version", ["1.0"]),
        field(LOOP_HEADER.title(), [mailbox.marker]),
    ]
    whole = b"".join(head) + (_with_files(deed) if deed.files else _text(deed.text))
    if len(whole) > LETTER_BYTES:
        raise Refused("the mail is too large", code="too_large")
    return whole


def recipients(deed: WriteLetter) -> tuple[str, ...]:
    """Everybody it goes to, each once: the one addressed first, then those with a copy."""
    return tuple(dict.fromkeys(headers.ascii_address(one.address) for one in (deed.to, *deed.cc)))


def _check(deed: WriteLetter) -> None:
    if len(deed.text) > LIMITS.text_characters:
        raise Refused("the text is too long", code="text_too_long")
    if sum(len(file.content) for file in deed.files) > LIMITS.attachment_bytes:
        raise Refused("the files are too large", code="too_large")
    if len(deed.cc) >= MOST_RECIPIENTS:
        raise Refused("these are too many recipients", code="too_many_recipients")


def _chain(deed: WriteLetter) -> list[bytes]:
    known = headers.message_ids(deed.references)
    if not known:
        return []
    return [field("In-Reply-To", known[-1:]), field("References", known)]


def _text(text: str) -> bytes:
    """Quoted-printable: no server on the way may change it, and no line is too long."""
    plain = charsets.printable(text)
    plain = plain if plain.endswith("\n") else f"{plain}\n"
    coded = binascii.b2a_qp(plain.encode("utf-8", "replace"), istext=True).replace(b"\n", b"\r\n")
    return (
        field("Content-Type", ["text/plain;", "charset=utf-8"])
        + field("Content-Transfer-Encoding", ["quoted-printable"])
        + b"\r\n"
        + coded
    )


def _with_files(deed: WriteLetter) -> bytes:
    # "=_" stands in no quoted-printable text and in no base64: no part can hold the boundary.
    boundary = "=_k" + sha256(deed.message_id.encode("utf-8", "replace")).hexdigest()[:32]
    mark = f"--{boundary}".encode("ascii")
    parts = [_text(deed.text), *(_file(file) for file in deed.files)]
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        field("Content-Type", ["multipart/mixed;", f'boundary="{boundary}"'])
        + b"\r\n"
        + body
        + mark
        + b"--\r\n"
    )


def _file(file: LetterFile) -> bytes:
    declared = file.media_type.lower()
    media_type = declared if _TYPE.fullmatch(declared) else "application/octet-stream"
    named = headers.parameter("filename", names.safe(file.name) or "file")
    coded = binascii.b2a_base64(file.content, newline=False)
    lines = b"".join(coded[at : at + 76] + b"\r\n" for at in range(0, len(coded), 76))
    return (
        field("Content-Type", [media_type])
        + field("Content-Disposition", ["attachment;", *(f"{one};" for one in named[:-1]), named[-1]])
        + field("Content-Transfer-Encoding", ["base64"])
        + b"\r\n"
        + lines
    )
