"""Mails for tests: a mailbox of the small desk, mails as bytes, and what a connector tells of them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest

from kontuar.connector_kit.contract import Fact
from kontuar.connectors import get
from kontuar.store.models import Account
from tests.shop import NOW, Shop
from tests.talk import take_in

ADDRESS = "sklep@example.org"
BUYER = "ola@example.com"


@pytest.fixture
def post_box(shop: Shop, make_account: Callable[..., Account]) -> Account:
    """A mailbox of Ala's desk."""
    return a_mailbox(make_account)


def a_mailbox(make_account: Callable[..., Account], address: str = ADDRESS) -> Account:
    settings = {"address": address, "name": "Sklep Przykład", "answer_hours": 24}
    return make_account(address, platform="mail", external_id=address, settings=settings)


def letter(
    name: str,
    *,
    at: datetime = NOW,
    sender: str = f"Ola Nowak <{BUYER}>",
    to: str = ADDRESS,
    subject: str = "Czajnik",
    after: Sequence[str] = (),
    text: str = "Dzień dobry, czy jest zielony czajnik?",
    more: Sequence[str] = (),
) -> bytes:
    """A mail called ``<name@example.com>``; ``after`` names the chain before it, oldest first."""
    chain = " ".join(f"<{one}@example.com>" for one in after)
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}", f"Date: {format_datetime(at)}"]
    lines += [f"Message-ID: <{name}@example.com>"] if name else []
    lines += [f"In-Reply-To: <{after[-1]}@example.com>", f"References: {chain}"] if after else []
    lines += [*more, "Content-Type: text/plain; charset=utf-8", "", text]
    return "\r\n".join(lines).encode()


def sent(name: str, **fields: object) -> bytes:
    """A mail of ours."""
    return letter(name, **{"sender": ADDRESS, "to": BUYER, "text": "Tak, jest zielony.", **fields})  # type: ignore[arg-type]


def facts_of(
    raw: bytes, *, account: Account | None = None, is_sent: bool = False, received_at: datetime = NOW
) -> tuple[Fact, ...]:
    """What the mail connector tells of one mail."""
    address = account.login if account else ADDRESS
    settings = account.settings if account else {"address": ADDRESS}
    return get("mail").read(raw, login=address, settings=settings, received_at=received_at, is_sent=is_sent)


def arrives(
    account: Account, *raws: bytes, now: datetime = NOW + timedelta(minutes=1), is_sent: bool = False
) -> None:
    """These mails come in one portion."""
    facts = [fact for raw in raws for fact in facts_of(raw, account=account, is_sent=is_sent)]
    take_in(account, *facts, now=now)
