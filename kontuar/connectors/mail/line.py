"""The standard library's IMAP over a socket of our own: bounded in time and size, and with an ear for IDLE.

``imaplib`` reads whatever a server announces and waits as long as bytes drip; after one timeout its file can no
longer be read. Its documented places for that (``open``, ``read``, ``readline``, ``send``, ``shutdown``) are filled
here.
"""

import contextlib
import imaplib
import selectors
import socket
import ssl
import time
from collections.abc import Callable

from kontuar.connectors.mail.limits import MAIL_BYTES
from kontuar.connectors.mail.mailbox import Security, Server
from kontuar.connectors.mail.patience import Patience

LINE_BYTES = 4 * 1024 * 1024
"""A search in a mailbox of 400,000 mails answers with a line of 3 MB."""
LITERAL_BYTES = MAIL_BYTES + 1024
ANSWER_BYTES = MAIL_BYTES + 16 * 1024 * 1024
CHUNK = 65_536
BYTES_A_SECOND = 1024 * 1024


class TooLarge(Exception):
    """The server sends more than was agreed to read. None of ``imaplib``'s errors: it would be renamed there."""


class Unprotected(imaplib.IMAP4.error):
    """STARTTLS was asked for and is not to be had, or something was said before it."""


class Line(imaplib.IMAP4):
    """One connection, greeted and protected, not logged in. Not shared between threads, but for ``wake``."""

    def __init__(self, server: Server, *, patience: Patience, trust: Callable[[], ssl.SSLContext]) -> None:
        self._server, self._patience, self._trust = server, patience, trust
        self._held, self._read_now, self._until = bytearray(), 0, 0.0
        self._ear, self._bell = socket.socketpair()
        self.is_woken = False
        try:
            self._meet(server)
            if server.security is Security.STARTTLS:
                self._protect()
        except BaseException:
            self.hang_up()
            raise

    def _meet(self, server: Server) -> None:
        """Connect and read the greeting. A server that says BYE, or nothing of IMAP, may be another one later."""
        words = ""
        try:
            super().__init__(server.host, server.port, self._patience.connect)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            words = "the server turned us away"
        if words:
            raise self.abort(words)

    # --- what imaplib leaves to be filled --------------------------------------------------------------

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        self.host, self.port = host, port
        self._begin()
        self.sock = socket.create_connection((host, port), timeout)
        if self._server.security is Security.TLS:
            self.sock = self._wrapped()
        self.sock.settimeout(self._patience.step)

    def read(self, size: int) -> bytes:
        if size > LITERAL_BYTES:
            raise TooLarge("a literal is too large")
        while len(self._held) < size:
            self._more()
        return self._taken(size)

    def readline(self) -> bytes:
        start = 0
        while (end := self._held.find(b"\n", start)) < 0:
            start = len(self._held)
            if start > LINE_BYTES:
                raise TooLarge("a line is too long")
            self._more()
        return self._taken(end + 1)

    def send(self, data: bytes) -> None:  # type: ignore[override]
        self._begin()
        self.sock.sendall(data)

    def shutdown(self) -> None:
        self.hang_up()

    # --- ours --------------------------------------------------------------------------------------------

    def wait(self, seconds: float) -> bool:
        """Whether there is something to read within ``seconds``; False at once after ``wake``."""
        is_here = isinstance(self.sock, ssl.SSLSocket) and self.sock.pending() > 0
        if self._held or is_here:
            return True
        with selectors.DefaultSelector() as both:
            both.register(self.sock, selectors.EVENT_READ)
            both.register(self._ear, selectors.EVENT_READ)
            heard = {key.fileobj for key, _ in both.select(max(0.0, seconds))}
        self._begin()
        return self.sock in heard and self._ear not in heard

    def wake(self) -> None:
        """End ``wait`` from another thread; the line is good for nothing afterwards."""
        self.is_woken = True
        with contextlib.suppress(OSError):
            self._bell.send(b"!")

    def say_goodbye(self) -> None:
        """LOGOUT without waiting for the answer: nothing depends on it."""
        with contextlib.suppress(OSError):
            self.send(b"BYE1 LOGOUT\r\n")
        self.hang_up()

    def hang_up(self) -> None:
        """Let go of the sockets; may be called twice."""
        for one in (getattr(self, "sock", None), self._ear, self._bell):
            if one is not None:
                with contextlib.suppress(OSError):
                    one.close()
        self.state = "LOGOUT"

    def _begin(self) -> None:
        """A new answer is waited for from now on."""
        self._read_now, self._until = 0, time.monotonic() + self._patience.answer

    def _more(self) -> None:
        left = self._until + self._read_now / BYTES_A_SECOND - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer drips in too slowly")
        self.sock.settimeout(min(left, self._patience.step))
        chunk = self.sock.recv(CHUNK)
        if not chunk:
            raise self.abort("the server hung up")
        self._held += chunk
        self._read_now += len(chunk)
        if self._read_now > ANSWER_BYTES:
            raise TooLarge("the answer is too large")

    def _taken(self, size: int) -> bytes:
        found = bytes(self._held[:size])
        del self._held[:size]
        return found

    def _protect(self) -> None:
        """STARTTLS. What came before it in the open is not believed (RFC 9051, 6.2.1): neither what the server
        can do nor anything that was slipped in behind its answer."""
        if "STARTTLS" not in self.capabilities or self.xatom("STARTTLS")[0] != "OK" or self._held:
            raise Unprotected("the server offers no STARTTLS")
        self.sock = self._wrapped()
        self.untagged_responses.clear()
        self.learn_capabilities()

    def learn_capabilities(self) -> None:
        """Ask again: servers tell more after STARTTLS and after a login."""
        answer, said = self.capability()
        if answer == "OK" and said and isinstance(said[-1], bytes):
            self.capabilities = tuple(said[-1].decode("ascii", "replace").upper().split())

    def _wrapped(self) -> ssl.SSLSocket:
        plain = self.sock
        try:
            return self._trust().wrap_socket(plain, server_hostname=self._server.host)
        except BaseException:
            plain.close()
            raise
