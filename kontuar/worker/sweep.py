"""Find what is due: rows, never a queue, so nothing that a dead process held is lost."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, Model, Q, QuerySet

from kontuar.actions import (
    away,
    deliver,
    deliver_deeds,
    index,
    overrides,
    pull,
    reassess,
    reassess_all,
    reassess_issues,
    reconcile_deeds,
    spool,
)
from kontuar.connector_kit.budget import Urgency
from kontuar.store.models import Account, Case, Issue, Order, Outgoing, OutgoingDeed, Stream

GIVE_WAY = 0.05
"""Seconds between two portions. Who waits to write on SQLite looks every 25 to 100 ms whether he may."""
JUDGED: tuple[type[Model], ...] = (Case, Order, Issue)


@dataclass(frozen=True, slots=True)
class Lane:
    """What runs one after another: one account's sending, its live reading, its import; handed-over mail; judging;
    the night."""

    kind: str
    account_id: int = 0


def tidy(now: datetime) -> None:
    """Holds that are over are queued; what a dead worker was doing becomes unsure; deeds are found again."""
    away.compose(now=now)
    deliver.release_held(now=now)
    deliver.expire(now=now)
    deliver_deeds.release_held(now=now)
    deliver_deeds.expire(now=now)
    reconcile_deeds.settle(now=now)


def due_lanes(now: datetime) -> Iterator[Lane]:
    """Lanes with something to do, sending first."""
    active = Account.objects.filter(state=Account.State.ACTIVE)
    queued = Outgoing.objects.filter(state=Outgoing.State.QUEUED, not_before__lte=now, account__in=active)
    deeds = OutgoingDeed.objects.filter(
        state=OutgoingDeed.State.QUEUED, not_before__lte=now, account__in=active
    )
    for account_id in sorted({*_accounts_of(queued), *_accounts_of(deeds)}):
        yield Lane("send", account_id)
    seen: set[Lane] = set()
    for stream in _due_streams(now).select_related("account").defer("cursor").order_by("next_pull_at", "pk"):
        spec = pull.known_spec(stream.account, stream.name)
        if spec is None:
            # The row of a stream that this version's connector no longer knows.
            continue
        lane = Lane("import" if spec.urgency is Urgency.IMPORT else "live", stream.account_id)
        if lane not in seen:
            seen.add(lane)
            yield lane
    if spool.is_due(now):
        yield Lane("spool")
    if _anything_to_judge(now):
        yield Lane("judge")
    if index.is_behind():
        yield Lane("index")


def next_at(after: datetime) -> datetime | None:
    """The next moment after ``after`` at which time alone makes something due, as the rows tell it now.

    Too early costs a look; too late never happens for what a person waits for: sending, reading, judging, leases.
    """
    out, deeds = Outgoing.State, OutgoingDeed.State
    told = (
        (Outgoing.objects.filter(state__in=(out.HELD, out.QUEUED)), "not_before"),
        (OutgoingDeed.objects.filter(state__in=(deeds.HELD, deeds.QUEUED)), "not_before"),
        (Stream.objects.filter(account__state=Account.State.ACTIVE), "next_pull_at"),
        *((table._default_manager.all(), "reassess_at") for table in JUDGED),
    )
    found = [rows.filter(**{f"{name}__gt": after}).aggregate(at=Min(name))["at"] for rows, name in told]
    # A lease holds to its very last moment.
    leased = (Outgoing.objects.filter(state=out.SENDING), OutgoingDeed.objects.filter(state=deeds.SENDING))
    for rows in (*leased, Stream.objects.all()):
        found.append(rows.filter(lease_until__gte=after).aggregate(at=Min("lease_until"))["at"])
    return min((at for at in found if at is not None), default=None)


def _accounts_of(rows: QuerySet[Any]) -> Iterable[int]:
    return rows.values_list("account_id", flat=True).distinct()


def streams_of(lane: Lane, now: datetime) -> list[int]:
    """Due streams of a reading lane, in the connector's own order of reading."""
    found = [(pull.known_spec(row.account, row.name), row) for row in _in_reach(lane, now)]
    wanted = [(spec, row) for spec, row in found if spec is not None]
    is_import = lane.kind == "import"
    mine = {spec.name: row.pk for spec, row in wanted if (spec.urgency is Urgency.IMPORT) == is_import}
    order = [spec.name for _spec, row in wanted[:1] for spec in pull.specs_of(row.account)]
    return [mine[name] for name in order if name in mine]


def _in_reach(lane: Lane, now: datetime) -> list[Stream]:
    return list(_due_streams(now).filter(account_id=lane.account_id).select_related("account"))


def _due_streams(now: datetime) -> QuerySet[Stream]:
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return Stream.objects.filter(free, next_pull_at__lte=now, account__state=Account.State.ACTIVE)


def _anything_to_judge(now: datetime) -> bool:
    return bool(overrides.turned(now) or reassess_all.is_behind()) or any(
        table._default_manager.filter(reassess_at__lte=now).exists() for table in JUDGED
    )


def judge(now: datetime) -> None:
    """What time alone may have changed, and all that is to be judged again."""
    overrides.turn(now=now)
    while True:
        is_marking = reassess_all.mark_some()
        if is_marking:
            time.sleep(GIVE_WAY)
        judged = reassess.due(now=now) + reassess_issues.due(now=now)
        if not is_marking and judged < reassess.PORTION:
            return
        time.sleep(GIVE_WAY)
