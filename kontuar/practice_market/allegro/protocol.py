"""What every API call has in common: media types, User-Agent, token, scopes, limits, parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request

from kontuar.practice_market.allegro.errors import NO_ACCESS, AuthRefusal, Refusal, invalid
from kontuar.practice_market.allegro.limits import Limits
from kontuar.practice_market.applications import Application, Grant
from kontuar.practice_market.clock import read_instant
from kontuar.practice_market.market import Market
from kontuar.practice_market.world import Seller

PUBLIC = "application/vnd.allegro.public.v1+json"
BETA = "application/vnd.allegro.beta.v1+json"

_AGENT = re.compile(r"(?P<name>[^/()\s]+)/\d+(\.\d+){0,3}[\w.+-]* \(\+https?://[^\s()]+\)")

Handler = Callable[..., "Answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an operation gives back: JSON, or bytes of a file."""

    status: int = 200
    body: Any = None
    content: bytes | None = None
    content_type: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One built operation of the API."""

    method: str
    path: str
    handler: Handler
    scope: str | None
    """Without the prefix `allegro:api:`; None when any token does, also an application's own."""
    accept: tuple[str, ...] = (PUBLIC,)
    any_accept: bool = False
    """True for downloads, where any Accept does."""
    content: tuple[str, ...] = ()
    """Media types a body may have; empty when there is no body."""
    bad_body: int = 422
    """Status for a body that cannot be read."""
    per_second: int | None = None
    """Calls a second per user, where the spec names a limit."""

    @property
    def name(self) -> str:
        """As written in logs, faults and counts."""
        return f"{self.method} {self.path}"


@dataclass(slots=True, kw_only=True)
class Call:
    """One checked call."""

    market: Market
    request: Request
    operation: Operation
    media_type: str
    now: datetime
    grant: Grant
    seller_or_none: Seller | None
    limits: Limits

    @property
    def seller(self) -> Seller:
        """The seller the token acts for; 403 for an application's own token."""
        if self.seller_or_none is None:
            raise access_denied()
        return self.seller_or_none

    @property
    def beta(self) -> bool:
        """True when the client asked for the beta shapes."""
        return self.media_type == BETA

    def number(self, name: str, default: int, low: int, high: int, *, status: int = 422) -> int:
        """An integer query parameter within bounds."""
        text = self.request.args.get(name)
        if text is None:
            return default
        if not re.fullmatch(r"[+-]?\d{1,12}", text) or not low <= int(text) <= high:
            raise invalid(
                "ConstraintViolationException", f"{name} must be {low} to {high}", name, status=status
            )
        return int(text)

    def choice(self, name: str, allowed: tuple[str, ...], *, status: int = 422) -> str | None:
        """A query parameter with fixed values."""
        text = self.request.args.get(name)
        if text is not None and text not in allowed:
            raise invalid("IllegalArgumentException", f"{name}: unknown value", name, status=status)
        return text

    def choices(self, name: str, allowed: tuple[str, ...], *, status: int = 422) -> list[str]:
        """A query parameter that may be repeated, each with fixed values."""
        values = self.request.args.getlist(name)
        if any(value not in allowed for value in values):
            raise invalid("IllegalArgumentException", f"{name}: unknown value", name, status=status)
        return values

    def instant(self, name: str, *, status: int = 422) -> datetime | None:
        """A date-time query parameter."""
        text = self.request.args.get(name)
        if text is None:
            return None
        try:
            return read_instant(text)
        except ValueError:
            raise invalid(
                "IllegalArgumentException", f"{name} is not a date-time", name, status=status
            ) from None

    def json(self) -> dict[str, Any]:
        """The body as a JSON object."""
        status = self.operation.bad_body
        try:
            body = json.loads(self.request.get_data())
        except (ValueError, RecursionError):
            raise invalid("HttpMessageNotReadableException", "the body is not JSON", status=status) from None
        if not isinstance(body, dict):
            raise invalid("HttpMessageNotReadableException", "the body is not an object", status=status)
        return body


def access_denied() -> Refusal:
    """403 in the API's shape."""
    return Refusal(403, "AccessDeniedException", "Access is denied", user_message=NO_ACCESS)


def authenticate(market: Market, request: Request) -> Grant:
    """The grant behind the bearer token, or 401 in authorization's shape."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise AuthRefusal(401, "unauthorized", "Full authentication is required to access this resource")
    grant = market.applications.by_access.get(token.strip())
    if grant is None or grant.ended:
        raise AuthRefusal(401, "invalid_token", "Invalid access token")
    if grant.access_until <= market.clock.now():
        raise AuthRefusal(401, "invalid_token", "Access token expired")
    return grant


def check_user_agent(market: Market, request: Request, app: Application | None) -> None:
    """The compulsory form `AppName/1.2.3 (+https://info)`, the name being the registered one (#13260).

    How Allegro answers a wrong one is not public ("will be blocked"): 403 is assumed here.
    """
    if not market.settings.require_user_agent:
        return
    match = _AGENT.fullmatch(request.headers.get("User-Agent", "").strip())
    if match and app is not None and match["name"] in app.agent_names():
        return
    raise Refusal(
        403,
        "UserAgentNotAllowedException",
        "User-Agent must be AppName/1.2.3 (+https://info-page) with the registered application's name",
        path="User-Agent",
        user_message=NO_ACCESS,
    )


def check_scope(operation: Operation, grant: Grant) -> None:
    """403 when the token lacks the operation's scope or acts for nobody."""
    if operation.scope is None:
        return
    if grant.login is None or f"allegro:api:{operation.scope}" not in grant.scopes:
        raise access_denied()


def choose_media_type(operation: Operation, request: Request) -> str:
    """The first acceptable type the client asked for, or 406."""
    if operation.any_accept:
        return operation.accept[0]
    asked = [part.partition(";")[0].strip().lower() for part in request.headers.get("Accept", "").split(",")]
    for media_type in asked:
        if media_type in operation.accept:
            return media_type
    raise Refusal(
        406,
        "NotAcceptableException",
        "Not acceptable representation requested. Please check 'Accept' request header",
        path="Accept",
    )


def check_content_type(operation: Operation, request: Request) -> None:
    """415 when there is a body of a type the operation does not take."""
    if operation.content and (request.mimetype or "") not in operation.content:
        raise Refusal(
            415,
            "UnsupportedMediaTypeException",
            "Content type not supported. Please check 'Content-Type' request header",
            path="Content-Type",
        )
