"""A small desk for tests: three people and two accounts.

Ala owns the first account, Bolek is her agent there, Celina owns the second account and must see nothing of
the first: she is the stranger of every test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password

from kontuar.store.models import Account, AccountAccess, Application, Stream, User
from kontuar.store.secrets import seal
from tests.same_rows import same_rows

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSWORD = "klamerka-7-sznurek"


@dataclass(slots=True, kw_only=True)
class Shop:
    """A small desk: see the module's words."""

    ala: User
    bolek: User
    celina: User
    account: Account
    other: Account


@pytest.fixture
def now() -> datetime:
    """A Friday morning; rules and actions are given it, views read the real clock."""
    return NOW


@pytest.fixture
def make_person(db: None) -> Callable[..., User]:
    """A person with the password of all tests; its hash is computed once."""
    hashed: list[str] = []

    def make(username: str, **fields: object) -> User:
        if not hashed:
            hashed.append(make_password(PASSWORD))
        return User.objects.create(
            username=username, password=hashed[0], **{"display_name": username.title(), **fields}
        )

    return make


@pytest.fixture
def make_account(db: None) -> Callable[..., Account]:
    """An account at the practice market, connected an hour ago, allowed to send."""

    def make(login: str = "sklep-ala", *, at: datetime = NOW, **fields: object) -> Account:
        application = Application.objects.create(
            platform="allegro",
            place="practice",
            base_url="http://127.0.0.1:9",
            name="Kontuar-test",
            kind=Application.Kind.DEVICE,
            client_id=f"id-{login}",
            client_secret_sealed=seal("secret"),
            created_at=at,
        )
        values: dict[str, object] = {
            "platform": "allegro",
            "application": application,
            "external_id": f"x-{login}",
            "login": login,
            "connected_at": at - timedelta(hours=1),
            "read_since": at - timedelta(days=30),
            "is_watch_only": False,
            "tokens_sealed": seal("{}"),
            "tokens_stored_at": at,
            "access_expires_at": at + timedelta(hours=11),
        }
        account = Account.objects.create(**{**values, **fields})
        Stream.objects.create(account=account, name="threads", next_pull_at=at + timedelta(minutes=1))
        return account

    return make


@pytest.fixture
def shop(make_person: Callable[..., User], make_account: Callable[..., Account]) -> Shop:
    """Ala, Bolek, Celina and their two accounts."""
    return same_rows(
        lambda: _shop(make_person, make_account), key=("shop",), alone=User, at=NOW, stays=timedelta(0)
    )


def _shop(make_person: Callable[..., User], make_account: Callable[..., Account]) -> Shop:
    made = Shop(
        ala=make_person("ala", is_owner=True),
        bolek=make_person("bolek"),
        celina=make_person("celina", is_owner=True),
        account=make_account("sklep-ala"),
        other=make_account("sklep-celina"),
    )
    grants = [
        (made.ala, made.account, "owner"),
        (made.bolek, made.account, "agent"),
        (made.celina, made.other, "owner"),
    ]
    for user, account, role in grants:
        AccountAccess.objects.create(user=user, account=account, role=role)
    return made
