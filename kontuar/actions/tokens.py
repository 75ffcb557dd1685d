"""Access tokens: one refresher per account, and the new pair is stored before it is used.

A refresh token works once; each refresh answers a new pair and the old one dies. Whoever loses the
answer has lost the account until the seller signs in again, so: one lease, one update, then use.

Lease, update and sign-out hold for the version of the pair they began with: a lane that comes late never
touches a pair that a person has signed in for meanwhile.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
from django.db.models import F, Q, QuerySet

from kontuar.actions import journal
from kontuar.connector_kit.contract import Application as ApplicationFact
from kontuar.connector_kit.contract import Tokens
from kontuar.connector_kit.errors import (
    AuthExpired,
    ConnectorError,
    OutcomeUnknown,
    Refused,
    Temporary,
    UnexpectedAnswer,
)
from kontuar.connectors import get as connector_named
from kontuar.store.models import Account, Application
from kontuar.store.secrets import KeyLost, seal, unseal

REFRESH_BEFORE = timedelta(minutes=10)
REFRESH_LEASE = timedelta(seconds=180)
"""Three times what one call may take (``connector_kit.http.DEADLINE_SECONDS``)."""
PAIR = ("tokens_sealed", "tokens_version", "tokens_stored_at", "access_expires_at", "refresh_lease_until")
LOST_ANSWER_PAUSE = timedelta(seconds=5)


def sealed(tokens: Tokens) -> str:
    """Both tokens as one sealed value, so that a pair is always whole."""
    return seal(msgspec.json.encode(tokens).decode())


def opened(account: Account) -> Tokens:
    """The account's pair; AuthExpired when the key that sealed it is gone."""
    try:
        return msgspec.json.decode(unseal(account.tokens_sealed), type=Tokens)
    except KeyLost:
        raise AuthExpired("The key for this account's tokens is missing.", code="key_lost") from None


def application_fact(row: Application) -> ApplicationFact:
    """The application with its secret opened; AuthExpired when the key that sealed it is gone."""
    try:
        secret = unseal(row.client_secret_sealed)
    except KeyLost:
        raise AuthExpired("The key for this application's secret is missing.", code="key_lost") from None
    return replace(public_application_fact(row), client_secret=secret)


def public_application_fact(row: Application) -> ApplicationFact:
    """The application without its secret: enough for addresses, also when the key is gone."""
    return ApplicationFact(
        name=row.name,
        version=row.version,
        kind=row.kind,
        client_id=row.client_id,
        client_secret="",
        place=row.place,
        base_url=row.base_url,
        redirect_uri=row.redirect_uri,
    )


def fresh(account: Account, *, now: datetime) -> Tokens:
    """A pair whose access is good for a while yet; refreshes it when it is not.

    Raises Temporary while another process refreshes and ours is no longer good, AuthExpired when the
    seller has to sign in again.
    """
    if account.access_expires_at - now > REFRESH_BEFORE:
        return opened(account)
    if _lease(account, now):
        return _refresh(account, now)
    _read_again(account)
    if account.access_expires_at > now:
        return opened(account)
    raise Temporary("Another process is renewing this account's access.")


def renew(account: Account, *, now: datetime) -> None:
    """The platform called our access expired before its time: refresh now, unless someone just did.

    ``now`` is this very moment, not the beginning of a long turn: the lease is counted from it.
    """
    if _lease(account, now):
        _refresh(account, now)


def _lease(account: Account, now: datetime) -> bool:
    free = Q(refresh_lease_until__isnull=True) | Q(refresh_lease_until__lt=now)
    return bool(_as_read(account).filter(free).update(refresh_lease_until=now + REFRESH_LEASE))


def _refresh(account: Account, now: datetime) -> Tokens:
    connector = connector_named(account.platform)
    try:
        application, old = application_fact(account.application), opened(account)
    except AuthExpired:
        _release(account, None)
        raise
    try:
        pair = connector.refresh(application, old, now=now)
    except OutcomeUnknown:
        # The pair may have been rotated without us. Allegro was seen to accept the old refresh token for
        # about a minute more (allegro-api #9045, an observation): ask again soon, use the old access meanwhile.
        _release(account, now + LOST_ANSWER_PAUSE)
        if account.access_expires_at > now:
            return opened(account)
        raise Temporary("The answer with the new access was lost; asking again.") from None
    except (AuthExpired, Refused) as error:
        if _is_overtaken(account):
            return opened(account)
        _release(account, None)
        # Refused means the application itself (secret changed, application removed): only a person can mend it.
        code = "signed_out" if isinstance(error, AuthExpired) else "application_refused"
        raise AuthExpired(error.reason, code=code, trace_id=error.trace_id) from None
    except UnexpectedAnswer as error:
        _release(account, now + LOST_ANSWER_PAUSE)
        raise Temporary(error.reason, trace_id=error.trace_id) from None
    except BaseException:
        _release(account, None)
        raise
    if not _store(_as_read(account), account, pair, now):
        # A person signed in while we asked: his pair is the younger consent.
        return opened(account)
    return pair


def store(account: Account, pair: Tokens, *, now: datetime) -> None:
    """Keep the pair of a sign-in, whatever pair was there: one update, before anything uses it."""
    _store(Account.objects.filter(pk=account.pk), account, pair, now)


def _store(rows: QuerySet[Account], account: Account, pair: Tokens, now: datetime) -> bool:
    kept = rows.update(
        tokens_sealed=sealed(pair),
        tokens_version=F("tokens_version") + 1,
        tokens_stored_at=now,
        access_expires_at=pair.access_expires_at,
        refresh_lease_until=None,
    )
    _read_again(account)
    return bool(kept)


def _as_read(account: Account) -> QuerySet[Account]:
    """The row while it holds the pair that ``account`` was read with."""
    return Account.objects.filter(pk=account.pk, tokens_version=account.tokens_version)


def _read_again(account: Account) -> None:
    account.refresh_from_db(fields=PAIR)


def _is_overtaken(account: Account) -> bool:
    """Whether somebody stored another pair since ``account`` was read; it holds the newest then."""
    version = account.tokens_version
    _read_again(account)
    return account.tokens_version != version


def _release(account: Account, until: datetime | None) -> None:
    _as_read(account).update(refresh_lease_until=until)


def sign_out(account: Account, *, code: str, now: datetime) -> None:
    """The consent is gone: nothing is read or sent until the seller signs in again; nothing is lost.

    Does nothing when the seller has signed in again since ``account`` was read.
    """
    gone = _as_read(account).filter(state=Account.State.ACTIVE)
    if gone.update(state=Account.State.SIGNED_OUT, auth_problem=code, auth_problem_at=now):
        journal.record("account.signed_out", at=now, account=account, code=code)


def access_ended(account: Account, error: AuthExpired, *, now: datetime) -> None:
    """The platform refused our access in the middle of a deed: renew it, or say that the seller has to."""
    try:
        if error.refreshable:
            renew(account, now=now)
        else:
            sign_out(account, code=error.code or "signed_out", now=now)
    except AuthExpired as refused:
        sign_out(account, code=refused.code or "signed_out", now=now)
    except ConnectorError:
        # Not renewed this time; what waits stays in its queue and the next try asks again.
        return
