"""A believable morning for every test of the screens."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import User
from tests.same_rows import same_rows
from tests.shop import Shop
from tests.web.mailbox import Mailbox, mailbox
from tests.web.stock import Morning, morning

BACKEND = "kontuar.web.sign_in.Backend"


@pytest.fixture
def desk(db: None) -> Morning:
    """The morning of tests/web/stock.py, told from now: views read the real clock."""
    now = timezone.now()
    return same_rows(
        lambda: morning(now, parcels=5), key=("morning",), alone=User, at=now, stays=timedelta(seconds=3)
    )


@pytest.fixture
def seen_by() -> Callable[[User], Client]:
    """A browser signed in as a person."""

    def sign_in(user: User) -> Client:
        client = Client(enforce_csrf_checks=False)
        client.force_login(user, backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def box(shop: Shop, settings: Any, tmp_path: Path) -> Mailbox:
    """A mailbox Ala owns and Bolek may only look into; pages in English."""
    settings.ATTACHMENTS_DIR = tmp_path
    for person in (shop.ala, shop.bolek, shop.celina):
        person.language = "en"
        person.save()
    return mailbox([(shop.ala, "owner"), (shop.bolek, "viewer")], timezone.now())


@pytest.fixture
def ala(shop: Shop) -> Client:
    client = Client()
    client.force_login(shop.ala)
    return client
