"""Mails to read: real ones where they are, made ones everywhere."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from kontuar.connectors.mail import mime
from kontuar.facts.mails import Mail

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
RECEIVED = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def real_mails() -> list[Path]:
    found = sorted((SHARED / "mime").rglob("*"))
    return [p for p in found if p.is_file() and (p.suffix == ".eml" or p.name.startswith("msg_"))]


def read(raw: bytes) -> Mail:
    return mime.read(raw, received_at=RECEIVED)


def mail(*headers: str, body: str | bytes = "Dzień dobry", crlf: bool = False) -> bytes:
    content = body if isinstance(body, bytes) else body.encode()
    raw = "\n".join(headers).encode() + b"\n\n" + content
    return raw.replace(b"\n", b"\r\n") if crlf else raw


def multipart(kind: str, parts: Iterable[bytes], boundary: str = "b1") -> bytes:
    mark = boundary.encode()
    inner = b"".join(b"--" + mark + b"\n" + part + b"\n" for part in parts)
    head = f'From: a@example.org\nContent-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode()
    return head + inner + b"--" + mark + b"--\n"
