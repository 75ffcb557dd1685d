"""A believable morning for every test of the screens."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.connector_kit.contract import Limits, Way
from kontuar.connectors import CONNECTORS
from kontuar.connectors.mail import mime
from kontuar.facts.deeds import WriteLetter
from kontuar.facts.mails import Mail
from kontuar.store.models import User
from tests.shop import Shop
from tests.web.mailbox import Mailbox, mailbox
from tests.web.stock import Morning, morning

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def desk(db: None) -> Morning:
    """The morning of tests/web/stock.py, told from now: views read the real clock."""
    return morning(timezone.now(), parcels=5)


@pytest.fixture
def seen_by() -> Callable[[User], Client]:
    """A browser signed in as a person."""

    def sign_in(user: User) -> Client:
        client = Client(enforce_csrf_checks=False)
        client.force_login(user, backend=BACKEND)
        return client

    return sign_in


class Reading:
    """The reading half alone, where the connector is not needed."""

    name = "mail"
    capabilities: Mapping[type, Way] = {WriteLetter: Way.API}
    limits = Limits(
        text_characters=500_000,
        attachment_bytes=25_000_000,
        attachment_types=(),
        send_interval=timedelta(0),
    )

    def limits_in(self, thread_id: str) -> Limits:
        return self.limits

    def open_letter(self, raw: bytes, *, received_at: datetime) -> Mail:
        return mime.read(raw, received_at=received_at)

    def link(self, application: object, kind: str, external_id: str) -> str:
        return ""


@pytest.fixture
def box(shop: Shop, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Mailbox:
    """A mailbox Ala owns and Bolek may only look into; pages in English."""
    settings.ATTACHMENTS_DIR = tmp_path
    if "mail" not in CONNECTORS:
        monkeypatch.setitem(CONNECTORS, "mail", Reading())
    for person in (shop.ala, shop.bolek, shop.celina):
        person.language = "en"
        person.save()
    return mailbox([(shop.ala, "owner"), (shop.bolek, "viewer")], timezone.now())


@pytest.fixture
def ala(shop: Shop) -> Client:
    client = Client()
    client.force_login(shop.ala)
    return client
