"""The rows of the streams: one for each that an account's connector knows, and when they are read."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from kontuar.connectors import get as connector_named
from kontuar.store.models import Account, Stream


def make(account: Account, *, now: datetime) -> None:
    """Rows for the streams this account has none of yet, due at once."""
    Stream.objects.bulk_create(
        (Stream(account=account, name=name, next_pull_at=now) for name in _missing(account)),
        ignore_conflicts=True,
    )


def make_missing(*, now: datetime) -> None:
    """At every start: streams that came with an upgrade begin for accounts connected before it."""
    for account in Account.objects.prefetch_related("streams"):
        make(account, now=now)


def soon(account: Account, subjects: str, *, now: datetime) -> None:
    """There is something new to look at: read the streams that take these ``subjects`` now."""
    names = [spec.name for spec in connector_named(account.platform).streams if spec.subjects == subjects]
    named_soon(account, names, now=now)


def named_soon(account: Account, names: Iterable[str], *, now: datetime) -> None:
    """Read these streams now, those of them that the account has.

    One that is being read has perhaps passed by what is new: it is read again when it has finished
    (``pull`` leaves a moment alone that changed while it read).
    """
    later_or_busy = Q(next_pull_at__gt=now) | Q(lease_until__gt=now, next_pull_at__isnull=False)
    Stream.objects.filter(later_or_busy, account=account, name__in=list(names)).update(next_pull_at=now)


def with_bell(account: Account) -> str:
    """The stream for which the platform has a bell; empty when it has none."""
    specs = connector_named(account.platform).streams
    return next((spec.name for spec in specs if spec.has_bell), "")


def ring(account_id: int, name: str, *, now: datetime) -> bool:
    """The platform says there is news: read the stream now.

    False while somebody is reading it: what rang may have come after that reading, so ring again.
    """
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    rows = Stream.objects.filter(free, account_id=account_id, name=name, next_pull_at__isnull=False)
    return bool(rows.update(next_pull_at=now))


def _missing(account: Account) -> Iterable[str]:
    have = {row.name for row in account.streams.all()}
    return [spec.name for spec in connector_named(account.platform).streams if spec.name not in have]
