"""A seller at the practice market and a line to it, without the program's database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
import stamina

from kontuar.connector_kit.budget import Gate, OpenGate
from kontuar.connector_kit.contract import Application, Batch, Cursor, Fact, Tokens
from kontuar.connectors.allegro.client import AllegroClient
from kontuar.connectors.allegro.connector import AllegroConnector
from kontuar.practice_market import serve

LOGIN = "sklep_ala"
BUYER = "bolek_77"


@dataclass(slots=True)
class Stall:
    """One seller at a market of its own; ``client`` speaks for the seller, the helpers for everybody else."""

    running: serve.RunningMarket
    http: httpx2.Client
    application: Application
    offer: str
    connector: AllegroConnector = field(default_factory=AllegroConnector)
    clients: list[AllegroClient] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.running.market.clock.now()

    def post(self, path: str, **values: Any) -> dict[str, Any]:
        answer = self.http.post(f"{self.running.url}/_market{path}", json=values)
        assert answer.status_code < 300, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def get(self, path: str) -> Any:
        return self.http.get(f"{self.running.url}/_market{path}").json()

    def fault(self, kind: str, **values: Any) -> None:
        self.post("/faults", kind=kind, **values)

    def calm(self) -> None:
        self.http.delete(f"{self.running.url}/_market/faults")

    def later(self, **span: float) -> None:
        self.post("/clock", advance_seconds=timedelta(**span).total_seconds())

    def tokens(self, login: str = LOGIN, scopes: list[str] | None = None) -> Tokens:
        pair = self.post("/grant", client_id=self.application.client_id, login=login, scopes=scopes)
        return Tokens(
            access=pair["access_token"],
            refresh=pair["refresh_token"],
            access_expires_at=self.now + timedelta(seconds=pair["expires_in"]),
        )

    def open(
        self,
        *,
        watch_only: bool = False,
        gate: Gate | None = None,
        login: str = LOGIN,
        tokens: Tokens | None = None,
    ) -> AllegroClient:
        client = self.connector.open(
            self.application,
            tokens or self.tokens(),
            login=login,
            watch_only=watch_only,
            gate=gate or OpenGate(),
        )
        self.clients.append(client)
        return client

    def ask(self, text: str, buyer: str = BUYER) -> dict[str, Any]:
        return self.post(f"/buyers/{buyer}/ask", seller=LOGIN, offer_id=self.offer, text=text)

    def write(self, text: str, buyer: str = BUYER, **values: Any) -> dict[str, Any]:
        return self.post(f"/buyers/{buyer}/write", seller=LOGIN, text=text, **values)

    def buy(self, buyer: str = BUYER, **values: Any) -> dict[str, Any]:
        offer = values.pop("offer_id", self.offer)
        return self.post(f"/buyers/{buyer}/buy", seller=LOGIN, offer_id=offer, **values)

    def discuss(self, order_id: str, text: str = "Nie dotarł", **values: Any) -> dict[str, Any]:
        return self.post(f"/buyers/{BUYER}/discussion", order_id=order_id, text=text, **values)

    def claim(self, order_id: str, text: str = "Pękł po tygodniu", **values: Any) -> dict[str, Any]:
        return self.post(f"/buyers/{BUYER}/claim", order_id=order_id, text=text, **values)

    def say(self, issue: str, text: str, **values: Any) -> dict[str, Any]:
        return self.post(f"/buyers/{BUYER}/issue-write", issue=issue, text=text, **values)

    def rate(self, order_id: str, *, recommended: bool = True, **values: Any) -> dict[str, Any]:
        return self.post(f"/buyers/{BUYER}/rate", order_id=order_id, recommended=recommended, **values)

    def calls(self) -> int:
        return int(self.get("/calls")["total"])

    def drain(
        self,
        client: AllegroClient,
        stream: str,
        cursor: Cursor | None = None,
        *,
        subjects: tuple[str, ...] = (),
        since: datetime | None = None,
        limit: int = 200,
    ) -> tuple[list[Fact], Batch]:
        """Pull until the stream says it has no more; all facts in order, and the last batch."""
        facts: list[Fact] = []
        cursor = cursor or {}
        for _ in range(limit):
            batch = client.pull(
                stream,
                cursor,
                now=self.now,
                subjects=subjects,
                since=since or self.now - timedelta(days=365),
            )
            facts += batch.facts
            cursor = batch.cursor
            if not batch.more:
                return facts, batch
        raise AssertionError(f"{stream} never ends")


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_between_tries() -> Iterator[None]:
    """A read that failed is tried again at once."""
    stamina.set_testing(True, attempts=2, cap=True)
    yield
    stamina.set_testing(False)


@contextmanager
def open_stall(*, kind: str = "device", redirect_uri: str = "", **options: Any) -> Iterator[Stall]:
    """A market with one seller and one offer. ``options`` go to ``serve.run``."""
    with (
        serve.run(scenario="empty", live=False, **options) as running,
        httpx2.Client(trust_env=False) as http,
    ):
        control = f"{running.url}/_market"
        http.post(f"{control}/sellers", json={"login": LOGIN})
        http.post(f"{control}/settings", json={"seconds_between_messages": 0, "verify_seconds": 0})
        made = {"name": "Kontuar Sklep Ali", "type": kind, "redirect_uri": redirect_uri or None}
        app = http.post(f"{control}/applications", json=made).json()
        mug = {"name": "Kubek żółty", "price": "39.90", "available": 900}
        offer = http.post(f"{control}/sellers/{LOGIN}/offers", json=mug)
        application = Application(
            name=app["name"],
            version="1.2.3",
            kind=kind,
            client_id=app["client_id"],
            client_secret=app["client_secret"],
            place="practice",
            base_url=running.url,
            redirect_uri=redirect_uri,
        )
        stall = Stall(running, http, application, str(offer.json()["id"]))
        yield stall
        for client in stall.clients:
            client.close()


@pytest.fixture
def make_stall() -> Iterator[Callable[..., Stall]]:
    """Makes markets, each with one seller and one offer."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(open_stall(**options))


@pytest.fixture
def stall(make_stall: Callable[..., Stall]) -> Stall:
    return make_stall()
