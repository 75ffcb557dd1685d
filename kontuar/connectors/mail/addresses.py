"""Names and addresses out of From, To and the like. A linear walk: comments, groups, quotes, and what people do.

Encoded words are decoded after the commas are found, so that an encoded comma cannot add a recipient.
"""

import re

from kontuar.connectors.mail import charsets, limits
from kontuar.connectors.mail.words import decoded
from kontuar.facts.mails import MailAddress

_TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*)"|<([^<>]*)>|\\.|[,;:()\\]|[^",;:()<>\\]+|.', re.DOTALL)
_PLAIN = re.compile(r"[^\s@<>\"',;:()\[\]]+@[^\s@<>\"',;:()]+")
_AROUND = re.compile(r"^[\s'\"]+|[\s'\"]+$")


def addresses(raw: bytes) -> tuple[MailAddress, ...]:
    """In order, at most ``limits.ADDRESSES``. Never raises; an entry without an address keeps its name."""
    out, words, angle, comment, depth = list[MailAddress](), list[bytes](), b"", list[bytes](), 0
    for match in _TOKEN.finditer(raw):
        token = match[0]
        if depth or token == b"(":
            depth += (token == b"(") - (token == b")")
            comment.append(b" " if token in b"()" else token[-1:] if token[:1] == b"\\" else token)
        elif token in (b",", b";"):
            _add(out, words, angle, comment)
            words, angle, comment = [], b"", []
        elif token == b":" and not angle and not any(b"@" in word for word in words):
            words = []  # the name of a group
        elif match[2] is not None:
            if angle:
                _add(out, words, angle, comment)
                words, comment = [], []
            angle = match[2].strip() or b"<>"
        else:
            words.append(_unquoted(match[1]) if match[1] is not None else token)
        if len(out) >= limits.ADDRESSES:
            return tuple(out)
    _add(out, words, angle, comment)
    return tuple(out)


def _unquoted(inner: bytes) -> bytes:
    return re.sub(rb"\\(.)", rb"\1", inner, flags=re.DOTALL)


def _add(out: list[MailAddress], words: list[bytes], angle: bytes, comment: list[bytes]) -> None:
    name = _AROUND.sub("", decoded(b"".join(words).strip()))
    note = decoded(b"".join(comment).strip()) if comment else ""
    if angle:
        inner = "" if angle == b"<>" else _address(decoded(angle))
        if not inner and name and (found := _PLAIN.search(name)):
            inner, name = found[0], ""
        out.append(MailAddress(name=name or note, address=inner))
    elif name:
        found = _PLAIN.search(name)
        if found is None:
            out.append(MailAddress(name=name, address=""))
            return
        rest = _AROUND.sub("", (name[: found.start()] + name[found.end() :]).strip())
        out.append(MailAddress(name=rest or note, address=_address(found[0])))


def _address(text: str) -> str:
    text = re.sub(r"\([^()]*\)", "", charsets.one_line(text)).replace(" ", "")
    if text.startswith("@") and ":" in text:  # a route of RFC 822
        text = text.rpartition(":")[2]
    return text.removeprefix("mailto:").strip("'\"<>;,.")[:320]
