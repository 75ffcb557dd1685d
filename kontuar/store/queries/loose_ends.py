"""Conversations nothing leads on: open without a duty or a next step, trouble without a wish or an outcome noted."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from kontuar.store.models import Case, CaseMatter, Duty, Issue, Mark, Outgoing, User
from kontuar.store.queries.access import account_ids

MOST = 50
LATELY = timedelta(days=30)
GOING = (Outgoing.State.HELD, Outgoing.State.QUEUED, Outgoing.State.SENDING, Outgoing.State.UNSURE)

_HERE = OuterRef("pk")
TROUBLE = (
    Q(thread__kind__in=("problem", "claim"))
    | Q(Exists(Mark.objects.filter(case=_HERE, kind__in=("complaint", "withdrawal"))))
    | Q(Exists(CaseMatter.objects.filter(case=_HERE).exclude(cause="")))
)


def adrift(user: User, now: datetime) -> list[Case]:
    """Nothing is owed, no step to come is noted, no answer is on its way: open ones, and those whose waiting is over.

    A noted step whose day is past leads on no more. The longest silent first, ``MOST`` + 1.
    """
    step = CaseMatter.objects.filter(case=_HERE).exclude(step="", step_text="", step_by=None)
    step = step.filter(Q(step_by=None) | Q(step_by__gt=now))
    over = Q(state=Case.State.WAITING, waiting_until__lte=now)
    rows = _mine(user).filter(Q(state=Case.State.OPEN) | over, review_list="", last_message_at__isnull=False)
    rows = rows.exclude(Exists(Duty.objects.filter(case=_HERE))).exclude(Exists(step))
    rows = rows.exclude(Exists(Outgoing.objects.filter(case=_HERE, state__in=GOING)))
    return list(rows.order_by("last_message_at", "pk")[: MOST + 1])


def wish_unknown(user: User) -> list[Case]:
    """Trouble that runs, and neither a person nor the marketplace's form says what the buyer wants."""
    told = Issue.objects.filter(thread=OuterRef("thread"), fact__expectations__0__isnull=False)
    rows = _mine(user).filter(TROUBLE, state__in=(Case.State.OPEN, Case.State.WAITING))
    rows = rows.exclude(Exists(CaseMatter.objects.filter(case=_HERE).exclude(wants="", wants_text="")))
    return list(rows.exclude(Exists(told)).order_by("last_message_at", "pk")[: MOST + 1])


def outcome_unknown(user: User, now: datetime) -> list[Case]:
    """Trouble closed in the last 30 days without a word of how it ended, the newest first."""
    rows = _mine(user).filter(TROUBLE, state=Case.State.CLOSED, last_message_at__gte=now - 2 * LATELY)
    rows = rows.filter(closed_at__gte=now - LATELY)
    rows = rows.exclude(Exists(CaseMatter.objects.filter(case=_HERE).exclude(outcome="", outcome_text="")))
    return list(rows.order_by("-closed_at", "-pk")[: MOST + 1])


def _mine(user: User) -> QuerySet[Case]:
    rows = Case.objects.filter(account_id__in=account_ids(user))
    return rows.select_related("account", "buyer", "assignee").defer("search_text")
