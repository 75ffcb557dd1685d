"""One order with everything around it: parcels, money back, issues, rating, talk, deeds, what happened."""

from dataclasses import dataclass

from kontuar.store.models import (
    Account,
    Case,
    FeeRefund,
    Issue,
    JournalEntry,
    Mark,
    OutgoingDeed,
    Rating,
    Refund,
    User,
)
from kontuar.store.queries import access, case
from kontuar.store.queries.case import BuyerCard, OrderCard

LATEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """Everything the page of one order shows."""

    card: OrderCard
    account: Account
    can_work: bool
    buyer: BuyerCard
    cases: tuple[Case, ...]
    """Conversations about this very order."""
    issues: tuple[Issue, ...]
    refunds: tuple[Refund, ...]
    fee_refunds: tuple[FeeRefund, ...]
    ratings: tuple[Rating, ...]
    deeds: tuple[OutgoingDeed, ...]
    journal: tuple[JournalEntry, ...]
    settled: tuple[Mark, ...] = ()
    """Duties a person called done."""


def view(user: User, order_id: int) -> OrderView | None:
    """The order, or None when it does not exist for this person."""
    rows = access.orders(user).select_related("account__application", "buyer")
    row = rows.filter(pk=order_id).first()
    if row is None:
        return None
    about = Case.objects.filter(order=row).exclude(last_message_at=None)
    return OrderView(
        card=case.order_card(row),
        account=row.account,
        can_work=access.can_work(user, row.account_id),
        buyer=case.buyer_card(row.buyer, but_order=row.pk),
        cases=tuple(about.order_by("-last_message_at", "-pk")[:LATEST]),
        issues=tuple(Issue.objects.filter(order=row).order_by("-opened_at", "-pk")),
        refunds=tuple(Refund.objects.filter(order=row).order_by("-created_at", "-pk")),
        fee_refunds=tuple(FeeRefund.objects.filter(order=row).order_by("-created_at", "-pk")),
        ratings=tuple(Rating.objects.filter(order=row).order_by("-rated_at", "-pk")),
        deeds=tuple(
            OutgoingDeed.objects.filter(order=row)
            .exclude(state=OutgoingDeed.State.CANCELLED)
            .select_related("asked_by", "account")
            .order_by("-asked_at", "-pk")[:LATEST]
        ),
        journal=tuple(
            JournalEntry.objects.filter(order=row).select_related("actor").order_by("-at", "-pk")[:LATEST]
        ),
        settled=tuple(
            Mark.objects.filter(order=row, kind=Mark.Kind.SETTLED, ended_at__isnull=True)
            .select_related("by")
            .order_by("-made_at", "-pk")[:LATEST]
        ),
    )
