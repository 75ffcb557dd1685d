"""What Today shows: freshness, stopped messages, duties, the day's parcels."""

from dataclasses import dataclass
from datetime import datetime

from kontuar.store.models import Duty, Outgoing, User
from kontuar.store.queries.access import account_ids

NEEDS_A_LOOK = (Outgoing.State.BLOCKED, Outgoing.State.REFUSED, Outgoing.State.UNSURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Counts by duty for the frame; never unread messages."""

    late: int
    soon: int
    stopped: int

    @property
    def pressing(self) -> int:
        return self.late + self.soon


def header(user: User, *, now: datetime) -> Header:
    """Duties late and running out, and messages of ours that need a look."""
    mine = account_ids(user)
    limits = list(
        Duty.objects.filter(account_id__in=mine, warn_at__lte=now).values_list("due_at", flat=True)[:1000]
    )
    late = sum(due_at < now for due_at in limits)
    stopped = Outgoing.objects.filter(account_id__in=mine, state__in=NEEDS_A_LOOK).count()
    return Header(late=late, soon=len(limits) - late, stopped=stopped)
