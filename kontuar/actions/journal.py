"""Who did what, when. Entries hold codes and numbers, never a message's words or a secret."""

from datetime import datetime
from typing import Any

from kontuar.store.models import Account, Case, JournalEntry, Order, User


def record(
    verb: str,
    *,
    at: datetime,
    actor: User | None = None,
    account: Account | None = None,
    case: Case | None = None,
    order: Order | None = None,
    **detail: Any,
) -> None:
    """Add an entry. ``actor`` None means Kontuar itself or the platform."""
    JournalEntry.objects.create(
        verb=verb,
        at=at,
        actor=actor,
        account=account or (case.account if case else None) or (order.account if order else None),
        case=case,
        order=order,
        detail=detail,
    )
