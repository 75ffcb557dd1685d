"""A server of lines that answers as it is told: what no real mail server does when a test wants it."""

import contextlib
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterable
from types import TracebackType

type Script = Callable[[bytes], bytes | None]
"""A line as it came (without its end) becomes an answer; None ends the connection, b"" says nothing."""


class ScriptedLines:
    """Listens on a free port of loopback until closed. ``asked`` holds every line, ``connections`` counts.

    ``hold`` seconds pass before the greeting; ``drip`` seconds between the bytes of every answer.
    """

    def __init__(
        self,
        script: Script,
        *,
        greeting: bytes | None = b"* OK ready\r\n",
        hold: float = 0.0,
        drip: float = 0.0,
    ) -> None:
        self.script, self.greeting, self.hold, self.drip = script, greeting, hold, drip
        self.asked: list[bytes] = []
        self.connections = 0
        self._is_over = threading.Event()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _talk(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def setting(self) -> dict[str, object]:
        """For ``Account.settings``."""
        return {"host": "127.0.0.1", "port": self.port, "security": "none"}

    def say(self, line: socket.socket, answer: bytes) -> None:
        """Send an answer, or as much of it as anybody wants to hear."""
        pieces: Iterable[bytes] = [answer]
        if self.drip:
            pieces = (answer[at : at + 1] for at in range(len(answer)))
        for piece in pieces:
            if self._is_over.wait(self.drip) if self.drip else False:
                return
            with contextlib.suppress(OSError):
                line.sendall(piece)

    def pause(self) -> None:
        self._is_over.wait(self.hold)

    def close(self) -> None:
        self._is_over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def __enter__(self) -> "ScriptedLines":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _talk(server: ScriptedLines) -> type[socketserver.StreamRequestHandler]:
    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            server.connections += 1
            server.pause()
            if server.greeting is None:
                return
            server.say(self.connection, server.greeting)
            with contextlib.suppress(OSError):
                while line := self.rfile.readline():
                    asked = line.rstrip(b"\r\n")
                    server.asked.append(asked)
                    answer = server.script(asked)
                    if answer is None:
                        return
                    server.say(self.connection, answer)

    return Talk


class ScriptedImap:
    """A script for a small IMAP server: ``answers`` by command, tagged for you; everything else is OK.

    ``{"LOGIN": b"NO [AUTHENTICATIONFAILED] no"}``; an answer with untagged lines holds ``TAG`` where the tag goes, or
    has no end.
    """

    def __init__(self, capabilities: str = "IMAP4rev1", **answers: bytes | None) -> None:
        self.capabilities, self.answers = capabilities, answers

    def __call__(self, line: bytes) -> bytes | None:
        tag, _, rest = line.partition(b" ")
        words = rest.upper().split(b" ")
        name = b"_".join(words[:2]) if words[0] == b"UID" else words[0]
        if name == b"CAPABILITY":
            return b"* CAPABILITY " + self.capabilities.encode() + b"\r\n" + tag + b" OK done\r\n"
        answer = self.answers.get(name.decode("ascii", "replace"), b"OK done")
        if answer is None:
            return None
        if b"TAG" in answer or answer.startswith((b"*", b"<")):
            return answer.replace(b"TAG", tag)
        return tag + b" " + answer + b"\r\n"


def wait_until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """For what another thread does."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.01)
