"""Routines of the desk: those in force on an account, a person's list, the log of what they did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from kontuar.facts.routines import Condition, Do, Routine, Step, What
from kontuar.store.models import AccountAccess, DeskRoutine, RoutineRun, User
from kontuar.store.queries import access

SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A routine with how often it did something."""

    row: DeskRoutine
    runs: int
    last_at: datetime | None


def in_force(account_id: int) -> list[Routine]:
    """Those that are on and whose maker still owns the account, in their order. One query."""
    owners = AccountAccess.objects.filter(
        account=account_id, role=AccountAccess.Role.OWNER, user__is_active=True
    ).values("user")
    rows = DeskRoutine.objects.filter(is_on=True, ended_at=None, made_by__in=owners)
    return [fact(row) for row in rows.order_by("place", "pk")]


def fact(row: DeskRoutine) -> Routine:
    """A row as the rules know it; what is unknown in it is left out."""
    return Routine(
        pk=row.pk,
        conditions=tuple(
            Condition(what=What(what), values=tuple(values))
            for what, values in row.conditions
            if what in tuple(What)
        ),
        steps=tuple(Step(do=Do(do), value=str(value)) for do, value in row.steps if do in tuple(Do)),
        is_last=row.is_last,
    )


def visible(user: User) -> QuerySet[DeskRoutine]:
    """Routines of people who own an account this person sees."""
    return _known(user).filter(ended_at=None)


def names(user: User) -> dict[int, str]:
    """Names of those and of the deleted ones, for the journal."""
    return dict(_known(user).values_list("pk", "name"))


def _known(user: User) -> QuerySet[DeskRoutine]:
    owners = AccountAccess.objects.filter(
        account_id__in=access.account_ids(user), role=AccountAccess.Role.OWNER
    ).values("user")
    return DeskRoutine.objects.filter(Q(made_by__in=owners) | Q(made_by=user))


def lines(user: User) -> list[Line]:
    """The list in the order they are asked in."""
    mine = access.account_ids(user)
    here = Q(runs__account_id__in=mine)
    rows = visible(user).annotate(count=Count("runs", filter=here), last=Max("runs__at", filter=here))
    return [Line(row=row, runs=row.count, last_at=row.last) for row in rows.order_by("place", "pk")]


def log(user: User, routine_id: int | None = None) -> list[RoutineRun]:
    """What routines did last on the person's accounts."""
    rows = RoutineRun.objects.filter(account_id__in=access.account_ids(user))
    if routine_id is not None:
        rows = rows.filter(routine=routine_id)
    found = rows.select_related("routine", "case__buyer", "account").defer("case__search_text")
    return list(found.order_by("-at", "-pk")[:SHOWN])


def suggested(case_id: int) -> Mapping[str, str] | None:
    """The template a routine proposed last for a case: its reference and the routine's name."""
    rows = RoutineRun.objects.filter(case=case_id).select_related("routine").order_by("-at", "-pk")
    for run in rows[:5]:
        for do, value in run.did:
            if do == Do.TEMPLATE:
                return {"ref": value, "routine": run.routine.name}
    return None
