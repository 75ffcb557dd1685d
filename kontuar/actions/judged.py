"""What judging reads of stored rows: the columns the rules ask for, as plain values.

A row as a whole object costs more than judging it. Locked first, read then: a verdict must not be written over a
newer one. A case or order is one ``Judged`` for all: the same names as the model's, so what reads facts from rows
reads these as well.
"""

from collections.abc import Collection, Iterable
from functools import cache
from types import SimpleNamespace
from typing import Any

import msgspec
from django.db.models import Model

from kontuar.actions.columns import Columns
from kontuar.facts.orders import Order as OrderFact
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


THREAD = ("pk", "kind", "is_open", "problem_type")
ORDER_FACT = msgspec.json.Decoder(OrderFact)


class Judged(SimpleNamespace):
    """A locked row with what belongs to it; ``account`` is shared by all rows of it."""

    pk: int
    account: Account


def cases(ids: Collection[int], verdict: tuple[str, ...]) -> list[Any]:
    """These cases in the order of their keys, with ``thread`` and ``account``."""
    rows = _locked(Case, (*CASE, *verdict), ids)
    known = {one.pk: one for one in _threads({row.thread_id for row in rows} - {None})}
    for row in rows:
        row.thread = known.get(row.thread_id)
    return rows


def orders(ids: Collection[int], verdict: tuple[str, ...]) -> list[Any]:
    """These orders in the order of their keys, with ``account``; ``fact`` is the fact itself, not its JSON."""
    return _locked(Order, (*ORDER, "fact", *verdict), ids)


def messages(case_ids: Collection[int]) -> Iterable[Any]:
    """The messages of these cases, in no order."""
    return _messages(case_ids)


def parcels(order_ids: Collection[int]) -> Iterable[Any]:
    """The parcels of these orders."""
    return _parcels(order_ids)


def duties(values: tuple[str, ...], subject: str, ids: Collection[int]) -> Iterable[Any]:
    """Duties that stand, by the column of their ``subject`` (``case_id`` or ``order_id``)."""
    return _duties(values, subject)(ids)


_threads = Columns(Thread, THREAD, "pk")
_messages = Columns(Message, MESSAGE, "case_id")
_parcels = Columns(Shipment, PARCEL, "order_id")


@cache
def _duties(values: tuple[str, ...], subject: str) -> Columns:
    return Columns(Duty, ("pk", "kind", subject, *values), subject)


@cache
def _subjects(model: type[Model], names: tuple[str, ...]) -> Columns:
    return Columns(model, names, "pk", reads={"fact": ORDER_FACT.decode}, locks=True)


def _locked(model: type[Model], names: tuple[str, ...], ids: Collection[int]) -> list[Judged]:
    found = [Judged(**row._asdict()) for row in _subjects(model, names)(ids)]
    accounts = Account.objects.in_bulk({row.account_id for row in found})
    for row in found:
        row.account = accounts[row.account_id]
    return found
