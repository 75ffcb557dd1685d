"""What people do with cases besides answering: close, put aside, hand over, note."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kontuar.actions import journal, mentions, policies, reassess
from kontuar.actions.errors import Invalid, ReasonNeeded, Text
from kontuar.actions.regroup import merge, move, split, undo
from kontuar.actions.rights import must_work
from kontuar.facts.case import CaseMessage
from kontuar.facts.messages import MessageKind
from kontuar.rules.unanswered import left_standing
from kontuar.store import rebuild
from kontuar.store.models import Case, Message, Note, User
from kontuar.store.queries import access

REASONS: tuple[tuple[str, Text], ...] = (
    ("by_phone", pgettext_lazy("reason for closing", "Answered by phone")),
    ("elsewhere", pgettext_lazy("reason for closing", "Answered in another conversation")),
    ("bought", pgettext_lazy("reason for closing", "The buyer has bought, nothing to add")),
    ("no_question", pgettext_lazy("reason for closing", "It is not a question")),
    ("spam", pgettext_lazy("reason for closing", "Spam or abuse")),
    ("too_old", pgettext_lazy("reason for closing", "Too old to help")),
)
CODES = frozenset(code for code, _label in REASONS)

__all__ = [
    "REASONS",
    "add_note",
    "assign",
    "close",
    "close_backlog",
    "close_closers",
    "close_quietly",
    "merge",
    "move",
    "reopen",
    "split",
    "undo",
    "wait",
]


def close(case: Case, by: User, *, reason: str = "", now: datetime) -> None:
    """Close a case. A question that nobody answered needs a reason; the marketplace counts it all the same."""
    must_work(by, case.account_id)
    if reason and reason not in CODES:
        raise Invalid("reason", _("Choose one of the reasons."), field="reason")
    with transaction.atomic():
        row = _locked(Case.objects.filter(pk=case.pk))[0]
        owed = _owed(row, now)
        if not reason and (row.duties.exists() or any(m.kind is MessageKind.QUESTION for m in owed)):
            raise ReasonNeeded
        _close(row, by, reason, owed, now)


def close_quietly(row: Case, by: User, reason: str, *, now: datetime) -> bool:
    """Close a locked case one may work; False, and nothing done, where an answer is owed and no reason given."""
    owed = _owed(row, now)
    if not reason and (owed or row.duties.exists()):
        return False
    _close(row, by, reason, owed, now)
    return True


def _locked(rows: QuerySet[Case]) -> list[Case]:
    return list(
        rows.select_for_update(of=("self",)).select_related("account", "thread", "buyer").order_by("pk")
    )


def _owed(row: Case, now: datetime) -> list[CaseMessage]:
    """What stands unanswered by the same rules the clocks use, thanks aside."""
    rule = policies.policy(row.account, now=now).answer
    standing = left_standing(rebuild.case(row, list(row.messages.all())), rule, now)
    return [message for message in standing if not message.is_closer]


def _close(row: Case, by: User, reason: str, owed: list[CaseMessage], now: datetime) -> None:
    if reason:
        # No answer is owed to these, says a person.
        Message.objects.filter(case=row, external_id__in=[m.external_id for m in owed]).update(
            waived_reason=reason, waived_by=by, waived_at=now
        )
    Case.objects.filter(pk=row.pk).update(
        state=Case.State.CLOSED, closed_at=now, review_list="", waiting_until=None, waiting_for=""
    )
    journal.record("case.closed", at=now, actor=by, case=row, reason=reason)
    reassess.cases([row.pk], now=now)


@transaction.atomic
def reopen(case: Case, by: User, *, now: datetime) -> None:
    """Open a closed or waiting case; what was waived is owed again."""
    must_work(by, case.account_id)
    Message.objects.filter(case=case).exclude(waived_reason="").update(
        waived_reason="", waived_by=None, waived_at=None
    )
    Case.objects.filter(pk=case.pk).update(
        state=Case.State.OPEN, closed_at=None, waiting_until=None, waiting_for="", review_list=""
    )
    journal.record("case.reopened", at=now, actor=by, case=case)
    reassess.cases([case.pk], now=now)


def reason_of(case: Case) -> str:
    """Why a case was closed without an answer; ``""`` where nobody said so."""
    rows = case.messages.exclude(waived_reason="").order_by("-written_at", "-pk")
    return rows.values_list("waived_reason", flat=True).first() or ""


@transaction.atomic
def wait(case: Case, by: User, *, until: datetime, what_for: str = "", now: datetime) -> None:
    """Put a case aside until a date. Its duties go on: the marketplace's clock does not wait."""
    must_work(by, case.account_id)
    if until <= now:
        raise Invalid("in_the_past", _("Choose a time in the future."), field="until")
    Case.objects.filter(pk=case.pk).update(
        state=Case.State.WAITING,
        waiting_until=until,
        waiting_for=what_for[:120],
        closed_at=None,
        review_list="",
    )
    journal.record("case.waiting", at=now, actor=by, case=case, until=until.isoformat())
    reassess.cases([case.pk], now=now)


@transaction.atomic
def assign(case: Case, by: User, *, to: User | None, now: datetime) -> None:
    """Hand a case to a colleague who may work it, or to nobody."""
    must_work(by, case.account_id)
    if to and not access.can_work(to, case.account_id):
        raise Invalid("no_access", _("This person may not work this account."), field="to")
    Case.objects.filter(pk=case.pk).update(assignee=to)
    journal.record("case.assigned", at=now, actor=by, case=case, to=to.pk if to else None)


@transaction.atomic
def add_note(case: Case, by: User, *, text: str, now: datetime) -> Note:
    """A word for colleagues; it never leaves Kontuar. Who is named in it with @ is called to the case."""
    must_work(by, case.account_id)
    if not text.strip():
        raise Invalid("empty", _("The note is empty."), field="text")
    note = Note.objects.create(case=case, author=by, text=text.strip()[:5000], created_at=now)
    called = mentions.read(note, now=now)
    journal.record("case.noted", at=now, actor=by, case=case, called=[user.pk for user in called])
    return note


def close_closers(by: User, case_ids: Collection[int], *, now: datetime) -> int:
    """Close thanked cases in bulk; those the person may not work are left."""
    return _close_listed(by, case_ids, Case.List.CLOSERS, "", now)


def close_backlog(by: User, case_ids: Collection[int], *, reason: str, now: datetime) -> int:
    """Close old unanswered cases in bulk, with one reason for all."""
    if reason not in CODES:
        raise ReasonNeeded
    return _close_listed(by, case_ids, Case.List.BACKLOG, reason, now)


@transaction.atomic
def _close_listed(by: User, case_ids: Collection[int], which: str, reason: str, now: datetime) -> int:
    workable = access.workable_ids(by)
    rows = Case.objects.filter(pk__in=case_ids, review_list=which, account_id__in=workable)
    count = 0
    for row in _locked(rows):
        count += close_quietly(row, by, reason, now=now)
    return count
