"""A mail taken apart into headers and parts, by offsets into its bytes.

Not the standard library's parser: that one asks every open boundary about every line in Python (2 MB of short
lines in 20 levels took it 3.9 s) and raises RecursionError past a few hundred levels. Here one compiled search
per level walks the bytes, levels end at ``limits.NESTING``, and nothing is copied before it is decoded.
"""

import re
from dataclasses import dataclass, field

from kontuar.connectors.mail import limits
from kontuar.connectors.mail.params import Field, field_of

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_KNOWN = re.compile(
    rb"(?:from|to|cc|bcc|subject|date|mime-version|message-id|reply-to|received|return-path|content-[a-z-]+"
    rb"|x-[a-z0-9-]+|references|in-reply-to|sender|delivered-to|importance|list-[a-z-]+|organization)[ \t]*:",
    re.IGNORECASE,
)
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")


@dataclass(slots=True)
class Part:
    """One part: its headers, and where its body lies in the whole."""

    headers: list[tuple[str, bytes]]
    start: int
    end: int
    head: int = 0
    parts: list["Part"] = field(default_factory=list)
    level: int = 0
    in_digest: bool = False
    content_type: Field = field(default_factory=lambda: Field("", {}))

    def get(self, name: str) -> bytes:
        """The first header of that name (small letters), unfolded and raw; empty if none."""
        return next((value for key, value in self.headers if key == name), b"")

    @property
    def media_type(self) -> str:
        """Declared type, or the default of RFC 2046 where it is missing or makes no sense."""
        value = self.content_type.value
        if re.fullmatch(r"[!#$&^_.+\w-]{1,100}/[!#$&^_.+\w-]{1,100}", value):
            return value
        if value in ("text", "html"):
            return "text/html" if value == "html" else "text/plain"
        return "message/rfc822" if self.in_digest and not value else "text/plain"


@dataclass(slots=True)
class Taking:
    """What is counted while one mail is taken apart: one for the mail and all mails within it."""

    raw: bytes
    parts: int = 0
    headers: int = 0
    troubles: dict[str, None] = field(default_factory=dict)

    def trouble(self, code: str) -> None:
        """Say it once."""
        self.troubles[code] = None


def take_apart(taking: Taking, start: int, end: int, *, level: int, in_digest: bool = False) -> Part:
    """The part between two offsets, with the parts below it."""
    headers, body = _headers(taking, start, end)
    part = Part(headers, body, end, head=start, level=level, in_digest=in_digest)
    part.content_type = field_of(part.get("content-type"))
    taking.parts += 1
    if part.media_type.startswith("multipart/"):
        _multipart(taking, part)
    return part


def _headers(taking: Taking, start: int, end: int) -> tuple[list[tuple[str, bytes]], int]:
    raw, found, at = taking.raw, list[tuple[str, list[bytes]]](), start
    block_end = min(end, start + limits.HEADER_BLOCK_BYTES)
    while at < end:
        match = _LINE.match(raw, at, end)
        line = match[0] if match else b""
        if not line.strip(b"\r\n"):
            at += len(line)
            break
        if taking.headers >= limits.HEADERS or at >= block_end:
            taking.trouble("headers_too_many")
            return _joined(taking, found), _after_blank(raw, at, end)
        name = _FIELD.match(line)
        if name:
            found.append((name[1].decode("ascii", "replace").lower(), [line[name.end() :]]))
            taking.headers += 1
        elif line[:1] in b" \t" and found:
            if (
                line.strip()
                or raw[at + len(line) : at + len(line) + 1] in (b" ", b"\t")
                or _FIELD.match(raw, at + len(line), end)
            ):
                found[-1][1].append(line)
            else:
                return _joined(taking, found), at + len(line)
        elif at == start and line.startswith((b"From ", b">From ")):
            pass
        elif _more_headers(raw, at + len(line), end):
            taking.trouble("header_broken")
        else:
            taking.trouble("headers_end_missing")
            return _joined(taking, found), at
        at += len(line)
    return _joined(taking, found), at


def _more_headers(raw: bytes, at: int, end: int) -> bool:
    """Whether a line that is no header stands among headers: a known one follows before an empty line."""
    for _ in range(5):
        if _KNOWN.match(raw, at, end):
            return True
        match = _LINE.match(raw, at, end)
        if match is None or not match[0].strip():
            return False
        at = match.end()
    return False


def _after_blank(raw: bytes, at: int, end: int) -> int:
    found = re.compile(rb"\r?\n[ \t]*\r?\n").search(raw, at, end)
    return found.end() if found else end


def _joined(taking: Taking, found: list[tuple[str, list[bytes]]]) -> list[tuple[str, bytes]]:
    joined = []
    for name, lines in found:
        value = b"".join(line.strip(b"\r\n") if i else line.rstrip(b"\r\n") for i, line in enumerate(lines))
        if len(value) > limits.HEADER_BYTES:
            taking.trouble("header_too_long")
            value = value[: limits.HEADER_BYTES]
        joined.append((name, value.strip()))
    return joined


def _multipart(taking: Taking, part: Part) -> None:
    if part.level >= limits.NESTING:
        taking.trouble("nested_too_deep")
        return
    spans, after = _spans(taking, part)
    digest = part.media_type == "multipart/digest"
    for start, end in spans:
        if taking.parts >= limits.PARTS:
            taking.trouble("parts_too_many")
            part.parts.append(_unread(start, part.end, "application/octet-stream"))
            return
        part.parts.append(take_apart(taking, start, end, level=part.level + 1, in_digest=digest))
    if spans and taking.raw[after : part.end].strip():
        taking.trouble("text_after_end")
        part.parts.append(_unread(after, part.end, "text/plain"))


def _unread(start: int, end: int, media_type: str) -> Part:
    part = Part([], start, end, head=start)
    part.content_type = Field(media_type, {})
    return part


def _spans(taking: Taking, part: Part) -> tuple[list[tuple[int, int]], int]:
    """Where the parts lie, and where the last one ends. A missing end loses nothing."""
    raw, start, end = taking.raw, part.start, part.end
    boundary = part.content_type.params.get("boundary", "").rstrip().encode("latin-1", "replace")
    spans = _between(raw, start, end, boundary) if boundary else []
    if not spans:
        taking.trouble("boundary_missing")
        guess = _GUESS.search(raw, max(start - 2, 0), end)
        spans = _between(raw, start, end, guess[1]) if guess else []
    if spans and spans[-1][2]:
        return [span[:2] for span in spans], spans[-1][2]
    return [span[:2] for span in spans], end


_GUESS = re.compile(rb"(?:\A|[\r\n])--([^\r\n]{1,200}?)[ \t]*\r?\n[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-[A-Za-z]")


def _between(raw: bytes, start: int, end: int, boundary: bytes) -> list[tuple[int, int, int]]:
    """``(from, to, where the closing line ends or 0)`` for each part."""
    mark = (
        rb"(?:\r\n|\n|\r|\A)(?P<mark>--)" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r|\n|\Z)(?:\r\n|\n|\r)?"
    )
    pattern = re.compile(mark)
    spans, begun, at = list[tuple[int, int, int]](), -1, max(start - 2, 0)
    while match := pattern.search(raw, at, end):
        at = max(match.end() - 1, match.start() + 1)  # this line end may be the one before the next boundary
        if match.start("mark") < start:
            continue
        if begun >= 0:
            spans.append((begun, max(match.start(), begun), match.end() if match[2] else 0))
        begun = -1 if match[2] else match.end()
    if begun >= 0:
        spans.append((begun, end, 0))
    return spans
