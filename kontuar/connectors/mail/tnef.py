"""``winmail.dat`` (Microsoft's MS-OXTNEF): Outlook's wrapper around files and sometimes the text.

Its files and its plain or HTML text come out. Text that is there only as compressed RTF does not (nothing is
decompressed here): then the wrapper itself stays a file, as it does when it makes no sense.
"""

import struct
from dataclasses import dataclass, field

from kontuar.connectors.mail import charsets, limits

_SIGNATURE = 0x223E9F78
_BODY, _PROPS, _CODEPAGE = 0x0002800C, 0x00069003, 0x00069007
_REND, _TITLE, _DATA, _ATTACHMENT = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_PR_BODY, _PR_HTML, _PR_NAME, _PR_MIME, _PR_CID = 0x1000, 0x1013, 0x3707, 0x370E, 0x3712
_FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8,
          0x0040: 8, 0x0048: 16}  # fmt: skip
_VARIABLE = (0x000D, 0x001E, 0x001F, 0x0102)


@dataclass(slots=True)
class WrappedFile:
    """A file in the wrapper."""

    name: str = ""
    media_type: str = ""
    content_id: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass(slots=True)
class Unwrapped:
    """What came out. ``whole`` says that the end was reached without nonsense."""

    text: str = ""
    html: str = ""
    files: list[WrappedFile] = field(default_factory=list)
    whole: bool = False


def unwrap(raw: bytes) -> Unwrapped:
    """Never raises; what was read before the nonsense began is given back."""
    found = Unwrapped()
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != _SIGNATURE:
        return found
    try:
        _attributes(raw, found)
        found.whole = True
    except (struct.error, ValueError, IndexError):
        found.whole = False
    found.files = [one for one in found.files if one.content or one.name]
    return found


def _attributes(raw: bytes, found: Unwrapped) -> None:
    at, codepage = 6, ""
    while at < len(raw):
        _, name, length = struct.unpack_from("<BII", raw, at)
        start, at = at + 9, at + 9 + length + 2
        if start + length > len(raw) or len(found.files) > limits.PARTS:
            raise ValueError("cut short")
        value = raw[start : start + length]
        if name == _CODEPAGE and length >= 4:
            codepage = f"cp{struct.unpack_from('<I', value)[0]}"
        elif name == _BODY:
            found.text = found.text or _text(value, codepage)
        elif name == _PROPS:
            _message(value, found, codepage)
        elif name == _REND:
            found.files.append(WrappedFile())
        elif found.files:
            _file(name, value, found.files[-1], codepage)


def _file(name: int, value: bytes, now: WrappedFile, codepage: str) -> None:
    if name == _TITLE:
        now.name = now.name or _text(value, codepage)
    elif name == _DATA:
        now.content = value
    elif name == _ATTACHMENT:
        props = _properties(value, codepage)
        now.name = str(props.get(_PR_NAME, "")) or now.name
        now.media_type = str(props.get(_PR_MIME, ""))
        now.content_id = str(props.get(_PR_CID, ""))


def _message(value: bytes, found: Unwrapped, codepage: str) -> None:
    props = _properties(value, codepage)
    found.text = found.text or str(props.get(_PR_BODY, ""))
    html = props.get(_PR_HTML, "")
    found.html = found.html or (_text(html, codepage) if isinstance(html, bytes) else html)


def _properties(raw: bytes, codepage: str) -> dict[int, str | bytes]:
    out, at = dict[int, str | bytes](), 4
    (count,) = struct.unpack_from("<I", raw)
    for _ in range(min(count, 10_000)):
        kind, name = struct.unpack_from("<HH", raw, at)
        at += 4
        if name >= 0x8000:
            at = _skip_name(raw, at)
        if kind in _FIXED:
            at += _FIXED[kind]
            continue
        values, at = _values(raw, at, kind)
        if values and kind & 0x0FFF in (0x001E, 0x001F):
            out[name] = _text(values[0], "utf-16-le" if kind & 1 else codepage)
        elif values:
            out[name] = values[0]
    return out


def _skip_name(raw: bytes, at: int) -> int:
    (kind,) = struct.unpack_from("<I", raw, at + 16)
    if kind == 0:
        return at + 24
    length: int = struct.unpack_from("<I", raw, at + 20)[0]
    return at + 24 + length + -length % 4


def _values(raw: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    """The first of a property's values, and where the next property begins."""
    base = kind & 0x0FFF
    (count,) = struct.unpack_from("<I", raw, at)
    at += 4
    if base in _FIXED:  # many values of fixed length
        return [], at + count * max(_FIXED[base], 4)
    if base not in _VARIABLE or count > 10_000:
        raise ValueError("a kind of property nobody knows")
    values = list[bytes]()
    for _ in range(count):
        (length,) = struct.unpack_from("<I", raw, at)
        at += 4
        if at + length > len(raw):
            raise ValueError("cut short")
        if not values:
            values.append(raw[at : at + length])
        at += length + -length % 4
    return values, at


def _text(value: bytes, codepage: str) -> str:
    return charsets.printable(charsets.decode(value, codepage)[0])
