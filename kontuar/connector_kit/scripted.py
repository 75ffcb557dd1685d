"""A tiny HTTP server that answers as it is told and remembers what it was asked: for connectors' tests."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came in. ``path`` is still percent-encoded."""

    method: str
    path: str
    params: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What to answer. ``drop`` closes the line without a word; ``drip`` seconds pass between bytes;
    ``hold`` seconds pass before the answer."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    drip: float = 0.0
    hold: float = 0.0

    @classmethod
    def of_json(cls, document: Any, *, status: int = 200, **headers: str) -> "Reply":
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(status=status, body=json.dumps(document).encode(), headers=named)


type Script = Callable[[Asked], Reply]


class ScriptedServer:
    """Listens on a free port of loopback until closed; ``script`` may be changed at any time.

    ``connections`` counts those that were opened, whether anything was asked over them or not.
    """

    def __init__(self, script: Script | None = None) -> None:
        self.asked: list[Asked] = []
        self.script: Script = script or (lambda asked: Reply())
        self._server = _Counting(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def connections(self) -> int:
        return self._server.connections

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, reply: Reply) -> None:
        """Answer everything the same way."""
        self.script = lambda asked: reply

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def __enter__(self) -> "ScriptedServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Counting(ThreadingHTTPServer):
    """Counts the connections that reach it."""

    connections = 0

    def verify_request(self, request: Any, client_address: Any) -> bool:
        self.connections += 1
        return True


def _handler(server: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            url = urlsplit(self.path)
            asked = Asked(
                method=self.command,
                path=url.path,
                params=tuple(parse_qsl(url.query, keep_blank_values=True)),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=body,
            )
            server.asked.append(asked)
            self._reply(server.script(asked))

        def _reply(self, reply: Reply) -> None:
            time.sleep(reply.hold)
            if reply.drop:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if not reply.drip:
                self.wfile.write(reply.body)
                return
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(reply.drip)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _do  # noqa: N815 (names of http.server)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: what was asked is in ``asked``."""

    return Handler
