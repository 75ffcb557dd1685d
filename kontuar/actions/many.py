"""One deed done to many cases at once, and undone once. Nothing here sends.

A case somebody changed since is left as it is when the deed is undone: each undoing is a conditional write.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, reassess, tags, triage
from kontuar.actions.errors import ChangedMeanwhile, Invalid, NotAllowed, ReasonNeeded
from kontuar.store.models import BulkChange, Case, CaseTag, Message, Tag, User
from kontuar.store.queries import access

MOST = 200
"""Cases of one deed."""
PLACE = ("state", "review_list", "closed_at", "waiting_until", "waiting_for")
CLOSE, TAG, ASSIGN, WAIT = "close", "tag", "assign", "wait"


@transaction.atomic
def close(by: User, case_ids: Collection[int], *, reason: str = "", now: datetime) -> BulkChange:
    """Close them; without a reason those where something stands unanswered are left open."""
    if reason and reason not in triage.CODES:
        raise ReasonNeeded
    before: dict[str, Any] = {}
    for row in _rows(by, case_ids):
        place = _place(row)
        if row.state != Case.State.CLOSED and triage.close_quietly(row, by, reason, now=now):
            before[str(row.pk)] = place
    return _kept(CLOSE, by, before, {}, now)


@transaction.atomic
def put_tag(by: User, case_ids: Collection[int], tag: Tag, *, now: datetime) -> BulkChange:
    """Put a tag on them."""
    ids = [row.pk for row in _rows(by, case_ids)]
    fresh = tags.put_on(ids, tag, by, now=now)
    return _kept(TAG, by, {str(pk): {} for pk in fresh}, {"tag": tag.pk}, now)


@transaction.atomic
def assign(by: User, case_ids: Collection[int], *, to: User | None, now: datetime) -> BulkChange:
    """Give them to a colleague, or to nobody; those he may not work are left."""
    before: dict[str, Any] = {}
    for row in _rows(by, case_ids):
        if row.assignee_id == (to.pk if to else None) or (to and not access.can_work(to, row.account_id)):
            continue
        triage.assign(row, by, to=to, now=now)
        before[str(row.pk)] = {"assignee": row.assignee_id}
    return _kept(ASSIGN, by, before, {"to": to.pk if to else None}, now)


@transaction.atomic
def wait(by: User, case_ids: Collection[int], *, until: datetime, now: datetime) -> BulkChange:
    """Put them off. Their clocks run on."""
    before: dict[str, Any] = {}
    for row in _rows(by, case_ids):
        before[str(row.pk)] = _place(row)
        triage.wait(row, by, until=until, now=now)
    return _kept(WAIT, by, before, {"until": until.isoformat()}, now)


@transaction.atomic
def undo(change: BulkChange, by: User, *, now: datetime) -> int:
    """Put back what was, where nobody changed it since; how many that were. Only who did it may."""
    if change.by_id != by.pk:
        raise NotAllowed
    if not BulkChange.objects.filter(pk=change.pk, undone_at=None).update(undone_at=now):
        raise ChangedMeanwhile
    rows = {row.pk: row for row in _rows(by, [int(pk) for pk in change.before])}
    undone = [pk for pk in rows if _undo(change, pk)]
    for pk in undone:
        journal.record("case.bulk_undone", at=now, actor=by, case=rows[pk], kind=change.kind)
    reassess.cases(undone, now=now)
    return len(undone)


def _undo(change: BulkChange, pk: int) -> bool:
    before, after = change.before[str(pk)], change.after
    row = Case.objects.filter(pk=pk)
    if change.kind == TAG:
        ours = CaseTag.objects.filter(case=pk, tag=after["tag"], by=change.by, at=change.at)
        return bool(ours.delete()[0])
    if change.kind == ASSIGN:
        return bool(row.filter(assignee=after["to"]).update(assignee=before["assignee"]))
    if change.kind == WAIT:
        still = row.filter(state=Case.State.WAITING, waiting_until=datetime.fromisoformat(after["until"]))
        return bool(still.update(**_read(before)))
    if not row.filter(state=Case.State.CLOSED, closed_at=change.at).update(**_read(before)):
        return False
    waived = Message.objects.filter(case=pk, waived_by=change.by, waived_at=change.at)
    waived.update(waived_reason="", waived_by=None, waived_at=None)
    return True


def forget(case_ids: Collection[int]) -> None:
    """These cases go: what they waited for, in somebody's words, goes with them. Inside a transaction."""
    gone = {str(pk) for pk in case_ids}
    for row in BulkChange.objects.filter(before__has_any_keys=sorted(gone)):
        row.before = {pk: place for pk, place in row.before.items() if pk not in gone}
        row.save(update_fields=["before"])


def _rows(by: User, case_ids: Collection[int]) -> list[Case]:
    """The cases the person may work, locked; more than ``MOST`` is refused."""
    if len(set(case_ids)) > MOST:
        raise Invalid("too_many", _("At most 200 conversations at once."))
    workable = access.workable_ids(by)
    rows = Case.objects.filter(pk__in=case_ids, account_id__in=workable)
    return list(
        rows.select_for_update(of=("self",)).select_related("account", "thread", "buyer").order_by("pk")
    )


def _place(row: Case) -> dict[str, Any]:
    """As JSON keeps it."""
    values = {name: getattr(row, name) for name in PLACE}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }


def _read(place: dict[str, Any]) -> dict[str, Any]:
    moments = ("closed_at", "waiting_until")
    return {
        name: datetime.fromisoformat(value) if name in moments and value else value
        for name, value in place.items()
    }


def _kept(kind: str, by: User, before: dict[str, Any], after: dict[str, Any], now: datetime) -> BulkChange:
    return BulkChange.objects.create(kind=kind, by=by, at=now, before=before, after=after)
