"""How old the data of each account is: the first line of Today."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kontuar.store.models import Account, AccountAccess, Stream

LIVE = ("messages", "threads", "orders")
"""Streams whose age is the age of the data."""
QUIET_FOR = timedelta(minutes=6)
"""Live streams are read every minute or sooner: longer silence means nobody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How old an account's data is. ``read_at`` None: never read yet. ``silent_since`` set: not read now."""

    account_id: int
    name: str
    platform: str
    is_watch_only: bool
    is_paused: bool
    is_signed_out: bool
    can_own: bool
    read_at: datetime | None
    silent_since: datetime | None
    is_importing: bool
    done: int
    total: int | None

    @property
    def is_stale(self) -> bool:
        """What Today shows of this account may be old."""
        return self.is_signed_out or self.is_paused or self.silent_since is not None or self.read_at is None


def freshness(roles: Mapping[int, str], *, now: datetime) -> tuple[Freshness, ...]:
    """Of the accounts in ``roles`` (account id → the person's role), signed-out ones first. Two queries."""
    streams: dict[int, list[Stream]] = defaultdict(list)
    for stream in Stream.objects.filter(account_id__in=roles).order_by("pk"):
        streams[stream.account_id].append(stream)
    rows = Account.objects.filter(pk__in=roles).order_by("connected_at", "pk")
    found = [_freshness(row, streams[row.pk], roles[row.pk], now) for row in rows]
    return tuple(sorted(found, key=lambda account: not account.is_signed_out))


def _freshness(row: Account, streams: Sequence[Stream], role: str, now: datetime) -> Freshness:
    live = [stream for stream in streams if stream.name in LIVE]
    read = [stream.last_ok_at for stream in live if stream.last_ok_at]
    read_at = min(read) if read and len(read) == len(live) else None
    once = [stream for stream in streams if stream.name.endswith("history") and not stream.is_finished]
    totals = [stream.total for stream in once]
    is_silent = read_at is not None and now - read_at > QUIET_FOR
    return Freshness(
        account_id=row.pk,
        name=str(row),
        platform=row.platform,
        is_watch_only=row.is_watch_only,
        is_paused=row.state == Account.State.PAUSED,
        is_signed_out=row.state == Account.State.SIGNED_OUT,
        can_own=role == AccountAccess.Role.OWNER,
        read_at=read_at,
        silent_since=read_at if is_silent else None,
        is_importing=bool(once),
        done=sum(stream.done for stream in once),
        total=None if None in totals else sum(total or 0 for total in totals),
    )
