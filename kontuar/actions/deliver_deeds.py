"""Do what was asked for besides messages: once, or say why not, or say that nobody knows.

As for messages: claim under the guard (one transaction) → one write → record (one transaction). A worker that
dies in between leaves ``sending`` with a lease; the sweep makes it ``unsure``, never ``queued``. Only an
invoice whose metadata the marketplace took already goes back into the queue: its file may be handed over twice.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from kontuar.actions import budget, claims, deed_facts, journal, policies, reconcile_deeds, tokens, uploads
from kontuar.actions.clients import line
from kontuar.connector_kit.contract import Client
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
from kontuar.rules import deed_guard
from kontuar.store import rebuild
from kontuar.store.models import Account, OutgoingDeed

Kind, State = OutgoingDeed.Kind, OutgoingDeed.State
UNDO = "undo"
STALE, FILE_THERE = "STALE", "FILE_THERE"
WRITE = "write"
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(minutes=10)
LOOK_FIRST = timedelta(seconds=10)


def release_held(*, now: datetime) -> int:
    """Queue what was held for the undo time that is over."""
    due = OutgoingDeed.objects.filter(state=State.HELD, reason=UNDO, not_before__lte=now)
    return due.update(state=State.QUEUED, reason="")


def expire(*, now: datetime) -> int:
    """Deeds whose worker died: unsure. Reading back decides, or a person."""
    count = 0
    for row in claims.expired_deeds(now).select_related("account", "order", "rating"):
        lost = claims.expired_deeds(now).filter(pk=row.pk)
        if row.kind == Kind.INVOICE and row.external_id:
            count += lost.update(state=State.QUEUED, lease_until=None, not_before=now)
        elif lost.update(state=State.UNSURE, reason="died", looked_at=None):
            _note("deed.unsure", row, now, reason="died")
            reconcile_deeds.look_soon(row, now=now)
            count += 1
    return count


def next_due(account_id: int, *, now: datetime) -> int | None:
    """The oldest deed of this account that may leave now."""
    due = OutgoingDeed.objects.filter(account_id=account_id, state=State.QUEUED, not_before__lte=now)
    return due.order_by("not_before", "pk").values_list("pk", flat=True).first()


def one(deed_id: int, *, owner: str, now: datetime) -> bool:
    """Do one queued deed. False when it was not ours to do now."""
    row = OutgoingDeed.objects.select_related("account__application", "order", "rating").get(pk=deed_id)
    if row.account.state != Account.State.ACTIVE or not _claim(row, owner=owner, now=now):
        return False
    progress = _Progress()
    try:
        with line(row.account, now=now) as client:
            _do(client, row, progress, owner=owner, now=now)
    except Refused as error:
        _no(row, error, progress.revision, owner=owner, now=now)
    except ConnectorError as error:
        _not_done(row, error, owner=owner, now=now)
    except uploads.FileTrouble:
        _give_back(row, "file", owner=owner, now=now)
    except Exception:
        if progress.step == WRITE:
            _unsure(row, "fault", "", owner=owner, now=now)
        else:
            _give_back(row, "fault", owner=owner, now=now)
        raise
    return True


class _Progress:
    """How far it has come: before ``WRITE`` nothing has left, whatever fails."""

    def __init__(self) -> None:
        self.step = ""
        self.revision = ""
        self.timer = claims.Timer(claims.SEND_LEASE)

    def must_have_time(self) -> None:
        """Raises Temporary when the answer to what comes next might outlive our lease."""
        if not self.timer.has_time():
            raise Temporary("The steps before took too long.")


def _claim(row: OutgoingDeed, *, owner: str, now: datetime) -> bool:
    """Ask the guard with today's facts and claim, one worker of an account at a time."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=row.account_id)
        policy = policies.policy(account, now=now)
        facts = deed_facts.of(row, watch_only=account.is_watch_only, now=now)
        verdict = deed_guard.verdict(facts, now, policy)
        if verdict.decision is deed_guard.Decision.DO:
            return claims.take_deed(row.pk, owner=owner, now=now)
        _heed(row, verdict, now)
    return False


def _heed(row: OutgoingDeed, verdict: deed_guard.Verdict, now: datetime) -> None:
    queued = OutgoingDeed.objects.filter(pk=row.pk, state=State.QUEUED)
    if verdict.decision is deed_guard.Decision.LATER:
        queued.update(not_before=verdict.retry_at, reason=verdict.reason)
        return
    is_so = verdict.decision is deed_guard.Decision.ALREADY
    state, settled_at = (State.DONE, now) if is_so else (State.HELD, None)
    if queued.update(state=state, settled_at=settled_at, reason=verdict.reason):
        _note("deed.already_so" if is_so else "deed.given_back", row, now, reason=verdict.reason)


def _do(client: Client, row: OutgoingDeed, progress: _Progress, *, owner: str, now: datetime) -> None:
    if row.kind == Kind.INVOICE:
        _invoice(client, row, progress, owner=owner, now=now)
        return
    progress.must_have_time()
    progress.revision = _still_wanted(row, owner=owner)
    progress.step = WRITE
    receipt = client.perform(deed_facts.deed(row, revision=progress.revision))
    row.external_id, row.trace_id = receipt.external_id, receipt.trace_id[:100]
    _sent(row, owner=owner, now=now)


def _invoice(client: Client, row: OutgoingDeed, progress: _Progress, *, owner: str, now: datetime) -> None:
    """Metadata, which must not be repeated, then the file, which may; the file's receipt is the proof."""
    content = uploads.content(row.path, row.sha256)
    progress.must_have_time()
    _still_wanted(row, owner=owner)
    if not row.external_id:
        progress.step = WRITE
        receipt = client.perform(deed_facts.deed(row, revision=""))
        if not claims.held_deed(row.pk, owner=owner).update(external_id=receipt.external_id):
            return
        row.external_id = receipt.external_id
        progress.step = ""
        progress.must_have_time()
        _still_wanted(row, owner=owner)
    file, before = deed_facts.invoice_file(row, content), row.what
    held = claims.held_deed(row.pk, owner=owner)
    held.update(what={**before, deed_facts.FILE_TRIED: row.external_id})
    try:
        receipt = client.perform(file)
    except Refused as error:
        if error.code == FILE_THERE:  # what stands there is not ours, also when it is sent again
            held.update(what=before)
        raise
    except (OutcomeUnknown, UnexpectedAnswer) as error:
        # Handing over the same file again changes nothing there.
        raise Temporary(error.reason, trace_id=error.trace_id, code=error.code) from None
    row.trace_id = receipt.trace_id[:100]
    _sent(row, owner=owner, now=now, is_proven=True)


def _still_wanted(row: OutgoingDeed, *, owner: str) -> str:
    """The last look before the write, for renewing the access takes its time; the order's revision now.

    Raises WatchOnly when somebody pressed it meanwhile, Temporary when the account rests or the deed is
    no longer ours to do.
    """
    account = Account.objects.only("is_watch_only", "state").get(pk=row.account_id)
    if account.is_watch_only:
        raise WatchOnly("The account was made watch-only meanwhile.")
    if account.state != Account.State.ACTIVE:
        raise Temporary("The account was stopped meanwhile.")
    if not claims.held_deed(row.pk, owner=owner).filter(state=State.SENDING).exists():
        raise Temporary("The deed is no longer ours to do.")
    if row.order_id is None:
        return ""
    return rebuild.order(deed_facts.order_now(row)).revision


def _sent(row: OutgoingDeed, *, owner: str, now: datetime, is_proven: bool = False) -> None:
    with transaction.atomic():
        kept = claims.held_deed(row.pk, owner=owner).update(
            state=State.DONE if is_proven else State.SENT,
            settled_at=now if is_proven else None,
            external_id=row.external_id,
            trace_id=row.trace_id,
            sent_at=now,
            lease_until=None,
            reason="",
            reason_text="",
            looked_at=None,
        )
        if kept:
            _note("deed.sent", row, now)
    reconcile_deeds.look_soon(row, now=now)


def _not_done(row: OutgoingDeed, error: ConnectorError, *, owner: str, now: datetime) -> None:
    match error:
        case OutcomeUnknown() | UnexpectedAnswer():
            _unsure(row, "no_answer", error.trace_id, owner=owner, now=now)
        case RateLimited():
            if error.code != budget.OWN:
                budget.block_until(row.account_id, error.until)
            _again(row, error, max(error.until, now), owner=owner, now=now)
        case AuthExpired():
            _again(row, error, now + FIRST_PAUSE, owner=owner, now=now)
            tokens.access_ended(row.account, error, now=now)
        case WatchOnly():
            _give_back(row, "watch_only", owner=owner, now=now)
        case NotSupported():
            _refused(row, error, owner=owner, now=now)
        case _:
            pause = min(FIRST_PAUSE * 2 ** min(row.attempts, 8), LONGEST_PAUSE)
            _again(row, error, now + pause, owner=owner, now=now)


def _no(row: OutgoingDeed, error: Refused, tried: str, *, owner: str, now: datetime) -> None:
    """The marketplace said no, for one of three reasons."""
    if isinstance(error, ScopeMissing):
        _give_back(row, "scope", owner=owner, now=now)
    elif error.code == STALE:
        _stale(row, error, tried, owner=owner, now=now)
    else:
        _refused(row, error, owner=owner, now=now)


def _stale(row: OutgoingDeed, error: Refused, tried: str, *, owner: str, now: datetime) -> None:
    """Our copy of the order is outdated: read it again. One more try, if what the person saw still stands."""
    if row.what.get("stale_at"):
        _give_back(row, "changed_meanwhile", owner=owner, now=now)
        return
    what = {**row.what, "stale_revision": tried, "stale_at": now.isoformat()}
    claims.held_deed(row.pk, owner=owner).update(what=what)
    _again(row, error, now + LOOK_FIRST, owner=owner, now=now)
    reconcile_deeds.look_soon(row, now=now)


def _unsure(row: OutgoingDeed, reason: str, trace_id: str, *, owner: str, now: datetime) -> None:
    held = claims.held_deed(row.pk, owner=owner)
    if held.update(
        state=State.UNSURE, reason=reason, trace_id=trace_id[:100], lease_until=None, looked_at=None
    ):
        _note("deed.unsure", row, now, reason=reason)
    reconcile_deeds.look_soon(row, now=now)


def _again(row: OutgoingDeed, error: ConnectorError, when: datetime, *, owner: str, now: datetime) -> None:
    """Nothing happened there: back into the queue. Only while still ``sending``: unsure stays unsure."""
    claims.held_deed(row.pk, owner=owner).filter(state=State.SENDING).update(
        state=State.QUEUED,
        not_before=when,
        attempts=F("attempts") + 1,
        lease_until=None,
        reason=error.code[:40] or type(error).__name__[:40],
        reason_text=error.reason[:300],
        trace_id=error.trace_id[:100],
    )


def _give_back(row: OutgoingDeed, reason: str, *, owner: str, now: datetime) -> None:
    """Nothing left us: it waits for a person."""
    held = claims.held_deed(row.pk, owner=owner)
    if held.update(state=State.HELD, reason=reason, lease_until=None):
        _note("deed.given_back", row, now, reason=reason)


def _refused(row: OutgoingDeed, error: ConnectorError, *, owner: str, now: datetime) -> None:
    if claims.held_deed(row.pk, owner=owner).update(
        state=State.REFUSED,
        settled_at=now,
        reason=error.code[:40] or "refused",
        reason_text=error.reason[:300],
        trace_id=error.trace_id[:100],
        lease_until=None,
    ):
        _note("deed.refused", row, now, code=error.code)


def _note(verb: str, row: OutgoingDeed, now: datetime, **detail: Any) -> None:
    journal.record(verb, at=now, account=row.account, order=row.order, deed=row.pk, kind=row.kind, **detail)
