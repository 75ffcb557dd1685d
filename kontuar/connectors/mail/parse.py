"""A Mail as the facts every connector tells: a Thread, a Message, its Attachments. Pure.

A thread is a chain of References. The caller says which Message-IDs (and subject tokens) it knows and where
they are; a chain nobody knows is called by its first Message-ID, so that two answers to a mail we never saw
still meet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from kontuar.connectors.mail.kinds import Ours
from kontuar.facts.mails import Mail, MailAddress, MailKind, MailVerdict, Notice
from kontuar.facts.messages import Attachment, Message, MessageKind, Role, Thread, ThreadKind

_TOKEN = re.compile(r"\[#(K-[0-9A-Za-z-]{2,40})\]")
_LONGEST_ID = 90
"""Rows keep 100 characters, and a file's id has a number behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The facts of one mail. ``counterpart`` is who the talk is with."""

    thread: Thread
    message: Message
    counterpart: MailAddress


def external_id(mail: Mail) -> str:
    """The Message-ID, else the content's digest: the same mail read twice has the same id."""
    return stored_id(mail.message_id) if mail.message_id else f"sha256:{mail.digest}"


def neighbours(mail: Mail) -> tuple[str, ...]:
    """What to look up, nearest first: ids answered to, the chain backwards, then tokens of the subject."""
    ids = (*mail.in_reply_to, *reversed(mail.references))
    tokens = _TOKEN.findall(mail.subject)
    return tuple(dict.fromkeys([*(stored_id(one) for one in ids), *tokens]))


def thread_id(mail: Mail, known: Mapping[str, str], notice: Notice | None = None) -> str:
    """The thread of the nearest neighbour in ``known`` (id or token → thread id), else the chain's beginning.

    A marketplace answers itself by no header: its notices meet by what they are about.
    """
    for one in neighbours(mail):
        if one in known:
            return known[one]
    if place := _place_of(notice):
        return place
    first = next(iter((*mail.references, *mail.in_reply_to)), "")
    return stored_id(first) if first else external_id(mail)


def _place_of(notice: Notice | None) -> str:
    """The matter a notice is about: ``etsy:1234567890``, ``olx:963e8787-…``; ``""`` when it names none."""
    if notice is None:
        return ""
    named = (notice.thread_id, notice.issue_id, notice.order_id and f"#{notice.order_id}", notice.buyer_login)
    about = next((one for one in named if one), "")
    return stored_id(f"{notice.platform}:{about}") if about else ""


def login_of(notice: Notice) -> str:
    """The buyer of a notice, never an address: nobody can be written to by what a marketplace sends.

    ``etsy:rosa``; of a talk whose buyer is not named the talk itself stands for the one who began it.
    """
    if not notice.buyer_login:
        return _place_of(notice)
    name = re.sub(r"[@<>,;\s]+", " ", notice.buyer_login).strip()
    return f"{notice.platform}:{name[:64]}"


def role_of(mail: Mail, verdict: MailVerdict, ours: Ours, *, from_sent_folder: bool) -> Role:
    """Who speaks. A From of ours counts as us in the sent folder only: anybody can write it.

    A notice that wants a look stands for the buyer who waits at the marketplace: so it is owed an answer.
    A shop's contact form sends from our address with the buyer in Reply-To: that is the buyer.
    """
    if from_sent_folder:
        return Role.SELLER
    if verdict.notice:
        return Role.BUYER if verdict.notice.wants_a_look else Role.MARKETPLACE
    if verdict.kind is not MailKind.PERSON:
        return Role.AUTOMAT
    if ours.owns(mail.author.address) and counterpart(mail, ours, from_sent_folder=False) == mail.author:
        return Role.AUTOMAT
    return Role.BUYER


def counterpart(mail: Mail, ours: Ours, *, from_sent_folder: bool) -> MailAddress:
    """Whom the talk is with: the author, or whom we wrote to."""
    if from_sent_folder:
        others = [one for one in (*mail.to, *mail.cc) if one.address and not ours.owns(one.address)]
        return others[0] if others else mail.author
    if ours.owns(mail.author.address):
        others = [one for one in mail.reply_to if one.address and not ours.owns(one.address)]
        return others[0] if others else mail.author
    return mail.author


def parse(
    mail: Mail, verdict: MailVerdict, ours: Ours, *, known: Mapping[str, str], from_sent_folder: bool = False
) -> Parsed:
    """The facts. ``text`` is whole: quoted history is cut for display elsewhere, never here."""
    notice = None if from_sent_folder else verdict.notice
    thread = thread_id(mail, known, notice)
    other = counterpart(mail, ours, from_sent_folder=from_sent_folder)
    role = role_of(mail, verdict, ours, from_sent_folder=from_sent_folder)
    author = mail.author if from_sent_folder else other
    login = (login_of(notice) if notice else "") or other.key or other.name
    message = Message(
        external_id=external_id(mail),
        thread_id=thread,
        role=role,
        author_login=author.key or author.name,
        text=mail.text,
        written_at=mail.sent_at,
        kind=MessageKind.MAIL,
        subject=mail.subject,
        offer_id=notice.offer_id if notice else "",
        order_id=notice.order_id if notice else "",
        attachments=tuple(_attachments(mail)),
    )
    found = Thread(
        external_id=thread,
        kind=ThreadKind.TALK,
        buyer_login=login,
        last_message_at=mail.sent_at,
    )
    return Parsed(thread=found, message=message, counterpart=other)


def _attachments(mail: Mail) -> list[Attachment]:
    """Numbered within the mail: names may repeat."""
    return [
        Attachment(
            external_id=f"{external_id(mail)}#{number}",
            name=file.name,
            media_type=file.media_type,
            size=file.size,
        )
        for number, file in enumerate(mail.files)
    ]


def stored_id(one: str) -> str:
    """An id that fits a column: what is too long is told by its digest."""
    return one if len(one) <= _LONGEST_ID else f"sha256:{sha256(one.encode()).hexdigest()}"
