"""What the Outbox shows: everything on its way out, and what needs a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from kontuar.store.models import AccountAccess, Outgoing, User
from kontuar.store.queries import access

LATELY = timedelta(days=7)
FEW = 10
PAGE = 50

UNDO, LATER = "undo", "later"
"""Why a message is held by its writer's wish; any other reason gave it back to a person."""
NEEDS_A_PERSON = ("unsure", "blocked", "refused", "held")
GROUPS = (*NEEDS_A_PERSON, "scheduled", "sending", "sent")
"""In the order of the screen: what needs a person, what waits, what leaves, what left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A message and whether this person may act on it."""

    outgoing: Outgoing
    can_work: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxGroup:
    """A page of one group; ``count`` is all of it."""

    code: str
    count: int
    rows: tuple[OutboxRow, ...]
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


def groups(user: User, *, now: datetime) -> list[OutboxGroup]:
    """Every group that is not empty, with its first few rows."""
    counts = _counts(user, now)
    workable = _workable(user)
    return [
        OutboxGroup(code=code, count=counts[code], rows=_rows(user, code, now, workable, 0, FEW))
        for code in GROUPS
        if counts[code]
    ]


def group(user: User, code: str, *, page: int, now: datetime) -> OutboxGroup:
    """One page of one group; a page past the end is the last one. KeyError for an unknown group."""
    count = access.outbox(user).filter(_conditions(now)[code]).count()
    page = min(max(1, page), max(1, -(-count // PAGE)))
    rows = _rows(user, code, now, _workable(user), (page - 1) * PAGE, page * PAGE)
    return OutboxGroup(code=code, count=count, rows=rows, page=page)


def one(user: User, outgoing_id: int) -> OutboxRow | None:
    """One message, or None when it does not exist for this person."""
    found = _with_names(access.outbox(user).filter(pk=outgoing_id)).first()
    return OutboxRow(outgoing=found, can_work=found.account_id in _workable(user)) if found else None


def needs_a_person(user: User) -> int:
    """Unsure, stopped, refused, or given back by our own last look before sending."""
    conditions = _conditions()
    wanted = Q()
    for code in NEEDS_A_PERSON:
        wanted |= conditions[code]
    return access.outbox(user).filter(wanted).count()


def code_of(outgoing: Outgoing) -> str:
    """The group a message stands in; ``""`` for drafts and cancelled ones, which the screen leaves out."""
    state = Outgoing.State
    if outgoing.state == state.HELD:
        return {UNDO: "sending", LATER: "scheduled"}.get(outgoing.hold_reason, "held")
    if outgoing.state in (state.QUEUED, state.SENDING):
        return "sending"
    if outgoing.state in (state.SENT, state.DELIVERED):
        return "sent"
    return outgoing.state if outgoing.state in NEEDS_A_PERSON else ""


def _conditions(now: datetime | None = None) -> dict[str, Q]:
    state = Outgoing.State
    lately = Q(sent_at__gt=now - LATELY) if now else Q()
    return {
        "unsure": Q(state=state.UNSURE),
        "blocked": Q(state=state.BLOCKED),
        "refused": Q(state=state.REFUSED),
        "held": Q(state=state.HELD) & ~Q(hold_reason__in=(UNDO, LATER)),
        "scheduled": Q(state=state.HELD, hold_reason=LATER),
        "sending": Q(state__in=(state.QUEUED, state.SENDING)) | Q(state=state.HELD, hold_reason=UNDO),
        "sent": Q(state__in=(state.SENT, state.DELIVERED)) & lately,
    }


def _counts(user: User, now: datetime) -> dict[str, int]:
    counted = {code: Count("pk", filter=condition) for code, condition in _conditions(now).items()}
    return access.outbox(user).aggregate(**counted)


def _workable(user: User) -> frozenset[int]:
    roles = AccountAccess.objects.filter(user=user, role__in=access.CAN_WORK)
    return frozenset(roles.values_list("account_id", flat=True))


def _rows(
    user: User, code: str, now: datetime, workable: frozenset[int], start: int, end: int
) -> tuple[OutboxRow, ...]:
    order = {"sent": ("-sent_at", "-pk"), "scheduled": ("not_before", "pk")}
    rows = _with_names(access.outbox(user).filter(_conditions(now)[code]))
    found = rows.order_by(*order.get(code, ("composed_at", "pk")))[start:end]
    return tuple(OutboxRow(outgoing=row, can_work=row.account_id in workable) for row in found)


def _with_names(rows: QuerySet[Outgoing]) -> QuerySet[Outgoing]:
    return rows.select_related("account", "composed_by", "case").prefetch_related("files")
