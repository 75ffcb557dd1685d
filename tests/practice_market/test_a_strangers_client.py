"""A client nobody here wrote signs in at the market and reads from it.

`allegro-api` (MIT, PyPI, 2025-07) knows nothing of this project; only its addresses are pointed at the market
and its User-Agent is set, which the library, older than that rule, leaves to requests.
"""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from kontuar.practice_market import serve
from tests.practice_market.stall import BUYER, SELLER

BACK = "http://localhost:8000"


def _stranger(served: serve.RunningMarket) -> Any:
    module = pytest.importorskip(
        "allegro_api", reason="a stranger's client is tried: pip install allegro-api"
    )
    app = served.market.applications.register("Obcy klient", "authorization_code", BACK)
    api = module.AllegroAPI(client_id=app.client_id, client_secret=app.client_secret)
    api.base_url = served.url + "/"
    api.oauth_client.authorization_url = served.url + "/auth/oauth/authorize"
    api.oauth_client.token_url = served.url + "/auth/oauth/token"
    api.session.headers["User-Agent"] = "Obcy-klient/0.1.0 (+https://example.org/obcy)"
    return api


def _consent(served: serve.RunningMarket, url: str) -> str:
    """What the person does in the browser; the code from the redirect."""
    with httpx2.Client() as browser:
        page = browser.get(url).text
        fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
        values = {name: html.unescape(value) for name, value in fields}
        answer = browser.post(
            f"{served.url}/auth/oauth/authorize", data={**values, "login": SELLER, "answer": "allow"}
        )
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def test_it_signs_in_and_reads(served: serve.RunningMarket) -> None:
    api = _stranger(served)
    offer = served.market.world.seller_offers[SELLER][0]
    order = served.market.buyer_side.buy(BUYER, seller=SELLER, offer_id=offer.id)
    message = served.market.buyer_side.ask(BUYER, seller=SELLER, offer_id=offer.id, text="Dzień dobry?")
    token = api.authenticate("code", code=_consent(served, api.get_authorization_url(state="s")))
    assert token.expires_in == 43_199
    assert api.user.get_me()["login"] == SELLER
    assert api.orders.list()["totalCount"] == 1
    assert api.orders.get(order.id)["buyer"]["login"] == BUYER
    assert len(api.offers.list()["offers"]) == 4
    # its own default of 50 is over the API's limit
    threads = api.customer_service.get_threads(limit=20)["threads"]
    assert [thread["id"] for thread in threads] == [message.thread_id]
    said = api.customer_service.get_thread_messages(message.thread_id, limit=20)["messages"]
    assert [one["text"] for one in said] == ["Dzień dobry?"]
    api.session.close()


def test_it_refreshes_and_the_old_token_is_dead(served: serve.RunningMarket) -> None:
    api = _stranger(served)
    api.authenticate("code", code=_consent(served, api.get_authorization_url()))
    old = api.refresh_token
    api.refresh_access_token()
    assert api.refresh_token != old
    assert api.user.get_me()["login"] == SELLER
    with pytest.raises(Exception, match="Token refresh failed"):
        api.oauth_client.refresh_token(old)
    api.session.close()
