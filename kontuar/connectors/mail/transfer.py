"""Content-Transfer-Encoding undone. Never raises; bounded by the size of what came."""

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_SPACE = bytes.maketrans(b"-_", b"+/")


def undo(raw: bytes, encoding: str) -> tuple[bytes, str]:
    """The content, and a trouble: ``encoding_unknown`` (given back as it was), ``encoding_broken`` (nothing
    could be decoded, as it was), ``encoding_repaired`` (decoded, with bits passed over), else ``""``."""
    name = re.sub(r"[^a-z0-9-]", "", encoding.split(";")[0].lower()).removeprefix("x-")
    if name in ("base64", "base-64"):
        return _base64(raw)
    if name in ("quoted-printable", "quotedprintable"):
        return binascii.a2b_qp(raw), ""
    if name in ("uuencode", "uue", "uu"):
        return _uu(raw)
    known = name in ("", "7bit", "8bit", "binary", "7-bit", "8-bit", "8bits", "7bits", "plain", "none")
    return raw, "" if known else "encoding_unknown"


def _base64(raw: bytes) -> tuple[bytes, str]:
    clean = raw.translate(None, b"\r\n\t ")
    try:
        return binascii.a2b_base64(clean, strict_mode=True), ""
    except (binascii.Error, ValueError):
        pass
    letters = _NOT_BASE64.sub(b"", clean.translate(_SPACE))
    out = b"".join(_quads(piece) for piece in re.split(rb"=+", letters))
    if clean and not out:
        return raw, "encoding_broken"
    if len(letters) * 10 < len(clean) * 9:
        return raw, "encoding_broken"
    return out, "encoding_repaired"


def _quads(letters: bytes) -> bytes:
    """One run without padding; a single left-over letter carries no whole byte and goes."""
    rest = len(letters) % 4
    if rest == 1:
        letters, rest = letters[:-1], 0
    try:
        return binascii.a2b_base64(letters + b"=" * (-rest % 4 if rest else 0))
    except (binascii.Error, ValueError):
        return b""


def _uu(raw: bytes) -> tuple[bytes, str]:
    lines = raw.splitlines()
    begin = next((i for i, line in enumerate(lines) if line.startswith(b"begin ")), None)
    if begin is None:
        return raw, "encoding_broken"
    out, trouble = [], ""
    for line in lines[begin + 1 :]:
        if line.strip() == b"end":
            break
        piece = _uu_line(line)
        if piece is None:
            trouble = "encoding_repaired"
        else:
            out.append(piece)
    content = b"".join(out)
    return (content, trouble) if content else (raw, "encoding_broken")


def _uu_line(line: bytes) -> bytes | None:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        try:  # some encoders pad the last line with rubbish: as the standard library's uu did
            return binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3 + 1])
        except (binascii.Error, IndexError):
            return None
