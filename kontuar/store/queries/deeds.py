"""What the Outbox shows of deeds besides messages: what needs a person first, then what is under way or done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from kontuar.store.models import AccountAccess, OutgoingDeed, User
from kontuar.store.queries import access
from kontuar.store.queries.ready import Ready

LATELY = timedelta(days=7)
MOST = 40
UNDO = "undo"
State = OutgoingDeed.State
NEEDS = Q(state__in=(State.UNSURE, State.REFUSED)) | (Q(state=State.HELD) & ~Q(reason=UNDO))
UNDER_WAY = Q(state__in=(State.QUEUED, State.SENDING, State.SENT)) | Q(state=State.HELD, reason=UNDO)

NEEDING_A_LOOK = Ready(lambda mine: OutgoingDeed.objects.filter(NEEDS, account_id__in=mine).values_list("pk"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedRow:
    """A deed and whether this person may act on it."""

    deed: OutgoingDeed
    can_work: bool

    @property
    def needs_a_person(self) -> bool:
        """Unsure, refused, or given back."""
        state, reason = self.deed.state, self.deed.reason
        return state in (State.UNSURE, State.REFUSED) or (state == State.HELD and reason != UNDO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """The list; ``left_out`` is how many more there are."""

    rows: tuple[DeedRow, ...]
    left_out: int


def deeds(user: User, *, now: datetime) -> Deeds:
    """What needs a person, what is under way, and what was done in the last week, in this order."""
    done = Q(state=State.DONE, settled_at__gt=now - LATELY)
    found = _mine(user).filter(NEEDS | UNDER_WAY | done)
    ranked = found.annotate(
        rank=Case(
            When(NEEDS, then=Value(0)), When(UNDER_WAY, then=Value(1)), default=2, output_field=IntegerField()
        )
    ).order_by("rank", "-asked_at", "-pk")
    rows, workable = list(ranked[:MOST]), _workable(user)
    left_out = found.count() - MOST if len(rows) == MOST else 0
    return Deeds(
        rows=tuple(DeedRow(deed=row, can_work=row.account_id in workable) for row in rows), left_out=left_out
    )


def one(user: User, deed_id: int) -> DeedRow | None:
    """One deed, or None when it does not exist for this person."""
    found = _mine(user).filter(pk=deed_id).first()
    return DeedRow(deed=found, can_work=found.account_id in _workable(user)) if found else None


def needing_a_look(account_ids: Collection[int]) -> int:
    """How many wait for somebody to look, of these accounts."""
    return NEEDING_A_LOOK.count(list(account_ids))


def _mine(user: User) -> QuerySet[OutgoingDeed]:
    rows = OutgoingDeed.objects.filter(account_id__in=access.account_ids(user))
    return rows.select_related("account__application", "order__buyer", "rating", "asked_by")


def _workable(user: User) -> frozenset[int]:
    roles = AccountAccess.objects.filter(user=user, role__in=access.CAN_WORK)
    return frozenset(roles.values_list("account_id", flat=True))
