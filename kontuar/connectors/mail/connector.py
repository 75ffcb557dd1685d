"""A mailbox as ``connector_kit.contract.Connector`` sees it: sign-in, opening a line, reading what is handed over."""

import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from kontuar.connector_kit.budget import Gate
from kontuar.connector_kit.contract import (
    NO_SETTINGS,
    Application,
    DeviceCode,
    Fact,
    Limits,
    Settings,
    StreamSpec,
    Tokens,
    Way,
)
from kontuar.connector_kit.errors import AuthExpired, NotSupported
from kontuar.connector_kit.http import utc_now
from kontuar.connectors.mail import facts, html, oauth
from kontuar.connectors.mail.capabilities import CAPABILITIES, LIMITS, STREAMS
from kontuar.connectors.mail.client import MailClient
from kontuar.connectors.mail.login import Access
from kontuar.connectors.mail.mailbox import mailbox_of
from kontuar.connectors.mail.patience import PATIENCE, Patience
from kontuar.facts.deeds import Deed
from kontuar.facts.mails import Mail, ShownLetter


class MailConnector:
    """The way to a mailbox. Holds no account's state.

    ``patience`` is how long servers may take; ``trust`` makes the context that checks their certificates.
    """

    name = "mail"
    streams: tuple[StreamSpec, ...] = STREAMS
    capabilities: Mapping[type[Deed], Way] = CAPABILITIES
    limits: Limits = LIMITS

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = utc_now,
        patience: Patience = PATIENCE,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._clock = clock
        self._patience = patience
        self._trust = cache(trust)

    def open(
        self,
        application: Application,
        tokens: Tokens,
        *,
        login: str,
        watch_only: bool,
        gate: Gate,
        settings: Settings = NO_SETTINGS,
    ) -> MailClient:
        """An open line to the mailbox. Connects at the first call; Refused when the settings make no sense."""
        mailbox = mailbox_of(settings, login=login)
        access = Access(
            user=mailbox.user,
            secret=tokens.access,
            is_token=application.place != oauth.PASSWORD,
            provider=mailbox.provider,
        )
        return MailClient(
            mailbox,
            access,
            watch_only=watch_only,
            gate=gate,
            patience=self._patience,
            trust=self._trust,
        )

    def limits_in(self, thread_id: str) -> Limits:
        return LIMITS

    def read(
        self, raw: bytes, *, login: str, settings: Settings, received_at: datetime, is_sent: bool = False
    ) -> tuple[Fact, ...]:
        """The facts of a mail that was handed over, the same as of one that was pulled."""
        mailbox = mailbox_of(settings, login=login)
        return facts.facts_of(raw, mailbox, received_at=received_at, is_sent=is_sent)

    def open_letter(self, raw: bytes, *, received_at: datetime) -> Mail:
        return facts.open_letter(raw, received_at=received_at)

    def show_letter(
        self, mail: Mail, *, remote: bool = False, inline: Mapping[str, str] | None = None, links: bool = True
    ) -> ShownLetter:
        """Its HTML, or nothing where it has none."""
        return html.clean(mail.html, remote=remote, inline=inline, links=links)

    def start_device(self, application: Application, *, now: datetime) -> DeviceCode:
        """Google gives no access to mail by a device's code, and for Microsoft we do not use it."""
        raise NotSupported("A mailbox is not opened by a device's code.")

    def poll_device(self, application: Application, device_code: str, *, now: datetime) -> Tokens | None:
        raise NotSupported("A mailbox is not opened by a device's code.")

    def authorize_url(self, application: Application, *, state: str) -> str:
        """Where to send the seller's browser. ValueError where a password is the access."""
        return oauth.authorize_url(application, state=state)

    def exchange_code(self, application: Application, code: str, *, now: datetime) -> Tokens:
        return oauth.desk(application, clock=self._clock).exchange_code(code, now=now)

    def refresh(self, application: Application, tokens: Tokens, *, now: datetime) -> Tokens:
        """A new access token. A password cannot be renewed: AuthExpired."""
        if application.place == oauth.PASSWORD:
            raise AuthExpired("a password is not renewed", code="password_refused")
        return oauth.desk(application, clock=self._clock).refresh(tokens, now=now)

    def link(self, application: Application, kind: str, external_id: str) -> str:
        """A mailbox has no pages."""
        return ""
