"""One mail as facts: Thread, Message, Letter, and an Undelivered for each recipient a bounce names. Pure.

A mail that the server did not give out whole is told all the same, never passed over: then the bytes begin with a
line of our own (``MISSING``) that says why, followed by whatever there is of its headers.
"""

import re
from dataclasses import replace
from datetime import datetime

from kontuar.connector_kit.contract import Fact
from kontuar.connectors.mail import kinds, mime, parse
from kontuar.connectors.mail.mailbox import Mailbox
from kontuar.facts.mails import Letter, Mail, MailKind, MailVerdict, Undelivered
from kontuar.facts.messages import Message, Role

TOO_LARGE, NOT_FETCHED = "too_large_to_fetch", "not_fetched"
MISSING = "X-Kontuar-Missing"
_MISSING_LINE = re.compile(
    rf"{MISSING}: ({TOO_LARGE}|{NOT_FETCHED}) (\d{{1,15}})(?: [^\r\n]{{0,200}})?\r?\n".encode()
)


def facts_of(
    raw: bytes, mailbox: Mailbox, *, received_at: datetime, is_sent: bool = False
) -> tuple[Fact, ...]:
    """What one mail says, in the order it is to be stored. ``is_sent``: it lay in the sent folder.

    The thread is the one a stranger would guess, the chain's first mail; ``Message.answers`` names those by which
    a caller who knows more finds the right one.
    """
    mail = open_letter(raw, received_at=received_at)
    ours = mailbox.ours()
    verdict = _verdict(mail, mailbox, is_sent=is_sent)
    parsed = parse.parse(mail, verdict, ours, known={}, from_sent_folder=is_sent)
    message = replace(
        parsed.message,
        answers=_answers(mail, verdict),
        role=_role(parsed.message, verdict, is_sent=is_sent),
    )
    letter = Letter(message_id=message.external_id, raw=raw, mail=mail, verdict=verdict, is_sent=is_sent)
    return (parsed.thread, message, letter, *_undelivered(mail, verdict, message))


def open_letter(raw: bytes, *, received_at: datetime) -> Mail:
    """A mail read, also one of which only a part was given out."""
    found = _MISSING_LINE.match(raw)
    mail = mime.read(raw, received_at=received_at)
    if not found:
        return mail
    trouble, size = found[1].decode(), int(found[2])
    return replace(mail, size=max(size, mail.size), troubles=(trouble, *mail.troubles))


def in_part(headers: bytes, trouble: str, *, size: int, where: str) -> bytes:
    """The bytes we keep of a mail that was not given out whole. ``where`` (folder and number) tells two apart of
    which not even the headers are there."""
    place = re.sub(r"[^\x21-\x7e]+", "_", where)[:200]
    return f"{MISSING}: {trouble} {max(size, 0)} {place}\r\n".encode("ascii") + (headers or b"\r\n")


def _verdict(mail: Mail, mailbox: Mailbox, *, is_sent: bool) -> MailVerdict:
    """A mail of the sent folder is no loop, notice or bounce: we wrote it, or a program of ours did."""
    if not is_sent:
        return kinds.kind_of(mail, mailbox.ours())
    ours = replace(mailbox.ours(), marker="")
    verdict = kinds.kind_of(mail, ours)
    automatic = verdict.kind in (MailKind.AUTO_REPLY, MailKind.AUTOMATIC)
    return MailVerdict(kind=verdict.kind if automatic else MailKind.PERSON, signs=verdict.signs)


def _answers(mail: Mail, verdict: MailVerdict) -> tuple[str, ...]:
    """What came back belongs to the talk of the mail it brings back, which it need not answer by its headers."""
    about = (parse.stored_id(verdict.original_id),) if verdict.original_id else ()
    return tuple(dict.fromkeys((*about, *parse.neighbours(mail))))


def _role(message: Message, verdict: MailVerdict, *, is_sent: bool) -> Role:
    """An automatic reply in the sent folder answers nobody: only what a person wrote ends a duty."""
    if is_sent and verdict.kind is not MailKind.PERSON:
        return Role.AUTOMAT
    return message.role


def _undelivered(mail: Mail, verdict: MailVerdict, message: Message) -> tuple[Undelivered, ...]:
    if not verdict.original_id:
        return ()
    original = parse.stored_id(verdict.original_id)
    return tuple(
        Undelivered(message_id=original, bounce=bounce, told_by=message.external_id, told_at=mail.sent_at)
        for bounce in verdict.bounces
    )
