"""A believable morning for every test of the screens."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import User
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
