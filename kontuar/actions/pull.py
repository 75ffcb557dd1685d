"""Read the next portions of a stream and store them, the cursor last."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Case as Choice
from django.db.models import F, Value, When

from kontuar.actions import budget, claims, receive, receive_mail, subjects, tokens
from kontuar.actions.ahead import Reader
from kontuar.actions.clients import line
from kontuar.connector_kit.budget import Urgency
from kontuar.connector_kit.contract import Batch, Client, Cursor, StreamSpec
from kontuar.connector_kit.errors import (
    AuthExpired,
    ConnectorError,
    OutcomeUnknown,
    RateLimited,
    Temporary,
    UnexpectedAnswer,
)
from kontuar.connectors import get as connector_named
from kontuar.store.models import Account, Stream

PORTIONS_A_TURN = 10
IMPORT_TURN = timedelta(seconds=20)
"""An import goes on for so long before the next stream of its lane has its turn."""
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)
SOON = timedelta(seconds=2)
MOST_COLLISIONS = 3
"""So often in a row somebody else may have stored the same first."""
SMALL_SKEW_MS = 2000
"""A change of the clocks' difference that is not worth writing."""
MOST_UNACCEPTED = 5
"""So often in a row a renewed access may be refused; then the seller has to look."""


def one(stream_id: int, *, owner: str, now: datetime) -> bool:
    """Claim a due stream and read a few portions of it. False when somebody else has it."""
    if not claims.take_stream(stream_id, owner=owner, now=now):
        return False
    stream = Stream.objects.select_related("account", "account__application").get(pk=stream_id)
    account = stream.account
    timer = claims.Timer(claims.PULL_LEASE)
    try:
        spec = spec_of(account, stream.name)
        gate = budget.AccountGate(account.pk, spec.urgency, now=now)
        with line(account, gate=gate, now=now) as client:
            more = _portions(client, gate, spec, stream, timer, owner=owner, now=now)
    except ConnectorError as error:
        _failed(stream, error, owner=owner, now=now + timer.passed())
        return True
    except (claims.LostClaim, OperationalError):
        # The database was busy, or the claim is another's: ours was rolled back whole, so it is read again.
        _release(stream, owner=owner, next_pull_at=now + SOON)
        return True
    except IntegrityError:
        # Another process stored the same news first: what it stored is found there the next time. If it is
        # not that, it comes again and again, and a person has to be told.
        if stream.failures < MOST_COLLISIONS:
            claims.held_stream(stream.pk, owner=owner).update(failures=stream.failures + 1)
            _release(stream, owner=owner, next_pull_at=now + SOON)
            return True
        _failed(stream, UnexpectedAnswer(code="fault"), owner=owner, now=now)
        raise
    except Exception:
        _failed(stream, UnexpectedAnswer(code="fault"), owner=owner, now=now)
        raise
    _finished(stream, spec, more=more, owner=owner, now=now)
    return True


def spec_of(account: Account, name: str) -> StreamSpec:
    """The connector's own description of a stream; LookupError when it no longer knows it."""
    spec = known_spec(account, name)
    if spec is None:
        raise LookupError(name)
    return spec


def known_spec(account: Account, name: str) -> StreamSpec | None:
    """The same, or None: a stream's row may be older or younger than this version."""
    return next((spec for spec in specs_of(account) if spec.name == name), None)


def specs_of(account: Account) -> tuple[StreamSpec, ...]:
    """All streams of the account's connector, in the order of reading."""
    return connector_named(account.platform).streams


def _portions(
    client: Client,
    gate: budget.AccountGate,
    spec: StreamSpec,
    stream: Stream,
    timer: claims.Timer,
    *,
    owner: str,
    now: datetime,
) -> bool:
    """Read and store portion by portion; True when there is more at once."""
    account = stream.account
    wanted = subjects.of(account, spec.subjects, now=now)
    if spec.subjects and not wanted:
        return False

    def read(cursor: Cursor) -> Batch:
        return client.pull(stream.name, cursor, now=now, subjects=wanted, since=account.read_since)

    is_import = spec.urgency is Urgency.IMPORT
    tried: set[str] = set()
    portions = 0
    with Reader(read, gate, is_ahead=is_import and not spec.subjects) as reader:
        while True:
            try:
                portion = reader.portion_after(stream.cursor)
            except (Temporary, UnexpectedAnswer):
                _missed(stream, spec, wanted, owner=owner, now=now)
                raise
            portions += 1
            has_turn = timer.passed() < IMPORT_TURN if is_import else portions < PORTIONS_A_TURN
            if portion.more and has_turn and timer.has_time():
                reader.begin_after(portion.cursor)
            _store(stream, portion, wanted, spec, timer, owner=owner, now=now)
            asked = wanted if portion.asked is None else portion.asked
            tried.update(asked, portion.missed)
            if not portion.more:
                # Each turn of a stream with subjects takes some; the next turn takes those still due.
                is_answering = len(asked) > len(portion.missed)
                return is_answering and bool(set(subjects.of(account, spec.subjects, now=now)) - tried)
            if not reader.is_waited_for and not (has_turn and timer.has_time()):
                return True


def _missed(stream: Stream, spec: StreamSpec, wanted: Sequence[str], *, owner: str, now: datetime) -> None:
    """Nothing but failures about these: others have their turn first, and nothing is left over for them."""
    if not wanted:
        return
    with transaction.atomic():
        if claims.held_stream(stream.pk, owner=owner).update(cursor={}):
            subjects.missed(stream.account, spec.subjects, wanted, now=now)


def _store(
    stream: Stream,
    portion: Batch,
    wanted: Sequence[str],
    spec: StreamSpec,
    timer: claims.Timer,
    *,
    owner: str,
    now: datetime,
) -> None:
    done = stream.done + portion.done
    receive_mail.lay_down(stream.account, portion.facts)
    with transaction.atomic():
        receive.batch(stream.account, portion, now=now)
        asked = wanted if portion.asked is None else portion.asked
        subjects.looked_at(stream.account, spec.subjects, asked, now=now)
        subjects.missed(stream.account, spec.subjects, portion.missed, now=now)
        kept = claims.held_stream(stream.pk, owner=owner).update(
            cursor=dict(portion.cursor),
            done=done,
            total=portion.total,
            trace_id=portion.trace_id[:100],
            lease_until=now + claims.PULL_LEASE,
        )
        if not kept:
            raise claims.LostClaim
        _note_clock(stream.account, portion, now + timer.passed())
    stream.cursor, stream.done = dict(portion.cursor), done


def _note_clock(account: Account, portion: Batch, now: datetime) -> None:
    if portion.server_at is None:
        return
    skew = int((portion.server_at - now).total_seconds() * 1000)
    if account.clock_skew_ms is not None and abs(skew - account.clock_skew_ms) < SMALL_SKEW_MS:
        return
    account.clock_skew_ms = skew
    Account.objects.filter(pk=account.pk).update(clock_skew_ms=skew)


def _finished(stream: Stream, spec: StreamSpec, *, more: bool, owner: str, now: datetime) -> None:
    is_done = spec.once and not more
    pause = subjects.sooner(stream.account, spec.subjects, now=now) or spec.every
    next_pull_at = now if more else now + pause
    # Who asked for this stream while it was being read wants it read again: his moment stands.
    unasked = When(next_pull_at=stream.next_pull_at, then=Value(next_pull_at))
    claims.held_stream(stream.pk, owner=owner).update(
        next_pull_at=None if is_done else Choice(unasked, default=F("next_pull_at")),
        is_finished=is_done,
        lease_until=None,
        last_ok_at=now,
        failures=0,
        last_error="",
        last_error_text="",
    )


def _failed(stream: Stream, error: ConnectorError, *, owner: str, now: datetime) -> None:
    """Back off. ``now`` is the moment of failing, not the turn's beginning."""
    failures = _in_a_row(stream, error)
    next_pull_at = now + min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
    if isinstance(error, RateLimited):
        next_pull_at = max(error.until, now + SOON)
        if error.code != budget.OWN:
            budget.block_until(stream.account_id, error.until)
    if isinstance(error, AuthExpired):
        _access_ended(stream.account, error, failures, now)
        if error.refreshable and failures == 1:
            next_pull_at = now + SOON
    claims.held_stream(stream.pk, owner=owner).update(
        next_pull_at=next_pull_at,
        lease_until=None,
        failures=failures,
        last_error=type(error).__name__,
        last_error_text=error.reason[:300],
        last_error_at=now,
        trace_id=error.trace_id[:100],
    )


def _in_a_row(stream: Stream, error: ConnectorError) -> int:
    """Failures in a row; refused access is counted by itself, for it ends in signing out."""
    if isinstance(error, AuthExpired) and stream.last_error != AuthExpired.__name__:
        return 1
    return stream.failures + 1


def _access_ended(account: Account, error: AuthExpired, failures: int, now: datetime) -> None:
    if error.refreshable and failures >= MOST_UNACCEPTED:
        tokens.sign_out(account, code="not_accepted", now=now)
        return
    if not error.refreshable:
        tokens.sign_out(account, code=error.code or "signed_out", now=now)
        return
    try:
        tokens.renew(account, now=now)
    except AuthExpired as refused:
        tokens.sign_out(account, code=refused.code or "signed_out", now=now)
    except (ConnectorError, OutcomeUnknown):
        # Not renewed this time; the next pull tries again and says so if it stays that way.
        return


def _release(stream: Stream, *, owner: str, next_pull_at: datetime) -> None:
    claims.held_stream(stream.pk, owner=owner).update(lease_until=None, next_pull_at=next_pull_at)
