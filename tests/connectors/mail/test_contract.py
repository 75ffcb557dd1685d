"""A mailbox keeps the contract of every connector, with Dovecot and a real submission server as its platform.

What servers answer, and the error each answer has, stands in ``test_odd_servers`` and ``test_smtp``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.contract import Application, Settings, Tokens
from kontuar.connector_kit.contract_tests import SECRETS, ConnectorContract, Sample
from kontuar.connectors.mail import facts
from kontuar.connectors.mail.client import MailClient
from kontuar.connectors.mail.connector import MailConnector
from kontuar.connectors.mail.mailbox import mailbox_of
from kontuar.facts.deeds import Deed, LetterFile, WriteLetter
from kontuar.facts.mails import Letter, MailAddress
from tests.mail_server.dovecot import Dovecot
from tests.mail_server.office import Box, Office

from .conftest import BY_PASSWORD, FAR, GENEROUS, a_mail

NOW = datetime.now(UTC).replace(microsecond=0)
ANSWER = WriteLetter(
    message_id="k.1@example.com",
    thread_id="1@example.org",
    to=MailAddress(name="Bolek", address="bolek@example.org"),
    subject="Re: Kubek",
    text="Jest.",
    written_at=NOW,
    references=("1@example.org",),
    files=(LetterFile(name="kubek.png", media_type="image/png", content=b"\x89PNG"),),
)
BOX = mailbox_of({"address": "sklep@example.com"}, login="")


def as_facts(document: Mapping[str, Any]) -> tuple[Any, ...]:
    """A mail written as a document, as a message and its thread: its headers, and ``body``."""
    headers = "\r\n".join(f"{name}: {value}" for name, value in document.items() if name != "body")
    raw = f"{headers}\r\n\r\n{document.get('body')}".encode()
    thread, message, *_ = facts.facts_of(raw, BOX, received_at=NOW)
    return thread, replace(message, external_id="the id of a mail without one is its digest")


SAMPLES = (
    Sample(
        name="a mail with the headers machines read",
        document={
            "From": "Ala <ala@example.org>",
            "To": "sklep@example.com",
            "Message-ID": "<1@example.org>",
            "In-Reply-To": "<k.1@example.com>",
            "Date": "Sun, 22 Nov 2026 12:00:00 +0100",
            "Subject": "Kubek",
            "Importance": "HIGH",
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Transfer-Encoding": "BASE",
            "body": "Jest?",
        },
        read=as_facts,
    ),
)


@dataclass
class MailRig:
    box: Box
    connector: MailConnector
    platform: MailClient
    deeds: tuple[Deed, ...] = (ANSWER,)
    repeatable: tuple[type[Deed], ...] = ()
    samples: tuple[Sample, ...] = SAMPLES

    @property
    def subjects(self) -> Mapping[str, tuple[str, ...]]:
        return {}

    def now(self) -> datetime:
        return NOW

    def application_at(self, url: str) -> Application:
        return replace(BY_PASSWORD, client_secret=SECRETS[2])

    def settings_at(self, url: str) -> Settings:
        place = urlsplit(url)
        here = {"host": place.hostname, "port": place.port, "security": "none"}
        return {"address": self.box.address, "imap": here, "smtp": here}

    def written(self, text: str) -> str:
        receipt = self.platform.perform(replace(ANSWER, message_id="k.2@example.com", text=text))
        batch = self.platform.pull("sent", {}, now=datetime.now(UTC), since=NOW - timedelta(days=1))
        letters = [fact for fact in batch.facts if isinstance(fact, Letter)]
        return next(one.mail.text for one in letters if one.message_id == receipt.external_id)


class TestAMailboxKeepsTheContract(ConnectorContract):
    @pytest.fixture(scope="class")
    @classmethod
    def rig(cls, dovecot: Dovecot) -> Iterator[MailRig]:
        office = Office(dovecot)
        box = office.open_box()
        for days in range(60, 0, -1):
            box.put(a_mail(f"pytanie-{days}"), at=NOW - timedelta(days=days / 3))
            box.put(a_mail(f"odpowiedź-{days}"), "Sent", at=NOW - timedelta(days=days / 3))
        connector = MailConnector(patience=GENEROUS)
        tokens = Tokens(access=box.password, refresh="", access_expires_at=FAR)
        client = connector.open(
            BY_PASSWORD,
            tokens,
            login=box.address,
            watch_only=False,
            gate=OpenGate(),
            settings=box.settings(),
        )
        yield MailRig(box=box, connector=connector, platform=client)
        client.close()
        office.close()
