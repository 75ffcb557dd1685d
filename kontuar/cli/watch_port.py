"""``/health`` and ``/metrics`` of a worker that has no screens: ``kontuar work --watch-port 9100``.

Off unless asked for. The same rule as the screens' page of numbers (``web/metrics.py``): for whoever brings
``KONTUAR_METRICS_TOKEN``, without one for this machine alone. One request at a time, each within seconds.
"""

import hmac
import ipaddress
import json
import threading
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from kontuar.connector_kit import meters
from kontuar.store.queries import health
from kontuar.store.queries import metrics as query

FORM = "text/plain; version=0.0.4; charset=utf-8"
LATELY = timedelta(minutes=1)
SECONDS = 5.0
"""So long a visitor may take for his question, and for each part of the answer."""


class WatchPort:
    """Answers in a thread of its own until ``close``. OSError when the port is taken."""

    def __init__(self, *, host: str, port: int, is_alive: Callable[[], bool]) -> None:
        self._server = HTTPServer((host, port), _handler(is_alive))
        self.port = int(self._server.server_address[1])
        self.thread = threading.Thread(target=self._run, name="watch-port")
        self.thread.start()

    def close(self) -> None:
        """Returns when nobody is answered any more."""
        self._server.shutdown()
        self.thread.join()

    def _run(self) -> None:
        try:
            self._server.serve_forever(poll_interval=1.0)
        finally:
            self._server.server_close()


def _handler(is_alive: Callable[[], bool]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = SECONDS
        server_version, sys_version = "Kontuar", ""

        def do_GET(self) -> None:
            try:
                self._answer(self.path.partition("?")[0])
            finally:
                connection.close()

        def _answer(self, path: str) -> None:
            if path == "/health":
                status, form, text = _health(is_alive())
            elif path == "/metrics" and _may(self.client_address[0], self.headers.get("Authorization", "")):
                status, form, text = 200, FORM, _metrics()
            else:
                status, form, text = 404, "text/plain", ""
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", form)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """A monitor asks every few seconds: nobody wants a line for each."""

    return Handler


def _health(is_alive: bool) -> tuple[int, str, str]:
    """503 when this worker has ended, the database is away, or nobody looked for what is due within a minute."""
    facts: dict[str, object] = {"worker": "ok" if is_alive else "ended", "database": "ok"}
    try:
        swept_at, now = health.last_sweep_at(), timezone.now()
        facts["sweep_seconds"] = int((now - swept_at).total_seconds()) if swept_at else None
        is_well = is_alive and swept_at is not None and now - swept_at < LATELY
    except Error:
        facts["database"], is_well = "down", False
    text = json.dumps({"status": "ok" if is_well else "trouble", **facts})
    return (200 if is_well else 503), "application/json", text


def _metrics() -> str:
    try:
        of_all, is_up = query.gauges(now=timezone.now()), 1
    except Error:
        of_all, is_up = "", 0
    up = meters.gauge("kontuar_database_up", "Whether the database answers.", {(): is_up})
    return up + of_all + meters.counted()


def _may(address: str, given: str) -> bool:
    token: str = settings.METRICS_TOKEN
    if token:
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    return ipaddress.ip_address(address).is_loopback
