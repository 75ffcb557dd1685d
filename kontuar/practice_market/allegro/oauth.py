"""`/auth/oauth/token` and `/auth/oauth/device`: the machine side of signing in.

An application has one type: a device application cannot use the code flow and the other way round.
Parameters may stand in the query or in a form body, the client in the Basic header.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from werkzeug.wrappers import Request

from kontuar.practice_market.allegro.errors import AuthRefusal
from kontuar.practice_market.applications import Application, Grant
from kontuar.practice_market.market import Market

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def client(market: Market, request: Request) -> Application:
    """The application behind the Basic header, or 401."""
    given = request.authorization
    if given is None or given.type != "basic" or not given.username:
        raise AuthRefusal(401, "unauthorized", "Full authentication is required to access this resource")
    app = market.applications.apps.get(given.username)
    if app is None or not hmac.compare_digest(app.client_secret.encode(), (given.password or "").encode()):
        raise AuthRefusal(401, "invalid_client", "Bad client credentials")
    return app


def parameter(request: Request, name: str) -> str | None:
    """A parameter of the form body or of the query."""
    return request.form.get(name) or request.args.get(name)


def _needed(request: Request, name: str) -> str:
    value = parameter(request, name)
    if not value:
        raise AuthRefusal(400, "invalid_request", f"Missing parameter: {name}")
    return value


def _type(app: Application, wanted: str) -> None:
    if app.type != wanted:
        raise AuthRefusal(
            401, "unauthorized_client", f"Unauthorized grant type for an application of type {app.type}"
        )


def pair(market: Market, grant: Grant) -> dict[str, Any]:
    """A token answer; `expires_in` is what is left of the access token's life."""
    body: dict[str, Any] = {
        "access_token": grant.access,
        "token_type": "bearer",
        "expires_in": market.settings.access_seconds,
        "scope": grant.scope_text,
        "allegro_api": True,
        "iss": market.url,
        "jti": str(uuid5(NAMESPACE_URL, grant.access)),
    }
    if grant.refresh is not None:
        body["refresh_token"] = grant.refresh
    return body


def token(market: Market, request: Request) -> Grant:
    """POST /auth/oauth/token: every grant type."""
    app = client(market, request)
    kind = _needed(request, "grant_type")
    if kind == "refresh_token":
        return _refresh(market, app, request)
    if kind == DEVICE_GRANT:
        return _device_token(market, app, request)
    if kind == "authorization_code":
        return _code_token(market, app, request)
    if kind == "client_credentials":
        return market.applications.issue_pair(app.client_id, None, ())
    raise AuthRefusal(400, "unsupported_grant_type", "Unsupported grant type")


def _refresh(market: Market, app: Application, request: Request) -> Grant:
    grant = market.applications.rotate(app.client_id, _needed(request, "refresh_token"))
    if grant is None:
        raise AuthRefusal(400, "invalid_grant", "Invalid refresh token")
    return grant


def _device_token(market: Market, app: Application, request: Request) -> Grant:
    _type(app, "device")
    device = market.applications.devices.get(_needed(request, "device_code"))
    now = market.clock.now()
    if device is None or device.client_id != app.client_id or device.used:
        raise AuthRefusal(400, "invalid_grant", "Invalid device code")
    if device.until <= now:
        raise AuthRefusal(400, "expired_token", "Device code expired")
    if device.denied:
        raise AuthRefusal(400, "access_denied", "The user denied access")
    too_soon = device.asked_at is not None and (now - device.asked_at).total_seconds() < device.interval
    device.asked_at = now
    if device.login is None:
        if too_soon:
            device.interval += 5  # RFC 8628, 3.5
            raise AuthRefusal(400, "slow_down", "Polling too often")
        raise AuthRefusal(400, "authorization_pending", "The user has not answered yet")
    device.used = True
    return market.applications.issue_pair(app.client_id, device.login, device.scopes)


def _code_token(market: Market, app: Application, request: Request) -> Grant:
    _type(app, "authorization_code")
    # taken out at once: a code works one time, whatever comes of it
    code = market.applications.codes.pop(_needed(request, "code"), None)
    if code is None or code.client_id != app.client_id or code.until <= market.clock.now():
        raise AuthRefusal(400, "invalid_grant", "Invalid authorization code")
    if _needed(request, "redirect_uri") != code.redirect_uri:
        raise AuthRefusal(400, "invalid_grant", "Redirect URI mismatch")
    if code.challenge is not None:
        verifier = _needed(request, "code_verifier")
        if not hmac.compare_digest(_challenge(verifier, code.challenge_method), code.challenge):
            raise AuthRefusal(400, "invalid_grant", "Invalid code verifier")
    return market.applications.issue_pair(app.client_id, code.login, code.scopes)


def _challenge(verifier: str, method: str | None) -> str:
    if method != "S256":
        return verifier
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def device(market: Market, request: Request) -> dict[str, Any]:
    """POST /auth/oauth/device: start of the device flow."""
    app = client(market, request)
    _type(app, "device")
    if _needed(request, "client_id") != app.client_id:
        raise AuthRefusal(400, "invalid_request", "client_id does not match the credentials")
    try:
        scopes = market.applications.narrow(app.scopes, parameter(request, "scope"))
    except ValueError as error:
        raise AuthRefusal(400, "invalid_scope", str(error)) from None
    started = market.applications.start_device(app, scopes)
    return {
        "user_code": started.user_code,
        "device_code": started.device_code,
        "expires_in": market.settings.device_seconds,
        "interval": started.interval,
        "verification_uri": f"{market.url}/skojarz-aplikacje",
        "verification_uri_complete": f"{market.url}/skojarz-aplikacje?code={started.user_code}",
    }
