"""A real SMTP server that takes mail for sending, with faults to switch on."""

import asyncio
import concurrent.futures
import ssl
import threading
from base64 import b64decode
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A mail the server said 250 to."""

    login: str
    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(slots=True, kw_only=True)
class Faults:
    """What goes wrong; each is a whole reply such as ``"550 5.1.1 no such user"``, ``""`` for none.

    ``drop`` ends the line without a word: ``"connect"``, ``"mail"`` (at MAIL), ``"data"`` (at DATA, before any of
    the mail), ``"middle"`` (in the middle of the mail; it has to be a large one), ``"after"`` (the mail is taken
    and delivered, the answer is lost). ``slow`` seconds pass before every answer of MAIL, RCPT and DATA,
    ``late`` more before the answer to the mail itself.
    """

    auth: str = ""
    mail: str = ""
    recipients: dict[str, str] = field(default_factory=dict)
    data: str = ""
    end: str = ""
    drop: str = ""
    slow: float = 0.0
    late: float = 0.0


class Submission:
    """Listens until ``stop``: ``port`` is plain with STARTTLS, ``tls_port`` TLS from the start.

    ``accepts(mechanism, login, secret)`` says who may send; ``deliver`` gets what was taken. ``asked`` holds every
    command line as it came (without AUTH's secrets), ``taken`` the mails.
    """

    def __init__(
        self,
        *,
        tls: ssl.SSLContext,
        accepts: Callable[[str, str, str], bool],
        deliver: Callable[[Taken], None],
        size_limit: int = 60_000_000,
    ) -> None:
        self.accepts, self.deliver = accepts, deliver
        self.taken: list[Taken] = []
        self.asked: list[str] = []
        self.faults = Faults()
        self._tls, self._size_limit = tls, size_limit
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="submission", daemon=True)
        self._thread.start()
        self._servers = [self._run(self._listen(None)), self._run(self._listen(tls))]
        self.port, self.tls_port = (int(one.sockets[0].getsockname()[1]) for one in self._servers)

    def calm(self) -> None:
        """No more faults."""
        self.faults = Faults()

    def stop(self) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run[T](self, work: Coroutine[Any, Any, T]) -> T:
        done: concurrent.futures.Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return done.result(10)

    async def _listen(self, tls: ssl.SSLContext | None) -> asyncio.Server:
        return await self._loop.create_server(lambda: _Talk(self, tls), "127.0.0.1", 0, ssl=tls)

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        others = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)

    def make(self, talk_tls: ssl.SSLContext | None) -> dict[str, Any]:
        """Options of one connection."""
        return {
            "hostname": "localhost",
            "tls_context": None if talk_tls else self._tls,
            "auth_require_tls": False,
            "data_size_limit": self._size_limit,
            "enable_SMTPUTF8": True,
            "loop": self._loop,
            "timeout": 60,
        }


class _Talk(SMTP):
    """One connection. Faults are read at every step, so that they may change in the middle."""

    def __init__(self, server: Submission, tls: ssl.SSLContext | None) -> None:
        self._office = server
        handler = _Handler(server)
        super().__init__(handler, authenticator=self._judge, **server.make(tls))
        self._auth_required = True  # as an argument it warns of passwords without TLS, on loopback too

    def _judge(
        self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return self._allowed(mechanism, data.login.decode(), data.password.decode())

    def _allowed(self, mechanism: str, login: str, secret: str) -> AuthResult:
        if self._office.faults.auth:
            return AuthResult(success=False, handled=False, message=self._office.faults.auth)
        pair = LoginPassword(login.encode(), b"")
        good = self._office.accepts(mechanism, login, secret)
        return AuthResult(success=good, handled=False, auth_data=pair)

    async def auth_XOAUTH2(self, _: SMTP, args: list[str]) -> AuthResult:
        """``user=…^Aauth=Bearer …^A^A`` (Google's and Microsoft's SASL); a refusal is explained first."""
        said = b64decode(args[1]) if len(args) > 1 else await self.challenge_auth("")
        fields = dict(one.split("=", 1) for one in bytes(said).decode().split("\x01") if "=" in one)
        token = fields.get("auth", "").removeprefix("Bearer ")
        result = self._allowed("XOAUTH2", fields.get("user", ""), token)
        if not result.success:
            await self.challenge_auth('{"status":"400","schemes":"Bearer"}')
        return result

    async def smtp_AUTH(self, arg: str) -> None:
        self._office.asked.append(f"AUTH {arg.split()[0] if arg else ''}")
        await super().smtp_AUTH(arg)

    async def smtp_EHLO(self, hostname: str) -> None:
        self._office.asked.append(f"EHLO {hostname}")
        if self._dropped("connect"):
            return
        await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str | None) -> None:
        self._office.asked.append(f"MAIL {arg}")
        if not self._dropped("mail") and not await self._faulty(self._office.faults.mail):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        self._office.asked.append(f"RCPT {arg}")
        address = (arg or "").partition("<")[2].partition(">")[0]
        if not await self._faulty(self._office.faults.recipients.get(address, "")):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        self._office.asked.append("DATA")
        if self._dropped("data") or await self._faulty(self._office.faults.data):
            return
        if self._office.faults.drop == "middle":
            await self.push("354 go on")
            await self._reader.readline()
            self._dropped("middle")
            return
        await super().smtp_DATA(arg)

    def _dropped(self, where: str) -> bool:
        if self._office.faults.drop != where or self.transport is None:
            return False
        self.transport.abort()
        return True

    async def _faulty(self, reply: str) -> bool:
        await asyncio.sleep(self._office.faults.slow)
        if reply:
            await self.push(reply)
            if reply.startswith("421") and self.transport:
                self.transport.close()
        return bool(reply)


class _Handler:
    def __init__(self, server: Submission) -> None:
        self._office = server

    async def handle_DATA(self, server: _Talk, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self._office.faults.slow + self._office.faults.late)
        if self._office.faults.end:
            return self._office.faults.end
        content = envelope.original_content or b""
        login = session.auth_data.login.decode()
        recipients: Sequence[str] = envelope.rcpt_tos
        taken = Taken(
            login=login, sender=envelope.mail_from or "", recipients=tuple(recipients), content=content
        )
        self._office.taken.append(taken)
        self._office.deliver(taken)
        if self._office.faults.drop == "after" and server.transport is not None:
            server.transport.abort()
        return "250 2.0.0 queued as 4711"
