"""Connect a seller account: register his application, sign in, and start reading, watch-only."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, mailbox_words, streams, tokens
from kontuar.actions.errors import ActionProblem, Invalid, NotAllowed, NotNow, SignInProblem
from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.contract import NO_SETTINGS, Identity, Settings, Tokens
from kontuar.connector_kit.contract import Application as ApplicationFact
from kontuar.connector_kit.errors import AuthExpired, ConnectorError, RateLimited, Refused, Temporary
from kontuar.connectors import get as connector_named
from kontuar.store.models import Account, AccountAccess, Application, SignIn, Stream, User
from kontuar.store.queries import access
from kontuar.store.secrets import KeyLost, seal, unseal

CODE_FLOW_LASTS = timedelta(minutes=15)
MAIL = "mail"
"""The platform whose accounts are mailboxes."""
FIELDS = ("platform", "place", "name", "client_id", "client_secret")


def register_application(
    by: User,
    *,
    platform: str,
    place: str,
    base_url: str,
    name: str,
    version: str,
    kind: str,
    client_id: str,
    client_secret: str,
    redirect_uri: str,
    now: datetime,
) -> Application:
    """Keep the seller's own application; the same client id again replaces its secret and name."""
    if not by.is_owner:
        raise NotAllowed
    for field, value in zip(FIELDS, (platform, place, name, client_id, client_secret), strict=True):
        if not value.strip():
            raise Invalid("missing", _("This cannot be empty."), field=field)
    row, _is_new = Application.objects.update_or_create(
        platform=platform,
        place=place,
        base_url=base_url.rstrip("/"),
        client_id=client_id.strip(),
        defaults={
            "name": name.strip(),
            "version": version.strip() or "1.0.0",
            "kind": kind,
            "client_secret_sealed": seal(client_secret.strip()),
            "redirect_uri": redirect_uri,
        },
        create_defaults={
            "name": name.strip(),
            "version": version.strip() or "1.0.0",
            "kind": kind,
            "client_secret_sealed": seal(client_secret.strip()),
            "redirect_uri": redirect_uri,
            "created_at": now,
        },
    )
    journal.record("application.registered", at=now, actor=by, platform=platform, place=place)
    return row


def begin(
    by: User,
    application: Application,
    *,
    read_since: datetime,
    account: Account | None = None,
    settings: Settings = NO_SETTINGS,
    now: datetime,
) -> SignIn:
    """Start a sign-in. With ``account`` it renews that account's consent and nothing else about it.

    ``settings`` are those a new account is to have.
    """
    if not by.is_owner and not (account and access.can_own(by, account.pk)):
        raise NotAllowed
    row = SignIn(
        application=application,
        account=account,
        user=by,
        read_since=account.read_since if account else read_since,
        settings=dict(account.settings if account else settings),
        created_at=now,
    )
    if application.kind == Application.Kind.CODE:
        row.state_token = secrets.token_urlsafe(32)
        row.expires_at = now + CODE_FLOW_LASTS
        row.verification_url = connector_named(application.platform).authorize_url(
            application_of(application), state=row.state_token
        )
    else:
        _start_device(row, now)
    row.save(force_insert=True)
    return row


def _start_device(row: SignIn, now: datetime) -> None:
    application = application_of(row.application)
    connector = connector_named(row.application.platform)
    try:
        code = connector.start_device(application, now=now)
    except ConnectorError as error:
        raise _in_words(error) from error
    row.device_code_sealed = seal(code.device_code)
    row.user_code = code.user_code
    row.verification_url = code.verification_url
    row.expires_at = code.expires_at
    row.interval_seconds = max(1, int(code.interval.total_seconds()))
    row.next_poll_at = now + code.interval


def check_device(sign_in: SignIn, by: User, *, now: datetime) -> Account | None:
    """Ask whether the seller agreed; None while we wait. Asks no oftener than the platform wants."""
    if sign_in.user_id != by.pk:
        raise NotAllowed
    if sign_in.finished_account_id:
        return Account.objects.get(pk=sign_in.finished_account_id)
    if now > sign_in.expires_at:
        raise SignInProblem(
            "expired", _("The code ran out. Nothing was connected. Start again for a new code.")
        )
    step = timedelta(seconds=sign_in.interval_seconds)
    mine = SignIn.objects.filter(pk=sign_in.pk, next_poll_at__lte=now, finished_account=None)
    if not mine.update(next_poll_at=now + step):
        return None
    application = application_of(sign_in.application)
    device_code = _device_code(sign_in)
    connector = connector_named(sign_in.application.platform)
    try:
        pair = connector.poll_device(application, device_code, now=now)
    except (RateLimited, Temporary):
        return None
    except ConnectorError as error:
        raise _in_words(error) from error
    return _finish(sign_in, pair, now) if pair else None


def finish_code(by: User, *, state: str, code: str, now: datetime) -> Account:
    """The seller came back with a code; ``state`` proves that this browser began it."""
    sign_in = SignIn.objects.select_related("application", "account").filter(
        state_token=state, user=by, finished_account=None, expires_at__gt=now
    )
    row = sign_in.first() if state else None
    if row is None:
        raise SignInProblem(
            "unknown_state", _("This sign-in was not begun here, or it ran out. Start again.")
        )
    application = application_of(row.application)
    connector = connector_named(row.application.platform)
    try:
        pair = connector.exchange_code(application, code, now=now)
    except ConnectorError as error:
        is_mailbox = row.application.platform == MAIL
        raise (mailbox_words.client_in_words(error) if is_mailbox else _in_words(error)) from error
    return _finish(row, pair, now)


def _finish(sign_in: SignIn, pair: Tokens, now: datetime) -> Account:
    application = sign_in.application
    connector = connector_named(application.platform)
    client = connector.open(
        application_of(application),
        pair,
        login="",
        watch_only=True,
        gate=OpenGate(),
        settings=sign_in.settings,
    )
    try:
        who = client.whoami()
    except ConnectorError as error:
        raise _in_words(error, sign_in) from error
    finally:
        client.close()
    with transaction.atomic():
        account = _renewed(sign_in, who, pair, now) if sign_in.account else take_in(sign_in, who, pair, now)
        SignIn.objects.filter(pk=sign_in.pk).update(
            finished_account=account, device_code_sealed="", state_token=""
        )
    return account


def _renewed(sign_in: SignIn, who: Identity, pair: Tokens, now: datetime) -> Account:
    account = sign_in.account
    assert account is not None
    if account.external_id != who.external_id:
        raise SignInProblem(
            "other_account",
            _(
                "You signed in as a different seller. The account is as it was. Sign in there as the right one."
            ),
        )
    return store_access(account, sign_in.application, pair, now)


def take_in(sign_in: SignIn, who: Identity, pair: Tokens, now: datetime) -> Account:
    """The account of whom we know to be ``who``: a new one, watch-only, or the one we have, signed in again."""
    application = sign_in.application
    known = _known(application, who)
    if known:
        # Who holds the seller's own consent may work his account, also one a colleague connected first.
        owner = {"role": AccountAccess.Role.OWNER}
        AccountAccess.objects.get_or_create(user=sign_in.user, account=known, defaults=owner)
        _take_settings(known, sign_in.settings)
        return store_access(known, application, pair, now)
    account = Account.objects.create(
        platform=application.platform,
        application=application,
        external_id=who.external_id,
        login=who.login,
        label=who.login[:80],
        country=who.country or "PL",
        connected_at=now,
        read_since=sign_in.read_since,
        settings=sign_in.settings,
        is_watch_only=True,
        tokens_sealed=tokens.sealed(pair),
        tokens_stored_at=now,
        access_expires_at=pair.access_expires_at,
    )
    AccountAccess.objects.create(user=sign_in.user, account=account, role=AccountAccess.Role.OWNER)
    streams.make(account, now=now)
    journal.record("account.connected", at=now, actor=sign_in.user, account=account)
    return account


def _take_settings(account: Account, settings: Settings) -> None:
    """What was said now replaces what was said then; a server nobody named now is gone."""
    if not settings:
        return
    kept = {name: value for name, value in account.settings.items() if name not in ("imap", "smtp", "user")}
    Account.objects.filter(pk=account.pk).update(settings={**kept, **settings})


def known_mailbox(address: str) -> Account | None:
    """The mailbox of that address, however it is signed in to."""
    rows = Account.objects.filter(platform=MAIL, external_id=address)
    return rows.order_by("pk").first()


def _known(application: Application, who: Identity) -> Account | None:
    """This seller at this place, connected through whatever application; best through this one."""
    if application.platform == MAIL:
        return known_mailbox(who.external_id)
    rows = Account.objects.filter(
        platform=application.platform,
        application__place=application.place,
        application__base_url=application.base_url,
        external_id=who.external_id,
    )
    return min(rows, key=lambda row: (row.application_id != application.pk, row.pk), default=None)


def store_access(account: Account, application: Application, pair: Tokens, now: datetime) -> Account:
    """A pair belongs to the application it was given to: both change together."""
    tokens.store(account, pair, now=now)
    Account.objects.filter(pk=account.pk).update(
        application=application, state=Account.State.ACTIVE, auth_problem="", auth_problem_at=None
    )
    Stream.objects.filter(account=account, is_finished=False).update(next_pull_at=now, failures=0)
    journal.record("account.signed_in_again", at=now, account=account)
    account.refresh_from_db()
    return account


def application_of(row: Application) -> ApplicationFact:
    """The application with its secret; SignInProblem when the key to it is gone."""
    try:
        return tokens.application_fact(row)
    except AuthExpired:
        raise SignInProblem(
            "key_lost",
            _(
                "The key that locks this application's secret is gone (file KEYS). Nothing read so far is"
                " lost. Register the application again with its client id and secret, then sign in."
            ),
        ) from None


def _device_code(sign_in: SignIn) -> str:
    try:
        return unseal(sign_in.device_code_sealed)
    except KeyLost:
        raise SignInProblem(
            "expired", _("The code ran out. Nothing was connected. Start again for a new code.")
        ) from None


def _in_words(error: ConnectorError, sign_in: SignIn | None = None) -> ActionProblem:
    if sign_in and sign_in.application.platform == MAIL:
        return mailbox_words.in_words(error, side="imap", server=sign_in.settings.get("imap") or {})
    match error:
        case RateLimited() | Temporary():
            return NotNow()
        case Refused(code="authorization_declined" | "access_denied"):
            return SignInProblem("declined", _("The consent was declined. Nothing was connected."))
        case Refused(code="expired_token" | "invalid_device_code"):
            return SignInProblem("expired", _("The code ran out. Nothing was connected. Start again."))
        case Refused(code="invalid_client" | "unauthorized_client"):
            return SignInProblem(
                "wrong_application",
                _(
                    "The marketplace does not accept this application. Check client id, secret and type"
                    " (device or authorization code), and that it is registered at the same address."
                ),
            )
        case _:
            return SignInProblem(
                "failed", _("The marketplace did not let us in. Nothing was connected. Try again.")
            )
