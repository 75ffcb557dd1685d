"""Write to a buyer: check, then into the outbox. Nothing here talks to a marketplace."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import drafts, journal, mail_reply, offer_sheets, outgoing_draft, templates, uploads
from kontuar.actions.errors import (
    ChangedMeanwhile,
    Invalid,
    Stale,
    Stopped,
    WatchOnlyAccount,
)
from kontuar.actions.rights import must_work
from kontuar.actions.uploads import NewFile
from kontuar.actions.ways import BY_HAND, is_by_hand
from kontuar.facts.drafts import Finding, Severity
from kontuar.store.models import Case, Order, Outgoing, Thread, User
from kontuar.store.queries.desk import the_desk

State = Outgoing.State
HEATED = "heated"
LOOK_AGAIN = timedelta(days=3)
NO_THREAD = _("This case has no conversation to answer. Write from the order instead.")
NO_TIMER = _(
    "NOT sent: a text written in anger does not leave by a timer. Put it off with “1 h” or “Until tomorrow”: it"
    " comes back as a draft."
)

__all__ = [
    "NewFile",
    "findings",
    "must_be_read",
    "new_row",
    "save_draft",
    "send",
    "start",
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


def save_draft(
    case: Case, by: User, text: str, *, library: Sequence[int] | None = None, now: datetime
) -> None:
    """Keep what the person has written so far, and the files of the library he chose (None: as they were)."""
    must_work(by, case.account_id)
    drafts.keep(case, by, text, library=library, now=now)


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
    library: Sequence[int] | None = None,
    cc: Sequence[str] = (),
    seen_buyer_at: datetime | None = None,
    leaves_draft: bool = False,
    now: datetime,
) -> Outgoing:
    """Put an answer into the outbox, held for the undo time or until ``hold_until``.

    The same ``key`` again returns the same row: a doubled click sends once. Raises Stopped, Invalid,
    WatchOnlyAccount or Stale, and keeps the text as a draft whenever it does. ``cc`` are addresses that get a
    copy of a mail, ``library`` the numbers of files of the library. ``leaves_draft`` does not touch what the person
    has begun to write here: this text is another.
    """
    must_work(by, case.account_id)
    if same := Outgoing.objects.filter(key=key).first():
        return _same(same, case, by)
    if not leaves_draft:
        drafts.keep(case, by, text, library=library, now=now)
    files = [*files, *offer_sheets.to_send(case, library or ())]
    passed = _check_gate(case, text, by, "answer", files, now)
    if hold_until and HEATED in passed:
        raise Stopped(code=HEATED, text=NO_TIMER)
    if case.thread is None:
        raise Invalid("no_thread", NO_THREAD)
    must_be_read(case, seen_buyer_at)
    wait_until = wait_until or (now + LOOK_AGAIN if then == Outgoing.Then.WAIT else None)
    row = new_row(
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
    row.cc = mail_reply.copies(case.account, cc)
    return _put(row, case, by, files, passed, now, text=text, leaves_draft=leaves_draft)


def start(
    order: Order, by: User, *, text: str, key: UUID, files: Sequence[NewFile] = (), now: datetime
) -> Outgoing:
    """Write to the buyer of an order first. A case is opened for it (or the order's open one is used)."""
    must_work(by, order.account_id)
    if same := Outgoing.objects.filter(key=key).first():
        return same
    with transaction.atomic():
        case = _case_of(order, now)
        drafts.keep(case, by, text, now=now)
    passed = _check_gate(case, text, by, "start", files, now)
    row = new_row(
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
    return _put(row, case, by, files, passed, now)


def must_be_read(case: Case, seen_buyer_at: datetime | None) -> None:
    """Raises Stale when the buyer wrote after what the person had before him."""
    if case.last_buyer_at and (seen_buyer_at is None or case.last_buyer_at > seen_buyer_at):
        raise Stale


def _check_gate(
    case: Case, text: str, by: User, kind: str, files: Sequence[NewFile], now: datetime
) -> list[str]:
    """Raises what stops the text; gives the codes of warnings its writer sends it in spite of."""
    mail_reply.must_be_able(case.account)
    if case.account.is_watch_only and not is_by_hand(case.account):
        raise WatchOnlyAccount
    sizes = [len(file.content) for file in files]
    found = findings(case, text, by=by, kind=kind, file_sizes=sizes, now=now)
    if stops := [finding for finding in found if finding.severity is Severity.STOP]:
        raise Stopped(stops)
    outgoing_draft.check_files(files, case.account)
    return sorted({finding.code for finding in found if finding.severity is Severity.WARNING})


def new_row(
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
    """A row as it stands in the outbox at first, not saved: held for the undo time or until ``hold_until``; where
    a person sends, until he says that he did."""
    undo = timedelta(seconds=the_desk().undo_seconds)
    leaves_at = max(hold_until or now, now + undo)
    return Outgoing(
        key=key,
        account_id=case.account_id,
        case=case,
        kind=kind,
        thread_external_id=thread.external_id if thread else "",
        buyer_login=mail_reply.addressee(case),
        text=outgoing_draft.with_signature(text, outgoing_draft.signature(case, by)),
        state=State.HELD,
        hold_reason=BY_HAND if is_by_hand(case.account) else "later" if hold_until else "undo",
        not_before=leaves_at,
        planned_at=leaves_at,
        then=then,
        wait_until=wait_until,
        composed_by=by,
        composed_at=now,
        last_buyer_at=case.last_buyer_at,
        case_state=case.state,
    )


def _put(
    row: Outgoing,
    case: Case,
    by: User,
    files: Sequence[NewFile],
    passed: Sequence[str],
    now: datetime,
    *,
    text: str = "",
    leaves_draft: bool = False,
) -> Outgoing:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            uploads.keep(row, files)
            if not leaves_draft:
                drafts.forget(case, by)
                templates.settle(case, by, row, text)
            journal.record(
                "outgoing.written", at=now, actor=by, case=case, outgoing=row.pk, overruled=list(passed)
            )
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
