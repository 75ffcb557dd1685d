"""Is the desk alive? Counts and numbers only: who watches the machine need not know whose accounts these are."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Prefetch

from kontuar.store.models import Account, Outgoing, OutgoingDeed, Stream
from kontuar.store.queries.freshness import LIVE, is_untaken, lacking, outage

SWEPT = "worker-swept"
"""Where the worker leaves its sign of life in the cache table (``actions/beat.py``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHealth:
    """One account by its number. ``state`` is ok, signed_out, paused or not_read."""

    number: int
    state: str
    read_at: datetime | None
    since: datetime | None
    is_watch_only: bool
    is_told: bool
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """``is_worked`` is False when something has been due for minutes and no worker took it."""

    accounts: tuple[AccountHealth, ...]
    is_worked: bool
    unsure: int
    deeds_unsure: int

    def count(self, state: str) -> int:
        """Accounts in a state."""
        return sum(account.state == state for account in self.accounts)

    @property
    def oldest_read_at(self) -> datetime | None:
        """The age of the data: the account that was read longest ago, of those that should be read."""
        read = [account.read_at for account in self.accounts if account.read_at and account.state != "paused"]
        return min(read, default=None)


def health(*, now: datetime) -> Health:
    """Reads a few rows; raises the database's own error when it cannot be asked."""
    streams = Prefetch("streams", Stream.objects.defer("cursor"))
    rows = list(Account.objects.prefetch_related(streams).order_by("pk"))
    active = [row for row in rows if row.state == Account.State.ACTIVE]
    untaken = any(is_untaken(stream, now) for row in active for stream in row.streams.all())
    return Health(
        accounts=tuple(_account(row, now) for row in rows),
        is_worked=not untaken,
        unsure=Outgoing.objects.filter(state=Outgoing.State.UNSURE).count(),
        deeds_unsure=OutgoingDeed.objects.filter(state=OutgoingDeed.State.UNSURE).count(),
    )


def _account(row: Account, now: datetime) -> AccountHealth:
    streams = list(row.streams.all())
    since = outage(row, streams, now=now)
    live = [stream.last_ok_at for stream in streams if stream.name in LIVE]
    state = "not_read" if since else "ok"
    if row.state != Account.State.ACTIVE:
        state = str(row.state)
    return AccountHealth(
        number=row.pk,
        state=state,
        read_at=min((at for at in live if at), default=None) if all(live) else None,
        since=since,
        is_watch_only=row.is_watch_only,
        is_told=row.trouble_told_at is not None,
        lacking=lacking(streams),
    )


def is_migrated() -> bool:
    """True when no migration of this program waits."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def last_sweep_at() -> datetime | None:
    """When a worker last looked for what is due; None when none ever did. Ten seconds too old at most."""
    found: datetime | None = cache.get(SWEPT)
    return found
