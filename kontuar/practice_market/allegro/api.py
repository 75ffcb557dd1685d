"""Routing and the checks every API call passes, in Allegro's order and shapes."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from kontuar.practice_market.allegro import (
    attachments,
    events,
    invoices,
    issue_files,
    issues,
    me,
    messages,
    oauth,
    offer_commands,
    offer_edits,
    offer_events,
    offers,
    orders,
    quality,
    ratings,
    refund_claims,
    refunds,
    returns,
    shipments,
    threads,
    tracking,
    unbuilt,
)
from kontuar.practice_market.allegro.errors import (
    NOT_FOUND,
    UNBUILT,
    AuthRefusal,
    Refusal,
)
from kontuar.practice_market.allegro.limits import Limits
from kontuar.practice_market.allegro.protocol import (
    PUBLIC,
    Answer,
    Call,
    Operation,
    authenticate,
    check_content_type,
    check_scope,
    check_user_agent,
    choose_media_type,
)
from kontuar.practice_market.applications import Grant
from kontuar.practice_market.calls import Call as Noted
from kontuar.practice_market.clock import stamp
from kontuar.practice_market.disturb import Disturb
from kontuar.practice_market.market import Market

BUILT: tuple[Operation, ...] = (
    *me.OPERATIONS,
    *threads.OPERATIONS,
    *messages.OPERATIONS,
    *attachments.OPERATIONS,
    *events.OPERATIONS,
    *orders.OPERATIONS,
    *shipments.OPERATIONS,
    *tracking.OPERATIONS,
    *offers.OPERATIONS,
    *issues.OPERATIONS,
    *issue_files.OPERATIONS,
    *returns.OPERATIONS,
    *ratings.OPERATIONS,
    *offer_events.OPERATIONS,
    *offer_commands.OPERATIONS,
    *offer_edits.OPERATIONS,
    *refunds.OPERATIONS,
    *refund_claims.OPERATIONS,
    *quality.OPERATIONS,
    *invoices.OPERATIONS,
)
AUTH = ("/auth/oauth/token", "/auth/oauth/device")


def _rule(template: str, method: str, endpoint: Any) -> Rule:
    def argument(match: re.Match[str]) -> str:
        return "<" + re.sub(r"[A-Z]", lambda letter: "_" + letter[0].lower(), match[1]) + ">"

    return Rule(re.sub(r"\{(\w+)\}", argument, template), methods=[method], endpoint=endpoint)


@cache
def _routes() -> Map:
    """Built once: the rules know operations, not markets."""
    rules = [_rule(op.path, op.method, op) for op in BUILT]
    download = next(op for op in BUILT if op.any_accept)
    rules.append(_rule(attachments.DOWNLOAD_ALIAS, "GET", download))
    rules += [_rule(path, method, f"{method} {path}") for method, path in unbuilt.operations()]
    rules += [_rule(path, "POST", path) for path in AUTH]
    return Map(rules, strict_slashes=False, merge_slashes=False, redirect_defaults=False)


class _Seen:
    """What is known of a call while it is worked on, for the log and the faults."""

    def __init__(self, operation: str) -> None:
        self.operation = operation
        self.seller: str | None = None
        self.client_id: str | None = None
        self.refreshed = False


class Api:
    """Answers every path of the API and the two authorization endpoints for machines."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._limits = Limits(market)
        self._map = _routes()

    def respond(self, request: Request, trace_id: str) -> Response:
        """The answer, disturbed by the faults in force, counted."""
        try:
            endpoint, arguments = self._map.bind("", path_info=request.path).match(method=request.method)
        except MethodNotAllowed as error:
            return self._refuse(
                request, Refusal(405, "MethodNotAllowedException", "Method not allowed"), error
            )
        except HTTPException:
            return self._refuse(
                request, Refusal(404, "NotFoundException", "No such resource", user_message=NOT_FOUND)
            )
        seen = _Seen(endpoint.name if isinstance(endpoint, Operation) else _auth_name(endpoint))
        disturb = Disturb(self._market, seen.operation)
        status = 0
        try:
            response = self._disturbed(request, endpoint, arguments, seen, disturb)
            status = response.status_code
            return response
        finally:
            self._note(request, seen, status, trace_id, disturb.hit)

    def _disturbed(
        self, request: Request, endpoint: Any, arguments: Any, seen: _Seen, disturb: Disturb
    ) -> Response:
        seen.seller, seen.client_id = self._caller(request)
        disturb.delay(seen.seller)
        early = disturb.before(seen.seller)
        if early is not None:
            return early
        with self._market.lock:
            response = self._deed(request, endpoint, arguments, seen)
        if response.status_code < 400:
            late = disturb.after(seen.seller, refreshed=seen.refreshed)
            if late is not None:
                return late
        return response

    def _caller(self, request: Request) -> tuple[str | None, str | None]:
        """Seller and client as far as they can be known before any check."""
        with self._market.lock:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            grant = self._market.applications.by_access.get(token.strip())
            if scheme.lower() == "bearer" and grant is not None:
                return grant.login, grant.client_id
            refresh = oauth.parameter(request, "refresh_token") if request.path in AUTH else None
            grant = self._market.applications.by_refresh.get(refresh or "")
            basic = request.authorization
            client_id = basic.username if basic is not None and basic.type == "basic" else None
            return (grant.login if grant else None), client_id

    def _deed(self, request: Request, endpoint: Any, arguments: Any, seen: _Seen) -> Response:
        language = request.headers.get("Accept-Language", "en")
        try:
            if isinstance(endpoint, Operation):
                return self._operation(request, endpoint, arguments, language)
            if endpoint in AUTH:
                return self._auth(request, endpoint, seen)
            raise Refusal(
                501,
                "NotImplementedException",
                f"{endpoint} is not built in the practice market",
                user_message=UNBUILT,
            )
        except Refusal as refusal:
            return _json(refusal.body(language), refusal.status, _error_type(request), refusal.headers)
        except AuthRefusal as auth_refusal:
            return _json(auth_refusal.body, auth_refusal.status, "application/json", auth_refusal.headers)

    def _auth(self, request: Request, path: str, seen: _Seen) -> Response:
        if path.endswith("/device"):
            return _json(oauth.device(self._market, request), 200, "application/json")
        grant = oauth.token(self._market, request)
        seen.seller = grant.login
        seen.refreshed = oauth.parameter(request, "grant_type") == "refresh_token"
        headers = {"Cache-Control": "no-store", "Pragma": "no-cache"}
        return _json(oauth.pair(self._market, grant), 200, "application/json", headers)

    def _operation(self, request: Request, operation: Operation, arguments: Any, language: str) -> Response:
        market = self._market
        grant = authenticate(market, request)
        if market.faults.strike("revoke_token", operation=operation.name, seller=grant.login):
            market.applications.revoke(grant.login or "", grant.client_id)
            raise AuthRefusal(401, "invalid_token", "Invalid access token")
        check_user_agent(market, request, market.applications.apps.get(grant.client_id))
        self._limits.client(grant.client_id)
        if operation.per_second is not None:
            self._limits.user(operation.name, grant.login or grant.client_id, operation.per_second)
        check_scope(operation, grant)
        media_type = choose_media_type(operation, request)
        check_content_type(operation, request)
        call = self._call(request, operation, media_type, grant)
        answer: Answer = operation.handler(call, **arguments)
        return _finish(answer, media_type)

    def _call(self, request: Request, operation: Operation, media_type: str, grant: Grant) -> Call:
        return Call(
            market=self._market,
            request=request,
            operation=operation,
            media_type=media_type,
            now=self._market.clock.now(),
            grant=grant,
            seller_or_none=self._market.world.sellers.get(grant.login or ""),
            limits=self._limits,
        )

    def _refuse(self, request: Request, refusal: Refusal, error: MethodNotAllowed | None = None) -> Response:
        headers = {"Allow": ", ".join(error.valid_methods or ())} if error else {}
        language = request.headers.get("Accept-Language", "en")
        return _json(refusal.body(language), refusal.status, _error_type(request), headers)

    def _note(self, request: Request, seen: _Seen, status: int, trace_id: str, fault: str | None) -> None:
        query = "" if request.path in AUTH else request.query_string.decode("ascii", "replace")[:300]
        with self._market.lock:
            self._market.calls.note(
                Noted(
                    at=stamp(self._market.clock.now()),
                    operation=seen.operation,
                    path=request.path[:300] + ("?" + query if query else ""),
                    seller=seen.seller,
                    client_id=seen.client_id,
                    status=status,
                    trace_id=trace_id,
                    fault=fault,
                )
            )


def _auth_name(endpoint: str) -> str:
    return f"POST {endpoint}" if endpoint in AUTH else endpoint


def _error_type(request: Request) -> str:
    """Errors come in the type that was asked for, else in public.v1."""
    accept = request.headers.get("Accept", "")
    return "application/vnd.allegro.beta.v1+json" if "allegro.beta.v1+json" in accept else PUBLIC


def _json(body: Any, status: int, content_type: str, headers: dict[str, str] | None = None) -> Response:
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status=status, content_type=f"{content_type};charset=UTF-8", headers=headers)


def _finish(answer: Answer, media_type: str) -> Response:
    if answer.content is not None:
        return Response(
            answer.content, status=answer.status, content_type=answer.content_type, headers=answer.headers
        )
    if answer.body is None:
        return Response(b"", status=answer.status, headers=answer.headers)
    return _json(answer.body, answer.status, media_type, answer.headers)
