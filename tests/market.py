"""A practice market for tests, and a desk connected to it by real HTTP sign-in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from django.utils import timezone

from kontuar.actions import connect, deliver, pull
from kontuar.actions.accounts import lift_watch_only
from kontuar.practice_market import serve
from kontuar.store.models import Account, Outgoing, Stream, User

OWNER = "test"


@dataclass(slots=True, kw_only=True)
class Bench:
    """One seller at the market, connected; helpers that play buyer and worker step by step."""

    running: serve.RunningMarket
    account: Account
    owner: User
    http: httpx2.Client

    def post(self, path: str, **values: Any) -> dict[str, Any]:
        """Ask the market's control plane."""
        answer = self.http.post(f"{self.running.url}/_market{path}", json=values)
        assert answer.status_code < 300, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def get(self, path: str) -> Any:
        return self.http.get(f"{self.running.url}/_market{path}").json()

    def read(self, *names: str) -> None:
        """Pull streams now, whether due or not, in the order of ``names``; all of them without names."""
        rows = {row.name: row for row in Stream.objects.filter(account=self.account).order_by("pk")}
        for row in [rows[name] for name in names] if names else rows.values():
            for _ in range(50):
                now = timezone.now()
                Stream.objects.filter(pk=row.pk, next_pull_at__gt=now).update(next_pull_at=now)
                assert pull.one(row.pk, owner=OWNER, now=timezone.now())
                row.refresh_from_db()
                if row.next_pull_at is None or row.next_pull_at > timezone.now() or row.last_error:
                    break

    def send_due(self) -> None:
        """Let the undo time pass and send what is queued."""
        later = timezone.now() + timedelta(minutes=1)
        deliver.release_held(now=later)
        for row in Outgoing.objects.filter(account=self.account, state=Outgoing.State.QUEUED):
            Outgoing.objects.filter(pk=row.pk).update(not_before=timezone.now())
            Account.objects.filter(pk=self.account.pk).update(send_slot_at=None)
            deliver.one(row.pk, owner=OWNER, now=timezone.now())

    def read_back(self) -> None:
        """Read the threads of our messages again, whenever that is due."""
        Outgoing.objects.filter(account=self.account).update(looked_at=None)
        self.read("threads")

    def offer(self) -> str:
        """The first offer's id."""
        offers = self.get(f"/sellers/{self.account.login}/offers")["offers"]
        return str(offers[0]["id"])


@pytest.fixture(scope="session")
def market() -> Iterator[serve.RunningMarket]:
    """One market for the session; every bench opens a seller of its own."""
    running = serve.run(scenario="empty", live=False)
    running.market.settings.verify_seconds = 0.0
    yield running
    running.close()


@pytest.fixture
def bench(market: serve.RunningMarket, connected: Callable[..., Bench]) -> Bench:
    """A fresh seller, connected, sending allowed."""
    return connected()


@pytest.fixture
def connected(
    market: serve.RunningMarket, make_person: Callable[..., User]
) -> Iterator[Callable[..., Bench]]:
    """Makes benches: registers an application, signs in by device code, connects."""
    http = httpx2.Client(timeout=60)
    market.market.faults.clear()

    def make(login: str = "", *, lift: bool = True, owner: User | None = None, back: int = 30) -> Bench:
        login = login or f"sklep-{len(market.market.world.sellers)}"
        person = owner or make_person("ala", is_owner=True)
        control = f"{market.url}/_market"
        http.post(f"{control}/sellers", json={"login": login})
        http.post(
            f"{control}/sellers/{login}/offers",
            json={"name": "Kubek w kropki", "price": "39.90", "available": 1000},
        )
        app = http.post(f"{control}/applications", json={"name": f"Kontuar-{login}", "type": "device"}).json()
        account = sign_in(http, market, person, app, login, back=back)
        if lift:
            lift_watch_only(account, person, now=timezone.now())
        account.refresh_from_db()
        return Bench(running=market, account=account, owner=person, http=http)

    yield make
    market.market.faults.clear()
    http.close()


def sign_in(
    http: httpx2.Client,
    market: serve.RunningMarket,
    person: User,
    app: dict[str, Any],
    login: str,
    *,
    back: int = 30,
) -> Account:
    """The whole device flow, the seller's consent given on the market's own page."""
    now = timezone.now()
    application = connect.register_application(
        person,
        platform="allegro",
        place="practice",
        base_url=market.url,
        name=app["name"],
        version="1.0.0",
        kind="device",
        client_id=app["client_id"],
        client_secret=app["client_secret"],
        redirect_uri="",
        now=now,
    )
    begun = connect.begin(person, application, read_since=now - timedelta(days=back), now=now)
    agreed = http.post(
        f"{market.url}/skojarz-aplikacje",
        data={"code": begun.user_code, "login": login, "answer": "allow"},
    )
    assert agreed.status_code < 400, agreed.text
    account = connect.check_device(begun, person, now=now + timedelta(seconds=begun.interval_seconds + 1))
    assert account is not None
    return account
