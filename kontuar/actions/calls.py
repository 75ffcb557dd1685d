"""Notes of calls on the phone: what was said stands in the talk, what was promised by a date is a duty."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, reassess, triage
from kontuar.actions.errors import Invalid
from kontuar.actions.rights import must_work
from kontuar.store.models import Case, Mark, Note, PhoneCall, User

LONGEST_CALLER, LONGEST_PROMISE = 120, 300
_NUMBER = re.compile(r"\+?[0-9][0-9 ()/.-]{3,38}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A call as a person tells it. ``promised_by`` is aware; ``number`` is given only where it is needed."""

    text: str
    is_ours: bool = False
    caller: str = ""
    number: str = ""
    promise: str = ""
    promised_by: datetime | None = None


@transaction.atomic
def note(case: Case, by: User, said: Said, *, now: datetime) -> Note:
    """Keep the call as a note; with a date promised, the duty runs from now until we write again or call it done.

    Invalid names the field that cannot be used: nothing said, a promise without words or in the past, a number
    that nobody has to call.
    """
    must_work(by, case.account_id)
    _check(said, now)
    row = triage.add_note(case, by, text=said.text, now=now)
    mark = _promised(case, by, said.promised_by, now) if said.promised_by else None
    PhoneCall.objects.create(
        note=row,
        is_ours=said.is_ours,
        caller=" ".join(said.caller.split()),
        number=" ".join(said.number.split()),
        promise=" ".join(said.promise.split()),
        promised_by=said.promised_by,
        mark=mark,
    )
    journal.record("case.called", at=now, actor=by, case=case, ours=said.is_ours, promised=mark is not None)
    if mark is not None:
        reassess.cases([case.pk], now=now)
    return row


def _check(said: Said, now: datetime) -> None:
    if not said.text.strip():
        raise Invalid("empty", _("Say in a few words what was said."), field="text")
    if len(said.caller) > LONGEST_CALLER:
        raise Invalid("too_long", _("At most 120 characters here."), field="caller")
    if len(said.promise) > LONGEST_PROMISE:
        raise Invalid("too_long", _("At most 300 characters here."), field="promise")
    if said.promised_by is not None:
        if not said.promise.strip():
            raise Invalid("no_words", _("Say what was promised by then."), field="promise")
        if said.promised_by <= now:
            raise Invalid("in_the_past", _("Choose a time in the future."), field="day")
    if said.number.strip():
        _check_number(said)


def _check_number(said: Said) -> None:
    if not _NUMBER.fullmatch(" ".join(said.number.split())):
        raise Invalid("number", _("This is no phone number."), field="number")
    if said.promised_by is None:
        raise Invalid(
            "not_needed",
            _("A number is kept only to call back. Say what was promised and by when, or leave it empty."),
            field="number",
        )


def _promised(case: Case, by: User, due_at: datetime, now: datetime) -> Mark:
    return Mark.objects.create(
        account=case.account,
        case=case,
        kind=Mark.Kind.PROMISED,
        since_at=now,
        due_at=due_at,
        by=by,
        made_at=now,
    )


@transaction.atomic
def remove_number(row: Note, by: User, *, now: datetime) -> None:
    """Keep the number no longer. Twice does nothing more."""
    must_work(by, row.case.account_id)
    if PhoneCall.objects.filter(note=row).exclude(number="").update(number=""):
        journal.record("case.call_number_removed", at=now, actor=by, case=row.case)


def is_done(mark: Mark) -> None:
    """What was promised on the phone is done, or taken back: nobody has to call the number any more."""
    PhoneCall.objects.filter(mark=mark).exclude(number="").update(number="")
