"""A mail, from bytes to a Mail. Nothing raises and nothing is lost: see README.md for the trouble codes."""

import hashlib
from datetime import datetime

from kontuar.connectors.mail import charsets, dates, html, limits
from kontuar.connectors.mail.addresses import addresses
from kontuar.connectors.mail.bodies import Gathered, gather
from kontuar.connectors.mail.tree import Part, Taking, take_apart
from kontuar.connectors.mail.words import decoded, message_ids
from kontuar.facts.mails import Mail, MailAddress, MailFile


def read(raw: bytes, *, received_at: datetime) -> Mail:
    """Read one mail. ``received_at`` (aware) stands in for a date that is missing or cannot be true.

    A mail over ``limits.MAIL_BYTES`` has its beginning read (headers, the first parts) and the trouble
    ``mail_too_large``; the caller keeps the bytes.
    """
    received_at.astimezone()
    whole = raw
    taking = Taking(raw[: limits.MAIL_BYTES] if len(raw) > limits.MAIL_BYTES else raw)
    if len(raw) > limits.MAIL_BYTES:
        taking.trouble("mail_too_large")
    start = len(taking.raw) - len(taking.raw.lstrip(b"\r\n \t\xef\xbb\xbf\x00"))
    if not taking.raw[start:]:
        taking.trouble("empty")
    digest = hashlib.sha256(whole).hexdigest()
    try:
        part = take_apart(taking, start, len(taking.raw), level=0)
        return _mail(taking, part, received_at, digest, len(whole), depth=0)
    except Exception:  # the net under what we did not think of: the mail is kept, and shown as one raw file
        return _raw(whole, received_at, digest)


def _mail(taking: Taking, part: Part, received_at: datetime, digest: str, size: int, *, depth: int) -> Mail:
    held = gather(taking, part, depth)
    text, from_html = _text(held)
    headers = _headers(taking, part)
    date_raw = next((value for name, value in headers if name == "date"), "")
    at, trouble = dates.sent_at(date_raw, received_at, next((v for n, v in headers if n == "received"), ""))
    if trouble and depth == 0:
        taking.trouble(trouble)
    from_ = addresses(part.get("from"))
    if depth == 0 and not any(one.address for one in from_):
        taking.trouble("sender_missing")
    nested = tuple(_nested(within, one, at, depth) for within, one in held.mails)
    return Mail(
        digest=digest,
        size=size,
        message_id=next(iter(message_ids(part.get("message-id"))), ""),
        in_reply_to=message_ids(part.get("in-reply-to")),
        references=message_ids(part.get("references")),
        from_=from_,
        to=_all(part, "to"),
        cc=_all(part, "cc"),
        reply_to=addresses(part.get("reply-to")),
        sender=next(iter(addresses(part.get("sender"))), None),
        subject=decoded(part.get("subject"))[: limits.SUBJECT_CHARACTERS],
        sent_at=at,
        date_raw=date_raw[:200],
        text=text,
        text_from_html=from_html,
        html=held.html,
        files=tuple(held.files),
        nested=nested,
        invitations=tuple(held.invitations[: limits.INVITATIONS]),
        headers=headers,
        media_type=part.media_type,
        troubles=tuple(taking.troubles) if depth == 0 else (),
    )


def _text(held: Gathered) -> tuple[str, bool]:
    pieces, from_html = list[str](), False
    for block in held.blocks:
        piece = block.text
        if not piece.strip() and block.html:
            piece, from_html = html.to_text(block.html), True
        if piece.strip():
            pieces.append(piece.strip("\n"))
    return "\n\n".join(pieces)[: limits.TEXT_CHARACTERS], from_html


def _headers(taking: Taking, part: Part) -> tuple[tuple[str, str], ...]:
    found = tuple((name, decoded(value)) for name, value in part.headers)
    if any("\ufffd" in value for _, value in found):
        taking.trouble("header_damaged")
    return found


def _all(part: Part, wanted: str) -> tuple[MailAddress, ...]:
    """Of a header that stands more than once, all count: nobody who was written to is left out."""
    found = [one for name, value in part.headers if name == wanted for one in addresses(value)]
    return tuple(found[: limits.ADDRESSES])


def _nested(taking: Taking, part: Part, at: datetime, depth: int) -> Mail:
    span = taking.raw[part.head : part.end] if depth == 0 else b""
    digest = hashlib.sha256(span).hexdigest() if span else ""
    return _mail(taking, part, at, digest, part.end - part.head, depth=depth + 1)


def _raw(whole: bytes, received_at: datetime, digest: str) -> Mail:
    """What is said of a mail that could not be read at all."""
    at, _ = dates.sent_at("", received_at)
    text = charsets.printable(charsets.decode(whole[:200_000])[0])
    kept = MailFile(
        name="mail.eml",
        media_type="message/rfc822",
        declared_type="message/rfc822",
        content=whole,
        is_raw=True,
    )
    return Mail(
        digest=digest, size=len(whole), message_id="", in_reply_to=(), references=(), from_=(), to=(), cc=(),
        reply_to=(), sender=None, subject="", sent_at=at, date_raw="", text=text, text_from_html=False, html="",
        files=(kept,), nested=(), invitations=(), headers=(), troubles=("unreadable",),
    )  # fmt: skip
