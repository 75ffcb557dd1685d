"""The rules in force for what leaves: notices a seller may not start, contact data, sizes, our own limits."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kontuar.rules.rule import Rule


class Notice(StrEnum):
    """Kinds of message a seller may not start on some marketplaces."""

    PAYMENT_RECEIVED = "payment_received"
    ORDER_STATUS = "order_status"
    PARCEL_STATUS = "parcel_status"
    RATING_REQUEST = "rating_request"
    RATING_CHANGE = "rating_change"
    PAYMENT_REMINDER = "payment_reminder"
    ORDER_DETAILS = "order_details"
    DOCUMENT = "document"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRule(Rule):
    """Notices the marketplace forbids; ``delivered`` False means it also stops them."""

    notices: frozenset[Notice]
    delivered: bool
    only_when_started_by_us: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRule(Rule):
    """Contact data that may lead away from the marketplace: ``email``, ``phone``, ``link``, ``social``.

    Links to ``own_hosts`` (the marketplace's) and ``carrier_hosts``, and what lies beneath them, pass.
    """

    kinds: frozenset[str]
    own_hosts: frozenset[str]
    carrier_hosts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule(Rule):
    """What the marketplace takes in one message. Sizes in bytes, ``text_length`` in characters.

    ``attachment_bytes`` limits each file, or all files of a message together (``is_together``: a mail).
    """

    text_length: int
    attachment_bytes: int
    is_together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNeededRule(Rule):
    """Whether a new conversation must name an order."""

    needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRule(Rule):
    """Whether the law of the seller's country lets a receipt be demanded for a return (H5)."""

    may_be_demanded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRule(Rule):
    """Our own limits on what leaves: they stay on for ever."""

    hourly_cap: int
    in_a_row: int
    same_text: int
    repeat_window: timedelta
    too_late_after: timedelta
    notices: tuple[NoticeRule, ...] = ()
    contact: ContactRule | None = None
    channel: ChannelRule | None = None
    issue_channel: ChannelRule | None = None
    order_needed: OrderNeededRule | None = None
    receipt: ReceiptRule | None = None
