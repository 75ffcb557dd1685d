"""Allegro as ``connector_kit.contract.Connector`` sees it: sign-in, and opening a line to an account."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from kontuar.connector_kit import oauth
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
from kontuar.connector_kit.errors import NotSupported
from kontuar.connector_kit.http import DEADLINE_SECONDS, TIMEOUT, Line, Timeout, utc_now
from kontuar.connectors.allegro import parse, places
from kontuar.connectors.allegro.capabilities import CAPABILITIES, ISSUE_LIMITS, LIMITS, STREAMS
from kontuar.connectors.allegro.client import AllegroClient
from kontuar.connectors.allegro.parse_issues import issue_id
from kontuar.facts.deeds import Deed
from kontuar.facts.mails import Mail, ShownLetter

LANGUAGE = "pl-PL"
"""Of ``userMessage`` and subjects: the sellers' language."""


class AllegroConnector:
    """The way to Allegro. Holds no account's state. ``clock`` dates rate limits only.

    ``timeout`` is for one step of a call, ``deadline`` (seconds) for the whole of it.
    """

    name = "allegro"
    streams: tuple[StreamSpec, ...] = STREAMS
    capabilities: Mapping[type[Deed], Way] = CAPABILITIES
    limits: Limits = LIMITS

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = utc_now,
        timeout: Timeout = TIMEOUT,
        deadline: float = DEADLINE_SECONDS,
    ) -> None:
        self._clock = clock
        self._timeout = timeout
        self._deadline = deadline

    def open(
        self,
        application: Application,
        tokens: Tokens,
        *,
        login: str,
        watch_only: bool,
        gate: Gate,
        settings: Settings = NO_SETTINGS,
    ) -> AllegroClient:
        """An open line to the account the tokens are for."""
        place = places.of(application)

        def line_to(origin: str) -> Line:
            return Line(
                origin,
                headers={
                    "Authorization": f"Bearer {tokens.access}",
                    "User-Agent": user_agent(application, login=login),
                    "Accept-Language": LANGUAGE,
                },
                gate=gate,
                watch_only=watch_only,
                clock=self._clock,
                explain=parse.problem,
                timeout=self._timeout,
                deadline=self._deadline,
                trust_env=not place.is_local,
            )

        return AllegroClient(line_to, place=place, login=login, scopes=tokens.scopes)

    def limits_in(self, thread_id: str) -> Limits:
        """Discussions and claims take longer texts and smaller files than the message center."""
        return ISSUE_LIMITS if issue_id(thread_id) else LIMITS

    def read(
        self, raw: bytes, *, login: str, settings: Settings, received_at: datetime, is_sent: bool = False
    ) -> tuple[Fact, ...]:
        """Allegro hands nothing over: it is asked."""
        raise NotSupported("Allegro hands nothing over.")

    def open_letter(self, raw: bytes, *, received_at: datetime) -> Mail:
        """Allegro knows no letters."""
        raise NotSupported("Allegro knows no letters.")

    def show_letter(
        self, mail: Mail, *, remote: bool = False, inline: Mapping[str, str] | None = None, links: bool = True
    ) -> ShownLetter:
        """Allegro knows no letters."""
        raise NotSupported("Allegro knows no letters.")

    def start_device(self, application: Application, *, now: datetime) -> DeviceCode:
        """Begin a device sign-in. The page shown is always one of the place's own host."""
        place = places.of(application)
        code = self._desk(application).start_device(now=now)
        if urlsplit(code.verification_url).hostname == urlsplit(place.web).hostname:
            return code
        return replace(code, verification_url=f"{place.web}/skojarz-aplikacje")

    def poll_device(self, application: Application, device_code: str, *, now: datetime) -> Tokens | None:
        return self._desk(application).poll_device(device_code, now=now)

    def authorize_url(self, application: Application, *, state: str) -> str:
        """Where to send the seller's browser. No ``scope``: Allegro then grants what was registered."""
        place = places.of(application)
        query = urlencode(
            {
                "response_type": "code",
                "client_id": application.client_id,
                "redirect_uri": application.redirect_uri,
                "state": state,
            }
        )
        return f"{place.auth}{places.AUTHORIZE_PATH}?{query}"

    def exchange_code(self, application: Application, code: str, *, now: datetime) -> Tokens:
        return self._desk(application).exchange_code(code, now=now)

    def refresh(self, application: Application, tokens: Tokens, *, now: datetime) -> Tokens:
        return self._desk(application).refresh(tokens, now=now)

    def link(self, application: Application, kind: str, external_id: str) -> str:
        return places.link(places.of(application), kind, external_id)

    def _desk(self, application: Application) -> oauth.Desk:
        place = places.of(application)
        return oauth.Desk(
            application,
            base_url=place.auth,
            token_path=places.TOKEN_PATH,
            device_path=places.DEVICE_PATH,
            user_agent=user_agent(application),
            clock=self._clock,
            timeout=self._timeout,
            trust_env=not place.is_local,
        )


def user_agent(application: Application, *, login: str = "") -> str:
    """``AppName/1.2.3 (+https://…)``, compulsory since June 2026 (allegro-api #13260, #13599).

    The name must match the registered application; blanks become hyphens (#13455). The page is the one
    the seller gave, else the seller's own page on Allegro.
    """
    plain = unicodedata.normalize("NFKD", application.name.replace("ł", "l").replace("Ł", "L"))
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", plain.encode("ascii", "ignore").decode()).strip("-") or "Kontuar"
    version = re.sub(r"[^0-9A-Za-z.]+", "", application.version) or "0"
    place = places.of(application)
    own_page = places.link(place, "buyer", login) if login else place.web
    page = application.info_url if application.info_url.isascii() else ""
    return f"{name}/{version} (+{page.strip() or own_page})"
