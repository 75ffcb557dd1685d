"""Header text: encoded words (RFC 2047) as they are written in life, raw letters, and Message-IDs."""

import binascii
import re

from kontuar.connectors.mail import charsets, limits, transfer

_WORD = re.compile(rb"=\?([^?\s]{1,80})\?([bBqQ])\?((?:(?!\?=|=\?(?!=)).)*)\?=", re.DOTALL)
"""A word ends where the next begins, at the latest: so a thousand unfinished ones cost no more than one."""

_ID = re.compile(r"<([^<>\s]+(?: [^<>\s]+)*)>")


def decoded(raw: bytes) -> str:
    """One line of text. Words broken between two letters of one character are put together before decoding."""
    if b"=?" not in raw:
        return charsets.one_line(charsets.decode(raw)[0])
    out, at = list[str](), 0
    pending: tuple[str, bytes] | None = None
    for match in _WORD.finditer(raw):
        between = raw[at : match.start()]
        at = match.end()
        charset = match[1].decode("latin-1").partition("*")[0].lower()
        content = _content(match[2], match[3])
        if content is None:
            between, content = between + match[0], b""
        if pending and not between.strip() and pending[0] == charset:
            pending = (charset, pending[1] + content)
            continue
        out += _text(pending)
        out += [charsets.decode(between)[0]] if between.strip() or not pending else []
        pending = (charset, content)
    out += _text(pending)
    out.append(charsets.decode(raw[at:])[0])
    return charsets.one_line("".join(out))


def _text(pending: tuple[str, bytes] | None) -> list[str]:
    return [charsets.decode(pending[1], pending[0])[0]] if pending else []


def _content(kind: bytes, text: bytes) -> bytes | None:
    if kind in b"qQ":
        return binascii.a2b_qp(text.replace(b" ", b"_"), header=True)
    content, trouble = transfer.undo(text, "base64")
    return None if trouble == "encoding_broken" and text else content


def message_ids(raw: bytes) -> tuple[str, ...]:
    """Message-IDs without their brackets, in order, each once. Words without brackets count if they hold ``@``."""
    text = charsets.one_line(charsets.decode(raw)[0])
    found = _ID.findall(text)
    if not found:
        found = [word.strip("<>,;\"'") for word in text.split() if "@" in word]
    ids = dict.fromkeys(one.replace(" ", "")[: limits.ID_CHARACTERS] for one in found if one)
    kept = list(ids)
    if len(kept) > limits.REFERENCES:  # the beginning names the thread, the end the neighbours
        kept = kept[:1] + kept[-limits.REFERENCES + 1 :]
    return tuple(kept)
