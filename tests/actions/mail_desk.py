"""A mailbox with a scripted line: what would leave is kept, faults are switched on. The real servers: tests/mail_server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from kontuar.actions.tokens import sealed
from kontuar.connector_kit.budget import Gate
from kontuar.connector_kit.contract import (
    NO_SETTINGS,
    Application,
    Batch,
    Cursor,
    Fact,
    Identity,
    Limits,
    Settings,
    StreamSpec,
    Tokens,
    Way,
)
from kontuar.connector_kit.errors import AuthExpired, Temporary, WatchOnly
from kontuar.connectors.mail import mime
from kontuar.connectors.mail.kinds import Ours, kind_of
from kontuar.connectors.mail.mailbox import mailbox_of
from kontuar.connectors.mail.parse import external_id, neighbours, parse
from kontuar.facts.deeds import Deed, Receipt, WriteLetter
from kontuar.facts.mails import Letter as LetterFact
from kontuar.facts.mails import Mail
from kontuar.store.models import Account, AccountAccess, Buyer, Case, Letter, Message, Outgoing, Thread
from kontuar.store.models import Application as ApplicationRow
from kontuar.store.secrets import seal
from tests.shop import NOW, Shop

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ADDRESS = "sklep@example.com"
BUYER = "jan@example.org"
SETTINGS: dict[str, Any] = {
    "address": ADDRESS,
    "name": "Sklep Przykład",
    "aliases": ["biuro@example.com"],
    "imap": {"host": "127.0.0.1", "port": 9, "security": "none"},
    "smtp": {"host": "127.0.0.1", "port": 9, "security": "none"},
}


@dataclass
class Post:
    """The other end of the scripted line. ``fault`` is raised before a letter is taken, ``lost`` after."""

    taken: list[WriteLetter] = field(default_factory=list)
    fault: Exception | None = None
    lost: Exception | None = None
    meanwhile: Callable[[WriteLetter], None] = lambda deed: None
    hosts: dict[str, str] = field(default_factory=dict)
    """Servers that let people in, and the password each takes."""
    refusals: dict[str, Exception] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Host and password of every login."""


class ScriptedMail:
    """As ``connector_kit.contract.Connector``, as far as sending asks for it."""

    name = "mail"
    streams = (
        StreamSpec(name="inbox", every=MINUTE, has_bell=True),
        StreamSpec(name="sent", every=MINUTE),
        StreamSpec(name="import", every=MINUTE, once=True),
    )
    capabilities = {WriteLetter: Way.API}
    limits = Limits(
        text_characters=1000, attachment_bytes=5000, attachment_types=(), send_interval=timedelta(0)
    )

    def __init__(self) -> None:
        self.post = Post()

    def limits_in(self, thread_id: str) -> Limits:
        return self.limits

    def open(
        self,
        application: Application,
        tokens: Tokens,
        *,
        login: str,
        watch_only: bool,
        gate: Gate,
        settings: Settings = NO_SETTINGS,
    ) -> "ScriptedLine":
        mailbox_of(settings, login=login)
        return ScriptedLine(self, settings=settings, watch_only=watch_only, secret=tokens.access)

    def read(
        self, raw: bytes, *, login: str, settings: Settings, received_at: datetime, is_sent: bool = False
    ) -> tuple[Fact, ...]:
        mail = mime.read(raw, received_at=received_at)
        ours = Ours(addresses=frozenset([login, *settings.get("aliases", ())]))
        verdict = kind_of(mail, ours)
        told = parse(mail, verdict, ours, known={}, from_sent_folder=is_sent)
        letter = LetterFact(
            message_id=external_id(mail), raw=raw, mail=mail, verdict=verdict, is_sent=is_sent
        )
        return (told.thread, replace(told.message, answers=neighbours(mail)), letter)

    def authorize_url(self, application: Application, *, state: str) -> str:
        return f"https://accounts.example/?state={state}"

    def exchange_code(self, application: Application, code: str, *, now: datetime) -> Tokens:
        return Tokens(access="oauth-token", refresh="r", access_expires_at=now + HOUR)

    def open_letter(self, raw: bytes, *, received_at: datetime) -> Mail:
        return mime.read(raw, received_at=received_at)


class ScriptedLine:
    def __init__(self, connector: ScriptedMail, *, settings: Settings, watch_only: bool, secret: str) -> None:
        self._connector, self._settings, self._watch_only = connector, settings, watch_only
        self._secret = secret

    def pull(
        self, stream: str, cursor: Cursor, *, now: datetime, subjects: Sequence[str] = (), since: datetime
    ) -> Batch:
        return Batch(facts=(), cursor=cursor)

    def whoami(self) -> Identity:
        post = self._connector.post
        for server in filter(None, (self._settings.get("imap"), self._settings.get("smtp"))):
            host = server["host"]
            if error := post.refusals.get(host):
                raise error
            if host not in post.hosts:
                raise Temporary("no answer", code="no_connection")
            post.asked.append((host, self._secret))
            if post.hosts[host] != self._secret:
                raise AuthExpired("no", code="password_refused")
        return Identity(external_id=self._settings["address"], login=self._settings["address"])

    def perform(self, deed: Deed) -> Receipt:
        assert isinstance(deed, WriteLetter), f"a mailbox was asked for {type(deed).__name__}"
        if self._watch_only:
            raise WatchOnly
        post = self._connector.post
        post.meanwhile(deed)
        if post.fault:
            raise post.fault
        post.taken.append(deed)
        if post.lost:
            raise post.lost
        raw = as_bytes(deed, self._settings)
        _, _, letter = self._connector.read(
            raw, login=ADDRESS, settings=self._settings, received_at=deed.written_at, is_sent=True
        )
        assert isinstance(letter, LetterFact)
        return Receipt(external_id=letter.message_id, letter=letter)

    def close(self) -> None:
        pass


def as_bytes(deed: WriteLetter, settings: Settings) -> bytes:
    mail = EmailMessage()
    mail["From"] = Address(settings.get("name", ""), addr_spec=settings["address"])
    mail["To"] = Address(deed.to.name, addr_spec=deed.to.address)
    if deed.cc:
        mail["Cc"] = [Address(one.name, addr_spec=one.address) for one in deed.cc]
    mail["Subject"], mail["Date"] = deed.subject, format_datetime(deed.written_at)
    mail["Message-ID"] = f"<{deed.message_id}>"
    if deed.references:
        mail["In-Reply-To"] = f"<{deed.references[-1]}>"
        mail["References"] = " ".join(f"<{one}>" for one in deed.references)
    mail.set_content(deed.text)
    for file in deed.files:
        kind, _, sort = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=kind, subtype=sort, filename=file.name)
    return mail.as_bytes()


def open_mailbox(shop: Shop, *, address: str = ADDRESS, password: str = "secret", **settings: Any) -> Account:
    """A mailbox of Ala's that may send; of a given setting None takes it away."""
    application, _ = ApplicationRow.objects.get_or_create(
        platform="mail",
        place="password",
        name="mailbox",
        defaults={"kind": "device", "client_secret_sealed": seal(""), "created_at": NOW},
    )
    given = {**SETTINGS, "address": address, **settings}
    pair = Tokens(access=password, refresh="", access_expires_at=NOW + timedelta(days=36_500))
    account = Account.objects.create(
        platform="mail",
        application=application,
        external_id=address,
        login=address,
        settings={name: value for name, value in given.items() if value is not None},
        connected_at=NOW - timedelta(days=3),
        read_since=NOW - timedelta(days=30),
        is_watch_only=False,
        tokens_sealed=sealed(pair),
        tokens_stored_at=NOW,
        access_expires_at=pair.access_expires_at,
    )
    AccountAccess.objects.create(user=shop.ala, account=account, role="owner")
    return account


def a_case(
    account: Account,
    *,
    login: str = BUYER,
    said_at: datetime = NOW - HOUR,
    thread_id: str = "",
    **fields: Any,
) -> Case:
    buyer, _ = Buyer.objects.get_or_create(
        account=account, login=login, defaults={"first_seen_at": said_at, "masked": fields.pop("masked", "")}
    )
    thread_id = thread_id or f"first-{Thread.objects.count()}@example.org"
    thread = Thread.objects.create(account=account, external_id=thread_id, kind="talk", buyer=buyer)
    return Case.objects.create(
        account=account,
        thread=thread,
        buyer=buyer,
        opened_at=said_at,
        last_buyer_at=said_at,
        last_message_at=said_at,
        **fields,
    )


def a_mail(
    case: Case, mail_id: str, *, at: datetime = NOW - HOUR, role: str = "buyer", **fields: Any
) -> Letter:
    """A mail of a case with its message, as reading leaves them."""
    message = Message.objects.create(
        account=case.account,
        thread=case.thread,
        case=case,
        external_id=mail_id,
        role=role,
        author_login=case.buyer.login if role == "buyer" else case.account.login,
        text=fields.pop("text", "Czy jest zielony?"),
        kind="mail",
        status="delivered",
        written_at=at,
        first_seen_at=at,
    )
    values: dict[str, Any] = {
        "kind": "person",
        "mail_id": mail_id,
        "from_address": case.buyer.login if role == "buyer" else case.account.login,
        "subject": "Kubek",
        "is_sent": role == "seller",
        **fields,
    }
    return Letter.objects.create(
        account=case.account,
        external_id=mail_id,
        message=message,
        digest="0" * 64,
        size=1,
        sent_at=at,
        received_at=at,
        **values,
    )


def a_row(case: Case, shop: Shop, *, text: str = "Dzień dobry, jest.", **fields: Any) -> Outgoing:
    given: dict[str, Any] = {
        "thread_external_id": case.thread.external_id if case.thread else "",
        "buyer_login": case.buyer.login,
        "text": text,
        "state": Outgoing.State.QUEUED,
        "not_before": NOW - MINUTE,
        "composed_at": NOW - 2 * MINUTE,
        "composed_by": shop.ala,
        "last_buyer_at": case.last_buyer_at,
        "case_state": case.state,
    }
    return Outgoing.objects.create(account=case.account, case=case, **{**given, **fields})
