"""Waitress, with an end that lets people finish: no new connections, answers under way are written out.

Why waitress: docs/decisions/0002-waitress.md.
"""

import select
import socket
import threading
import time
from typing import Any

from django.db import connections
from waitress import wasyncore
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

THREADS = 8
"""Requests answered at the same time. Pages take milliseconds; SQLite writes stand in one line anyway."""
PATIENCE = 10.0
"""Seconds that answers under way get at the end."""
_POLL = hasattr(select, "poll")


class _Threads(ThreadedTaskDispatcher):
    """Threads that keep their database connection from page to page and close it when they end."""

    def handler_thread(self, thread_no: int) -> None:
        """Answers requests until the server ends."""
        try:
            super().handler_thread(thread_no)  # type: ignore[no-untyped-call]
        finally:
            connections.close_all()


class Server:
    """Serves an application in its own thread until ``close``."""

    def __init__(self, application: Any, *, host: str, port: int) -> None:
        threads = _Threads()  # type: ignore[no-untyped-call]
        threads.set_thread_count(THREADS)  # type: ignore[no-untyped-call]
        self._server = create_server(  # type: ignore[no-untyped-call]
            application,
            host=host,
            port=port,
            _dispatcher=threads,
            ident=None,
            max_request_body_size=30_000_000,
            max_request_header_size=65_536,
            channel_timeout=60,
            connection_limit=500,
            # What a proxy says of the visitor is believed or taken out by kontuar/web/proxy.py.
            clear_untrusted_proxy_headers=False,
        )
        self.port = int(self._server.effective_port)
        self._stop = threading.Event()
        self._waking = threading.Lock()
        self.thread = threading.Thread(target=self._run, name="web")
        self.thread.start()

    def close(self) -> None:
        """Take no new connections, finish what is under way (at most ``PATIENCE``), then end."""
        with self._waking:
            self._stop.set()
            self._server.pull_trigger()
        self.thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._turn(1.0)
        with (
            self._waking
        ):  # whoever asked for the end writes to the trigger: it is not closed under his hands
            self._server.accepting = False
        until = time.monotonic() + PATIENCE
        while self._is_busy() and time.monotonic() < until:
            self._turn(0.1)
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=2)
        wasyncore.close_all(self._server._map)  # type: ignore[no-untyped-call]

    def _turn(self, timeout: float) -> None:
        sockets = self._server._map
        wasyncore.loop(timeout=timeout, map=sockets, count=1, use_poll=_POLL)  # type: ignore[no-untyped-call]

    def _is_busy(self) -> bool:
        channels = list(self._server.active_channels.values())
        return any(channel.requests or channel.total_outbufs_len for channel in channels)


def is_free(host: str, port: int) -> bool:
    """Whether nobody answers there yet."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) != 0
