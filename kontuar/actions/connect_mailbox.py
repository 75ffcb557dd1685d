"""Connect a mailbox: try its servers first, then keep it, watch-only. A password is sealed as tokens are.

The two servers are tried apart, so that a person is told which of them said no. Nothing is stored before both let us
in. Whoever names a server could name one of his own that takes any password: so a mailbox that is here already, under
somebody else's name, is opened to a newcomer only by the very servers it is kept with.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import connect as sign_in
from kontuar.actions import journal, mailbox_words, tokens
from kontuar.actions.connect import MAIL
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.contract import Identity, Settings, Tokens
from kontuar.connector_kit.errors import AuthExpired, ConnectorError
from kontuar.connectors import get as connector_named
from kontuar.rules.mail_answer import safe_address
from kontuar.store.models import Account, Application, SignIn, Stream, User
from kontuar.store.queries import access
from kontuar.store.secrets import KeyLost, seal, unseal

PASSWORD = "password"  # noqa: S105 (the name of a place)
OAUTH_PLACES = ("google", "microsoft")
SIDES = ("imap", "smtp")
FOR_EVER = timedelta(days=36_500)
"""A password does not run out by itself."""
LONGEST_PASSWORD = 500
LONGEST_LINE, MOST_LINES = 254, 50


def connect(by: User, *, settings: Settings, password: str, read_since: datetime, now: datetime) -> Account:
    """A mailbox by password. Without ``imap`` in the settings its mails are handed over, without ``smtp`` it is
    only read. A known address is renewed. Raises Invalid with the form's field, and NotNow.
    """
    if not by.is_owner:
        raise NotAllowed
    clean = checked(settings)
    pair = _pair(clean, password, now)
    application = _shared_application(now)
    _must_be_allowed(by, clean)
    who = _tried(application, pair, clean)
    with transaction.atomic():
        made = SignIn(application=application, user=by, read_since=read_since, settings=clean)
        return sign_in.take_in(made, who, pair, now)


def begin_oauth(
    by: User,
    *,
    place: str,
    client_id: str,
    client_secret: str,
    redirect_uri: str,
    settings: Settings,
    read_since: datetime,
    now: datetime,
) -> SignIn:
    """A mailbox by the provider's own sign-in, with the seller's client there; ``connect.finish_code`` ends it."""
    if place not in OAUTH_PLACES:
        raise Invalid("unknown_place", _("Nobody signs in this way there."), field="place")
    clean = checked(settings)
    _must_be_allowed(by, clean)
    application = sign_in.register_application(
        by,
        platform=MAIL,
        place=place,
        base_url="",
        name="Kontuar",
        version="1.0.0",
        kind=Application.Kind.CODE,
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=redirect_uri,
        now=now,
    )
    return sign_in.begin(by, application, read_since=read_since, settings=clean, now=now)


def change_servers(
    account: Account,
    by: User,
    *,
    imap: Mapping[str, Any] | None,
    smtp: Mapping[str, Any] | None,
    user: str,
    password: str,
    now: datetime,
) -> None:
    """Other servers, login name or password, tried before they are kept; signs in again.

    An empty password keeps the old one, but not for another server or login name: it would be told to whoever
    was named.
    """
    if not access.can_own(by, account.pk):
        raise NotAllowed
    others = {name: value for name, value in account.settings.items() if name not in (*SIDES, "user")}
    clean = checked({**others, "address": account.login, "imap": imap, "smtp": smtp, "user": user})
    pair = _pair(clean, password, now) if password else _kept(account, clean, now)
    who = _tried(account.application, pair, clean)
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk)
        is_elsewhere = _read_from(row.settings) != _read_from(clean)
        row.settings = {**row.settings, **dict.fromkeys((*SIDES, "user")), **clean}
        row.settings = {name: value for name, value in row.settings.items() if value is not None}
        row.save(update_fields=["settings"])
        if is_elsewhere:
            # Numbers of one server say nothing about another's mails; what is stored twice is stored once.
            Stream.objects.filter(account=row).update(
                cursor={}, is_finished=False, done=0, total=None, next_pull_at=now
            )
        sign_in.store_access(account, account.application, pair, now)
        journal.record("account.servers_changed", at=now, actor=by, account=account, login=who.login)
    account.refresh_from_db()


def _read_from(settings: Settings) -> tuple[object, object]:
    """Whose mailbox is read: server and login name."""
    imap = settings.get("imap") or {}
    return imap.get("host"), settings.get("user") or settings.get("address")


def checked(settings: Settings) -> dict[str, Any]:
    """The settings as they are kept: known names, of the kind they should be. Invalid names the field."""
    address = safe_address(_line(settings.get("address"))).lower()
    if not address:
        raise Invalid("bad_address", _("This is no e-mail address."), field="address")
    clean: dict[str, Any] = {"address": address}
    for name in ("name", "user", "sent_folder", "provider"):
        if line := _line(settings.get(name)):
            clean[name] = line
    for name in ("aliases", "folders"):
        if lines := _lines(settings.get(name)):
            clean[name] = lines
    if "aliases" in clean:
        clean["aliases"] = [one.lower() for one in map(safe_address, clean["aliases"]) if one]
    for side in SIDES:
        if server := settings.get(side):
            clean[side] = _server(server, side)
    for name in ("keeps_sent", "subject_token"):
        if isinstance(settings.get(name), bool):
            clean[name] = settings[name]
    if isinstance(settings.get("answer_hours"), int):
        clean["answer_hours"] = settings["answer_hours"]
    return clean


def _server(said: Any, side: str) -> dict[str, Any]:
    if not isinstance(said, Mapping):
        raise Invalid("server_setting", _("This is no name of a server."), field=f"{side}_host")
    port = said.get("port")
    return {
        "host": _line(said.get("host")).lower(),
        "port": port if isinstance(port, int) else 0,
        "security": _line(said.get("security")),
    }


def _line(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return " ".join("".join(ch for ch in text if ch.isprintable()).split())[:LONGEST_LINE]


def _lines(value: Any) -> list[str]:
    given: Iterable[Any] = value if isinstance(value, list | tuple) else ()
    return list(dict.fromkeys(filter(None, map(_line, given))))[:MOST_LINES]


def _pair(settings: Settings, password: str, now: datetime) -> Tokens:
    if settings.get("imap") and not password:
        raise Invalid("missing", _("This cannot be empty."), field="password")
    if len(password) > LONGEST_PASSWORD or not all(ch.isprintable() for ch in password):
        raise Invalid(
            "bad_password", _("This is no password: it holds signs nobody can type."), field="password"
        )
    return Tokens(access=password, refresh="", access_expires_at=now + FOR_EVER)


def _kept(account: Account, settings: Settings, now: datetime) -> Tokens:
    """What opens the mailbox now; Invalid when it would be told to somebody else, or cannot be opened."""
    is_password = account.application.place == PASSWORD
    if is_password and _who_is_asked(settings) - _who_is_asked(account.settings):
        raise Invalid(
            "password_again",
            _("Type the password again: it would go to another server or under another name."),
            field="password",
        )
    try:
        return tokens.fresh(account, now=now)
    except AuthExpired as error:
        field = "password" if is_password else ""
        raise Invalid(error.code, mailbox_words.access_words(error.code), field=field) from None
    except ConnectorError as error:
        raise mailbox_words.in_words(error, side="imap", server={}) from None


def _who_is_asked(settings: Settings) -> set[tuple[str, str]]:
    user = settings.get("user") or settings.get("address", "")
    servers = (settings.get(side) or {} for side in SIDES)
    return {(str(server["host"]).lower(), str(user)) for server in servers if server}


def _shared_application(now: datetime) -> Application:
    """Passwords need no application of the seller's: all such mailboxes share one row."""
    nothing = seal("")
    row, is_new = Application.objects.get_or_create(
        platform=MAIL,
        place=PASSWORD,
        base_url="",
        client_id="",
        defaults={"name": "mailbox", "kind": PASSWORD, "client_secret_sealed": nothing, "created_at": now},
    )
    if not is_new and not _opens(row.client_secret_sealed):
        # There is no secret to lose; without this a lost key would keep every new mailbox out.
        row.client_secret_sealed = nothing
        row.save(update_fields=["client_secret_sealed"])
    return row


def _opens(sealed: str) -> bool:
    try:
        unseal(sealed)
    except KeyLost:
        return False
    return True


def _must_be_allowed(by: User, settings: Settings) -> None:
    """A mailbox of somebody else's here is opened by its own servers alone."""
    known = sign_in.known_mailbox(str(settings["address"]))
    if known is None or access.can_own(by, known.pk):
        return
    theirs, named = known.settings.get("imap"), settings.get("imap")
    if not theirs or not named or theirs["host"] != named["host"]:
        raise Invalid(
            "connected_by_another",
            _("This mailbox is connected here already. Ask its owner to let you in (Accounts, people)."),
            field="address",
        )


def _tried(application: Application, pair: Tokens, settings: Settings) -> Identity:
    """Log in to each server that is set. Nothing is read, written or sent."""
    for side in SIDES:
        if not settings.get(side):
            continue
        alone = {name: value for name, value in settings.items() if name == side or name not in SIDES}
        try:
            _asked(application, pair, alone)
        except ConnectorError as error:
            raise mailbox_words.in_words(error, side=side, server=settings[side]) from None
    return Identity(external_id=settings["address"], login=settings["address"])


def _asked(application: Application, pair: Tokens, settings: Settings) -> Identity:
    client = connector_named(MAIL).open(
        sign_in.application_of(application),
        pair,
        login=settings["address"],
        watch_only=True,
        gate=OpenGate(),
        settings=settings,
    )
    try:
        return client.whoami()
    finally:
        client.close()
