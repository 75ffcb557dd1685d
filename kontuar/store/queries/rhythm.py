"""A person's day: his plan, absences, and what is due. Every query is one of a person's own accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db.models import F, Q, QuerySet

from kontuar.store.models import (
    Absence,
    AccountAccess,
    Case,
    DeadlineLetter,
    DeadlineTold,
    Duty,
    Order,
    Outgoing,
    Rhythm,
    User,
)
from kontuar.store.queries.access import CAN_WORK, account_ids
from kontuar.store.queries.ready import Ready
from kontuar.store.queries.today import ON_ITS_WAY, TIMED_HOLDS

MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A duty with its subject, ready for a row. ``assignee_id`` is its conversation's person, if any."""

    duty_id: int
    kind: str
    due_at: datetime
    safer_by: datetime
    warn_at: datetime
    since_at: datetime
    lost: str
    rule: tuple[str, str]
    platform: str
    account_name: str
    buyer: str
    subject: str
    case_id: int | None
    order_id: int | None
    issue_id: int | None
    assignee_id: int | None
    assignee: str
    has_order: bool


_PLAN = Ready(lambda user: Rhythm.objects.filter(user=user)[:1])
_ABSENCES = Ready(
    lambda day: (
        Absence.objects.filter(last_day__gte=day)
        .select_related("user", "deputy")
        .order_by("first_day", "pk")[:MOST]
    )
)
_LIMITS = Ready(
    lambda mine, until: Duty.objects.filter(account_id__in=mine, safer_by__lte=until).values_list(
        "pk", "kind", "due_at", "safer_by", "order_id"
    )[:MOST]
)


def plan_of(user: User) -> Rhythm:
    """The person's row; before he saved one, an unsaved one with nothing in it. One query."""
    return _PLAN.first(Rhythm, user.pk) or Rhythm(user=user)


def absences_from(day: date) -> list[Absence]:
    """Everybody's absences that run on ``day`` or come after it, with their people. One query."""
    return _ABSENCES.of(Absence, day)


def limits_until(user: User, until: datetime) -> list[tuple[int, str, datetime, datetime, int | None]]:
    """Id, kind, ``due_at``, ``safer_by`` and order of duties that end until then, ``MOST`` at most. Two queries."""
    return cast(list[tuple[int, str, datetime, datetime, int | None]], _LIMITS(account_ids(user), until))


def cases_of(user: User, people: Collection[int]) -> frozenset[int]:
    """Conversations that owe something and are assigned to ``people``, among the person's accounts."""
    mine = account_ids(user)
    rows = Duty.objects.filter(case__assignee_id__in=people, case__account_id__in=mine)
    return frozenset(rows.values_list("case_id", flat=True)[:MOST])


def duties_between(
    user: User, start: datetime | None, end: datetime, *, most: int = MOST
) -> tuple[list[DutyLine], bool]:
    """Duties whose stricter limit is in [start, end], the safest first; True when there are more. Two queries."""
    rows = Duty.objects.filter(account_id__in=account_ids(user), safer_by__lte=end)
    if start is not None:
        rows = rows.filter(due_at__gte=start)
    rows = rows.select_related("account", "case__buyer", "case__assignee", "order__buyer", "issue__buyer")
    found = list(rows.order_by("safer_by", "pk")[: most + 1])
    return [_line(row) for row in found[:most]], len(found) > most


def letters_of(user: User, since: datetime) -> list[DeadlineLetter]:
    """His letters about deadlines, the newest first."""
    return list(DeadlineLetter.objects.filter(user=user, at__gte=since).order_by("-at", "-pk")[:20])


def oldest_unanswered(user: User) -> DutyLine | None:
    """The buyer's word that has waited longest, wherever it stands. Reads all duties of answers."""
    rows = Duty.objects.filter(
        account_id__in=account_ids(user), kind__in=("answer", "problem"), case__isnull=False
    ).exclude(case__state=Case.State.CLOSED)
    row = rows.select_related("account", "case__buyer", "case__assignee").order_by("since_at", "pk").first()
    return _line(row) if row else None


def _things(order: Order) -> str:
    """What was bought, as Today says it; an order without positions is called by its number."""
    lines = order.fact.get("lines") or []
    name = str(lines[0].get("name", "")) if lines else ""
    return f"{name} +{len(lines) - 1}" if name and len(lines) > 1 else name or order.external_id


def _line(row: Duty) -> DutyLine:
    case, order, issue = row.case, row.order, row.issue
    buyer = issue.buyer if issue else order.buyer if order else case.buyer if case else None
    return DutyLine(
        duty_id=row.pk,
        kind=row.kind,
        due_at=row.due_at,
        safer_by=row.safer_by,
        warn_at=row.warn_at,
        since_at=row.since_at,
        lost=row.lost,
        rule=(row.rule_id, row.rule_version),
        platform=row.account.platform,
        account_name=str(row.account),
        buyer=buyer.login if buyer else issue.buyer_login if issue else "",
        subject=case.subject if case else issue.subject if issue else _things(order) if order else "",
        case_id=row.case_id,
        order_id=row.order_id,
        issue_id=row.issue_id,
        assignee_id=case.assignee_id if case else None,
        assignee=str(case.assignee) if case and case.assignee else "",
        has_order=case is None or case.order_id is not None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A duty that ends soon, without a word of the buyer. ``page`` is the name and key of its address."""

    key: str
    kind: str
    due_at: datetime
    account_name: str
    page: tuple[str, int]


def endings(user: User, mine: Collection[int], *, after: datetime, until: datetime) -> list[Ending]:
    """Duties this person may do that end in (after, until]: nobody's, or of the people in ``mine``. Two queries.

    Not what is answered and on its way.
    """
    workable = AccountAccess.objects.filter(user=user, role__in=CAN_WORK).values_list("account_id", flat=True)
    rows = Duty.objects.filter(account_id__in=list(workable), due_at__gt=after, due_at__lte=until)
    rows = rows.filter(Q(case=None) | Q(case__assignee=None) | Q(case__assignee_id__in=mine))
    rows = rows.exclude(case__in=_answered()).select_related("account").order_by("due_at", "pk")
    return [_ending(row) for row in rows[:MOST]]


def _answered() -> QuerySet[Outgoing, Any]:
    """Conversations whose answer is leaving, written after the buyer's newest word."""
    rows = Outgoing.objects.filter(state__in=ON_ITS_WAY, composed_at__gte=F("case__last_buyer_at"))
    given_back = Q(state=Outgoing.State.HELD) & ~Q(hold_reason__in=TIMED_HOLDS)
    return rows.exclude(given_back).values("case")


def told(user: User, *, after: datetime) -> set[tuple[str, datetime]]:
    """What this person was written to about, of deadlines to come."""
    rows = DeadlineTold.objects.filter(user=user, due_at__gt=after)
    return set(rows.values_list("subject", "due_at"))


def _ending(row: Duty) -> Ending:
    page = ("order", row.order_id or 0)
    if row.case_id:
        page = ("case", row.case_id)
    elif row.issue_id:
        page = ("issue", row.issue_id)
    return Ending(
        key=f"{page[0]}:{page[1]}:{row.kind}",
        kind=row.kind,
        due_at=row.due_at,
        account_name=str(row.account),
        page=page,
    )


def absence_of(user: User, pk: int) -> Absence | None:
    """One's own, one's deputyship, and for an owner everybody's; another's does not exist."""
    rows = Absence.objects.select_related("user", "deputy").filter(pk=pk)
    if not user.is_owner:
        rows = rows.filter(Q(user=user) | Q(deputy=user))
    return rows.first()


def colleagues(user: User) -> list[User]:
    """Active people who see an account that this person sees, himself left out."""
    rows = User.objects.filter(is_active=True, accesses__account_id__in=account_ids(user)).exclude(pk=user.pk)
    return list(rows.distinct().order_by("display_name", "username"))


def accounts_without(deputy: User, person: User) -> list[str]:
    """Names of the person's accounts on which the deputy may not answer."""
    works = AccountAccess.objects.filter(role__in=CAN_WORK)
    his = set(works.filter(user=deputy).values_list("account_id", flat=True))
    rows = works.filter(user=person).exclude(account_id__in=his).select_related("account")
    return [str(row.account) for row in rows.order_by("account_id")]
