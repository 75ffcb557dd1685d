"""A person's word about a case, an order or an issue: it opens a clock or settles one, and can be taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import calls, journal, policies, reassess, reassess_issues
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.rules.duty import DutyKind, Origin
from kontuar.store.models import Case, Duty, Mark, User
from kontuar.store.queries import access

FIT = frozenset({DutyKind.AT_RISK.value, DutyKind.COMMISSION.value})
"""Duties with a date that is not our own, and that a person may call done all the same: no fact ever ends them."""


def may_settle(duty: Duty) -> bool:
    """Our own targets may be called done by a person; what the marketplace counts ends by facts alone."""
    is_ours = duty.origin == Origin.OWN.value or duty.kind in FIT
    return is_ours and duty.case_id is None


@transaction.atomic
def settle(duty: Duty, by: User, *, now: datetime) -> Mark:
    """Say that a duty is done. It comes back only when the same trouble begins anew, or the word is taken back."""
    if not access.can_work(by, duty.account_id):
        raise NotAllowed
    if not may_settle(duty):
        raise Invalid(
            "not_ours", _("The marketplace counts this: it ends when the marketplace shows it done.")
        )
    subject: dict[str, Any] = {"order": duty.order, "issue": duty.issue}
    mark = Mark.objects.create(
        account=duty.account,
        kind=Mark.Kind.SETTLED,
        of=duty.kind,
        since_at=duty.since_at,
        by=by,
        made_at=now,
        **subject,
    )
    journal.record("duty.settled", at=now, actor=by, account=duty.account, kind=duty.kind, **subject)
    _judge(mark, now)
    return mark


@transaction.atomic
def say(
    case: Case, kind: str, by: User, *, since_at: datetime, due_at: datetime | None = None, now: datetime
) -> Mark:
    """Say what a case is (``complaint``, ``withdrawal``) or by when a supplier promised (``supplier``).

    Said twice it holds once. Raises Invalid for another word, a supplier's date that is no future one, or a term
    no law of the seller's country is known for.
    """
    if not access.can_work(by, case.account_id):
        raise NotAllowed
    _check(case, kind, due_at, now)
    held = Mark.objects.filter(case=case, kind=kind, ended_at__isnull=True)
    if same := held.filter(due_at=due_at).first():
        return same
    mark = Mark.objects.create(
        account=case.account,
        case=case,
        kind=kind,
        since_at=min(since_at, now),
        due_at=due_at,
        by=by,
        made_at=now,
    )
    journal.record("mark.said", at=now, actor=by, case=case, kind=kind)
    _judge(mark, now)
    return mark


def _check(case: Case, kind: str, due_at: datetime | None, now: datetime) -> None:
    if kind == Mark.Kind.SUPPLIER:
        if due_at is None or due_at <= now:
            raise Invalid("in_the_past", _("Choose a time in the future."), field="by")
        return
    if kind not in may_say(case, now=now):
        raise Invalid("no_law", _("No term of the law is known for this country."))


def may_say(case: Case, *, now: datetime) -> tuple[str, ...]:
    """What a person may say a case is: only what a known law gives a term for."""
    rules = policies.policy(case.account, now=now).orders
    terms = {Mark.Kind.COMPLAINT.value: rules.complaint, Mark.Kind.WITHDRAWAL.value: rules.withdrawal}
    return tuple(kind for kind, term in terms.items() if term is not None)


@transaction.atomic
def done(mark: Mark, by: User, *, now: datetime) -> None:
    """What a word asked for is done: answered, paid back, delivered. Twice does nothing more."""
    if not access.can_work(by, mark.account_id):
        raise NotAllowed
    if end(mark, by, now=now):
        journal.record("mark.done", at=now, actor=by, kind=mark.kind, **_subject(mark))
        _judge(mark, now)


@transaction.atomic
def take_back(mark: Mark, by: User, *, now: datetime) -> None:
    """Undo a word; what it opened ends, what it settled is owed again. Twice does nothing more."""
    if not access.can_work(by, mark.account_id):
        raise NotAllowed
    if end(mark, by, now=now):
        journal.record("mark.taken_back", at=now, actor=by, kind=mark.of or mark.kind, **_subject(mark))
        _judge(mark, now)


def end(mark: Mark, by: User | None, *, now: datetime) -> bool:
    """Let a word hold no longer; False when it held no longer already."""
    rows = Mark.objects.filter(pk=mark.pk, ended_at__isnull=True)
    is_ended = bool(rows.update(ended_at=now, ended_by=by))
    if is_ended and mark.kind == Mark.Kind.PROMISED:
        calls.is_done(mark)
    return is_ended


def _subject(mark: Mark) -> dict[str, Any]:
    return {"account": mark.account, "case": mark.case, "order": mark.order, "issue": mark.issue}


def _judge(mark: Mark, now: datetime) -> None:
    if mark.case_id is not None:
        reassess.cases([mark.case_id], now=now)
    if mark.order_id is not None:
        reassess.orders([mark.order_id], now=now)
    if mark.issue_id is not None:
        reassess_issues.issues([mark.issue_id], now=now)
