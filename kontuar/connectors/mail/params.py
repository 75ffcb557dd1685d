"""``value; name=value`` headers: quoted, split by RFC 2231, half-decoded, without quotes, or plainly wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from kontuar.connectors.mail import charsets
from kontuar.connectors.mail.words import decoded

COMMON = 80
"""Bytes of a header that may be one of those that stand in every mail."""
_PIECE = re.compile(rb'[^";]+|"(?:[^"\\]|\\.)*"?|;', re.DOTALL)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")


@dataclass(frozen=True, slots=True)
class Field:
    """The value in small letters, and parameters by small name; those of RFC 2231 are put together."""

    value: str
    params: Mapping[str, str]


def field_of(raw: bytes) -> Field:
    """Never raises. Of two parameters of one name the first counts, as in most mail programs."""
    return _common(raw) if len(raw) <= COMMON else _read(raw)


@lru_cache(maxsize=512)
def _common(raw: bytes) -> Field:
    """Most mails have the same few."""
    return _read(raw)


def _read(raw: bytes) -> Field:
    head, *rest = _pieces(raw[:16_384])
    plain, sections = dict[str, str](), dict[str, dict[int, tuple[bytes, bool]]]()
    for piece in rest[:200]:
        name, equals, value = piece.partition(b"=")
        key = name.strip().decode("ascii", "ignore").lower()
        match = _SECTION.fullmatch(key) if equals else None
        if not match:
            continue
        if match[2] is None and match[3] is None:
            plain.setdefault(key, _bare(value).decode("latin-1") if key == "boundary" else _value(value))
        else:
            number = int(match[2] or 0)
            sections.setdefault(match[1], {}).setdefault(number, (_bare(value), bool(match[3])))
    params = plain | {name: _together(pieces) for name, pieces in sections.items()}
    return Field(charsets.one_line(head.decode("latin-1")).lower().strip(' ";,'), params)


def _pieces(raw: bytes) -> list[bytes]:
    out, now = list[bytes](), list[bytes]()
    for found in _PIECE.findall(raw):
        if found == b";":
            out.append(b"".join(now))
            now = []
        else:
            now.append(found)
    return [*out, b"".join(now)]


def _bare(value: bytes) -> bytes:
    value = value.strip()
    if value[:1] == b'"':
        value = value[1:]
        inner = re.match(rb'((?:[^"\\]|\\.)*)"', value, re.DOTALL)
        value = inner[1] if inner else value
        return re.sub(rb'\\(["\\])', rb"\1", value)
    return value


def _value(raw: bytes) -> str:
    return decoded(_bare(raw))


def _together(pieces: dict[int, tuple[bytes, bool]]) -> str:
    """RFC 2231: ``name*0*=utf-8''a%20; name*1=b``. The charset stands in the first piece."""
    charset, out = "", b""
    for place, number in enumerate(sorted(pieces)):
        value, coded = pieces[number]
        if place == 0 and coded and value.count(b"'") >= 2:
            name, _, value = value.split(b"'", 2)
            charset = name.decode("ascii", "ignore")
        out += unquote_to_bytes(value) if coded else value
    if b"=?" in out and not charset:
        return decoded(out)
    return charsets.one_line(charsets.decode(out, charset)[0])
