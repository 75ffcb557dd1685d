"""Everything of an account is to be judged again: marked as due a portion at a time, so that others write in between.

The first portion is marked with the change that wants it. What is left is remembered beside it (``ToJudgeAgain``), and
the worker marks it in short transactions of its own. A process that dies in between has lost nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from kontuar.store.models import Account, Case, Duty, Issue, Order, ToJudgeAgain

TABLES: Mapping[str, Any] = {"case": Case, "order": Order, "issue": Issue}
PORTION = 2000
"""Numbers of rows that one transaction looks at: less than a tenth of a second, whether many or few of them are due."""


def everything(account: Account, subjects: Iterable[str], *, now: datetime) -> None:
    """The policy changed (hours, holidays, zone): let the sweep judge the account's cases, orders, issues again."""
    for subject in subjects:
        first, _last = _span(account.pk, subject)
        with transaction.atomic():
            row, _made = ToJudgeAgain.objects.update_or_create(
                account=account, subject=subject, defaults={"at": now, "marked_to": first - 1}
            )
            _mark(row)


def is_behind() -> bool:
    """Whether anything is still to be marked."""
    return ToJudgeAgain.objects.exists()


def mark_some() -> bool:
    """Mark a portion of what is to be judged again; False when nothing was left."""
    row = ToJudgeAgain.objects.order_by("pk").first()
    if row is None:
        return False
    with transaction.atomic():
        # Another worker may have marked this portion meanwhile, or a newer change begun it anew.
        same = ToJudgeAgain.objects.filter(pk=row.pk, at=row.at, marked_to=row.marked_to)
        for mine in same.select_for_update():
            _mark(mine)
    return True


def _mark(row: ToJudgeAgain) -> None:
    """The next portion by number; the row goes with the last one."""
    until = row.marked_to + PORTION
    _wanted(row).filter(pk__gt=row.marked_to, pk__lte=until).update(reassess_at=row.at)
    if until >= _span(row.account_id, row.subject)[1]:
        row.delete()
        return
    row.marked_to = until
    row.save(update_fields=["marked_to"])


def _span(account_id: int, subject: str) -> tuple[int, int]:
    """The first and the last number of the account's rows."""
    found = TABLES[subject].objects.filter(account_id=account_id).aggregate(first=Min("pk"), last=Max("pk"))
    return found["first"] or 0, found["last"] or 0


def _wanted(row: ToJudgeAgain) -> QuerySet[Any]:
    """What may owe something: never the many that are over."""
    is_live = {
        "case": ~Q(state=Case.State.CLOSED),
        "order": Q(reassess_at__isnull=False),
        "issue": Q(ended_at__isnull=True),
    }
    owes = Exists(Duty.objects.filter(**{f"{row.subject}_id": OuterRef("pk")}))
    rows: QuerySet[Any] = TABLES[row.subject].objects.filter(account_id=row.account_id)
    return rows.filter(owes | is_live[row.subject])
