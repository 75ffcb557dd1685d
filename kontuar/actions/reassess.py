"""Judge cases and orders anew: the table of duties and ``reassess_at`` follow from the facts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

import structlog
from django.db import OperationalError, transaction
from django.db.models import Q, QuerySet

from kontuar.actions import journal, policies
from kontuar.rules.assess import assess_case, assess_order
from kontuar.rules.duty import Assessment
from kontuar.rules.duty import Duty as DutyFact
from kontuar.store import rebuild
from kontuar.store.models import Account, Case, Duty, Message, Order, Shipment

log = structlog.get_logger("kontuar.actions")
BAD_ROW_PAUSE = timedelta(hours=1)

STILL_OWED = timedelta(days=7)
"""Ours: an order unsent for less than this when its account was connected is late, not history."""


def cases(ids: Collection[int], *, now: datetime) -> None:
    """Judge these cases. Must run inside a transaction."""
    if not ids:
        return
    rows = Case.objects.select_for_update(of=("self",)).select_related("account", "thread")
    # Locked first, read then: a verdict must not be written over a newer one.
    locked = list(rows.filter(pk__in=ids).order_by("pk"))
    messages: dict[int, list[Message]] = defaultdict(list)
    for message in Message.objects.filter(case_id__in=ids):
        messages[message.case_id].append(message)
    duties = _by_subject(Duty.objects.filter(case_id__in=ids), "case_id")
    known = policies.Policies(now)
    for row in locked:
        verdict = assess_case(rebuild.case(row, messages[row.pk]), known.of(row.account), now)
        _store_duties(verdict.duties, duties[row.pk], account=row.account, case=row, order=None, now=now)
        _store_verdict(Case.objects.filter(pk=row.pk), row, verdict, step=verdict.next_step)


def orders(ids: Collection[int], *, now: datetime) -> None:
    """Judge these orders. Must run inside a transaction."""
    if not ids:
        return
    rows = Order.objects.select_for_update(of=("self",)).select_related("account")
    locked = list(rows.filter(pk__in=ids).order_by("pk"))
    parcels: dict[int, list[Shipment]] = defaultdict(list)
    for parcel in Shipment.objects.filter(order_id__in=ids):
        parcels[parcel.order_id].append(parcel)
    duties = _by_subject(Duty.objects.filter(order_id__in=ids), "order_id")
    known = policies.Policies(now)
    for row in locked:
        verdict = assess_order(
            rebuild.order(row),
            [rebuild.shipment(parcel, row.external_id) for parcel in parcels[row.pk]],
            [rebuild.tracking(parcel) for parcel in parcels[row.pk]],
            known.of(row.account),
            now,
            connected_at=row.account.connected_at - STILL_OWED,
        )
        _store_duties(verdict.duties, duties[row.pk], account=row.account, case=None, order=row, now=now)
        _store_verdict(Order.objects.filter(pk=row.pk), row, verdict)


def due(*, now: datetime, limit: int = 100) -> int:
    """Judge what time alone may have changed; returns how many rows were judged."""
    case_ids = list(_due_ids(Case.objects.all(), now, limit))
    _judge(cases, Case.objects.all(), case_ids, now)
    order_ids = list(_due_ids(Order.objects.all(), now, limit))
    _judge(orders, Order.objects.all(), order_ids, now)
    return len(case_ids) + len(order_ids)


def _judge(
    judge: Callable[..., None], rows: QuerySet[Case] | QuerySet[Order], ids: list[int], now: datetime
) -> None:
    """Judge together; if that fails one by one, so that a row nobody can judge stops no other."""
    try:
        with transaction.atomic():
            judge(ids, now=now)
    except OperationalError:
        raise
    except Exception:
        for pk in ids:
            _judge_alone(judge, rows, pk, now)


def _judge_alone(
    judge: Callable[..., None], rows: QuerySet[Case] | QuerySet[Order], pk: int, now: datetime
) -> None:
    try:
        with transaction.atomic():
            judge([pk], now=now)
    except OperationalError:
        raise
    except Exception as error:
        # The kind of the error alone: its text may quote what a buyer wrote.
        log.error("judging.failed", kind=rows.model.__name__, row=pk, error=type(error).__name__)
        rows.filter(pk=pk).update(reassess_at=now + BAD_ROW_PAUSE)


def everything(account: Account, *, now: datetime) -> None:
    """The policy changed (hours, holidays, zone): let the sweep judge all of the account again."""
    has_duties = Q(duties__isnull=False)
    Case.objects.filter(has_duties | ~Q(state=Case.State.CLOSED), account=account).update(reassess_at=now)
    Order.objects.filter(has_duties | Q(reassess_at__isnull=False), account=account).update(reassess_at=now)


def _due_ids(rows: QuerySet[Case] | QuerySet[Order], now: datetime, limit: int) -> Iterable[int]:
    return rows.filter(reassess_at__lte=now).order_by("reassess_at").values_list("pk", flat=True)[:limit]


def _by_subject(rows: Iterable[Duty], key: str) -> dict[int, dict[str, Duty]]:
    found: dict[int, dict[str, Duty]] = defaultdict(dict)
    for row in rows:
        found[getattr(row, key)][row.kind] = row
    return found


def _store_duties(
    wanted: Iterable[DutyFact],
    held: dict[str, Duty],
    *,
    account: Account,
    case: Case | None,
    order: Order | None,
    now: datetime,
) -> None:
    kept: set[str] = set()
    for duty in wanted:
        kept.add(duty.kind.value)
        values = _values(duty, now)
        row = held.get(duty.kind.value)
        if row is None:
            Duty.objects.create(
                account=account, case=case, order=order, kind=duty.kind.value, opened_at=now, **values
            )
            journal.record("duty.opened", at=now, case=case, order=order, kind=duty.kind.value)
        elif any(getattr(row, name) != value for name, value in values.items()):
            _note_standing(row, str(values["standing"]), case, order, now)
            Duty.objects.filter(pk=row.pk).update(**values)
    for kind, row in held.items():
        if kind not in kept:
            Duty.objects.filter(pk=row.pk).delete()
            journal.record("duty.ended", at=now, case=case, order=order, kind=kind, was=row.standing)


def _note_standing(row: Duty, standing: str, case: Case | None, order: Order | None, now: datetime) -> None:
    if row.standing != standing:
        journal.record("duty.standing", at=now, case=case, order=order, kind=row.kind, standing=standing)


def _values(duty: DutyFact, now: datetime) -> dict[str, object]:
    return {
        "since_at": duty.since_at,
        "due_at": duty.due_at,
        "safer_by": duty.safer_by,
        "warn_at": duty.warn_at,
        "origin": duty.origin.value,
        "rule_id": duty.rule_id,
        "rule_version": duty.rule_version,
        "lost": duty.lost,
        "next_step": duty.next_step,
        "is_counted": duty.is_counted,
        "standing": duty.standing(now).value,
    }


def _store_verdict(
    rows: QuerySet[Case] | QuerySet[Order], row: Case | Order, verdict: Assessment, *, step: str | None = None
) -> None:
    changes: dict[str, object] = {"standing": verdict.standing.value, "reassess_at": verdict.changes_at}
    if step is not None:
        changes["next_step"] = step
    if any(getattr(row, name) != value for name, value in changes.items()):
        rows.update(**changes)
