"""Everything that stands on record about one order, to be handed over: colleagues' notes are left out."""

from dataclasses import dataclass

from django.db.models import Q

from kontuar.store.models import (
    Account,
    Attachment,
    Issue,
    Message,
    Order,
    OutgoingDeed,
    Rating,
    Refund,
    Shipment,
    User,
)
from kontuar.store.queries import access

MOST = 500
"""Messages; of a longer talk the newest are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of an order. ``files`` is message id → its files; ``has_more``: older messages are left out."""

    order: Order
    account: Account
    messages: tuple[Message, ...]
    has_more: bool
    files: dict[int, tuple[Attachment, ...]]
    parcels: tuple[Shipment, ...]
    issues: tuple[Issue, ...]
    refunds: tuple[Refund, ...]
    ratings: tuple[Rating, ...]
    deeds: tuple[OutgoingDeed, ...]


def of_order(user: User, order_id: int) -> Record | None:
    """None when the order does not exist for this person. Eight queries."""
    order = access.orders(user).select_related("account__application", "buyer").filter(pk=order_id).first()
    if order is None:
        return None
    messages = _messages(order)
    shown = messages[:MOST]
    files: dict[int, tuple[Attachment, ...]] = {}
    for row in Attachment.objects.filter(message__in=[row.pk for row in shown]).order_by("pk"):
        files[row.message_id] = (*files.get(row.message_id, ()), row)
    return Record(
        order=order,
        account=order.account,
        messages=tuple(reversed(shown)),
        has_more=len(messages) > MOST,
        files=files,
        parcels=tuple(Shipment.objects.filter(order=order).order_by("added_at", "pk")),
        issues=tuple(Issue.objects.filter(order=order).order_by("opened_at", "pk")),
        refunds=tuple(Refund.objects.filter(order=order).order_by("created_at", "pk")),
        ratings=tuple(Rating.objects.filter(order=order).order_by("rated_at", "pk")),
        deeds=tuple(
            OutgoingDeed.objects.filter(order=order, state=OutgoingDeed.State.DONE).order_by("asked_at", "pk")
        ),
    )


def _messages(order: Order) -> list[Message]:
    """Of the conversations about this order, and those that name it; newest first. What was stopped was never said."""
    of_it = Q(case__order=order) | Q(account=order.account_id, order_external_id=order.external_id)
    rows = Message.objects.filter(of_it).exclude(status="blocked").select_related("thread")
    return list(rows.order_by("-written_at", "-pk")[: MOST + 1])
