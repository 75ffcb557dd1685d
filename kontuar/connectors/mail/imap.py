"""What we ask of an IMAP server, and its failures named by what follows from them.

Folders are opened read-only and mails fetched by ``BODY.PEEK``: reading leaves no trace. No error holds the server's
words, a password or a mail.
"""

import imaplib
import re
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import mktime_tz, parsedate_tz
from typing import Any

from kontuar.connector_kit.errors import ConnectorError, Refused, Temporary, UnexpectedAnswer
from kontuar.connectors.mail import folders as naming
from kontuar.connectors.mail.folders import Folder
from kontuar.connectors.mail.line import Line, TooLarge, Unprotected
from kontuar.connectors.mail.login import Access, refusal
from kontuar.connectors.mail.mailbox import Server
from kontuar.connectors.mail.oauth import xoauth2
from kontuar.connectors.mail.patience import Patience
from kontuar.facts.numbers import whole_number

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FOLDER_MISSING = "folder_missing"
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,15})\b")
_DATE = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')
_EMPTY_BODY = re.compile(rb'BODY\[(?:HEADER)?\] ""')


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A folder as it was when it was opened. ``next_uid`` None where the server does not say."""

    validity: int
    next_uid: int | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A mail in a folder. ``received_at`` (UTC) is when the server got it, None where it cannot be read."""

    uid: int
    size: int
    received_at: datetime | None


class Imap:
    """A mailbox, logged in. Raises ``connector_kit.errors``; after Temporary the line is dead."""

    def __init__(
        self, server: Server, access: Access, *, patience: Patience, trust: Callable[[], ssl.SSLContext]
    ) -> None:
        self.opened: tuple[str, Opened] | None = None
        """The open folder, as it was when it was opened."""
        self.is_listening = False
        """The server has taken our IDLE."""
        self._count = 0
        """Mails in the open folder, as far as we were told."""
        self.line = tried(lambda: Line(server, patience=patience, trust=trust))
        try:
            self._log_in(access)
        except BaseException:
            self.line.hang_up()
            raise

    @property
    def can_idle(self) -> bool:
        return "IDLE" in self.line.capabilities

    def close(self) -> None:
        self.line.say_goodbye()

    def folders(self) -> list[Folder]:
        """All folders of the mailbox."""
        answer, said = tried(lambda: self.line.list())
        if answer != "OK":
            raise UnexpectedAnswer("the server lists no folders")
        lines: list[Any] = [one for one in said if one]
        return [found for one in lines if (found := naming.folder_of(one))]

    def open(self, name: str) -> Opened:
        """Open a folder for reading only. Refused(folder_missing) when it is not there."""
        self.opened = None
        answer, said = tried(lambda: self.line.select(naming.quoted(name), readonly=True))
        if answer != "OK":
            raise self._not_opened(name)
        validity, next_uid = self._number("UIDVALIDITY"), self._number("UIDNEXT")
        count = (_whole(said[0]) if said else None) or 0
        self._count = count
        opened = Opened(validity=validity or 0, next_uid=next_uid, count=count)
        self.opened = (name, opened)
        return opened

    def _not_opened(self, name: str) -> ConnectorError:
        """A server that is only busy has the folder all the same."""
        if naming.missing([name], self.folders()):
            return Refused(f"the folder {name[:80]} is not there", code=FOLDER_MISSING)
        return Temporary("the server does not open a folder", code="folder_closed")

    def uids(self, *, since: date | None = None, first: int = 1) -> list[int]:
        """Numbers of the open folder's mails from ``first`` on, in order; those the server got since that day."""
        criteria = ["UID", f"{first}:*"]
        if since is not None:
            criteria += ["SINCE", f"{since.day}-{MONTHS[since.month - 1]}-{since.year}"]
        answer, said = tried(lambda: self.line.uid("SEARCH", *criteria))
        if answer != "OK":
            raise Temporary("the server does not search", code="search_failed")
        found = {uid for part in said if part for one in part.split() if (uid := _whole(one)) is not None}
        # "n:*" names the last mail even where it is before n (RFC 3501, 6.4.8)
        return sorted(one for one in found if one >= first)

    def listed(self, uids: Sequence[int]) -> list[Listed]:
        """Size and date of mails; those that are gone meanwhile are missing."""
        rows = self._fetched(uids, "(UID RFC822.SIZE INTERNALDATE)")
        found = {}
        for head, _ in rows:
            uid, size, at = _UID.search(head), _SIZE.search(head), _DATE.search(head)
            if uid and (size or at):
                found[int(uid[1])] = Listed(
                    uid=int(uid[1]), size=int(size[1]) if size else 0, received_at=_moment(at)
                )
        return [found[uid] for uid in sorted(set(uids) & set(found))]

    def bodies(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Whole mails by number. One that is missing was not given out, or is gone."""
        return self._content(uids, "(UID BODY.PEEK[])")

    def headers(self, uid: int) -> bytes | None:
        """The headers alone, None when not even they are given out."""
        return self._content([uid], "(UID BODY.PEEK[HEADER])").get(uid)

    def append(self, folder: str, raw: bytes, *, at: datetime) -> bool:
        """Put a mail into a folder as read; whether the server took it."""
        moment = f'"{at.day:02}-{MONTHS[at.month - 1]}-{at.year} {at:%H:%M:%S} +0000"'
        said: Any = tried(lambda: self.line.append(naming.quoted(folder), r"(\Seen)", moment, raw))
        return bool(said[0] == "OK")

    def idle(self, seconds: float) -> bool:
        """Wait at the open folder: True when a mail came, False when the time is over or ``wake`` was called."""
        try:
            return tried(lambda: self._idle(seconds))
        finally:
            self.is_listening = False

    def _idle(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        self.line.send(b"IDLE1 IDLE\r\n")
        rang = False
        while not rang and (not self.is_listening or self.line.wait(until - time.monotonic())):
            said = self.line.readline()
            self.is_listening = self.is_listening or said.startswith(b"+")
            if said.startswith(b"IDLE1 "):
                raise imaplib.IMAP4.abort("the server does not idle")
            rang = self._heard(said)
        if self.line.is_woken:
            return False
        self.line.send(b"DONE\r\n")
        while not (said := self.line.readline()).startswith(b"IDLE1 "):
            rang = self._heard(said) or rang
        return rang

    def _heard(self, said: bytes) -> bool:
        """More mails than there were; what was deleted meanwhile makes room for a new one."""
        found = re.match(rb"\* (\d{1,10}) (EXISTS|EXPUNGE)\b", said)
        before = self._count
        if found:
            self._count = int(found[1]) if found[2] == b"EXISTS" else max(0, before - 1)
        return self._count > before

    def _log_in(self, access: Access) -> None:
        words = ""
        failure: ConnectorError | None = None
        try:
            self._authenticate(access)
        except imaplib.IMAP4.abort:
            failure = Temporary("the server hung up at the login", code="DISCONNECTED")
        except imaplib.IMAP4.error as error:
            words = " ".join(str(one) for one in error.args) or "NO"
        except (TooLarge, OSError, ValueError) as error:
            failure = failure_of(error)
        if failure or words:
            raise failure or refusal(words, access)
        tried(self.line.learn_capabilities)

    def _authenticate(self, access: Access) -> None:
        can, line = self.line.capabilities, self.line
        if access.is_token:
            answers = iter([xoauth2(access.user, access.secret)])
            line.authenticate("XOAUTH2", lambda _: next(answers, b""))
        elif "AUTH=PLAIN" in can:
            line.authenticate("PLAIN", lambda _: f"\0{access.user}\0{access.secret}".encode())
        elif "LOGINDISABLED" in can or not (access.user + access.secret).isascii():
            raise imaplib.IMAP4.error("LOGINDISABLED" if "LOGINDISABLED" in can else "NO")
        else:
            user = access.user.replace("\\", "\\\\").replace('"', '\\"')
            line.login(f'"{user}"', re.sub(r"[\r\n]", "", access.secret))

    def _number(self, name: str) -> int | None:
        said = self.line.response(name)[1]
        return _whole(said[-1]) if said else None

    def _content(self, uids: Sequence[int], what: str) -> dict[int, bytes]:
        found = {}
        for head, content in self._fetched(uids, what):
            uid = _UID.search(head)
            if uid and (content is not None or _EMPTY_BODY.search(head)):
                found[int(uid[1])] = content or b""
        return found

    def _fetched(self, uids: Sequence[int], what: str) -> list[tuple[bytes, bytes | None]]:
        """Answers of a FETCH: what stands outside of literals, and the literal. A server that says NO may have
        given out some of it all the same."""
        if not uids:
            return []
        line = self.line
        answer, said = tried(lambda: line.uid("FETCH", in_short(uids), what))
        if answer != "OK":
            said = line.response("FETCH")[1]
        return _rows(said)


def _whole(said: object) -> int | None:
    """A number a server said: none is longer than ten digits (RFC 3501, 9)."""
    return whole_number(said.decode("ascii", "replace"), digits=10) if isinstance(said, bytes) else None


def _rows(said: Iterable[Any]) -> list[tuple[bytes, bytes | None]]:
    """``imaplib`` gives a literal as (what stood before it, the literal), then what stood behind it."""
    rows = list[tuple[bytes, bytes | None]]()
    is_open = False
    for one in said:
        if isinstance(one, tuple):
            rows.append((one[0], one[1]))
        elif isinstance(one, bytes) and is_open:
            rows[-1] = (rows[-1][0] + one, rows[-1][1])
        elif isinstance(one, bytes):
            rows.append((one, None))
        is_open = isinstance(one, tuple)
    return rows


def in_short(uids: Sequence[int]) -> str:
    """``1:3,7`` for 1, 2, 3 and 7."""
    spans = list[list[int]]()
    for uid in sorted(set(uids)):
        if spans and uid == spans[-1][1] + 1:
            spans[-1][1] = uid
        else:
            spans.append([uid, uid])
    return ",".join(str(a) if a == b else f"{a}:{b}" for a, b in spans)


def _moment(found: re.Match[bytes] | None) -> datetime | None:
    parsed = parsedate_tz(found[1].decode("ascii", "replace").replace("-", " ", 2)) if found else None
    try:
        seconds = mktime_tz(parsed) if parsed else None
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds) if seconds is not None else None
    except (ValueError, OverflowError):
        return None


def tried[T](call: Callable[[], T]) -> T:
    """The call's value. What it raises is named anew, outside ``except``: the old error may hold a login."""
    failure: ConnectorError
    try:
        return call()
    except (imaplib.IMAP4.error, TooLarge, OSError, ValueError) as error:
        failure = failure_of(error)
    raise failure


def failure_of(error: Exception) -> ConnectorError:
    """What a failed line means, for IMAP and SMTP alike."""
    name = type(error).__name__
    match error:
        case ssl.SSLCertVerificationError():
            return Temporary("the server's certificate is not good", code="certificate")
        case ssl.SSLError():
            return Temporary(f"no protected line ({name})", code="tls_failed")
        case TimeoutError():
            return Temporary("no answer in time", code="TIMEOUT")
        case Unprotected():
            return Temporary("the server offers no STARTTLS", code="no_tls")
        case TooLarge():
            return UnexpectedAnswer("the answer is too large", code="TOO_LARGE")
        case imaplib.IMAP4.abort():
            return Temporary("the connection broke", code="DISCONNECTED")
        case OSError() if name in ("gaierror", "herror"):
            return Temporary("no server of this name was found", code="no_host")
        case ConnectionResetError() | BrokenPipeError():
            return Temporary(f"the connection broke ({name})", code="DISCONNECTED")
        case OSError():
            return Temporary(f"no connection ({name})", code="NO_CONNECTION")
    return UnexpectedAnswer(f"the server answered in a way nobody understands ({name})")
