"""Claims on rows: compare-and-set with a lease, correct on both databases and across processes.

A lease is longer than anything done under it may take; who outlives his lease must not act on it.
"""

import time
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kontuar.store.models import Outgoing, OutgoingDeed, Stream

PULL_LEASE = timedelta(seconds=120)
SEND_LEASE = timedelta(seconds=120)


class LostClaim(Exception):
    """Somebody else holds the row now; nothing of ours was stored."""


class Timer:
    """How much of a lease is used, by the machine's monotonic clock (a step of the wall clock is harmless)."""

    def __init__(self, lease: timedelta) -> None:
        self._lease = lease.total_seconds()
        self._begun = time.monotonic()

    def passed(self) -> timedelta:
        """How long ago it was begun."""
        return timedelta(seconds=time.monotonic() - self._begun)

    def has_time(self) -> bool:
        """True in the first half: there is time to begin a request and hear its answer."""
        return time.monotonic() - self._begun < self._lease / 2


def take_stream(pk: int, *, owner: str, now: datetime) -> bool:
    """Claim a due stream."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    due = Stream.objects.filter(free, pk=pk, next_pull_at__lte=now)
    return bool(due.update(lease_until=now + PULL_LEASE, lease_owner=owner))


def held_stream(pk: int, *, owner: str) -> QuerySet[Stream]:
    """The stream while the claim is ours: every write to it goes through this filter."""
    return Stream.objects.filter(pk=pk, lease_owner=owner)


def take_outgoing(pk: int, *, owner: str, now: datetime) -> bool:
    """Claim a queued message for sending: from here on its outcome is open."""
    due = Outgoing.objects.filter(pk=pk, state=Outgoing.State.QUEUED, not_before__lte=now)
    return bool(
        due.update(
            state=Outgoing.State.SENDING, lease_until=now + SEND_LEASE, lease_owner=owner, sending_at=now
        )
    )


def held_outgoing(pk: int, *, owner: str) -> QuerySet[Outgoing]:
    """The message while its outcome is still ours to tell, even if the sweep called it unsure meanwhile."""
    states = (Outgoing.State.SENDING, Outgoing.State.UNSURE)
    return Outgoing.objects.filter(pk=pk, lease_owner=owner, state__in=states)


def expired_sends(now: datetime) -> QuerySet[Outgoing]:
    """Messages whose sender died or hangs: nobody knows whether they left."""
    return Outgoing.objects.filter(state=Outgoing.State.SENDING, lease_until__lt=now)


def take_deed(pk: int, *, owner: str, now: datetime) -> bool:
    """Claim a queued deed: from here on its outcome is open."""
    due = OutgoingDeed.objects.filter(pk=pk, state=OutgoingDeed.State.QUEUED, not_before__lte=now)
    return bool(
        due.update(
            state=OutgoingDeed.State.SENDING,
            lease_until=now + SEND_LEASE,
            lease_owner=owner,
            sending_at=now,
            reason="",
        )
    )


def held_deed(pk: int, *, owner: str) -> QuerySet[OutgoingDeed]:
    """The deed while its outcome is still ours to tell, even if the sweep called it unsure meanwhile."""
    states = (OutgoingDeed.State.SENDING, OutgoingDeed.State.UNSURE)
    return OutgoingDeed.objects.filter(pk=pk, lease_owner=owner, state__in=states)


def expired_deeds(now: datetime) -> QuerySet[OutgoingDeed]:
    """Deeds whose worker died or hangs."""
    return OutgoingDeed.objects.filter(state=OutgoingDeed.State.SENDING, lease_until__lt=now)
