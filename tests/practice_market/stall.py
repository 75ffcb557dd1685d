"""A market without sockets for tests: a frozen clock, one seller, one application, a client."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import Client, TestResponse

from kontuar.practice_market.app import App
from kontuar.practice_market.clock import Clock
from kontuar.practice_market.market import Market
from kontuar.practice_market.scenario import prepare
from kontuar.practice_market.world import Offer, Order
from tests.practice_market.spec import BETA, PUBLIC

SELLER = "sklep-kontuar"
AGENT = "Proba/1.0.0 (+https://example.org/proba)"
BUYER = "ala_92"


@dataclass(slots=True)
class Stall:
    market: Market
    client: Client
    token: str = ""
    client_id: str = ""
    client_secret: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def headers(self, media_type: str = PUBLIC, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept": media_type, "User-Agent": AGENT, **more}

    def get(self, path: str, *, beta: bool = False, **query: Any) -> TestResponse:
        return self.client.get(
            path,
            query_string=query,
            headers=self.headers(BETA if beta else PUBLIC),
            base_url="http://localhost",
        )

    def send(
        self, method: str, path: str, body: Any = None, *, beta: bool = False, **query: Any
    ) -> TestResponse:
        media_type = BETA if beta else PUBLIC
        return self.client.open(
            path,
            method=method,
            query_string=query,
            headers=self.headers(media_type),
            data=json.dumps(body) if body is not None else None,
            content_type=media_type if body is not None else None,
            base_url="http://localhost",
        )

    def offer(self) -> Offer:
        return self.market.world.seller_offers[SELLER][0]

    def ask(self, text: str = "Dzień dobry, jaki jest przewód?", buyer: str = BUYER) -> str:
        """A question on an offer; the thread's id."""
        message = self.market.buyer_side.ask(buyer, seller=SELLER, offer_id=self.offer().id, text=text)
        return message.thread_id

    def buy(self, buyer: str = BUYER, **wishes: Any) -> Order:
        return self.market.buyer_side.buy(buyer, seller=SELLER, offer_id=self.offer().id, **wishes)

    def answer(
        self, thread_id: str, text: str = "Dzień dobry, przewód ma 1,6 m.", *, beta: bool = True
    ) -> TestResponse:
        """An answer; the clock moves on so that the next one may follow."""
        response = self.send("POST", f"/messaging/threads/{thread_id}/messages", {"text": text}, beta=beta)
        self.market.advance(2)
        return response


def open_stall(scenario: str = "empty", **options: Any) -> Stall:
    """A market with a frozen clock and a granted token."""
    market = prepare(Market(clock=Clock(frozen=True)), scenario, **options)
    market.url = "http://localhost"
    app = market.applications.register("Proba", "device")
    seller = SELLER if SELLER in market.world.sellers else next(iter(market.world.sellers))
    grant = market.applications.grant(app.client_id, seller)
    return Stall(
        market=market,
        client=Client(App(market)),
        token=grant.access,
        client_id=app.client_id,
        client_secret=app.client_secret,
    )


def open_stall_for_months(scenario: str = "empty", **options: Any) -> Stall:
    """As `open_stall`, with a token that outlives a story of months."""
    stall = open_stall(scenario, **options)
    stall.market.settings.access_seconds = 10**9
    stall.token = stall.market.applications.grant(stall.client_id, SELLER).access
    return stall


def error_code(response: TestResponse) -> str:
    """The code of the first error, the shape of all of them checked."""
    errors = response.get_json()["errors"]
    for error in errors:
        assert set(error) == {"code", "message", "details", "path", "userMessage", "metadata"}
    code: str = errors[0]["code"]
    return code
