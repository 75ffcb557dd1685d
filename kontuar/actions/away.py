"""The automatic answer out of hours: an owner permits it for an account; the sweep makes what is wanted.

It goes the way of every answer: an outbox row, held for the undo time, claimed with a lease, asked of the send
guard, unsure when the line is lost. It closes nothing, ends no duty, and opens one: the day of return.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from kontuar.actions import away_wanted, draft, journal, policies, reassess, reply
from kontuar.actions.errors import NotAllowed
from kontuar.drafters import away as drafter
from kontuar.facts.drafts import Severity
from kontuar.facts.messages import Role, ThreadKind
from kontuar.rules import away
from kontuar.store.models import Account, AwayAnswer, AwaySent, Case, Mark, Message, Outgoing, User
from kontuar.store.queries import access

State = AwaySent.State
AT_ONCE = 50
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
TIMED = ("undo", "later")
MOST_TRIED = 1000


def setting(account: Account) -> AwayAnswer:
    """The account's switch; before anybody touched it an unsaved one that is off."""
    return AwayAnswer.objects.filter(account=account).first() or AwayAnswer(account=account)


@transaction.atomic
def allow(account: Account, by: User, *, is_on: bool, has_own: bool, now: datetime) -> None:
    """Switch it on or off. Only an owner of the account permits it; switching on lifts a stop by the fuse."""
    if not access.can_own(by, account.pk):
        raise NotAllowed
    values: dict[str, Any] = {"is_on": is_on, "has_own": has_own, "stopped_at": None}
    if is_on:
        values |= {"allowed_by": by, "allowed_at": now}
    AwayAnswer.objects.update_or_create(account=account, defaults=values)
    verb = "away.allowed" if is_on and not has_own else "away.off"
    journal.record(verb, at=now, actor=by, account=account, has_own=has_own)


def compose(*, now: datetime) -> int:
    """Make what is wanted; how many went into the outbox. What was given back to a person is taken out again."""
    live = Q(state=State.WANTED) | Q(state=State.MADE, at__gte=now - HOUR)
    found = list(AwaySent.objects.filter(live).order_by("at").values_list("pk", "state"))
    wanted = [pk for pk, state in found if state == State.WANTED][:AT_ONCE]
    made = sum(_one(pk, now) for pk in wanted)
    if found:
        _take_out(now)
    return made


@transaction.atomic
def _one(pk: int, now: datetime) -> bool:
    if not AwaySent.objects.filter(pk=pk, state=State.WANTED).update(state=State.MADE):
        return False
    row = AwaySent.objects.select_related("account", "message__thread", "message__case").get(pk=pk)
    why = _why_not(row, now)
    back = away_wanted.back_at(row.account, now=now) if not why else None
    if not why and not away.may_answer(away_wanted.word(row.message, row.account), back, now):
        why = "not_now"
    if why or back is None:
        AwaySent.objects.filter(pk=pk).update(state=State.LEFT, why=why)
        return False
    return _put(row, back, now)


def _why_not(row: AwaySent, now: datetime) -> str:
    """The permission as it stands now, and the fuse."""
    held = setting(row.account)
    if not held.is_on or held.has_own or held.stopped_at or held.allowed_by is None:
        return "off"
    if row.account.is_watch_only:
        return "watch_only"
    if not access.can_own(held.allowed_by, row.account_id) or not held.allowed_by.is_active:
        return "no_rights"
    lately = AwaySent.objects.filter(account=row.account, state=State.MADE, at__gt=now - HOUR)
    if lately.count() > away.MOST_AN_HOUR:
        AwayAnswer.objects.filter(pk=held.pk, stopped_at=None).update(stopped_at=now)
        journal.record("away.stopped", at=now, account=row.account)
        return "fuse"
    return ""


def _put(row: AwaySent, back: datetime, now: datetime) -> bool:
    case = Case.objects.select_related("account", "thread", "buyer", "order", "offer").get(
        pk=row.message.case_id
    )
    by, zone = setting(row.account).allowed_by, ZoneInfo(row.account.zone)
    assert by is not None
    text = drafter.draft(back, language=draft.language_of(case), zone=zone)
    found = reply.findings(case, text, now=now)
    if case.thread is None or any(one.severity is Severity.STOP for one in found):
        AwaySent.objects.filter(pk=row.pk).update(state=State.LEFT, why="stopped")
        return False
    out = reply.new_row(
        case,
        by,
        text=text,
        key=uuid4(),
        kind=Outgoing.Kind.ANSWER,
        thread=case.thread,
        then=Outgoing.Then.KEEP,
        wait_until=None,
        hold_until=None,
        now=now,
    )
    out.text = text
    out.save(force_insert=True)
    AwaySent.objects.filter(pk=row.pk).update(outgoing=out)
    calendar = policies.policy(row.account, now=now).calendar
    due_at = away.day_of_return_ends(calendar, back)
    Mark.objects.create(
        account=row.account, case=case, kind=Mark.Kind.PROMISED, since_at=now, due_at=due_at, made_at=now
    )
    journal.record("away.made", at=now, case=case, outgoing=out.pk, back=back.isoformat())
    reassess.cases([case.pk], now=now)
    return True


def _take_out(now: datetime) -> None:
    """What the send guard gave back asks no person: it is not sent, that is all."""
    given_back = Outgoing.objects.filter(away__isnull=False, state=Outgoing.State.HELD)
    given_back.exclude(hold_reason__in=TIMED).update(state=Outgoing.State.CANCELLED, settled_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What would have gone out in the last 7 days: the messages it would have answered, newest first."""

    looked_at: int
    found: tuple[Message, ...]


def dry_run(account: Account, by: User, *, now: datetime) -> DryRun:
    """Once for a buyer and day, by today's hours and absences."""
    if not access.can_own(by, account.pk):
        raise NotAllowed
    rows = Message.objects.filter(
        account=account, role=Role.BUYER.value, written_at__gte=now - WEEK, is_history=False
    )
    messages = list(rows.select_related("thread", "case__buyer").order_by("written_at", "pk")[:MOST_TRIED])
    seen: set[tuple[int, object]] = set()
    found = []
    for row in messages:
        key = (row.thread.buyer_id, row.written_at.astimezone(ZoneInfo(account.zone)).date())
        plain = away.Word(
            written_at=row.written_at,
            thread_kind=ThreadKind(row.thread.kind),
            is_closer=row.is_closer,
            is_person=away_wanted.word(row, account).is_person,
        )
        back = away_wanted.back_at(account, now=row.written_at)
        if key not in seen and away.may_answer(plain, back, row.written_at):
            seen.add(key)
            found.append(row)
    return DryRun(looked_at=len(messages), found=tuple(reversed(found)))
