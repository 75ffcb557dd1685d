"""Files on a message: what they are called, what they are, how large, and what to beware of."""

import mimetypes
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kontuar.store.models import Attachment, OutgoingFile
from kontuar.web import labels
from kontuar.web.going import to

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
LARGEST_PICTURE = 20_000_000
"""Bytes; a larger one is shown by its icon."""
INSIDE = frozenset({"text/calendar", "message/rfc822", "message/global"})
"""Kinds that are read for the person instead of opened elsewhere."""
_RUNS = frozenset({
    "application/x-msdownload", "application/x-executable", "application/x-ms-shortcut", "text/x-shellscript",
})  # fmt: skip
_RUNS_BY_NAME = (
    *(".exe", ".scr", ".com", ".pif", ".bat", ".cmd", ".msi", ".lnk", ".js", ".jse", ".vbs", ".vbe", ".wsf"),
    *(".hta", ".ps1", ".jar", ".reg", ".iso", ".img", ".html", ".htm", ".xhtml", ".svg", ".mht"),
)
_KINDS = {
    "image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP", "image/tiff": "TIFF",
    "image/heic": "HEIC", "image/bmp": "BMP", "image/svg+xml": "SVG", "application/pdf": "PDF",
    "application/zip": "ZIP", "application/vnd.rar": "RAR", "application/x-7z-compressed": "7z",
    "application/msword": "Word", "application/vnd.ms-excel": "Excel", "application/rtf": "RTF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.oasis.opendocument.text": "ODT", "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "text/plain": "TXT", "text/html": "HTML", "text/csv": "CSV", "text/vcard": "vCard", "video/mp4": "MP4",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file on a message. ``thumb`` is the address of a small picture of it, ``beware`` why it should not be
    opened lightly, ``url`` ``""`` when it cannot be had any more."""

    url: str
    name: str
    size: str
    kind: str = ""
    icon: str = "paperclip"
    thumb: str = ""
    beware: str = ""


def file(row: Attachment, *, is_kept: bool) -> File:
    """A file that came. ``is_kept``: it lies here, so that a small picture costs no question elsewhere."""
    has_thumb = is_kept and row.media_type in PICTURES and 0 < (row.size or 0) <= LARGEST_PICTURE
    return File(
        url=to("file", row.pk) if row.is_available else "",
        name=row.name,
        size=labels.file_size(row.size) if row.size else "",
        kind=kind(row.media_type),
        icon=icon(row.media_type),
        thumb=to("file_small", row.pk) if has_thumb and row.is_available else "",
        beware=beware(row.name, row.media_type),
    )


def ours(row: OutgoingFile) -> File:
    """A file that goes with a message of ours."""
    return File(
        url=to("outgoing-file", row.pk),
        name=row.name,
        size=labels.file_size(row.size),
        icon=icon(row.media_type),
    )


def kind(media_type: str) -> str:
    """The kind as people call it; ``""`` for one we have no short name for."""
    return {"text/calendar": _("invitation"), "message/rfc822": _("attached mail")}.get(
        media_type, _KINDS.get(media_type, "")
    )


def icon(media_type: str) -> str:
    """The drawing for a kind."""
    if media_type.startswith("image/"):
        return "image"
    named = {"text/calendar": "calendar", "message/rfc822": "mail", "application/pdf": "file-text"}
    return named.get(media_type, "paperclip")


def beware(name: str, media_type: str, declared: str = "") -> str:
    """Why a file should not be opened lightly; ``""`` for an ordinary one.

    ``media_type`` is what the content shows. The name's ending counts as a claim, as the declared type does.
    """
    if media_type in _RUNS or name.casefold().rstrip(" .").endswith(_RUNS_BY_NAME):
        return _("It can run as a program. Open it only if you expected it.")
    said = declared or mimetypes.guess_type(name)[0] or ""
    if _differs(said, media_type):
        values = {"said": kind(said) or said, "found": kind(media_type) or media_type}
        return _("It says it is %(said)s, but its content is %(found)s.") % values
    return ""


def _differs(said: str, found: str) -> bool:
    """Only where both are known and of different families: many formats share a box."""
    if said not in _KINDS or found not in _KINDS or said == found:
        return False
    boxes = ("application/zip", "text/plain")
    if found in boxes or said in boxes:
        return False
    return not (said.startswith("text/") and found.startswith("text/"))
