"""Cases that Today lists to be looked through: back from being put off, the backlog, thanks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kontuar.store.models import Account, Case, Duty
from kontuar.store.queries.ready import Ready

MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A case of a list that is looked through and closed in bulk."""

    case_id: int
    platform: str
    account_name: str
    buyer: str
    text: str
    language: str
    at: datetime | None
    can_work: bool


def _in_list(rows: QuerySet[Case]) -> QuerySet[Any, Any]:
    columns = ("pk", "account_id", "buyer__login", "last_text", "language", "last_message_at")
    return rows.order_by("-last_message_at", "-pk").values_list(*columns)[:MOST]


def _back(mine: Sequence[int], now: datetime) -> QuerySet[Case]:
    """Put off to a moment that has come, with nothing owed."""
    return Case.objects.filter(
        ~Exists(Duty.objects.filter(case=OuterRef("pk"))),
        account_id__in=mine,
        state=Case.State.WAITING,
        waiting_until__lte=now,
    )


BACK = Ready(lambda mine, now: _in_list(_back(mine, now)))
IS_BACK = Ready(lambda mine, now: _back(mine, now).values_list("pk"))
"""Whether there are any. Without the buyers, among whom SQLite would begin with a million of them."""
REVIEWED = {
    which: Ready(
        lambda mine, which=which: _in_list(
            Case.objects.filter(~Q(review_list=""), account_id__in=mine, review_list=which)
        )
    )
    for which in (Case.List.BACKLOG, Case.List.CLOSERS)
}


def listed(
    rows: Sequence[tuple[Any, ...]], known: Mapping[int, Account], workable: Collection[int]
) -> tuple[Listed, ...]:
    """Rows of one of these lists, ready for a loop."""
    return tuple(
        Listed(
            case_id=pk,
            platform=known[account_id].platform,
            account_name=str(known[account_id]),
            buyer=buyer,
            text=" ".join(text.split()),
            language=language,
            at=at,
            can_work=account_id in workable,
        )
        for pk, account_id, buyer, text, language, at in rows
    )
