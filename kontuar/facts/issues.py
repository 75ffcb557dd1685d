"""Anything a buyer opened against an order: discussion, problem with the purchase, claim, return."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kontuar.facts.messages import Attachment
from kontuar.facts.money import Money


class IssueKind(StrEnum):
    """Discussions and problems are one kind of trouble that platforms show in two places."""

    DISCUSSION = "discussion"
    PROBLEM = "problem"
    CLAIM = "claim"
    RETURN = "return"


class IssueStatus(StrEnum):
    """Where an issue stands. The platform's own word is kept beside it: it may be wrong or new.

    ``OPEN`` wants something of somebody; ``ACCEPTED`` and ``REJECTED`` are decided claims or refused
    returns; ``ON_ITS_WAY`` and ``ARRIVED`` are returns; ``UNRESOLVED`` was called so by the buyer or
    the platform; ``CLOSED`` is over; ``OTHER`` is a word we do not know yet.
    """

    OPEN = "open"
    ON_ITS_WAY = "on_its_way"
    ARRIVED = "arrived"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNRESOLVED = "unresolved"
    CLOSED = "closed"
    OTHER = "other"


class LastWord(StrEnum):
    """Who the platform says wrote last. It lies at times (allegro-api #12196, #12119)."""

    NOBODY = "nobody"
    BUYER = "buyer"
    SELLER = "seller"
    MARKETPLACE = "marketplace"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What the buyer wants. ``kind`` is the platform's word in lower case (``repair``, ``refund`` …)."""

    kind: str
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnItem:
    """One thing sent back. Allegro names the offer, not the order line (rules.md C12)."""

    offer_id: str
    name: str
    quantity: int
    price: Money | None = None
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnParcel:
    """A parcel on its way back; ``carried_by``/``carried_as`` name who really carries it, if another."""

    carrier: str
    waybill: str
    created_at: datetime | None = None
    carried_by: str = ""
    carried_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue as the platform shows it.

    ``thread_id`` names the chain of messages it is talked about in (``""`` for a return, which has
    none). ``decide_by`` and ``status_due_at`` (UTC) are the platform's two dates: it may give both, and
    the earlier binds. ``is_talk_open`` and ``is_return_required`` are None where the platform does not
    say. ``message_count`` is the platform's figure (it may be 0 by mistake, allegro-api #11852);
    ``is_talk_cut`` is True when not all messages can be read (#13381). ``arrived_at`` is when goods sent
    back arrived; where the platform gives no time, when we first saw it say so.
    """

    external_id: str
    kind: IssueKind
    status: IssueStatus
    raw_status: str
    order_id: str = ""
    buyer_login: str = ""
    thread_id: str = ""
    reference: str = ""
    subject: str = ""
    description: str = ""
    opened_at: datetime | None = None
    decide_by: datetime | None = None
    status_due_at: datetime | None = None
    is_talk_open: bool | None = None
    is_return_required: bool | None = None
    last_word: LastWord = LastWord.UNKNOWN
    last_word_at: datetime | None = None
    message_count: int | None = None
    is_talk_cut: bool = False
    expectations: tuple[Expectation, ...] = ()
    offer_id: str = ""
    offer_quantity: int | None = None
    product_name: str = ""
    reason: str = ""
    reason_text: str = ""
    right: str = ""
    attachments: tuple[Attachment, ...] = ()
    items: tuple[ReturnItem, ...] = ()
    parcels: tuple[ReturnParcel, ...] = ()
    refusal: str = ""
    refusal_text: str = ""
    arrived_at: datetime | None = None
    marketplace: str = ""
    is_handled_by_marketplace: bool = False
