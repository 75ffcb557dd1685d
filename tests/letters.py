"""A mail server on loopback that takes letters and keeps them: real SMTP, a few commands of it."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port. ``refuses`` answers every recipient with 550."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuses = False
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def mailer(self) -> dict[str, Any]:
        """What settings.MAILERS holds for it."""
        host, port = self.server_address[:2]
        options = {"host": host, "port": port, "timeout": 5}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(timeout=5)


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 loopback")
        while line := self.rfile.readline().decode().strip():
            command = line.upper()
            if command.startswith("DATA"):
                self._say("354 go on")
                self._take()
            elif command.startswith("RCPT") and self.server.refuses:
                self._say("550 no such person")
            elif command.startswith("QUIT"):
                self._say("221 bye")
                return
            else:
                if command.startswith("RCPT"):
                    self.server.recipients.append(line.partition("<")[2].rstrip(">"))
                self._say("250 ok")

    def _take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        raw = b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.server.letters.append(letter)
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def letters(settings: Any) -> Iterator[MailServer]:
    """A mail server, and the desk set to use it."""
    server = MailServer()
    settings.MAILERS = server.mailer
    settings.MAIL_IS_ON = True
    settings.MAIL_FROM = "kontuar@example.com"
    yield server
    server.close()
