"""Signing in by OAuth 2.0 (RFC 6749, RFC 8628): device codes, authorization codes, refreshing.

Four small posts over our own :class:`~kontuar.connector_kit.http.Line`. authlib's client was left out:
it keeps tokens in a session and can refresh them behind the caller's back, while a single-use refresh
token must be stored before it is used and refreshed by exactly one process.
"""

import base64
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from kontuar.connector_kit import verdict
from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.calls import Answer, Request
from kontuar.connector_kit.contract import Application, DeviceCode, Tokens
from kontuar.connector_kit.errors import AuthExpired, ConnectorError, Refused
from kontuar.connector_kit.http import TIMEOUT, Line, Timeout, json_of, unreadable, utc_now
from kontuar.connector_kit.verdict import Problem

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_SHORT_LIFE = timedelta(hours=1)
"""Assumed when a token's life is not told: refreshing early harms nobody."""
_LONGEST_LIFE = timedelta(days=366)
_WAITING = ("authorization_pending", "slow_down")


def explain(body: bytes) -> Problem:
    """The ``error`` code alone: ``error_description`` may quote the very token it complains about."""
    document = verdict.lenient_json(body)
    code = document.get("error") if isinstance(document, dict) else None
    if isinstance(code, str) and len(code) <= 60 and code.replace("_", "").replace("-", "").isalnum():
        return Problem(code=code, words=code)
    return Problem()


def judge(
    request: Request, answer: Answer, *, now: datetime, explain: Callable[[bytes], Problem]
) -> ConnectorError | None:
    """Like ``verdict.judge``, but here 401 speaks of the application and ``invalid_grant`` of the consent."""
    if answer.status not in (400, 401, 403):
        return verdict.judge(request, answer, now=now, explain=explain)
    code = explain(answer.body).code or f"HTTP_{answer.status}"
    if code == "invalid_grant":
        return AuthExpired("the consent is gone", refreshable=False, trace_id=answer.trace_id, code=code)
    return Refused(f"sign-in refused ({code})", trace_id=answer.trace_id, code=code)


class Desk:
    """The counter of one platform where access is handed out. Opens and closes a line per call.

    Raises ``connector_kit.errors``; no error and no ``repr`` holds a token, a code or the secret.
    """

    def __init__(
        self,
        application: Application,
        *,
        base_url: str,
        token_path: str,
        device_path: str,
        user_agent: str,
        clock: Callable[[], datetime] = utc_now,
        timeout: Timeout = TIMEOUT,
        trust_env: bool = True,
    ) -> None:
        self._application = application
        self._base_url = base_url
        self._token_path = token_path
        self._device_path = device_path
        self._user_agent = user_agent
        self._clock = clock
        self._timeout = timeout
        self._trust_env = trust_env

    def start_device(self, *, now: datetime) -> DeviceCode:
        """Begin a device sign-in. Asking twice only leaves an unused code behind."""
        form = {"client_id": self._application.client_id}
        request = self._request(self._device_path, form, repeatable=True)
        answer, document = self._ask(request)
        url = text(document, "verification_uri_complete") or text(document, "verification_uri")
        device_code, user_code = text(document, "device_code"), text(document, "user_code")
        if not (url.startswith(("https://", "http://")) and device_code and user_code):
            raise unreadable(request, answer, "the device answer lacks a code or an address")
        return DeviceCode(
            device_code=device_code,
            user_code=user_code,
            verification_url=url,
            expires_at=now + _life(document, "expires_in"),
            interval=max(timedelta(seconds=1), _life(document, "interval", timedelta(seconds=5))),
        )

    def poll_device(self, device_code: str, *, now: datetime) -> Tokens | None:
        """Tokens, or None while the person has not decided; Refused when it ran out or was declined."""
        form = {"grant_type": DEVICE_GRANT, "device_code": device_code}
        refusal: Refused | None = None
        try:
            return self._tokens(self._request(self._token_path, form, repeatable=True), now)
        except Refused as error:
            if error.code in _WAITING:
                return None
            refusal = error
        except AuthExpired as error:
            refusal = Refused("the device code is no longer good", trace_id=error.trace_id, code=error.code)
        raise refusal

    def exchange_code(self, code: str, *, now: datetime) -> Tokens:
        """Tokens for an authorization code, which is good once."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._application.redirect_uri,
        }
        return self._tokens(self._request(self._token_path, form), now)

    def refresh(self, tokens: Tokens, *, now: datetime) -> Tokens:
        """A new pair. OutcomeUnknown when the answer was lost: the old refresh token may be used up."""
        form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
        if self._application.redirect_uri:
            form["redirect_uri"] = self._application.redirect_uri
        return self._tokens(self._request(self._token_path, form), now, old=tokens)

    def _request(self, path: str, form: Mapping[str, str], *, repeatable: bool = False) -> Request:
        return Request(method="POST", path=path, form=form, is_write=True, repeatable=repeatable)

    def _tokens(self, request: Request, now: datetime, old: Tokens | None = None) -> Tokens:
        answer, document = self._ask(request)
        access = text(document, "access_token")
        refresh = text(document, "refresh_token") or (old.refresh if old else "")
        if not access or not refresh:
            raise unreadable(request, answer, "the answer holds no usable tokens")
        scopes = tuple(text(document, "scope").split()) or (old.scopes if old else ())
        return Tokens(
            access=access,
            refresh=refresh,
            access_expires_at=now + _life(document, "expires_in"),
            scopes=scopes,
        )

    def _ask(self, request: Request) -> tuple[Answer, dict[str, Any]]:
        line = Line(
            self._base_url,
            headers={
                "Authorization": f"Basic {self._credentials()}",
                "User-Agent": self._user_agent,
                "Accept": "application/json",
            },
            gate=OpenGate(),
            watch_only=False,
            clock=self._clock,
            judge=judge,
            explain=explain,
            timeout=self._timeout,
            trust_env=self._trust_env,
        )
        try:
            answer = line.send(request, max_bytes=256 * 1024)
            document = json_of(request, answer)
        finally:
            line.close()
        if not isinstance(document, dict):
            raise unreadable(request, answer, "the answer is not an object")
        return answer, document

    def _credentials(self) -> str:
        pair = f"{self._application.client_id}:{self._application.client_secret}"
        return base64.b64encode(pair.encode()).decode("ascii")


def text(document: Mapping[str, Any], name: str) -> str:
    """A word fit for a header; anything else counts as absent."""
    value = document.get(name)
    return value if isinstance(value, str) and value.isascii() and value.isprintable() else ""


def _life(document: Mapping[str, Any], name: str, otherwise: timedelta = _SHORT_LIFE) -> timedelta:
    try:
        seconds = msgspec.convert(document.get(name), float, strict=False)
        return min(max(timedelta(), timedelta(seconds=seconds)), _LONGEST_LIFE)
    except (msgspec.ValidationError, OverflowError, ValueError):
        return otherwise
