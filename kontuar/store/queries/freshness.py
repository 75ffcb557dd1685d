"""How old the data of each account is: the first line of Today."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kontuar.store.models import Account, AccountAccess, Stream
from kontuar.store.queries.ready import Ready

LIVE = ("messages", "threads", "orders", "inbox")
"""Streams whose age is the age of the data."""
CLOCKED = {
    "issues": timedelta(hours=1),
    "returns": timedelta(hours=2),
    "returns_open": timedelta(hours=4),
    "refunds": timedelta(hours=2),
    "orders_reconcile": timedelta(hours=2),
    "sent": timedelta(hours=1),
}
"""Slower streams that clocks on Today rest on, and the silence that is too long for each (ours: some
readings missed in a row)."""
QUIET_FOR = timedelta(minutes=6)
"""Live streams are read every minute or sooner: longer silence means nobody reads."""
OUTAGE_AFTER = timedelta(minutes=15)
"""Silence of this length is an outage: the owners are told, ``/health`` says it."""
UNTAKEN_FOR = timedelta(minutes=5)
"""A stream due for so long that nobody took: no worker runs."""
LACKING = "ScopeMissing"
"""``Stream.last_error`` of what the consent does not cover."""


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
    cause: str = ""
    """Why it is silent: ``worker`` (none runs), ``platform`` (no answer), ``blocked``, else empty."""
    lacking: tuple[str, ...] = ()
    """Streams the consent does not cover; all else is read."""
    behind_since: datetime | None = None
    """Since when something slower that clocks rest on (issues, returns; a mailbox's sent folder) was not read;
    None: all was."""
    is_handed_over: bool = False
    """A mailbox that nobody opens: its mail server hands mails over, so silence says nothing."""

    @property
    def is_stale(self) -> bool:
        """What Today shows of this account may be old, or less than all."""
        is_quiet = self.silent_since is not None or (self.read_at is None and not self.is_handed_over)
        is_partial = bool(self.lacking) or self.behind_since is not None or self.is_importing
        return self.is_signed_out or self.is_paused or is_quiet or is_partial


_STREAMS = Ready(lambda mine: Stream.objects.filter(account_id__in=mine).defer("cursor").order_by("pk"))


def freshness(
    roles: Mapping[int, str], *, now: datetime, known: Collection[Account] | None = None
) -> tuple[Freshness, ...]:
    """Of the accounts in ``roles`` (account id → the person's role), signed-out ones first.

    One query, and one for the accounts if they are not ``known``.
    """
    streams: dict[int, list[Stream]] = defaultdict(list)
    for stream in _STREAMS.of(Stream, list(roles)):
        streams[stream.account_id].append(stream)
    found_rows = Account.objects.filter(pk__in=roles) if known is None else known
    rows = sorted(found_rows, key=lambda row: (row.connected_at, row.pk))
    found = [_freshness(row, streams[row.pk], roles[row.pk], now) for row in rows]
    return tuple(sorted(found, key=lambda account: not account.is_signed_out))


def outage(row: Account, streams: Sequence[Stream], *, now: datetime) -> datetime | None:
    """Since when the account is not read, once that is an outage; None while all is well.

    A lost consent is one at once; a pause made by a person is none.
    """
    if row.state == Account.State.PAUSED:
        return None
    silent_since = _silent_since(row, streams, now - OUTAGE_AFTER)
    if row.state == Account.State.SIGNED_OUT:
        return row.auth_problem_at or silent_since or now
    return silent_since or behind_since(row, streams, now=now)


def behind_since(row: Account, streams: Sequence[Stream], *, now: datetime) -> datetime | None:
    """When the longest-silent of the slower streams was last read, if that is too long ago.

    What the consent does not cover is told by ``lacking``, not here.
    """
    late = []
    for stream in () if is_handed_over(row) else streams:
        patience = CLOCKED.get(stream.name)
        if patience is None or stream.last_error == LACKING:
            continue
        read_at = max(stream.last_ok_at or row.connected_at, row.connected_at)
        if read_at < now - patience:
            late.append(read_at)
    return min(late, default=None)


def _silent_since(row: Account, streams: Sequence[Stream], limit: datetime) -> datetime | None:
    """When the live streams were last read, if that was before ``limit``; the connecting, if never."""
    if is_handed_over(row):
        return None
    live = [stream for stream in streams if stream.name in LIVE]
    reads = [max(stream.last_ok_at or row.connected_at, row.connected_at) for stream in live]
    oldest = min(reads, default=row.connected_at)
    return oldest if oldest < limit else None


def is_handed_over(row: Account) -> bool:
    """A mailbox without a server to read: only what is handed over comes in; and a place people note by hand."""
    return row.platform == "elsewhere" or (row.platform == "mail" and not row.settings.get("imap"))


def lacking(streams: Sequence[Stream]) -> tuple[str, ...]:
    """Names of the streams the consent does not cover."""
    return tuple(stream.name for stream in streams if stream.last_error == LACKING)


def is_untaken(stream: Stream, now: datetime) -> bool:
    """Due for minutes and nobody took it."""
    due_at = stream.next_pull_at
    is_held = stream.lease_until is not None and stream.lease_until >= now
    return due_at is not None and due_at < now - UNTAKEN_FOR and not is_held


def _cause(row: Account, streams: Sequence[Stream], now: datetime) -> str:
    live = [stream for stream in streams if stream.name in LIVE]
    if row.blocked_until and row.blocked_until > now:
        return "blocked"
    if any(is_untaken(stream, now) for stream in live):
        return "worker"
    failing = {stream.last_error for stream in live if stream.failures}
    return "platform" if failing & {"Temporary", "OutcomeUnknown"} else ""


def _freshness(row: Account, streams: Sequence[Stream], role: str, now: datetime) -> Freshness:
    live = [stream for stream in streams if stream.name in LIVE]
    read = [stream.last_ok_at for stream in live if stream.last_ok_at]
    once = [stream for stream in streams if stream.name.endswith("history") and not stream.is_finished]
    totals = [stream.total for stream in once]
    silent_since = _silent_since(row, streams, now - QUIET_FOR)
    return Freshness(
        account_id=row.pk,
        name=str(row),
        platform=row.platform,
        is_watch_only=row.is_watch_only,
        is_paused=row.state == Account.State.PAUSED,
        is_signed_out=row.state == Account.State.SIGNED_OUT,
        can_own=role == AccountAccess.Role.OWNER,
        read_at=min(read) if read and len(read) == len(live) else None,
        silent_since=silent_since,
        is_importing=bool(once),
        done=sum(stream.done for stream in once),
        total=None if None in totals else sum(total or 0 for total in totals),
        cause=_cause(row, streams, now) if silent_since else "",
        lacking=lacking(streams),
        behind_since=behind_since(row, streams, now=now),
        is_handed_over=is_handed_over(row),
    )
