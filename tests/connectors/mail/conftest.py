"""A line to a mailbox at the real mail server, without the program's database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kontuar.connector_kit.budget import Gate, OpenGate
from kontuar.connector_kit.contract import Application, Batch, Cursor, Fact, Tokens
from kontuar.connectors.mail.client import MailClient
from kontuar.connectors.mail.connector import MailConnector
from kontuar.connectors.mail.patience import Patience
from kontuar.facts.mails import Letter
from tests.mail_server.office import Box

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=90)
FAR = NOW + timedelta(days=36_500)
BY_PASSWORD = Application(
    name="mailbox", version="1", kind="password", client_id="", client_secret="", place="password"
)
GENEROUS = Patience(connect=60, step=60, answer=60, before_mail=60, sending=90, taken=60, copy=60)
"""A busy machine is slow, not wrong: who tests what happens when time is up makes it short where the server is silent."""


@dataclass(slots=True)
class Desk:
    """Opens lines to a mailbox, and closes them at the end."""

    box: Box
    connector: MailConnector
    clients: list[MailClient] = field(default_factory=list)

    def open(
        self,
        *,
        watch_only: bool = False,
        gate: Gate | None = None,
        secret: str = "",
        application: Application = BY_PASSWORD,
        connector: MailConnector | None = None,
        **settings: Any,
    ) -> MailClient:
        tokens = Tokens(access=secret or self.box.password, refresh="", access_expires_at=FAR)
        client = (connector or self.connector).open(
            application,
            tokens,
            login=self.box.address,
            watch_only=watch_only,
            gate=gate or OpenGate(),
            settings=self.box.settings(**settings),
        )
        self.clients.append(client)
        return client

    def put(self, name: str, *, folder: str = "INBOX", at: datetime = NOW, body: str = "Jest?") -> None:
        self.box.put(a_mail(name, body=body), folder, at=at)


def a_mail(name: str, *, body: str = "Jest?") -> bytes:
    lines = (
        "From: Ala <ala@example.org>",
        f"Message-ID: <{name}@example.org>",
        f"Subject: {name}",
        "Date: Sun, 22 Nov 2026 11:00:00 +0000",
    )
    return "\r\n".join([*lines, "", body, ""]).encode()


def pulled(
    client: MailClient,
    stream: str = "inbox",
    cursor: Cursor | None = None,
    *,
    now: datetime = NOW,
    since: datetime = SINCE,
) -> tuple[list[Fact], Batch]:
    """Until the stream says that there is no more; all facts in order, and the last batch."""
    facts: list[Fact] = []
    cursor = cursor or {}
    for _ in range(300):
        batch = client.pull(stream, cursor, now=now, since=since)
        facts += batch.facts
        cursor = batch.cursor
        if not batch.more:
            return facts, batch
    raise AssertionError(f"{stream} never ends")


def subjects(facts: list[Fact]) -> list[str]:
    return [fact.mail.subject for fact in facts if isinstance(fact, Letter)]


@pytest.fixture
def desk(mailbox: Box) -> Iterator[Desk]:
    trust = mailbox.office.dovecot.certificates.trusting
    made = Desk(box=mailbox, connector=MailConnector(patience=GENEROUS, trust=trust))
    yield made
    for client in made.clients:
        client.close()
