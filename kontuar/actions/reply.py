"""Write to a buyer: check, hold for the undo time, queue. Nothing here talks to a marketplace."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import drafts, journal, outgoing_draft, uploads
from kontuar.actions.errors import (
    ChangedMeanwhile,
    Invalid,
    MustLookFirst,
    NotAllowed,
    Stale,
    Stopped,
    TooLate,
    WatchOnlyAccount,
)
from kontuar.actions.uploads import NewFile
from kontuar.facts.drafts import Finding, Severity
from kontuar.store.models import Case, Order, Outgoing, Thread, User
from kontuar.store.queries import access
from kontuar.store.queries.desk import the_desk

State = Outgoing.State
STILL_HERE = (State.HELD, State.QUEUED)
NOT_WITH_THE_BUYER = (*STILL_HERE, State.REFUSED, State.BLOCKED)
AGAIN = (State.REFUSED, State.BLOCKED, State.UNSURE)

__all__ = [
    "NewFile",
    "findings",
    "mark_arrived",
    "put_off",
    "save_draft",
    "send",
    "send_now",
    "start",
    "take_back",
    "try_again",
]


def findings(
    case: Case,
    text: str,
    *,
    by: User | None = None,
    kind: str = "answer",
    file_sizes: Sequence[int] = (),
    now: datetime,
) -> tuple[Finding, ...]:
    """What the reply checks notice, gravest first."""
    return outgoing_draft.findings(case, text, by=by, kind=kind, file_sizes=tuple(file_sizes), now=now)


def save_draft(case: Case, by: User, text: str, *, now: datetime) -> None:
    """Keep what the person has written so far; an empty text forgets it."""
    _must_work(by, case.account_id)
    drafts.keep(case, by, text, now=now)


def send(
    case: Case,
    by: User,
    *,
    text: str,
    key: UUID,
    then: str = "close",
    wait_until: datetime | None = None,
    hold_until: datetime | None = None,
    files: Sequence[NewFile] = (),
    seen_buyer_at: datetime | None = None,
    now: datetime,
) -> Outgoing:
    """Put an answer into the outbox, held for the undo time or until ``hold_until``.

    The same ``key`` again returns the same row: a doubled click sends once. Raises Stopped,
    WatchOnlyAccount or Stale, and keeps the text as a draft whenever it does.
    """
    _must_work(by, case.account_id)
    if same := Outgoing.objects.filter(key=key).first():
        return _same(same, case, by)
    drafts.keep(case, by, text, now=now)
    _check_gate(case, text, by, "answer", files, now)
    if case.thread is None:
        raise Invalid(
            "no_thread", _("This case has no conversation to answer. Write from the order instead.")
        )
    if case.last_buyer_at and (seen_buyer_at is None or case.last_buyer_at > seen_buyer_at):
        raise Stale
    if then == Outgoing.Then.WAIT and wait_until is None:
        wait_until = now + timedelta(days=3)
    row = _new(
        case,
        by,
        text=text,
        key=key,
        kind=Outgoing.Kind.ANSWER,
        thread=case.thread,
        then=then,
        wait_until=wait_until,
        hold_until=hold_until,
        now=now,
    )
    return _put(row, case, by, files, now)


def start(
    order: Order, by: User, *, text: str, key: UUID, files: Sequence[NewFile] = (), now: datetime
) -> Outgoing:
    """Write to the buyer of an order first. A case is opened for it (or the order's open one is used)."""
    _must_work(by, order.account_id)
    if same := Outgoing.objects.filter(key=key).first():
        return same
    with transaction.atomic():
        case = _case_of(order, now)
        drafts.keep(case, by, text, now=now)
    _check_gate(case, text, by, "start", files, now)
    row = _new(
        case,
        by,
        text=text,
        key=key,
        kind=Outgoing.Kind.START,
        thread=None,
        then=Outgoing.Then.CLOSE,
        wait_until=None,
        hold_until=None,
        now=now,
    )
    row.order_external_id = order.external_id
    return _put(row, case, by, files, now)


def _check_gate(case: Case, text: str, by: User, kind: str, files: Sequence[NewFile], now: datetime) -> None:
    if case.account.is_watch_only:
        raise WatchOnlyAccount
    sizes = [len(file.content) for file in files]
    found = findings(case, text, by=by, kind=kind, file_sizes=sizes, now=now)
    if stops := [finding for finding in found if finding.severity is Severity.STOP]:
        raise Stopped(stops)
    outgoing_draft.check_files(files)


def _new(
    case: Case,
    by: User,
    *,
    text: str,
    key: UUID,
    kind: Outgoing.Kind,
    thread: Thread | None,
    then: str,
    wait_until: datetime | None,
    hold_until: datetime | None,
    now: datetime,
) -> Outgoing:
    undo = timedelta(seconds=the_desk().undo_seconds)
    return Outgoing(
        key=key,
        account_id=case.account_id,
        case=case,
        kind=kind,
        thread_external_id=thread.external_id if thread else "",
        buyer_login=case.buyer.login,
        text=outgoing_draft.with_signature(text, outgoing_draft.signature(case, by)),
        state=State.HELD,
        hold_reason="later" if hold_until else "undo",
        not_before=max(hold_until or now, now + undo),
        then=then,
        wait_until=wait_until,
        composed_by=by,
        composed_at=now,
        last_buyer_at=case.last_buyer_at,
        case_state=case.state,
    )


def _put(row: Outgoing, case: Case, by: User, files: Sequence[NewFile], now: datetime) -> Outgoing:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            uploads.keep(row, files)
            drafts.forget(case, by)
            journal.record("outgoing.written", at=now, actor=by, case=case, outgoing=row.pk)
    except IntegrityError:
        same = Outgoing.objects.filter(key=row.key).first()
        if same is None:
            raise
        return _same(same, case, by)
    return row


def _same(row: Outgoing, case: Case, by: User) -> Outgoing:
    if row.case_id != case.pk or row.composed_by_id != by.pk:
        raise ChangedMeanwhile
    return row


def _case_of(order: Order, now: datetime) -> Case:
    rows = Case.objects.select_related("account", "buyer", "thread").filter(order=order)
    case = rows.exclude(state=Case.State.CLOSED).order_by("-last_message_at").first()
    if case:
        return case
    return Case.objects.create(
        account=order.account, buyer=order.buyer, order=order, opened_at=now, state=Case.State.OPEN
    )


def take_back(outgoing: Outgoing, by: User, *, now: datetime) -> str:
    """Undo: the message does not leave and its text is a draft again.

    A refused or blocked one, too, is taken back so: corrected, it is sent as a new one.
    """
    _must_work(by, outgoing.account_id)
    with transaction.atomic():
        mine = Outgoing.objects.filter(pk=outgoing.pk, state__in=NOT_WITH_THE_BUYER)
        if not mine.update(state=State.CANCELLED, settled_at=now, reason="taken_back"):
            raise TooLate
        text = _as_written(outgoing)
        drafts.keep(outgoing.case, by, text, now=now)
        journal.record("outgoing.taken_back", at=now, actor=by, case=outgoing.case, outgoing=outgoing.pk)
    return text


def send_now(outgoing: Outgoing, by: User, *, now: datetime) -> None:
    """A person wants it out now, having seen what the buyer wrote and why it was held."""
    _must_work(by, outgoing.account_id)
    if outgoing.account.is_watch_only:
        raise WatchOnlyAccount
    held = Outgoing.objects.filter(pk=outgoing.pk, state__in=STILL_HERE)
    if not held.update(
        state=State.QUEUED,
        not_before=now,
        hold_reason="",
        reason="",
        composed_at=now,
        last_buyer_at=outgoing.case.last_buyer_at,
        case_state=outgoing.case.state,
    ):
        raise TooLate
    journal.record("outgoing.sent_now", at=now, actor=by, case=outgoing.case, outgoing=outgoing.pk)


def put_off(outgoing: Outgoing, by: User, *, until: datetime, now: datetime) -> None:
    """Hold it until a moment the person chose."""
    _must_work(by, outgoing.account_id)
    if until <= now:
        raise Invalid("in_the_past", _("Choose a time in the future."), field="until")
    held = Outgoing.objects.filter(pk=outgoing.pk, state__in=STILL_HERE)
    if not held.update(state=State.HELD, hold_reason="later", not_before=until):
        raise TooLate
    journal.record("outgoing.put_off", at=now, actor=by, case=outgoing.case, outgoing=outgoing.pk)


def try_again(outgoing: Outgoing, by: User, *, key: UUID, i_looked: bool = False, now: datetime) -> Outgoing:
    """Send a refused, blocked or unsure message once more, as a new one; the old row says so.

    An unsure one needs a person who looked at the marketplace and did not find it (``i_looked``).
    """
    _must_work(by, outgoing.account_id)
    if same := Outgoing.objects.filter(key=key).first():
        return same
    if outgoing.account.is_watch_only:
        raise WatchOnlyAccount
    if outgoing.state == State.UNSURE and not i_looked:
        raise MustLookFirst
    case = outgoing.case
    row = _new(
        case,
        by,
        text=_as_written(outgoing),
        key=key,
        kind=Outgoing.Kind(outgoing.kind),
        thread=None,
        then=outgoing.then,
        wait_until=outgoing.wait_until,
        hold_until=None,
        now=now,
    )
    row.thread_external_id = outgoing.thread_external_id
    row.order_external_id = outgoing.order_external_id
    with transaction.atomic():
        old = Outgoing.objects.filter(pk=outgoing.pk, state__in=AGAIN)
        if not old.update(state=State.CANCELLED, settled_at=now, reason="sent_again"):
            raise ChangedMeanwhile
        row.save(force_insert=True)
        uploads.copy(outgoing, row)
        journal.record("outgoing.sent_again", at=now, actor=by, case=case, outgoing=row.pk, was=outgoing.pk)
    return row


def mark_arrived(outgoing: Outgoing, by: User, *, now: datetime) -> None:
    """A person looked at the marketplace: an unsure message did arrive."""
    _must_work(by, outgoing.account_id)
    unsure = Outgoing.objects.filter(pk=outgoing.pk, state=State.UNSURE)
    if not unsure.update(state=State.DELIVERED, settled_at=now, reason="seen_by_person"):
        raise ChangedMeanwhile
    journal.record("outgoing.seen_by_person", at=now, actor=by, case=outgoing.case, outgoing=outgoing.pk)


def _as_written(row: Outgoing) -> str:
    return outgoing_draft.without_signature(row.text, outgoing_draft.signature(row.case, row.composed_by))


def _must_work(by: User, account_id: int) -> None:
    if not access.can_work(by, account_id):
        raise NotAllowed
