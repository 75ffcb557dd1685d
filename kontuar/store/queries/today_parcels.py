"""The day's parcels for Today: how many are to leave, and those in trouble."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kontuar.store.models import Account, Duty, Mark, Order, Shipment
from kontuar.store.queries.ready import Ready, Value

LATELY = timedelta(days=3)
MOST_TROUBLES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelLine:
    """An order whose parcel is in trouble. ``trouble``: late, cancelled_after_label, no_number."""

    order_id: int
    number: str
    trouble: str
    account_id: int
    account_name: str
    platform: str
    buyer: str
    items: str
    due_at: datetime | None
    can_work: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcels:
    """The day's parcels: ``today`` is how many are to leave until the end of the day, late ones included."""

    today: int
    tomorrow: int
    troubles: tuple[ParcelLine, ...]


_DISPATCH = Q(kind="dispatch")
"""Duties of orders alone. No more is asked of them: it would not stand in the index."""
_PARCEL = ("pk", "external_id", "account_id", "buyer__login", "fact", "dispatch_by")


def _underway() -> QuerySet[Shipment]:
    """Parcels that are not back: the courier has them or may still take them."""
    return Shipment.objects.exclude(state__in=("returned", "delivered"))


_ANY = Ready(
    lambda mine, by: Duty.objects.filter(_DISPATCH, account_id__in=mine, due_at__lte=by).values_list("pk")[:1]
)
_NUMBERS = Ready(
    # how many there are, of them until the day's end, of them past their limit; no row without any
    lambda mine, by, until, now: (
        Duty.objects.filter(_DISPATCH, account_id__in=mine, due_at__lte=by)
        .values_list("kind")
        .annotate(
            all=Count("pk"),
            today=Count("pk", filter=Q(due_at__lte=until)),
            late=Count("pk", filter=Q(due_at__lt=now)),
        )
        .values_list("all", "today", "late")
    )
)
_LATE_ORDERS = Ready(
    # the earliest by the index of duties, then these orders alone
    lambda mine, now: (
        Duty.objects.filter(
            pk__in=Duty.objects.filter(_DISPATCH, account_id__in=mine, due_at__lt=now)
            .order_by("due_at", "pk")
            .values("pk")[:MOST_TROUBLES]
        )
        .order_by("due_at", "order_id")
        .values_list(*(f"order__{name}" for name in _PARCEL))
    )
)
_LABELLED = Ready(
    # A span with both ends is one that databases expect to be short, whatever stands in it: they take the index.
    lambda mine, since, until: (
        Order.objects.filter(
            account_id__in=mine,
            changed_at__range=(since, until),
            state="cancelled",
            pk__in=_underway()
            .filter(order__account_id__in=mine, order__changed_at__range=(since, until))
            .values("order"),
        )
        .order_by("-changed_at", "pk")
        .values_list(*_PARCEL)[:MOST_TROUBLES]
    )
)
_SILENT = Ready(
    # only once its parcels were asked for: before that, no number means nothing
    lambda mine, since, until: (
        Order.objects.filter(
            ~Exists(Shipment.objects.filter(order=OuterRef("pk"))),
            account_id__in=mine,
            changed_at__range=(since, until),
            parcels_at__gte=F("changed_at"),
            fulfilment="sent",
        )
        .exclude(state="cancelled")
        # the duty stands among the others
        .exclude(pk__in=Duty.objects.filter(kind="no_number", order__isnull=False).values("order"))
        .exclude(pk__in=Mark.objects.filter(of="no_number", ended_at__isnull=True).values("order"))
        .order_by("-changed_at", "pk")
        .values_list(*_PARCEL)[:MOST_TROUBLES]
    )
)


def asked(
    mine: Sequence[int], now: datetime, day_ends_at: datetime
) -> dict[str, tuple[Ready, Sequence[Value]]]:
    """What parcels are asked about, for one statement that tells which of it there is."""
    until, since = day_ends_at + timedelta(days=1), now - LATELY
    return {
        "parcels": (_ANY, (mine, until)),
        "labelled": (_LABELLED, (mine, since, until)),
        "no_number": (_SILENT, (mine, since, until)),
    }


def parcels(
    mine: Sequence[int],
    known: Mapping[int, Account],
    workable: Collection[int],
    now: datetime,
    day_ends_at: datetime,
    there_is: Collection[str],
) -> Parcels:
    """Four queries at most, whatever the number of orders; ``there_is`` names what is to be asked for."""
    until, since = day_ends_at + timedelta(days=1), now - LATELY
    numbers = _NUMBERS(mine, until, day_ends_at, now) if "parcels" in there_is else []
    every, today, late = numbers[0] if numbers else (0, 0, 0)
    found = [
        ("late", _LATE_ORDERS(mine, now) if late else []),
        ("cancelled_after_label", _LABELLED(mine, since, until) if "labelled" in there_is else []),
        ("no_number", _SILENT(mine, since, until) if "no_number" in there_is else []),
    ]
    return Parcels(
        today=today,
        tomorrow=every - today,
        troubles=tuple(_parcel(row, code, known, workable) for code, rows in found for row in rows),
    )


def _parcel(
    row: tuple[Any, ...], trouble: str, known: Mapping[int, Account], workable: Collection[int]
) -> ParcelLine:
    pk, number, account_id, buyer, fact, dispatch_by = row
    lines = fact.get("lines") or []
    more = f" +{len(lines) - 1}" if len(lines) > 1 else ""
    return ParcelLine(
        order_id=pk,
        number=number,
        trouble=trouble,
        account_id=account_id,
        account_name=str(known[account_id]),
        platform=known[account_id].platform,
        buyer=buyer,
        items=f"{lines[0]['name']}{more}" if lines else "",
        due_at=dispatch_by,
        can_work=account_id in workable,
    )
