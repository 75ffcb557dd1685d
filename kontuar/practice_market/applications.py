"""Registered applications, device codes, authorization codes and token pairs.

An application has one type. Refresh tokens are single use; each refresh returns a new pair and ends the
old one (allegro/allegro-api #2553, #7625, #10918). Authorization codes live 10 seconds (FAQ).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

TYPES = ("device", "authorization_code")

SCOPES: tuple[str, ...] = tuple(
    "allegro:api:" + name
    for name in (
        "ads",
        "affiliate:read",
        "bids",
        "billing:read",
        "campaigns",
        "disputes",
        "fulfillment:read",
        "fulfillment:write",
        "messaging",
        "orders:read",
        "orders:write",
        "payments:read",
        "payments:write",
        "profile:read",
        "profile:write",
        "ratings",
        "sale:offers:read",
        "sale:offers:write",
        "sale:settings:read",
        "sale:settings:write",
        "shipments:read",
        "shipments:write",
    )
)


@dataclass(slots=True, kw_only=True)
class Application:
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    type: str
    redirect_uri: str | None
    scopes: tuple[str, ...]

    def agent_names(self) -> set[str]:
        """Names a User-Agent may carry: the registered one, blanks written as - or _ (#13455)."""
        return {
            self.name,
            self.name.replace(" ", "-"),
            self.name.replace(" ", "_"),
            self.name.replace(" ", ""),
        }


@dataclass(slots=True, kw_only=True)
class Grant:
    """One token pair, or an application's own token when `login` is None."""

    client_id: str
    login: str | None
    scopes: tuple[str, ...]
    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    access_until: datetime
    refresh_until: datetime
    ended: bool = False

    @property
    def scope_text(self) -> str:
        return " ".join(self.scopes)


@dataclass(slots=True, kw_only=True)
class DeviceCode:
    device_code: str = field(repr=False)
    user_code: str
    client_id: str
    scopes: tuple[str, ...]
    until: datetime
    interval: int
    asked_at: datetime | None = None
    login: str | None = None
    denied: bool = False
    used: bool = False


@dataclass(slots=True, kw_only=True)
class AuthCode:
    code: str = field(repr=False)
    client_id: str
    login: str
    scopes: tuple[str, ...]
    redirect_uri: str
    until: datetime
    challenge: str | None = None
    challenge_method: str | None = None


class Applications:
    """All of them, in memory."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self.apps: dict[str, Application] = {}
        self.devices: dict[str, DeviceCode] = {}
        self.codes: dict[str, AuthCode] = {}
        self.by_access: dict[str, Grant] = {}
        self.by_refresh: dict[str, Grant] = {}

    def register(
        self, name: str, type: str, redirect_uri: str | None = None, scopes: tuple[str, ...] = SCOPES
    ) -> Application:
        """Register an application; ValueError names what is wrong."""
        name = name.strip()
        if not 1 <= len(name) <= 80:
            raise ValueError("the name needs 1 to 80 characters")
        if type not in TYPES:
            raise ValueError(f"type is one of {', '.join(TYPES)}")
        if type == "authorization_code" and not (redirect_uri or "").startswith(("http://", "https://")):
            raise ValueError("an application of the authorization_code type needs a redirect URI")
        app = Application(
            client_id=secrets.token_hex(16),
            client_secret=secrets.token_urlsafe(48),
            name=name,
            type=type,
            redirect_uri=redirect_uri if type == "authorization_code" else None,
            scopes=self.narrow(SCOPES, " ".join(scopes)),
        )
        with self._market.lock:
            self.apps[app.client_id] = app
        return app

    def narrow(self, allowed: tuple[str, ...], wanted: str | None) -> tuple[str, ...]:
        """The wanted scopes in the market's order, all allowed ones when none are named; ValueError."""
        if not wanted or not wanted.strip():
            return allowed
        names = wanted.split()
        unknown = [name for name in names if name not in allowed]
        if unknown:
            raise ValueError(f"scope not allowed: {unknown[0]}")
        return tuple(scope for scope in allowed if scope in names)

    def start_device(self, app: Application, scopes: tuple[str, ...]) -> DeviceCode:
        """A device code and the short code for the person."""
        now = self._market.clock.now()
        alphabet = "BCDFGHJKLMNPQRSTVWXZ"
        user_code = "".join(secrets.choice(alphabet) for _ in range(9))
        device = DeviceCode(
            device_code=secrets.token_urlsafe(32),
            user_code=user_code,
            client_id=app.client_id,
            scopes=scopes,
            until=now + timedelta(seconds=self._market.settings.device_seconds),
            interval=self._market.settings.device_interval,
        )
        self.devices[device.device_code] = device
        return device

    def device_for_user_code(self, user_code: str) -> DeviceCode | None:
        """The waiting device a person's code belongs to, blanks and case ignored."""
        wanted = "".join(c for c in user_code.upper() if c.isalpha())
        now = self._market.clock.now()
        waiting = (d for d in self.devices.values() if d.login is None and not d.denied and d.until > now)
        return next((d for d in waiting if d.user_code == wanted), None)

    def issue_code(
        self,
        app: Application,
        login: str,
        scopes: tuple[str, ...],
        challenge: str | None = None,
        challenge_method: str | None = None,
    ) -> AuthCode:
        """An authorization code for the application's own redirect URI."""
        code = AuthCode(
            code=secrets.token_urlsafe(24),
            client_id=app.client_id,
            login=login,
            scopes=scopes,
            redirect_uri=app.redirect_uri or "",
            until=self._market.clock.now() + timedelta(seconds=self._market.settings.code_seconds),
            challenge=challenge,
            challenge_method=challenge_method,
        )
        self.codes[code.code] = code
        return code

    def issue_pair(self, client_id: str, login: str | None, scopes: tuple[str, ...]) -> Grant:
        """A new token pair; without a refresh token for an application's own token."""
        now = self._market.clock.now()
        settings = self._market.settings
        grant = Grant(
            client_id=client_id,
            login=login,
            scopes=scopes,
            access=secrets.token_urlsafe(48),
            refresh=secrets.token_urlsafe(48) if login else None,
            access_until=now + timedelta(seconds=settings.access_seconds),
            refresh_until=now + timedelta(days=settings.refresh_days),
        )
        self.by_access[grant.access] = grant
        if grant.refresh:
            self.by_refresh[grant.refresh] = grant
        return grant

    def rotate(self, client_id: str, refresh: str) -> Grant | None:
        """Exchange a refresh token; None when it is unknown, used, expired or another client's."""
        old = self.by_refresh.get(refresh)
        now = self._market.clock.now()
        if old is None or old.ended or old.client_id != client_id or old.refresh_until <= now:
            return None
        self.end(old)
        return self.issue_pair(client_id, old.login, old.scopes)

    def end(self, grant: Grant) -> None:
        """Make a pair useless; the record stays so that answers can say why."""
        grant.ended = True

    def revoke(self, login: str, client_id: str | None = None) -> int:
        """End all pairs of a seller (for one application or all); returns how many."""
        with self._market.lock:
            live = [
                grant
                for grant in self.by_access.values()
                if grant.login == login and not grant.ended and client_id in (None, grant.client_id)
            ]
            for grant in live:
                self.end(grant)
            return len(live)

    def grant(self, client_id: str, login: str, scopes: str | None = None) -> Grant:
        """A pair without the screens; KeyError for an unknown name, ValueError for scopes."""
        with self._market.lock:
            app = self.apps[client_id]
            seller = self._market.world.sellers[login]
            return self.issue_pair(client_id, seller.login, self.narrow(app.scopes, scopes))
