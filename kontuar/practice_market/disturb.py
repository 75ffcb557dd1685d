"""Faults of the wire: slow answers, refusals, HTML instead of JSON, and silence."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from waitress.channel import ClientDisconnected
from werkzeug.wrappers import Response

from kontuar.practice_market.allegro.errors import Refusal, too_many
from kontuar.practice_market.faults import Fault
from kontuar.practice_market.market import Market

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

TIMED_OUT = "The request timed out. Try again."
LONGEST_HOLD = 120.0
"""Real seconds an answer may be held back."""

_TITLES = {408: "Request Time-out", 500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Time-out"}


class NoAnswer(Exception):
    """The client gets nothing: after `seconds` of waiting, or at once."""

    def __init__(self, seconds: float) -> None:
        super().__init__("no answer")
        self.seconds = min(seconds, LONGEST_HOLD)


def hold(environ: WSGIEnvironment, silence: NoAnswer) -> ClientDisconnected:
    """Wait until the client gives up or the time is over; the result, raised, closes the connection."""
    gone: Any = environ.get("waitress.client_disconnected")
    until = time.monotonic() + silence.seconds
    while time.monotonic() < until and not (gone is not None and gone()):
        time.sleep(0.05)
    return ClientDisconnected()


class Disturb:
    """Applies the faults that hit one call, before and after its deed. Real seconds, not the market's."""

    def __init__(self, market: Market, operation: str) -> None:
        self._market = market
        self._operation = operation
        self.hit: str | None = None

    def _strike(self, kind: str, seller: str | None, *, after_write: bool | None = None) -> Fault | None:
        with self._market.lock:
            fault = self._market.faults.strike(
                kind, operation=self._operation, seller=seller, after_write=after_write
            )
        if fault is not None:
            self.hit = kind
        return fault

    def delay(self, seller: str | None) -> None:
        """latency"""
        fault = self._strike("latency", seller)
        if fault is not None:
            extra = fault.number("jitter", 0) * (int(time.monotonic_ns()) % 1_000) / 1_000
            time.sleep(min(LONGEST_HOLD, max(0.0, fault.number("seconds", 1) + extra)))

    def before(self, seller: str | None) -> Response | None:
        """dropped, too_many and html_error that come instead of the deed."""
        if self._strike("dropped", seller):
            raise NoAnswer(0)
        fault = self._strike("too_many", seller)
        if fault is not None:
            return _too_many(fault)
        return self._html(seller, after_write=False)

    def after(self, seller: str | None, *, refreshed: bool) -> Response | None:
        """html_error with `after_write`, service_timeout, lost_answer, refresh_lost: the deed is done."""
        fault = self._strike("lost_answer", seller)
        if fault is None and refreshed:
            fault = self._strike("refresh_lost", seller)
        if fault is not None:
            raise NoAnswer(fault.number("seconds", 60) if fault.params.get("mode") == "hold" else 0)
        if self._strike("service_timeout", seller) is not None:
            return _service_timeout()
        return self._html(seller, after_write=True)

    def _html(self, seller: str | None, *, after_write: bool) -> Response | None:
        fault = self._strike("html_error", seller, after_write=after_write)
        if fault is None:
            return None
        status = int(fault.number("status", 504))
        title = f"{status} {_TITLES.get(status, 'Error')}"
        page = f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1>"
        return Response(
            page + "</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
            status=status,
            mimetype="text/html",
        )


def _service_timeout() -> Response:
    body = Refusal(504, "ServiceTimeoutException", "An error occurred", user_message=TIMED_OUT).body("en")
    return Response(json.dumps(body), status=504, mimetype="application/vnd.allegro.beta.v1+json")


def _too_many(fault: Fault) -> Response:
    body = too_many("Too many requests", None).body("en")
    response = Response(json.dumps(body), status=429, mimetype="application/vnd.allegro.public.v1+json")
    if fault.params.get("retry_after", 1) is not None:
        response.headers["Retry-After"] = str(int(fault.number("retry_after", 1)))
    return response
