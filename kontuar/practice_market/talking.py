"""How messages come to be: writing, being checked, being shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kontuar.practice_market.faults import Fault
from kontuar.practice_market.notices import CONVERSATION, notice_kind
from kontuar.practice_market.talk import Attachment, Message, Thread

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

ALLOWED_FILES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/bmp": (b"BM",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "image/jpeg": (b"\xff\xd8\xff",),
    "application/pdf": (b"%PDF",),
}
"""What may be attached, and how such files begin."""
LARGEST_FILE = 5_242_880
"""Bytes (spec: NewAttachmentDeclaration)."""
FILES_KEPT = timedelta(days=183)
"""Attachments can be read for six months (spec of 2026-03-13)."""

SUB_TYPES: tuple[str, ...] = (
    "PRODUCT_INCONSISTENT_WITH_THE_OFFER",
    "PRODUCT_ARRIVED_DAMAGED",
    "DEFECT_DETECTED_DURING_USE",
    "NO_PRODUCT_IN_THE_SHIPMENT",
    "MISSING_PRODUCT_ELEMENTS",
    "PACKAGE_DELAYED",
    "PACKAGE_DAMAGED",
    "PACKAGE_LOST",
    "OTHER",
    "NO_REFUND",
    "SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN",
    "PROBLEM_WITH_SENDING_PRODUCT_BACK",
    "NO_DOCUMENTATIONS",
    "PROBLEM_WITH_WITHDRAWAL_CANCELLATION_OF_PURCHASE",
)
"""Reasons of a POST_PURCHASE_ISSUE thread (beta)."""


class Talking:
    """The deeds around threads."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def common_thread(self, seller: str, buyer: str, at: datetime) -> Thread:
        """The one thread of two people, begun when there is none yet."""
        known = self._market.world.common_threads.get((seller, buyer))
        return known or self._new_thread(seller=seller, buyer=buyer, created_at=at)

    def problem_thread(self, order_id: str, sub_type: str, at: datetime) -> Thread:
        """A new POST_PURCHASE_ISSUE thread about an order."""
        if sub_type not in SUB_TYPES:
            raise ValueError(f"unknown subType {sub_type!r}")
        order = self._market.world.orders[order_id]
        return self._new_thread(
            seller=order.seller,
            buyer=order.buyer,
            created_at=at,
            type="POST_PURCHASE_ISSUE",
            sub_type=sub_type,
            order_ids=(order.id,),
        )

    def _new_thread(
        self,
        *,
        seller: str,
        buyer: str,
        created_at: datetime,
        type: str = "COMMON",
        sub_type: str | None = None,
        order_ids: tuple[str, ...] = (),
    ) -> Thread:
        thread = Thread(
            id=self._market.ids.thread(),
            seq=self._market.next_seq(),
            seller=seller,
            buyer=buyer,
            created_at=created_at,
            type=type,
            sub_type=sub_type,
            order_ids=order_ids,
        )
        return self._market.world.add_thread(thread)

    def by_buyer(
        self,
        thread: Thread,
        text: str,
        *,
        at: datetime,
        typed_at: datetime | None = None,
        type: str = "MESSAGE_CENTER",
        offer_id: str | None = None,
        order_id: str | None = None,
        subject: str | None = None,
        attachments: Sequence[str] = (),
        has_additional: bool = False,
        role: str | None = None,
        author: str | None = None,
    ) -> Message:
        """Something the seller receives; `typed_at` before `at` makes it appear in the past."""
        shown_at = at
        late = self._market.faults.strike("late_message", seller=thread.seller)
        if late:
            shown_at = at + timedelta(seconds=late.number("seconds", 3_600))
        message = Message(
            id=self._market.ids.uuid(),
            seq=self._market.next_seq(),
            thread_id=thread.id,
            author=author or thread.buyer,
            by_seller=False,
            role=role,
            text=text,
            created_at=typed_at or at,
            visible_at=shown_at,
            type=type,
            subject=subject,
            offer_id=offer_id,
            order_id=order_id,
            attachments=list(attachments),
            has_additional=has_additional,
            via="buyer",
        )
        self._store(thread, message)
        if shown_at > at:
            self._market.schedule.at(shown_at, lambda due: setattr(thread, "read", False))
        else:
            thread.read = False
        self._market.live.buyer_wrote(thread, message)
        return message

    def by_seller(
        self,
        thread: Thread,
        text: str,
        *,
        at: datetime,
        client_id: str | None,
        order_id: str | None = None,
        attachments: Sequence[str] = (),
        via: str = "api",
    ) -> Message:
        """Accept a seller's message: it stands VERIFYING, then is delivered or blocked."""
        starts = self._seller_starts(thread, at)
        message = Message(
            id=self._market.ids.uuid(),
            seq=self._market.next_seq(),
            thread_id=thread.id,
            author=thread.seller,
            by_seller=True,
            text=text,
            created_at=at,
            visible_at=at,
            status="VERIFYING",
            order_id=order_id,
            attachments=list(attachments),
            client_id=client_id,
            via=via,
        )
        self._store(thread, message)
        thread.read = True
        faults = self._market.faults
        blocked = bool(faults.strike("blocked", seller=thread.seller)) or (starts and bool(notice_kind(text)))
        held = None if blocked else faults.strike("verifying", seller=thread.seller)
        self._plan_outcome(thread, message, at, blocked=blocked, held=held)
        return message

    def _store(self, thread: Thread, message: Message) -> None:
        thread.add(message)
        self._market.world.messages[message.id] = message
        for attachment_id in message.attachments:
            self._market.world.attachments[attachment_id].message_id = message.id

    def _seller_starts(self, thread: Thread, at: datetime) -> bool:
        last = thread.last_by_buyer()
        return last is None or at - last.created_at > CONVERSATION

    def _plan_outcome(
        self, thread: Thread, message: Message, at: datetime, *, blocked: bool, held: Fault | None
    ) -> None:
        seconds = self._market.settings.verify_seconds
        if held is not None:
            if held.params.get("seconds") is None:
                return
            seconds = held.number("seconds", 60)

        def decide(due: datetime) -> None:
            if message.deleted:
                return
            if blocked:
                message.status, message.blocked_at = "BLOCKED", due
                return
            message.status, message.delivered_at = "DELIVERED", due
            self._market.live.seller_answered(thread, message, due)

        if seconds <= 0:
            decide(at)
        else:
            self._market.schedule.at(at + timedelta(seconds=seconds), decide)

    def put_file(
        self, owner: str, file_name: str, mime_type: str, content: bytes, at: datetime
    ) -> Attachment:
        """A complete file of a buyer or of the seller's own screens, ready to be attached."""
        if mime_type not in ALLOWED_FILES or not content.startswith(ALLOWED_FILES[mime_type]):
            raise ValueError("files are png, gif, bmp, tiff, jpeg or pdf")
        if len(content) > LARGEST_FILE:
            raise ValueError("the file is too large")
        attachment = Attachment(
            id=self._market.ids.uuid(),
            owner=owner,
            file_name=file_name,
            size=len(content),
            created_at=at,
            mime_type=mime_type,
            content=content,
        )
        self._market.world.attachments[attachment.id] = attachment
        return attachment
