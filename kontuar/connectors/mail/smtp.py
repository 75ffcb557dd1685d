"""Handing a mail to the server that sends it, once, and what its answers mean.

Until the last dot has left nothing has happened: whatever breaks is Temporary. After it the server may have taken the
mail: without its word the outcome is unknown. No error holds the server's words with an address, a password or the
mail.
"""

import base64
import contextlib
import re
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from kontuar.connector_kit.errors import (
    AuthExpired,
    ConnectorError,
    OutcomeUnknown,
    Refused,
    Temporary,
    UnexpectedAnswer,
)
from kontuar.connectors.mail.imap import failure_of
from kontuar.connectors.mail.login import SMTP_DISABLED, Access, refusal
from kontuar.connectors.mail.mailbox import Security, Server, is_this_machine
from kontuar.connectors.mail.oauth import xoauth2
from kontuar.connectors.mail.patience import Patience
from kontuar.facts.numbers import whole_number

CHUNK = 65_536
SECONDS_A_MEGABYTE = 1.5
WORDS = 200
"""Characters of a server's explanation that are kept."""
_PRIVATE = re.compile(r"[^\s<>@]*@[^\s<>@,;:]*|\b\d{7,}\b|[A-Za-z0-9+/=_-]{25,}|https?://\S+")
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


class Smtp:
    """A line to the sending server, logged in. Used for one mail, or for a look whether the login is good."""

    def __init__(
        self, server: Server, access: Access, *, patience: Patience, trust: Callable[[], ssl.SSLContext]
    ) -> None:
        self._server, self._patience, self._trust = server, patience, trust
        self._began = time.monotonic()
        self._line = _Line(server, patience, trust)
        try:
            self._tried(lambda: self._greet(access))
        except BaseException:
            self._line.close()
            raise

    def send(self, sender: str, recipients: Sequence[str], raw: bytes) -> str:
        """Hand over one mail, to all recipients or to none. Gives the server's word for it (its queue's number)."""
        self._tried(lambda: self._envelope(sender, recipients, len(raw)))
        time_for_it = self._patience.step + len(raw) / 1024 / 1024 * SECONDS_A_MEGABYTE
        self._tried(lambda: self._mail(raw), seconds=time_for_it)
        code, words = self._after_the_dot()
        if code == 250:
            return private_words_out(words)
        raise _judged(code, words, "the mail")

    def close(self) -> None:
        """Say goodbye; what the server says to it changes nothing."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._line.putcmd("QUIT")
        self._line.close()

    def _greet(self, access: Access) -> None:
        line, server = self._line, self._server
        code, said = line.connect(server.host, server.port)
        _check(code, said, "the greeting", good=(220,))
        line.wait_at_most(self._patience.step)
        _check(*line.ehlo(), "the greeting", good=(250,))
        if server.security is Security.STARTTLS:
            if not line.has_extn("starttls"):
                raise Temporary("the server offers no STARTTLS", code="no_tls")
            line.starttls(context=self._trust())
            _check(*line.ehlo(), "the greeting", good=(250,))
        self._log_in(access)

    def _log_in(self, access: Access) -> None:
        line = self._line
        ways = line.esmtp_features.get("auth", "").upper().split()
        if not access.secret or (not ways and is_this_machine(self._server.host)):
            return  # a server of one's own that trusts the machine we are on
        if access.is_token:
            code, said = self._answered(f"AUTH XOAUTH2 {_base64(xoauth2(access.user, access.secret))}", b"")
        elif "PLAIN" in ways:
            both = f"\0{access.user}\0{access.secret}".encode()
            code, said = self._answered(f"AUTH PLAIN {_base64(both)}")
        elif "LOGIN" in ways:
            code, said = self._answered("AUTH LOGIN", access.user.encode(), access.secret.encode())
        else:
            raise AuthExpired("the server offers no login", code=SMTP_DISABLED)
        if code != 235:
            raise refusal(f"{code} {said.decode('utf-8', 'replace')}", access, code=code)

    def _answered(self, command: str, *answers: bytes) -> tuple[int, bytes]:
        """A command, and what the server asks for in between."""
        code, said = self._line.docmd(command)
        for answer in answers:
            if code != 334:
                break
            code, said = self._line.docmd(_base64(answer))
        return code, said

    def _envelope(self, sender: str, recipients: Sequence[str], size: int) -> None:
        line = self._line
        offered = line.esmtp_features.get("size", "")
        most = whole_number(offered) or 0
        if 0 < most < size:
            raise Refused("the mail is larger than the server takes", code="552 5.3.4")
        option = f" SIZE={size}" if line.has_extn("size") else ""
        _check(*line.docmd(f"MAIL FROM:<{sender}>{option}"), "the sender", good=(250,))
        for number, one in enumerate(recipients, start=1):
            which = f"recipient {number} of {len(recipients)}" if len(recipients) > 1 else "the recipient"
            _check(*line.docmd(f"RCPT TO:<{one}>"), which, good=(250, 251, 252))
        _check(*line.docmd("DATA"), "the mail", good=(354,))

    def _mail(self, raw: bytes) -> None:
        """All but the last dot. A dot at a line's beginning is doubled (RFC 5321, 4.5.2)."""
        assert raw.endswith(b"\r\n")
        stuffed = re.sub(rb"(?m)^\.", b"..", raw)
        for at in range(0, len(stuffed), CHUNK):
            self._line.send(stuffed[at : at + CHUNK])

    def _after_the_dot(self) -> tuple[int, str]:
        """The dot, and the server's answer to it. A dot that could not be sent has not arrived."""
        left = self._patience.sending - (time.monotonic() - self._began)
        seconds = max(self._patience.taken, left)
        self._tried(lambda: self._line.send(b".\r\n"), seconds=seconds)
        failure: str
        try:
            with self._watched(seconds):
                self._line.wait_at_most(seconds)
                code, said = self._line.getreply()
            return code, said.decode("utf-8", "replace")
        except (OSError, smtplib.SMTPException, ValueError) as error:
            failure = type(error).__name__
        raise OutcomeUnknown(f"the mail left and no answer came ({failure})", code="ANSWER_LOST")

    def _tried(self, call: Callable[[], None], *, seconds: float | None = None) -> None:
        """The call, in time. What it raises is named anew, outside ``except``: the old error may hold a login."""
        failure: ConnectorError | None = None
        left = self._patience.before_mail - (time.monotonic() - self._began)
        with self._watched(seconds or max(0.1, left)) as overdue:
            try:
                call()
            except (OSError, smtplib.SMTPException, ValueError) as error:
                failure = _failure(error)
        if failure and overdue.is_set():
            failure = Temporary("no answer in time", code="TIMEOUT")
        if failure:
            raise failure

    @contextlib.contextmanager
    def _watched(self, seconds: float) -> Iterator[threading.Event]:
        """Ends the connection when the time is over, however steadily the server drips."""
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            self._line.cut()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield overdue
        finally:
            timer.cancel()


class _Line(smtplib.SMTP):
    """``smtplib`` with TLS from the start where it is wanted, and an end from another thread."""

    def __init__(self, server: Server, patience: Patience, trust: Callable[[], ssl.SSLContext]) -> None:
        # The name a mail program says of itself: an address in brackets tells nothing of this machine.
        super().__init__(local_hostname="[127.0.0.1]", timeout=patience.connect)
        self._host = server.host
        """What the certificate has to be for: ``smtplib`` knows it only when it connects at once."""
        self._is_tls, self._trust = server.security is Security.TLS, trust

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        if not self._is_tls:
            return plain
        try:
            return self._trust().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise

    def wait_at_most(self, seconds: float) -> None:
        """For every answer from now on."""
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def cut(self) -> None:
        """From another thread: whoever waits at the socket gets its end. Not ``SSLSocket.shutdown``, which takes
        the protection away under a reader."""
        if self.sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def private_words_out(words: str) -> str:
    """A server's explanation fit for a log: addresses, links, long numbers and tokens taken out."""
    return " ".join(_PRIVATE.sub("…", words).split())[:WORDS]


def _check(code: int, said: bytes, what: str, *, good: Sequence[int]) -> None:
    if code not in good:
        raise _judged(code, said.decode("utf-8", "replace"), what)


def _judged(code: int, words: str, what: str) -> ConnectorError:
    """What a refusal means. 4xx passes by itself (RFC 5321, 4.2.1), and 421 is a server going down."""
    enhanced = _ENHANCED.search(words)
    named = f"{code} {enhanced[1]}" if enhanced else str(code)
    if code in (530, 535, 538):
        return AuthExpired("the server wants a login", code=SMTP_DISABLED)
    if 400 <= code < 500:
        return Temporary(f"the server does not take {what} now", code=named)
    if 500 <= code < 600:
        return Refused(f"the server refused {what}: {private_words_out(words)}", code=named)
    return UnexpectedAnswer("the server answered in a way nobody understands", code=str(code))


def _failure(error: Exception) -> ConnectorError:
    match error:
        case smtplib.SMTPServerDisconnected():
            return Temporary("the connection broke", code="DISCONNECTED")
        case smtplib.SMTPResponseException():
            return _judged(error.smtp_code, _text(error.smtp_error), "the line")
        case smtplib.SMTPException() if not isinstance(error, ssl.SSLError):
            return UnexpectedAnswer(f"the server answered wrongly ({type(error).__name__})")
    return failure_of(error)


def _text(said: object) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
