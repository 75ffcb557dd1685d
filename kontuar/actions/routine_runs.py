"""Doing what routines say when a buyer wrote, and telling what they would have done. Nothing here sends.

Asked once for each new message, at the end of receiving it: never for history, never for a message that was
there before, never twice (one row for routine and message). What they do makes no news, so nothing goes round.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from kontuar.actions import bulk, journal, routine_news, tags
from kontuar.facts.messages import Role
from kontuar.facts.numbers import whole_number
from kontuar.facts.routines import Do, Routine, Step
from kontuar.rules import routines as rules
from kontuar.rules.routines import Fit
from kontuar.store.models import Account, Case, DeskRoutine, Message, Note, RoutineRun, Tag, User
from kontuar.store.queries import access
from kontuar.store.queries import routines as query

WEEK = timedelta(days=7)
MOST_TRIED = 2000
"""Messages of the last week a dry run looks at, the newest first."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A message a routine would have fitted."""

    message: Message
    fit: Fit


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What a routine would have done since ``since``; ``looked_at`` messages were asked."""

    since: datetime
    looked_at: int
    found: tuple[Tried, ...]


def after_news(account: Account, rows: Sequence[Message] | None, *, now: datetime) -> None:
    """Ask the routines about what has just been stored. Inside the transaction that stored it.

    A fault of theirs never keeps a message from being received: it is undone and told to the log.
    """
    fresh = {row.case_id: row for row in rows or () if _is_news(row, account, now)}
    if not fresh:
        return
    try:
        with transaction.atomic():
            if found := query.in_force(account.pk):
                _apply(found, [row.pk for row in fresh.values()], now)
    except Exception:
        _LOG.exception("Routines were not applied to account %s.", account.pk)


def _is_news(row: Message, account: Account, now: datetime) -> bool:
    is_new = row.first_seen_at == now and row.written_at >= account.connected_at
    return row.role == Role.BUYER.value and is_new and not row.is_history


def _apply(found: Sequence[Routine], message_ids: Sequence[int], now: datetime) -> None:
    messages = list(_around(Message.objects.filter(pk__in=message_ids)).order_by("pk"))
    asked = set(RoutineRun.objects.filter(message__in=messages).values_list("message_id", flat=True))
    fresh = [row for row in messages if row.pk not in asked]
    runs = []
    for row, news in zip(fresh, routine_news.of(fresh), strict=True):
        for fit in rules.fits(found, news):
            did = [[step.do.value, step.value] for step in fit.steps if _do(step, row.case, now)]
            why = [[what.value, value] for what, value in fit.why]
            runs.append(
                RoutineRun(
                    routine_id=fit.routine,
                    account_id=row.account_id,
                    case_id=row.case_id,
                    message=row,
                    at=now,
                    did=did,
                    why=why,
                )
            )
            journal.record("routine.did", at=now, case=row.case, routine=fit.routine, did=[d[0] for d in did])
    bulk.insert(runs, unique=("routine_id", "message_id"))


def _around(rows: QuerySet[Message]) -> QuerySet[Message]:
    return rows.select_related("account", "thread", "case__account", "case__order", "case__offer").defer(
        "case__search_text"
    )


def _do(step: Step, case: Case, now: datetime) -> bool:
    """True when it changed something; a tag or person that is gone changes nothing."""
    if step.do is Do.TEMPLATE:
        return True
    if step.do is Do.NOTE:
        Note.objects.create(case=case, author=None, text=step.value, created_at=now)
        return True
    number = whole_number(step.value) or 0
    if step.do is Do.TAG:
        tag = Tag.objects.filter(pk=number, ended_at=None).first()
        return tag is not None and bool(tags.add([case.pk], tag, None, now=now))
    if step.do is Do.ASSIGN:
        return _assign(case, number)
    until = now + timedelta(hours=number)
    is_open = Case.objects.filter(pk=case.pk, state=Case.State.OPEN)
    return bool(is_open.update(state=Case.State.WAITING, waiting_until=until, review_list=""))


def _assign(case: Case, user_id: int) -> bool:
    """Only what is nobody's, and only to somebody who still works on the account."""
    if not access.may_still_work(user_id, case.account_id):
        return False
    return bool(Case.objects.filter(pk=case.pk, assignee=None).update(assignee_id=user_id))


def dry_run(row: DeskRoutine, by: User, *, now: datetime) -> DryRun:
    """What this routine alone would have done with the last week's messages of the accounts the person owns."""
    owned = [pk for pk, role in access.roles_of(by).items() if role == "owner"]
    since = now - WEEK
    rows = Message.objects.filter(
        account_id__in=owned, role=Role.BUYER.value, written_at__gte=since, is_history=False
    )
    messages = list(_around(rows).select_related("case__buyer").order_by("-written_at", "-pk")[:MOST_TRIED])
    routine = query.fact(row)
    found = []
    for message, news in zip(messages, routine_news.of(messages), strict=True):
        fit = rules.fits([routine], news)
        if fit:
            found.append(Tried(message=message, fit=fit[0]))
    return DryRun(since=since, looked_at=len(messages), found=tuple(found))
