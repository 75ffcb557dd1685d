"""Is the desk alive? Counts only: who watches the machine need not know whose accounts these are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kontuar.store.models import Account, Outgoing, Stream

LIVE = ("messages", "orders")
STALE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """``oldest_read_at`` is the age of the data: the live stream that was read longest ago."""

    accounts: int
    signed_out: int
    paused: int
    watch_only: int
    never_read: int
    stale: int
    oldest_read_at: datetime | None
    unsure: int


def health(*, now: datetime) -> Health:
    """Reads a few counts; raises the database's own error when it cannot be asked."""
    state = Account.State
    states = list(Account.objects.values_list("state", "is_watch_only"))
    live = Stream.objects.filter(name__in=LIVE, account__state=state.ACTIVE)
    read = [at for at in live.values_list("last_ok_at", flat=True) if at]
    old = live.filter(account__connected_at__lt=now - STALE_AFTER)
    return Health(
        accounts=len(states),
        signed_out=sum(code == state.SIGNED_OUT for code, _only in states),
        paused=sum(code == state.PAUSED for code, _only in states),
        watch_only=sum(only for _code, only in states),
        never_read=old.filter(last_ok_at=None).count(),
        stale=old.filter(last_ok_at__lt=now - STALE_AFTER).count(),
        oldest_read_at=min(read, default=None),
        unsure=Outgoing.objects.filter(state=Outgoing.State.UNSURE).count(),
    )


def is_migrated() -> bool:
    """True when no migration of this program waits."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
