"""What forgetting one person would do: counted, nothing changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q, Sum

from kontuar.facts.orders import Fulfilment, OrderState
from kontuar.store.models import (
    Attachment,
    Buyer,
    Draft,
    Duty,
    JournalEntry,
    Note,
    Outgoing,
    OutgoingFile,
)
from kontuar.store.queries.person import Rows, rows_of

UNSENT = (Outgoing.State.DRAFT, Outgoing.State.HELD, Outgoing.State.QUEUED, Outgoing.State.UNSURE)
ON_ITS_WAY = (
    Fulfilment.SENT.value, Fulfilment.PICKED_UP.value, Fulfilment.CANCELLED.value, Fulfilment.RETURNED.value
)  # fmt: skip
MAY_BE_CLAIMED = timedelta(days=2 * 365)
"""So long after buying a buyer may open an issue: two years (Polish Consumer Rights Act of 30 May 2014, article 43c,
as in force from 1 January 2023)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Something we owe him: ``kind`` is the duty's, ``due_at`` its limit (UTC)."""

    kind: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would go and what would stay. ``removed`` and ``blanked`` are (kind, rows), only kinds there are.

    ``leaving`` counts messages that are being sent at this moment: nothing can be done then. ``copies`` counts copies
    of the database that were made before an upgrade and still hold everything.
    """

    buyers: tuple[Buyer, ...]
    removed: tuple[tuple[str, int], ...]
    blanked: tuple[tuple[str, int], ...]
    file_bytes: int
    drafts: int
    unsent: int
    leaving: int
    owed: tuple[Owed, ...]
    open_issues: int
    open_orders: int
    claimable_orders: int
    copies: int

    @property
    def is_doubtful(self) -> bool:
        """Something is open: a person has to say that it is meant all the same."""
        return bool(self.drafts or self.unsent or self.owed or self.open_issues or self.open_orders)


def plan(buyers: Collection[Buyer], *, now: datetime) -> Plan:
    """Look at everything of these buyers, who are one person."""
    rows = rows_of(buyers)
    outbox = Outgoing.objects.filter(case__in=rows.cases)
    return Plan(
        buyers=rows.buyers,
        removed=_there(_removed(rows)),
        blanked=_there(_blanked(rows)),
        file_bytes=_file_bytes(rows),
        drafts=Draft.objects.filter(case__in=rows.cases).exclude(text="").count(),
        unsent=outbox.filter(state__in=UNSENT).count() + _waiting_deeds(rows),
        leaving=outbox.filter(state=Outgoing.State.SENDING).count()
        + rows.deeds.filter(state="sending").count(),
        owed=_owed(rows),
        open_issues=rows.issues.filter(ended_at=None).count(),
        open_orders=_open_orders(rows),
        claimable_orders=_claimable(rows, now),
        copies=sum(
            len(list((Path(settings.DATA_DIR) / "before-upgrade").glob(f"*.{ending}")))
            for ending in ("sqlite3", "dump")
        ),
    )


def _there(found: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((kind, count) for kind, count in found.items() if count)


def _removed(rows: Rows) -> dict[str, int]:
    cases = rows.cases
    return {
        "conversations": cases.count(),
        "messages": rows.messages.count(),
        "files": Attachment.objects.filter(message__in=rows.messages).count(),
        "letters": rows.letters.count(),
        "notes": Note.objects.filter(case__in=cases).count(),
        "outgoing": Outgoing.objects.filter(case__in=cases).count(),
        "deeds": rows.deeds.count(),
        "journal": JournalEntry.objects.filter(case__in=cases).count(),
    }


def _blanked(rows: Rows) -> dict[str, int]:
    return {
        "orders": rows.orders.count(),
        "parcels": rows.shipments.count(),
        "issues": rows.issues.count(),
        "ratings": rows.ratings.count(),
        "refunds": rows.refunds.count(),
    }


def _file_bytes(rows: Rows) -> int:
    kept = Attachment.objects.filter(message__in=rows.messages).exclude(path="")
    sums = (
        kept.aggregate(n=Sum("size"))["n"],
        rows.letters.aggregate(n=Sum("size"))["n"],
        OutgoingFile.objects.filter(outgoing__case__in=rows.cases).aggregate(n=Sum("size"))["n"],
        rows.deeds.aggregate(n=Sum("size"))["n"],
    )
    return sum(one or 0 for one in sums)


def _waiting_deeds(rows: Rows) -> int:
    return rows.deeds.filter(state__in=("held", "queued", "unsure")).count()


def _owed(rows: Rows) -> tuple[Owed, ...]:
    his = Q(case__in=rows.cases) | Q(order__in=rows.orders) | Q(issue__in=rows.issues)
    found = Duty.objects.filter(his).order_by("due_at").values_list("kind", "due_at")[:50]
    return tuple(Owed(kind=kind, due_at=due_at) for kind, due_at in found)


def _open_orders(rows: Rows) -> int:
    left = rows.orders.exclude(state=OrderState.CANCELLED.value).exclude(fulfilment__in=ON_ITS_WAY)
    return left.exclude(lines_sent="ALL").count()


def _claimable(rows: Rows, now: datetime) -> int:
    young: int = rows.orders.filter(bought_at__gte=now - MAY_BE_CLAIMED).count()
    return young
