"""Dates we promised in our own messages, read from their words as they come back from the platform."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kontuar.actions import bulk, reading
from kontuar.facts.messages import MessageStatus, Role
from kontuar.facts.reading import ClaimKind
from kontuar.store.models import Account, Mark, Message
from kontuar.text.claims import find_claims

FRESH = timedelta(days=3)
"""Older words were read when they were new, or belong to the past that came with the account."""
DATED = frozenset({ClaimKind.PROMISED_DATE, ClaimKind.PROMISED_TIME})
SAID = frozenset({MessageStatus.DELIVERED.value, MessageStatus.CHECKING.value})


def read(account: Account, rows: Iterable[Message] | None, *, now: datetime) -> set[int]:
    """Keep the promises of new messages of ours; the cases that got one. Twice the same message promises once."""
    ours = [row for row in rows or () if _is_ours(row, account, now)]
    if not ours:
        return set()
    ids = [row.external_id for row in ours]
    known = Mark.objects.filter(account=account, message_external_id__in=ids)
    seen = set(known.values_list("message_external_id", flat=True))
    zone = ZoneInfo(account.zone)
    marks = [
        Mark(
            account=account,
            case_id=row.case_id,
            kind=Mark.Kind.PROMISED,
            since_at=row.written_at,
            due_at=due_at,
            message_external_id=row.external_id,
            made_at=now,
        )
        for row in ours
        if row.external_id not in seen
        for due_at in promised_by(reading.newest_of(row), row.written_at.astimezone(zone))
    ]
    bulk.insert(marks)
    return {mark.case_id for mark in marks if mark.case_id is not None}


def promised_by(text: str, written_at: datetime) -> list[datetime]:
    """The moments a text of ours promises, in order; ``written_at`` is local."""
    claims = find_claims(text, now=written_at)
    named = {one.promised_by for one in claims if one.kind in DATED and one.promised_by is not None}
    return sorted(at for at in named if at > written_at)


def _is_ours(row: Message, account: Account, now: datetime) -> bool:
    is_new = row.written_at >= max(account.connected_at, now - FRESH)
    return row.role == Role.SELLER.value and row.status in SAID and is_new
