"""A post office for tests: mailboxes one may write into, read, send from and break."""

import itertools
from datetime import datetime
from imaplib import IMAP4
from pathlib import Path
from typing import Any

from tests.mail_server.dovecot import Dovecot
from tests.mail_server.scripted import wait_until
from tests.mail_server.submission import Faults, Submission, Taken

_COUNT = itertools.count(1)


class Box:
    """One mailbox. ``settings`` are what ``Account.settings`` holds for it."""

    def __init__(self, office: "Office", address: str, password: str) -> None:
        self.office, self.address, self.password = office, address, password
        self.home = office.dovecot.add_user(address, password)

    @property
    def imap(self) -> dict[str, Any]:
        return {"host": "127.0.0.1", "port": self.office.dovecot.port, "security": "none"}

    @property
    def smtp(self) -> dict[str, Any]:
        return {"host": "127.0.0.1", "port": self.office.submission.port, "security": "none"}

    def settings(self, **changed: Any) -> dict[str, Any]:
        """Both servers, the inbox, and what is changed or added; a value of None takes a key out."""
        made = {
            "address": self.address,
            "name": "Sklep Przykład",
            "imap": self.imap,
            "smtp": self.smtp,
            "folders": ["INBOX"],
            **changed,
        }
        return {name: value for name, value in made.items() if value is not None}

    def put(
        self, content: bytes, folder: str = "INBOX", *, at: datetime | None = None, flags: str = ""
    ) -> None:
        """Deliver a mail. ``at`` is when the server got it, ``flags`` Maildir letters such as ``S`` (seen)."""
        name = f"{1_700_000_000 + next(_COUNT)}.M1P1.test" + (f":2,{flags}" if flags else "")
        self.office.dovecot.put(content, self.folder(folder), name, at=at.timestamp() if at else None)

    def read(self, folder: str = "INBOX") -> list[bytes]:
        """The mails of a folder, in the order they came."""
        place = self.folder(folder)
        found = [path for part in ("new", "cur") for path in (place / part).iterdir()]
        return [path.read_bytes() for path in sorted(found, key=lambda path: path.name)]

    def folder(self, name: str) -> Path:
        """The Maildir of a folder; made when missing (names as IMAP writes them: modified UTF-7)."""
        place = self.home / "Maildir"
        if name != "INBOX":
            place = place / ("." + name.replace("/", "."))
        for part in ("", "cur", "new", "tmp"):
            self.office.dovecot.own(place / part)
        return place

    def with_password(self, password: str) -> None:
        """Another password from now on; connections that are open stay so. Dovecot looks at its file once a second
        at most: so this waits until it did."""
        self.password = password
        self.office.dovecot.add_user(self.address, password)
        wait_until(self._can_log_in)

    def _can_log_in(self) -> bool:
        line = IMAP4("127.0.0.1", self.office.dovecot.port, timeout=60)
        try:
            line.authenticate("PLAIN", lambda _: f"\0{self.address}\0{self.password}".encode())
        except IMAP4.error:
            return False
        finally:
            line.shutdown()
        return True

    def with_token(self, token: str) -> None:
        """An OAuth2 access token that is good for this mailbox, at both servers."""
        self.office.dovecot.tokens[token] = self.address

    def logged_in(self) -> IMAP4:
        """A plain line of the standard library's, for odd deeds: close it with ``with``."""
        line = IMAP4("127.0.0.1", self.office.dovecot.port, timeout=60)
        try:
            line.login(self.address, self.password)
        except IMAP4.error:
            line.shutdown()
            raise
        return line


class Office:
    """Dovecot and a submission server that know the same mailboxes.

    Mail to one of the boxes is put into its inbox, other mail is only kept in ``taken``.
    """

    def __init__(self, dovecot: Dovecot) -> None:
        self.dovecot = dovecot
        self.boxes: dict[str, Box] = {}
        self.submission = Submission(
            tls=dovecot.certificates.serving(), accepts=self._accepts, deliver=self._deliver
        )

    @property
    def taken(self) -> list[Taken]:
        """What the submission server said 250 to."""
        return self.submission.taken

    @property
    def faults(self) -> Faults:
        """What goes wrong when sending; set its fields."""
        return self.submission.faults

    def open_box(self, address: str = "", password: str = "correct horse") -> Box:
        """A new and empty mailbox; without an address one that nobody else has."""
        box = Box(self, address or f"sklep-{next(_COUNT)}@example.com", password)
        self.boxes[box.address] = box
        return box

    def close(self) -> None:
        self.submission.stop()

    def _accepts(self, mechanism: str, login: str, secret: str) -> bool:
        if mechanism == "XOAUTH2":
            return self.dovecot.tokens.get(secret) == login
        return login in self.boxes and self.boxes[login].password == secret

    def _deliver(self, taken: Taken) -> None:
        for recipient in taken.recipients:
            if recipient in self.boxes:
                self.boxes[recipient].put(taken.content)
