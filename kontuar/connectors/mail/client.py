"""An open line to one mailbox: which stream reads what, sending, and the bell."""

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from kontuar.connector_kit.budget import Gate
from kontuar.connector_kit.contract import Batch, Cursor, Identity
from kontuar.connector_kit.errors import (
    AuthExpired,
    ConnectorError,
    NotSupported,
    Refused,
    Temporary,
    UnexpectedAnswer,
    WatchOnly,
)
from kontuar.connectors.mail import compose, facts, folders, parse
from kontuar.connectors.mail.headers import ascii_address
from kontuar.connectors.mail.imap import FOLDER_MISSING, Imap
from kontuar.connectors.mail.login import Access
from kontuar.connectors.mail.mailbox import Mailbox
from kontuar.connectors.mail.patience import Patience
from kontuar.connectors.mail.pulling import Moment, Reader
from kontuar.connectors.mail.smtp import Smtp
from kontuar.facts.deeds import Deed, Receipt, WriteLetter
from kontuar.facts.mails import Letter

STREAMS = ("inbox", "sent", "inbox_history", "sent_history")
BELL = "inbox"


class MailClient:
    """One mailbox, one thread at a time, but for ``close``. Keeps ``connector_kit.contract.Client``.

    Connects when it is first needed and stays connected. One call of the budget is taken for each portion, each mail
    sent and each login.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        access: Access,
        *,
        watch_only: bool,
        gate: Gate,
        patience: Patience,
        trust: Callable[[], ssl.SSLContext],
    ) -> None:
        self._mailbox = mailbox
        self._access = access
        self._watch_only = watch_only
        self._gate = gate
        self._patience = patience
        self._trust = trust
        self._imap: Imap | None = None
        self._is_closed = self._is_waiting = False
        self._lock = threading.Lock()
        self._reader = Reader(mailbox, connect=self._connected, drop=self._drop, seconds=patience.portion)

    def pull(
        self, stream: str, cursor: Cursor, *, now: datetime, subjects: Sequence[str] = (), since: datetime
    ) -> Batch:
        """One portion. A mailbox that is handed over and not read has nothing to pull."""
        if stream not in STREAMS:
            raise NotSupported(f"no stream {stream}")
        if self._mailbox.imap is None:
            return Batch(facts=(), cursor=cursor)
        self._gate.before_call()
        name, _, is_old = stream.partition("_")
        read = self._reader.history if is_old else self._reader.live
        moment = Moment(now=now, since=since)
        try:
            return read(cursor, moment, is_sent=name == "sent")
        except (Temporary, UnexpectedAnswer, AuthExpired):
            self._drop()
            raise

    def perform(self, deed: Deed) -> Receipt:
        """Send a mail, once. The server's 250 is all that can be known of its delivery."""
        if self._watch_only:
            raise WatchOnly("the account is watch-only")
        if not isinstance(deed, WriteLetter):
            raise NotSupported(f"no way to do {type(deed).__name__}")
        if self._mailbox.smtp is None:
            raise NotSupported("this mailbox has no server to send by", code="no_smtp")
        raw, recipients = compose.letter(deed, self._mailbox), compose.recipients(deed)
        self._gate.before_call()
        smtp = self._sending()
        try:
            word = smtp.send(ascii_address(self._mailbox.address), recipients, raw)
        finally:
            smtp.close()
        self._file_away(raw, at=deed.written_at)
        told = facts.facts_of(raw, self._mailbox, received_at=deed.written_at, is_sent=True)
        letter = next(fact for fact in told if isinstance(fact, Letter))
        message_id = parse.stored_id(deed.message_id.strip("<>"))
        return Receipt(external_id=message_id, thread_id=deed.thread_id, trace_id=word[:100], letter=letter)

    def fetch_attachment(self, external_id: str, *, max_bytes: int) -> bytes:
        """Files travel within the mail, which is kept: nothing is fetched again."""
        raise Refused("a mail's files are in the mail", code="GONE")

    def whoami(self) -> Identity:
        """Logs in at both servers and looks whether the folders are there, so that what does not work shows now."""
        self._gate.before_call()
        if self._mailbox.imap is not None:
            there = self._connected().folders()
            wanted = [*self._mailbox.folders, *filter(None, [self._mailbox.sent_folder])]
            if gone := folders.missing(wanted, there):
                raise Refused(f"the folder {gone[0][:80]} is not there", code=FOLDER_MISSING)
            if any(one.holds_all and one.name in wanted for one in there):
                raise Refused("this folder holds every mail a second time", code="folder_all_mail")
        if self._mailbox.smtp is not None:
            self._sending().close()
        return Identity(external_id=self._mailbox.address, login=self._mailbox.address)

    def wait_for_news(self, stream: str, *, seconds: float) -> bool:
        """Wait at the first folder by IDLE. False when the time is over or ``close`` was called."""
        if stream != BELL or self._mailbox.imap is None:
            raise NotSupported(f"no bell for {stream}")
        until = time.monotonic() + seconds
        self._is_waiting = True
        try:
            return self._waited(until)
        except ConnectorError:
            self._drop()
            if self._is_closed:
                return False
            raise
        finally:
            with self._lock:
                self._is_waiting = False
            if self._is_closed:
                self._drop()

    def _waited(self, until: float) -> bool:
        imap, folder = self._connected(), self._mailbox.folders[0]
        if not imap.can_idle:
            raise NotSupported("this server rings no bell", code="no_idle")
        if imap.opened is None or imap.opened[0] != folder:
            imap.open(folder)
        while not self._is_closed and (left := until - time.monotonic()) > 0:
            if imap.idle(min(left, self._patience.idle)):
                return True
        return False

    def close(self) -> None:
        """Let go of the connections; a ``wait_for_news`` in another thread ends and does it itself."""
        with self._lock:
            self._is_closed = True
            imap, is_waiting = self._imap, self._is_waiting
            if imap is not None and is_waiting:
                imap.line.wake()
                return
        self._drop()

    def _connected(self) -> Imap:
        if self._imap is None:
            server = self._mailbox.imap
            if server is None:
                raise NotSupported("this mailbox is not read", code="no_imap")
            imap = Imap(server, self._access, patience=self._patience, trust=self._trust)
            with self._lock:
                self._imap = imap
        return self._imap

    def _sending(self) -> Smtp:
        assert self._mailbox.smtp is not None
        return Smtp(self._mailbox.smtp, self._access, patience=self._patience, trust=self._trust)

    def _drop(self) -> None:
        with self._lock:
            imap, self._imap = self._imap, None
        if imap is not None:
            imap.close()

    def _file_away(self, raw: bytes, *, at: datetime) -> None:
        """A copy into the sent folder, for the seller's other programs. That it fails changes nothing: the mail is
        sent, and here it is kept anyway."""
        if self._mailbox.keeps_sent or self._mailbox.imap is None:
            return
        short = self._patience.copy
        quick = replace(self._patience, connect=short, step=short, answer=2 * short)
        with contextlib.suppress(ConnectorError):
            imap = Imap(self._mailbox.imap, self._access, patience=quick, trust=self._trust)
            try:
                name = self._mailbox.sent_folder
                if not name and (found := folders.sent_of(imap.folders())):
                    name = found.name
                if name:
                    imap.append(name, raw, at=at)
            finally:
                imap.close()
