"""The market as a WSGI application: which part answers a path, and what is true of every answer."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date
from werkzeug.wrappers import Request, Response

from kontuar.practice_market.allegro.api import Api
from kontuar.practice_market.control import Control
from kontuar.practice_market.disturb import NoAnswer, hold
from kontuar.practice_market.market import Market
from kontuar.practice_market.screens import Screens

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LARGEST_BODY = 12_000_000
"""Bytes of a request; attachments are at most 5 MiB."""
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}


class App:
    """One market over WSGI. Call it from many threads: the market's lock orders the deeds."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self._api = Api(market)
        self._control = Control(market)
        self._screens = Screens(market)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = LARGEST_BODY
        try:
            response = self._respond(request)
        except NoAnswer as silence:
            raise hold(environ, silence) from None
        return response(environ, start_response)

    def _respond(self, request: Request) -> Response:
        trace_id = secrets.token_hex(16)
        if request.host.rpartition(":")[0] not in LOCAL_HOSTS and request.host not in LOCAL_HOSTS:
            response = Response("The practice market is for this machine only.\n", status=421)
        else:
            self.market.keep_ticking()
            try:
                response = self._route(request, trace_id)
            except HTTPException as error:
                response = Response(error.description, status=error.code, mimetype="text/plain")
        response.headers["trace-id"] = trace_id
        response.headers["Date"] = http_date(self.market.clock.now())
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _route(self, request: Request, trace_id: str) -> Response:
        if request.path.startswith("/_market"):
            return self._control.respond(request)
        screen = self._screens.respond(request)
        if screen is not None:
            return screen
        return self._api.respond(request, trace_id)
