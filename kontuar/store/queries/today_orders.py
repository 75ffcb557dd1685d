"""What Today shows of orders besides the dispatch: parcels in trouble, money to give back, our commission, ratings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kontuar.store.models import Account, Duty, Order
from kontuar.store.queries.ready import Ready

PARCELS = ("promise_broken", "cannot_fulfil", "choice", "promise_risk", "no_number", "no_scan", "stalled")
MONEY = ("refund", "refund_again", "commission")
RATINGS = ("rating",)
KINDS = (*PARCELS, *MONEY, *RATINGS)
ONLY_WHEN_NEAR = ("commission",)
"""Weeks are left for these: they stand on the order's card until it is time to warn."""
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A duty of an order. ``account`` has its application loaded, for the link to the marketplace."""

    duty_id: int
    order_id: int
    number: str
    kind: str
    origin: str
    since_at: datetime
    due_at: datetime
    safer_by: datetime
    warn_at: datetime
    lost: str
    next_step: str
    rule_id: str
    rule_version: str
    account: Account
    buyer: str
    items: str
    can_work: bool
    can_settle: bool


ANY = Ready(lambda mine: Duty.objects.filter(account_id__in=mine, kind__in=KINDS).values_list("pk")[:1])


def lines(mine: Collection[int], workable: Collection[int], *, now: datetime) -> list[OrderLine]:
    """Duties of orders, the safest date first; of the parcel of one order the gravest alone. One query."""
    rows = Duty.objects.filter(account_id__in=mine, kind__in=KINDS)
    rows = rows.exclude(Q(kind__in=ONLY_WHEN_NEAR) & Q(warn_at__gt=now))
    rows = rows.select_related("account__application", "order__buyer").order_by("safer_by", "pk")
    found = [_line(duty, duty.order, workable) for duty in rows[:MOST] if duty.order is not None]
    gravest: dict[int, str] = {}
    for line in found:
        if line.kind in PARCELS:
            held = gravest.get(line.order_id, line.kind)
            gravest[line.order_id] = min(held, line.kind, key=PARCELS.index)
    return [line for line in found if line.kind not in PARCELS or gravest[line.order_id] == line.kind]


def _line(duty: Duty, row: Order, workable: Collection[int]) -> OrderLine:
    sold = row.fact.get("lines") or []
    more = f" +{len(sold) - 1}" if len(sold) > 1 else ""
    return OrderLine(
        duty_id=duty.pk,
        order_id=row.pk,
        number=row.external_id,
        kind=duty.kind,
        origin=duty.origin,
        since_at=duty.since_at,
        due_at=duty.due_at,
        safer_by=duty.safer_by,
        warn_at=duty.warn_at,
        lost=duty.lost,
        next_step=duty.next_step,
        rule_id=duty.rule_id,
        rule_version=duty.rule_version,
        account=duty.account,
        buyer=row.buyer.login,
        items=f"{sold[0]['name']}{more}" if sold else "",
        can_work=duty.account_id in workable,
        can_settle=duty.account_id in workable and (duty.origin == "own" or duty.kind in SETTLED_BY_HAND),
    )


SETTLED_BY_HAND = ("promise_risk", "commission")
"""Besides our own targets: see ``actions.marks``."""
