"""What placing a message may know: a hint of the message, a sketch of each case, and how they grow."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kontuar.facts.case import CaseState
from kontuar.facts.messages import Message, MessageKind, MessageStatus, Role, ThreadKind

# What mail programs put before the subject they answer to (pl, en, de, lt, cs, and Outlook's own).
_REPLY_MARK = re.compile(
    r"^\s*(?:(?:re|fwd?|odp|pd|aw|wg|sv|ats|pers)\s*(?:\[\d+\])?\s*:\s*)+",
    re.IGNORECASE,
)
# "Halo" is left out: in Polish it calls for an answer rather than greets.
_GREETING = re.compile(
    r"\W*(?:dzień dobry|dzien dobry|dobry wieczór|dobry wieczor|witam|witajcie|cześć|czesc|hej"
    r"|hello|hi|good (?:morning|day|afternoon|evening)|guten (?:tag|morgen|abend)|hallo|moin|sehr geehrte"
    r"|laba diena|labas|sveiki|dobrý den|добрий день|добрый день)\b",
    re.IGNORECASE,
)
_NO_SUBJECT = frozenset(
    {
        "",
        "(bez tematu)",
        "(brak tematu)",
        "(no subject)",
        "(kein betreff)",
        "(be temos)",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageHint:
    """What placing may know of a message. ``order_offer_ids`` are the offers inside the named order.

    ``answers_case`` is the case our own outbox sent it for. ``greets``: it opens with a greeting, as
    people do who begin something. ``subject_key`` is an e-mail's subject without "Re:" and its kind,
    ``starts_subject`` says that there was no such mark. ``is_delivered`` is False for what the
    marketplace stopped: the other side never saw it.
    """

    role: Role
    kind: MessageKind
    written_at: datetime
    thread_kind: ThreadKind = ThreadKind.TALK
    offer_id: str = ""
    order_id: str = ""
    order_offer_ids: frozenset[str] = frozenset()
    is_closer: bool = False
    is_delivered: bool = True
    text_length: int = 0
    greets: bool = False
    subject_key: str = ""
    starts_subject: bool = False
    answers_case: int | None = None

    @property
    def offer_ids(self) -> frozenset[str]:
        """The offers named, outright or through the order."""
        return self.order_offer_ids | ({self.offer_id} if self.offer_id else frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSketch:
    """What placing may know of a case; ``grown`` keeps it up to date.

    ``last_seller_at`` counts delivered words of a person at the seller's, not robots. ``asked_at`` is
    the buyer's last message that is no closer, ``thanked_at`` the last that is one.
    """

    key: int
    opened_at: datetime
    last_message_at: datetime
    last_buyer_at: datetime | None = None
    last_seller_at: datetime | None = None
    asked_at: datetime | None = None
    thanked_at: datetime | None = None
    order_ids: frozenset[str] = frozenset()
    offer_ids: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    state: CaseState = CaseState.OPEN
    thread_kind: ThreadKind = ThreadKind.TALK
    has_unanswered: bool = False

    @property
    def is_thanked(self) -> bool:
        """The buyer's last word was a mere thank-you."""
        return self.thanked_at is not None and (self.asked_at is None or self.asked_at < self.thanked_at)

    @property
    def is_unnamed(self) -> bool:
        """No offer and no order was ever named in it."""
        return not self.order_ids and not self.offer_ids


def hint_of(
    message: Message,
    *,
    thread_kind: ThreadKind = ThreadKind.TALK,
    is_closer: bool = False,
    order_offer_ids: Iterable[str] = (),
    answers_case: int | None = None,
) -> MessageHint:
    """The hint of a message as it came. ``is_closer`` and the order's offers are the caller's to know."""
    subject = " ".join(message.subject.split())[:200].casefold()
    key = _REPLY_MARK.sub("", subject)
    key = "" if key in _NO_SUBJECT else key
    return MessageHint(
        role=message.role,
        kind=message.kind,
        written_at=message.written_at,
        thread_kind=thread_kind,
        offer_id=message.offer_id,
        order_id=message.order_id,
        order_offer_ids=frozenset(order_offer_ids),
        is_closer=is_closer,
        is_delivered=message.status not in (MessageStatus.BLOCKED, MessageStatus.GONE),
        text_length=len(message.text.strip()),
        greets=_GREETING.match(message.text) is not None,
        subject_key=key,
        starts_subject=bool(key) and key == subject and message.kind is MessageKind.MAIL,
        answers_case=answers_case,
    )


def opened(key: int, message: MessageHint) -> CaseSketch:
    """The sketch of a new case that this message opens."""
    at = message.written_at
    blank = CaseSketch(key=key, opened_at=at, last_message_at=at, thread_kind=message.thread_kind)
    return grown(blank, message)


def grown(case: CaseSketch, message: MessageHint) -> CaseSketch:
    """The case with one message more. The order in which messages are added makes no difference.

    A buyer's word opens a waiting or closed case again; that is the caller's deed, not done here.
    """
    at = message.written_at
    by_buyer = message.role is Role.BUYER
    answers = message.role is Role.SELLER and message.is_delivered
    asked_at = _later(case.asked_at, at if by_buyer and not message.is_closer else None)
    last_seller_at = _later(case.last_seller_at, at if answers else None)
    return replace(
        case,
        opened_at=min(case.opened_at, at),
        last_message_at=max(case.last_message_at, at),
        last_buyer_at=_later(case.last_buyer_at, at if by_buyer else None),
        last_seller_at=last_seller_at,
        asked_at=asked_at,
        thanked_at=_later(case.thanked_at, at if by_buyer and message.is_closer else None),
        order_ids=case.order_ids | ({message.order_id} if message.order_id else frozenset()),
        offer_ids=case.offer_ids | message.offer_ids,
        subjects=case.subjects | ({message.subject_key} if message.subject_key else frozenset()),
        has_unanswered=asked_at is not None and (last_seller_at is None or last_seller_at < asked_at),
    )


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each is not None), default=None)
