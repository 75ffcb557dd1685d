"""Who did what, when. Entries hold codes and numbers, never a message's words or a secret."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kontuar.actions import bulk
from kontuar.store.models import Account, Case, Issue, JournalEntry, Order, User


def record(
    verb: str,
    *,
    at: datetime,
    actor: User | None = None,
    account: Account | None = None,
    case: Case | None = None,
    order: Order | None = None,
    issue: Issue | None = None,
    **detail: Any,
) -> None:
    """Add an entry. ``actor`` None means Kontuar itself or the platform."""
    entry(verb, at=at, actor=actor, account=account, case=case, order=order, issue=issue, **detail).save(
        force_insert=True
    )


def entry(
    verb: str,
    *,
    at: datetime,
    actor: User | None = None,
    account: Account | None = None,
    case: Case | None = None,
    order: Order | None = None,
    issue: Issue | None = None,
    **detail: Any,
) -> JournalEntry:
    """An entry that is not written yet: many are written together by ``write``."""
    return JournalEntry(
        verb=verb,
        at=at,
        actor=actor,
        account=account or next((row.account for row in (case, order, issue) if row), None),
        case=case,
        order=order,
        issue=issue,
        detail=detail,
    )


ROW = ("at", "account_id", "case_id", "order_id", "issue_id", "verb", "detail")


def write_rows(rows: Sequence[tuple[Any, ...]]) -> None:
    """Add what Kontuar itself did, in this order, in one statement: each the values of ``ROW``."""
    bulk.insert_values(JournalEntry, ROW, rows)


def write(entries: Sequence[JournalEntry]) -> None:
    """Add these, in this order, in one query."""
    bulk.insert(entries)
