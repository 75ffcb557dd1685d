"""What judging reads of stored rows: the columns the rules ask for, as plain values.

A row as a whole object costs more than judging it. Locked first, read then: a verdict must not be written over a
newer one. A case or order is one ``Judged`` for all: the same names as the model's, so what reads facts from rows
reads these as well.
"""

from collections.abc import Collection, Iterable
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet

from kontuar.store.models import Account, Case, Duty, Message, Order, Shipment, Thread

CASE = ("pk", "account_id", "thread_id", "order_id", "state", "waiting_until")
ORDER = (
    "pk",
    "account_id",
    "external_id",
    "state",
    "cancelled_at",
    "parcels_at",
)
MESSAGE = (
    "pk",
    "case_id",
    "external_id",
    "role",
    "kind",
    "status",
    "written_at",
    "first_seen_at",
    "is_closer",
    "is_history",
    "waived_reason",
    "vanished_at",
)
PARCEL = (
    "order_id",
    "external_id",
    "carrier",
    "carrier_name",
    "waybill",
    "added_at",
    "line_ids",
    "tracked_at",
    "scans",
)


class Judged(SimpleNamespace):
    """A locked row with what belongs to it; ``account`` is shared by all rows of it."""

    pk: int
    account: Account


def cases(ids: Collection[int], verdict: tuple[str, ...]) -> list[Any]:
    """These cases in the order of their keys, with ``thread`` and ``account``."""
    rows = _locked(Case.objects.all(), ids, (*CASE, *verdict))
    names = ("pk", "kind", "is_open", "problem_type")
    threads = Thread.objects.filter(pk__in={row.thread_id for row in rows} - {None})
    known = {one.pk: one for one in threads.values_list(*names, named=True)}
    for row in rows:
        row.thread = known.get(row.thread_id)
    return rows


def orders(ids: Collection[int], verdict: tuple[str, ...]) -> list[Any]:
    """These orders in the order of their keys, with ``account``."""
    return _locked(Order.objects.all(), ids, (*ORDER, "fact", *verdict))


def messages(case_ids: Collection[int]) -> Iterable[Any]:
    """The messages of these cases, in no order."""
    return Message.objects.filter(case_id__in=case_ids).values_list(*MESSAGE, named=True)


def parcels(order_ids: Collection[int]) -> Iterable[Any]:
    """The parcels of these orders."""
    return Shipment.objects.filter(order_id__in=order_ids).values_list(*PARCEL, named=True)


def duties(values: tuple[str, ...], **of: Any) -> Iterable[Any]:
    """Duties that stand, with their subject's key."""
    (key,) = of
    subject = key.removesuffix("__in")
    return Duty.objects.filter(**of).values_list("pk", "kind", subject, *values, named=True)


def _locked(rows: QuerySet[Any], ids: Collection[int], columns: tuple[str, ...]) -> list[Judged]:
    asked = rows.select_for_update().filter(pk__in=ids).order_by("pk").values_list(*columns)
    found = [Judged(**dict(zip(columns, row, strict=True))) for row in asked]
    accounts = Account.objects.in_bulk({row.account_id for row in found})
    for row in found:
        row.account = accounts[row.account_id]
    return found
