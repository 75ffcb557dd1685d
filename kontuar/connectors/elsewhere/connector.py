"""A place without an interface as ``connector_kit.contract.Connector`` sees it: everything is refused loudly."""

from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn

from kontuar.connector_kit.budget import Gate
from kontuar.connector_kit.contract import (
    NO_SETTINGS,
    Application,
    Client,
    DeviceCode,
    Fact,
    Limits,
    Settings,
    StreamSpec,
    Tokens,
    Way,
)
from kontuar.connector_kit.errors import NotSupported
from kontuar.connectors.elsewhere.capabilities import CAPABILITIES, LIMITS, STREAMS
from kontuar.facts.deeds import Deed
from kontuar.facts.mails import Mail, ShownLetter


def _refuse() -> NoReturn:
    raise NotSupported("This place has no interface; a person reads and writes there.")


class ElsewhereConnector:
    """The way to a place that has none."""

    name = "elsewhere"
    streams: tuple[StreamSpec, ...] = STREAMS
    capabilities: Mapping[type[Deed], Way] = CAPABILITIES
    limits: Limits = LIMITS

    def limits_in(self, thread_id: str) -> Limits:
        return LIMITS

    def open(
        self,
        application: Application,
        tokens: Tokens,
        *,
        login: str,
        watch_only: bool,
        gate: Gate,
        settings: Settings = NO_SETTINGS,
    ) -> Client:
        """No line leads there: NotSupported."""
        _refuse()

    def read(
        self, raw: bytes, *, login: str, settings: Settings, received_at: datetime, is_sent: bool = False
    ) -> tuple[Fact, ...]:
        """What a person pastes is told as facts by ``actions/intake``, not read here."""
        _refuse()

    def open_letter(self, raw: bytes, *, received_at: datetime) -> Mail:
        _refuse()

    def show_letter(
        self, mail: Mail, *, remote: bool = False, inline: Mapping[str, str] | None = None, links: bool = True
    ) -> ShownLetter:
        _refuse()

    def start_device(self, application: Application, *, now: datetime) -> DeviceCode:
        _refuse()

    def poll_device(self, application: Application, device_code: str, *, now: datetime) -> Tokens | None:
        _refuse()

    def authorize_url(self, application: Application, *, state: str) -> str:
        _refuse()

    def exchange_code(self, application: Application, code: str, *, now: datetime) -> Tokens:
        _refuse()

    def refresh(self, application: Application, tokens: Tokens, *, now: datetime) -> Tokens:
        _refuse()

    def link(self, application: Application, kind: str, external_id: str) -> str:
        """Where a talk stands is known by the talk alone (``Thread.link``)."""
        return ""
