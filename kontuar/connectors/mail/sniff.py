"""What a file is by its first bytes. The declared type is a claim: a program may call itself a picture."""

_MAGIC = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"), (0, b"\xff\xd8\xff", "image/jpeg"), (0, b"GIF8", "image/gif"),
    (0, b"II*\x00", "image/tiff"), (0, b"MM\x00*", "image/tiff"), (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"), (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"), (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"), (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"), (0, b"(\xb5/\xfd", "application/zstd"),
    (0, b"MZ", "application/x-msdownload"), (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-executable"), (0, b"#!", "text/x-shellscript"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"), (0, b"{\\rtf", "application/rtf"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef"), (0, b"ID3", "audio/mpeg"), (0, b"OggS", "audio/ogg"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"), (0, b"BEGIN:VCALENDAR", "text/calendar"),
    (0, b"BEGIN:VCARD", "text/vcard"), (0, b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (8, b"WEBP", "image/webp"), (8, b"WAVE", "audio/wav"), (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heic"), (4, b"ftypavif", "image/avif"), (4, b"ftyp", "video/mp4"),
)  # fmt: skip
_BOXES = {
    "application/zip": ("openxmlformats", "opendocument", "epub", "jar", "vnd.android", "zip", "pages"),
    "application/x-ole-storage": ("msword", "ms-excel", "ms-powerpoint", "ms-outlook", "x-ole", "vnd.ms-"),
    "video/mp4": ("video/", "audio/"),
    "video/webm": ("video/", "audio/", "matroska"),
    "audio/ogg": ("ogg", "video/"),
}
"""A box that many formats share: the declared one is believed if it is of the family."""

_EXTENSIONS = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/tiff": ".tiff",
    "image/bmp": ".bmp", "image/heic": ".heic", "application/pdf": ".pdf", "application/zip": ".zip",
    "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "text/vcard": ".vcf", "text/csv": ".csv",
    "message/rfc822": ".eml", "message/delivery-status": ".txt", "text/rfc822-headers": ".txt",
    "application/rtf": ".rtf", "application/ms-tnef": ".dat", "application/json": ".json", "text/xml": ".xml",
}  # fmt: skip
_RUNS = (
    "application/x-msdownload",
    "application/x-executable",
    "application/x-ms-shortcut",
    "text/x-shellscript",
)


def sniffed(content: bytes) -> str:
    """The media type the first bytes show; ``""`` when they show nothing."""
    for at, magic, name in _MAGIC:
        if content.startswith(magic, at):
            return name
    if content[:2] == b"BM" and len(content) > 26 and content[6:10] == b"\0\0\0\0":
        return "image/bmp"
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<script", b"<body", b"<iframe")):
        return "text/html"
    if head.startswith(b"<svg") or (head.startswith((b"<?xml", b"<!doctype svg")) and b"<svg" in head):
        return "image/svg+xml"
    return ""


def media_type(content: bytes, declared: str) -> tuple[str, bool]:
    """What we take it for, and whether it pretends to be something else in a way that could hurt."""
    shown = sniffed(content)
    if not shown or shown == declared:
        return declared, False
    if any(word in declared for word in _BOXES.get(shown, ())):
        return declared, False
    if declared.startswith("text/") and shown not in _RUNS and content[:512].isascii():
        return declared, False
    vague = declared in ("application/octet-stream", "") or declared.startswith("application/x-")
    hurts = shown in (*_RUNS, "text/html", "image/svg+xml")
    return shown, hurts and not vague


def extension(name: str) -> str:
    """A file ending for a media type; ``.bin`` when there is none we know."""
    return _EXTENSIONS.get(name, ".bin")
