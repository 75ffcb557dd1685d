"""Threads, messages and files, and who may see which message when.

One COMMON thread per pair of people for ever; a POST_PURCHASE_ISSUE thread per problem
(allegro/allegro-api #4787, #13797).
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from datetime import datetime, timedelta

BLOCKED_VISIBLE = timedelta(hours=24)
"""How long the sender still sees a message Allegro stopped (allegro/allegro-api #10190, 2024-10-31)."""


@dataclass(slots=True, kw_only=True)
class Attachment:
    id: str
    owner: str
    file_name: str
    size: int
    created_at: datetime
    mime_type: str | None = None
    content: bytes | None = None
    message_id: str | None = None


@dataclass(slots=True, kw_only=True)
class Message:
    id: str
    seq: int
    thread_id: str
    author: str
    by_seller: bool
    text: str
    created_at: datetime
    """When it was typed; this is what the API tells."""
    visible_at: datetime
    """When the seller's API begins to show it; later than `created_at` for messages held by Allegro."""
    type: str = "MESSAGE_CENTER"
    status: str = "DELIVERED"
    role: str | None = None
    """Author's role in beta answers when it is neither the buyer nor the seller (ALLEGRO, CONSULTANT)."""
    subject: str | None = None
    offer_id: str | None = None
    order_id: str | None = None
    attachments: list[str] = field(default_factory=list)
    has_additional: bool = False
    vin: str | None = None
    client_id: str | None = None
    delivered_at: datetime | None = None
    blocked_at: datetime | None = None
    deleted: bool = False
    via: str = "api"
    """api, panel (the seller in Allegro's own app) or buyer."""

    @property
    def key(self) -> tuple[datetime, int]:
        """Order within a thread: typed time, then order of arrival."""
        return (self.created_at, self.seq)

    def seller_sees(self, now: datetime) -> bool:
        """Whether the seller's API shows it at `now`."""
        if self.deleted:
            return False
        if self.by_seller:
            return self.blocked_at is None or now - self.blocked_at < BLOCKED_VISIBLE
        return self.visible_at <= now and self.status not in {"VERIFYING", "BLOCKED"}

    def buyer_sees(self) -> bool:
        """Whether the buyer can read it: his own always, the seller's once delivered."""
        return not self.by_seller or (self.status in {"DELIVERED", "INTERACTING"} and not self.deleted)


@dataclass(slots=True, kw_only=True)
class Thread:
    id: str
    seq: int
    seller: str
    buyer: str
    created_at: datetime
    type: str = "COMMON"
    sub_type: str | None = None
    status: str = "OPEN"
    order_ids: tuple[str, ...] = ()
    read: bool = False
    messages: list[Message] = field(default_factory=list)

    def add(self, message: Message) -> None:
        """Insert by typed time, so that a held message falls into the past."""
        bisect.insort(self.messages, message, key=lambda m: m.key)

    def seen_by_seller(self, now: datetime) -> list[Message]:
        """What the seller's API shows, oldest first."""
        return [message for message in self.messages if message.seller_sees(now)]

    def last_at(self, now: datetime) -> datetime | None:
        """Typed time of the newest message the seller sees; None when he sees nothing yet."""
        for message in reversed(self.messages):
            if message.seller_sees(now):
                return message.created_at
        return None

    def last_by_buyer(self) -> Message | None:
        """The buyer's newest message, seen or not."""
        return next((m for m in reversed(self.messages) if not m.by_seller and m.role is None), None)
