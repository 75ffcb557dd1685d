"""Threads and messages as a platform shows them, in our words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """Who speaks. Platforms add roles without notice: an unknown one is MARKETPLACE, never the buyer."""

    BUYER = "buyer"
    SELLER = "seller"
    MARKETPLACE = "marketplace"
    AUTOMAT = "automat"


class MessageKind(StrEnum):
    """How a message came: the marketplace counts answers to some kinds only."""

    QUESTION = "question"
    MAIL = "mail"
    MESSAGE = "message"
    PROBLEM = "problem"
    OTHER = "other"


class MessageStatus(StrEnum):
    """What became of a message on the platform."""

    CHECKING = "checking"
    DELIVERED = "delivered"
    BLOCKED = "blocked"
    GONE = "gone"


class ThreadKind(StrEnum):
    """A pair's endless talk, one problem (or discussion) a buyer opened, or the talk of one claim."""

    TALK = "talk"
    PROBLEM = "problem"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that hangs on a message. ``external_id`` is what the platform wants to hand it over."""

    external_id: str
    name: str
    media_type: str = ""
    size: int | None = None
    available: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One utterance.

    ``written_at`` (UTC) is the platform's date: on Allegro the moment of typing, which may be hours
    before the message became visible (allegro/allegro-api #13907, 2026-09). When it first reached us
    is not a fact of the platform; the store keeps that as ``first_seen_at``.

    ``answers`` names the messages it answers, nearest first (mail: In-Reply-To, then References backwards,
    then tokens of the subject), where a platform has no threads of its own: it belongs to the thread of the
    first one we know, whatever ``thread_id`` says.
    """

    external_id: str
    thread_id: str
    role: Role
    author_login: str
    text: str
    written_at: datetime
    kind: MessageKind = MessageKind.MESSAGE
    status: MessageStatus = MessageStatus.DELIVERED
    subject: str = ""
    offer_id: str = ""
    order_id: str = ""
    attachments: tuple[Attachment, ...] = ()
    has_more_attachments: bool = False
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A platform's chain of messages with one buyer.

    ``last_message_at`` may stay new after a deletion (allegro/allegro-api #12489): never a cursor.
    """

    external_id: str
    kind: ThreadKind
    buyer_login: str
    problem_type: str = ""
    order_ids: tuple[str, ...] = ()
    is_open: bool = True
    is_read: bool | None = None
    created_at: datetime | None = None
    last_message_at: datetime | None = None
