"""Send what is due: once, or say why not, or say that nobody knows.

Claim (one transaction) → hand over files → one write → record (one transaction). A worker that dies in
between leaves ``sending`` with a lease; the sweep turns it into ``unsure``, never back into ``queued``.
A mail carries its files with it, and a server that took it is all that will ever be known: the letter is kept
in its case at once.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Q

from kontuar.actions import (
    budget,
    claims,
    deliver_mail,
    journal,
    outgoing_facts,
    policies,
    reconcile,
    streams,
    tokens,
)
from kontuar.actions.clients import line
from kontuar.actions.uploads import FileTrouble, hand_over
from kontuar.actions.ways import BY_HAND, is_by_hand
from kontuar.connector_kit.contract import Client, Way
from kontuar.connector_kit.errors import (
    AuthExpired,
    ConnectorError,
    NotSupported,
    OutcomeUnknown,
    RateLimited,
    Refused,
    ScopeMissing,
    Temporary,
    UnexpectedAnswer,
    WatchOnly,
)
from kontuar.connectors import get as connector_named
from kontuar.facts.deeds import AnswerThread, MarkRead, Receipt, StartConversation, WriteLetter
from kontuar.rules import send_guard
from kontuar.store.models import Account, Case, Outgoing

State = Outgoing.State
WRITE = "write"
TIMED_HOLDS = ("undo", "later")
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(minutes=10)
NOT_SHOWN_AFTER = timedelta(days=2)
NOT_SHOWN_AT_LAST = timedelta(days=7)


def release_held(*, now: datetime) -> int:
    """Queue what was held for a time that is over."""
    due = Outgoing.objects.filter(state=State.HELD, hold_reason__in=TIMED_HOLDS, not_before__lte=now)
    return due.update(state=State.QUEUED)


def expire(*, now: datetime) -> int:
    """Messages whose sender died, or that were never shown: unsure. Reading back decides, or a person."""
    rows = list(claims.expired_sends(now).select_related("account", "case"))
    count = 0
    for row in rows:
        lost = claims.expired_sends(now).filter(pk=row.pk)
        if lost.update(state=State.UNSURE, reason="died", looked_at=None):
            journal.record("outgoing.unsure", at=now, case=row.case, outgoing=row.pk, reason="died")
            _read_back(row, now=now)
            count += 1
    return count + doubt(now=now)


def doubt(*, now: datetime) -> int:
    """Messages the marketplace took and has not shown as delivered for days: unsure, a person looks.

    Only once their thread was read after those days; a desk that was switched off waits for that, but no
    longer than a week.
    """
    looked_for = Q(looked_at__gte=F("sent_at") + NOT_SHOWN_AFTER) | Q(sent_at__lt=now - NOT_SHOWN_AT_LAST)
    silent = Outgoing.objects.filter(looked_for, state=State.SENT, sent_at__lt=now - NOT_SHOWN_AFTER)
    count = 0
    for row in silent.select_related("account", "case"):
        still = Outgoing.objects.filter(pk=row.pk, state=State.SENT)
        if still.update(state=State.UNSURE, reason="not_shown", reason_text=""):
            journal.record("outgoing.unsure", at=now, case=row.case, outgoing=row.pk, reason="not_shown")
            _read_back(row, now=now)
            count += 1
    return count


def next_due(account_id: int, *, now: datetime) -> int | None:
    """The oldest message of this account that may leave now."""
    due = Outgoing.objects.filter(account_id=account_id, state=State.QUEUED, not_before__lte=now)
    return due.order_by("not_before", "pk").values_list("pk", flat=True).first()


def one(outgoing_id: int, *, owner: str, now: datetime) -> bool:
    """Send one queued message. False when it was not ours to send now."""
    row = Outgoing.objects.select_related("account", "account__application", "case", "case__thread").get(
        pk=outgoing_id
    )
    if row.account.state != Account.State.ACTIVE or _is_a_persons(row):
        return False
    # The slot first: whoever gets the next one sees this message on the line when he asks the guard.
    if not budget.take_send_slot(row.account, now=now) or not _may_leave(row, now):
        return False
    if not claims.take_outgoing(row.pk, owner=owner, now=now):
        return False
    progress = _Progress()
    try:
        with line(row.account, now=now) as client:
            receipt = _write(client, row, progress, owner=owner, now=now)
            _sent(row, receipt, owner=owner, now=now)
            _mark_read(client, row, receipt.thread_id or row.thread_external_id)
    except ConnectorError as error:
        _not_sent(row, error, owner=owner, now=now)
    except FileTrouble as trouble:
        _give_back(row, "file", owner=owner, now=now, why=str(trouble))
    except Exception:
        if progress.step == WRITE:
            _unsure(row, "fault", "", owner=owner, now=now)
        else:
            _give_back(row, progress.step, owner=owner, now=now)
        raise
    return True


def _is_a_persons(row: Outgoing) -> bool:
    """Where nobody but a person can send, a row that got into the queue goes back to him before anybody claims it."""
    if not is_by_hand(row.account):
        return False
    Outgoing.objects.filter(pk=row.pk, state=State.QUEUED).update(state=State.HELD, hold_reason=BY_HAND)
    return True


def _may_leave(row: Outgoing, now: datetime) -> bool:
    """Ask the send guard with today's facts; act on its verdict unless it says send."""
    policy = policies.policy(row.account, now=now)
    verdict = send_guard.verdict(outgoing_facts.of(row, policy, now=now), now, policy)
    if verdict.decision is send_guard.Decision.SEND:
        return True
    queued = Outgoing.objects.filter(pk=row.pk, state=State.QUEUED)
    if verdict.decision is send_guard.Decision.LATER and verdict.retry_at:
        queued.update(not_before=verdict.retry_at, reason=verdict.reason)
        return False
    with transaction.atomic():
        if queued.update(state=State.HELD, hold_reason=verdict.reason[:20], reason=verdict.reason):
            Case.objects.filter(pk=row.case_id).update(state=Case.State.OPEN, closed_at=None)
            journal.record(
                "outgoing.given_back", at=now, case=row.case, outgoing=row.pk, reason=verdict.reason
            )
    return False


class _OutOfTime(Temporary):
    """Handing over files took so long that the answer to the message might outlive our lease."""


class _Progress:
    """How far a send has come: before ``WRITE`` nothing has left, whatever fails."""

    def __init__(self) -> None:
        self.step = "fault"
        self.timer = claims.Timer(claims.SEND_LEASE)


def _write(client: Client, row: Outgoing, progress: _Progress, *, owner: str, now: datetime) -> Receipt:
    """Get it ready (harmless if repeated), then the one write that must not be."""
    progress.step = "file"
    deed = _deed(client, row, now=now)
    if not progress.timer.has_time():
        raise _OutOfTime("Handing over the files took too long.")
    _still_wanted(row, owner=owner)
    if isinstance(deed, WriteLetter):
        deliver_mail.note_id(row, deed, owner=owner)
    progress.step = WRITE
    return client.perform(deed)


def _deed(client: Client, row: Outgoing, *, now: datetime) -> AnswerThread | StartConversation | WriteLetter:
    """What to ask for there: a letter with its files in it, or a message whose files are there already."""
    if deliver_mail.is_by_letter(row.account):
        return deliver_mail.letter(row, now=now)
    file_ids = _handed_over(client, row)
    if row.kind == Outgoing.Kind.START:
        return StartConversation(
            order_id=row.order_external_id,
            buyer_login=row.buyer_login,
            text=row.text,
            attachment_ids=file_ids,
        )
    return AnswerThread(thread_id=row.thread_external_id, text=row.text, attachment_ids=file_ids)


def _handed_over(client: Client, row: Outgoing) -> tuple[str, ...]:
    """The files' ids there. Nothing of the message has left, so no failure here makes it unsure."""
    try:
        return hand_over(client, row)
    except OutcomeUnknown as error:
        # A file handed over twice reaches nobody: only a message carries it.
        raise Temporary(error.reason, trace_id=error.trace_id) from None
    except UnexpectedAnswer as error:
        raise FileTrouble(f"unreadable answer, trace-id {error.trace_id}") from None


def _still_wanted(row: Outgoing, *, owner: str) -> None:
    """The last look before the write: renewing the access and handing over files take their time.

    Raises WatchOnly when somebody pressed it meanwhile, Temporary when the account rests or the message
    is no longer ours to send.
    """
    account = Account.objects.only("is_watch_only", "state").get(pk=row.account_id)
    if account.is_watch_only:
        raise WatchOnly("The account was made watch-only meanwhile.")
    if account.state != Account.State.ACTIVE:
        raise Temporary("The account was stopped meanwhile.")
    if not claims.held_outgoing(row.pk, owner=owner).filter(state=State.SENDING).exists():
        raise Temporary("The message is no longer ours to send.")


def _sent(row: Outgoing, receipt: Receipt, *, owner: str, now: datetime) -> None:
    try:
        with transaction.atomic():
            _note_sent(row, receipt, owner=owner, now=now)
            if receipt.letter:
                deliver_mail.take_in(row, receipt.letter, now=now)
    except Exception as error:
        if receipt.letter is None:
            raise
        # It is out, whatever became of it here: the sent folder shows it again.
        with transaction.atomic():
            _note_sent(row, receipt, owner=owner, now=now)
        if not isinstance(error, DatabaseError):
            raise
    _read_back(row, now=now)


def _note_sent(row: Outgoing, receipt: Receipt, *, owner: str, now: datetime) -> None:
    """Say so while it is still ours to say."""
    kept = claims.held_outgoing(row.pk, owner=owner).update(
        state=State.SENT,
        external_id=receipt.external_id,
        thread_external_id=receipt.thread_id or row.thread_external_id,
        trace_id=receipt.trace_id[:100],
        sent_at=now,
        lease_until=None,
        reason="",
        reason_text="",
        looked_at=None,
    )
    if kept:
        reconcile.apply_then(row, now=now)
        journal.record("outgoing.sent", at=now, actor=row.composed_by, case=row.case, outgoing=row.pk)


def _read_back(row: Outgoing, *, now: datetime) -> None:
    """See soon what is shown there of it."""
    if deliver_mail.is_by_letter(row.account):
        deliver_mail.read_soon(row.account, now=now)
    else:
        streams.soon(row.account, "threads", now=now)


def _not_sent(row: Outgoing, error: ConnectorError, *, owner: str, now: datetime) -> None:
    match error:
        case OutcomeUnknown() | UnexpectedAnswer():
            _unsure(row, "no_answer", error.trace_id, owner=owner, now=now)
        case RateLimited():
            if error.code != budget.OWN:
                budget.block_until(row.account_id, error.until)
            _again(row, error, max(error.until, now), owner=owner, now=now)
        case AuthExpired():
            _access_ended(row, error, owner=owner, now=now)
        case WatchOnly():
            _give_back(row, "watch_only", owner=owner, now=now)
        case ScopeMissing():
            _give_back(row, "scope", owner=owner, now=now)
        case Refused() | NotSupported():
            _refused(row, error, owner=owner, now=now)
        case _:
            pause = min(FIRST_PAUSE * 2 ** min(row.attempts, 8), LONGEST_PAUSE)
            _again(row, error, now + pause, owner=owner, now=now)


def _unsure(row: Outgoing, reason: str, trace_id: str, *, owner: str, now: datetime) -> None:
    held = claims.held_outgoing(row.pk, owner=owner)
    if held.update(
        state=State.UNSURE, reason=reason, trace_id=trace_id[:100], lease_until=None, looked_at=None
    ):
        journal.record("outgoing.unsure", at=now, case=row.case, outgoing=row.pk, reason=reason)
    _read_back(row, now=now)


def _again(row: Outgoing, error: ConnectorError, when: datetime, *, owner: str, now: datetime) -> None:
    """Nothing happened there: back into the queue. Only while still ``sending``: unsure stays unsure."""
    held = claims.held_outgoing(row.pk, owner=owner).filter(state=State.SENDING)
    held.update(
        state=State.QUEUED,
        not_before=when,
        attempts=F("attempts") + 1,
        lease_until=None,
        reason=error.code[:40] or type(error).__name__[:40],
        reason_text=error.reason[:300],
        trace_id=error.trace_id[:100],
    )


def _access_ended(row: Outgoing, error: AuthExpired, *, owner: str, now: datetime) -> None:
    _again(row, error, now + FIRST_PAUSE, owner=owner, now=now)
    tokens.access_ended(row.account, error, now=now)


def _give_back(row: Outgoing, reason: str, *, owner: str, now: datetime, why: str = "") -> None:
    """Nothing left us: it waits for a person, in an open case."""
    with transaction.atomic():
        held = claims.held_outgoing(row.pk, owner=owner)
        if held.update(state=State.HELD, hold_reason=reason, reason=reason, lease_until=None):
            Case.objects.filter(pk=row.case_id).update(state=Case.State.OPEN, closed_at=None)
            journal.record(
                "outgoing.given_back", at=now, case=row.case, outgoing=row.pk, reason=reason, why=why
            )


def _refused(row: Outgoing, error: ConnectorError, *, owner: str, now: datetime) -> None:
    with transaction.atomic():
        held = claims.held_outgoing(row.pk, owner=owner)
        if held.update(
            state=State.REFUSED,
            settled_at=now,
            reason=error.code[:40] or "refused",
            reason_text=error.reason[:300],
            trace_id=error.trace_id[:100],
            lease_until=None,
        ):
            Case.objects.filter(pk=row.case_id).update(state=Case.State.OPEN, closed_at=None)
            journal.record("outgoing.refused", at=now, case=row.case, outgoing=row.pk, code=error.code)


def _mark_read(client: Client, row: Outgoing, thread_id: str) -> None:
    """Who answered has read. A convenience on the platform's side: its failure is no trouble."""
    if connector_named(row.account.platform).capabilities.get(MarkRead) is not Way.API:
        return
    with suppress(ConnectorError):
        client.perform(MarkRead(thread_id=thread_id))
