"""Each fault, seen from a real client over a real connection where the connection matters."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kontuar.practice_market import serve
from kontuar.practice_market.faults import KINDS, Faults
from tests.practice_market.spec import PUBLIC
from tests.practice_market.stall import AGENT, BUYER, SELLER, Stall


class Client:
    """A seller's client over HTTP."""

    def __init__(self, running: serve.RunningMarket) -> None:
        self.market = running.market
        self.market.settings.seconds_between_messages = 0
        self.app = self.market.applications.register("Proba", "device")
        self.pair = self.market.applications.grant(self.app.client_id, SELLER)
        headers = {"Accept": PUBLIC, "User-Agent": AGENT, "Authorization": f"Bearer {self.pair.access}"}
        self.http = httpx2.Client(base_url=running.url, headers=headers, timeout=60)
        offer = self.market.world.seller_offers[SELLER][0]
        self.thread = self.market.buyer_side.ask(
            BUYER, seller=SELLER, offer_id=offer.id, text="Dzień dobry?"
        ).thread_id

    def answer(self, text: str, timeout: float | httpx2.Timeout = 60) -> httpx2.Response:
        return self.http.post(
            f"/messaging/threads/{self.thread}/messages",
            content=json.dumps({"text": text}),
            headers={"Content-Type": PUBLIC},
            timeout=timeout,
        )

    def accepted(self) -> list[str]:
        return [m.text for m in self.market.world.messages.values() if m.by_seller]


@pytest.fixture
def client(served: serve.RunningMarket) -> Iterator[Client]:
    made = Client(served)
    yield made
    made.http.close()


POST = "POST /messaging/threads/{threadId}/messages"


def test_an_answer_may_be_lost_after_the_message_was_written(client: Client) -> None:
    client.market.faults.add("lost_answer", operation=POST, times=1)
    with pytest.raises(httpx2.RemoteProtocolError):
        client.answer("raz")
    assert client.accepted() == ["raz"]
    assert client.answer("dwa").status_code == 201
    assert client.market.calls.count(POST, status=0) == 1


def test_an_answer_may_be_held_until_the_client_gives_up(client: Client) -> None:
    client.market.faults.add("lost_answer", operation=POST, times=1, mode="hold", seconds=120)
    begun = time.monotonic()
    with pytest.raises(httpx2.ReadTimeout):
        client.answer("raz", timeout=httpx2.Timeout(60, read=1))
    assert time.monotonic() - begun < 60
    assert client.accepted() == ["raz"]


def test_a_dropped_request_did_nothing(client: Client) -> None:
    client.market.faults.add("dropped", operation=POST, times=1)
    with pytest.raises(httpx2.RemoteProtocolError):
        client.answer("raz")
    assert client.accepted() == []


@pytest.mark.parametrize("status", [500, 502, 504])
@pytest.mark.parametrize("after_write", [True, False])
def test_gateways_answer_html_before_or_after_the_deed(
    client: Client, status: int, after_write: bool
) -> None:
    client.market.faults.add("html_error", operation=POST, times=1, status=status, after_write=after_write)
    answer = client.answer("raz")
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (status, "text/html")
    assert answer.text.startswith("<html>")
    assert len(answer.headers["trace-id"]) == 32
    assert client.accepted() == (["raz"] if after_write else [])


def test_latency_is_real_time(client: Client) -> None:
    client.market.faults.add("latency", times=1, seconds=0.3)
    begun = time.monotonic()
    assert client.http.get("/me").status_code == 200
    assert time.monotonic() - begun >= 0.3


def test_too_many_comes_with_or_without_retry_after(client: Client) -> None:
    client.market.faults.add("too_many", operation=POST, times=1, retry_after=7)
    client.market.faults.add("too_many", operation=POST, times=1, retry_after=None)
    told, untold = client.answer("raz"), client.answer("dwa")
    assert (told.status_code, told.headers["Retry-After"]) == (429, "7")
    assert (untold.status_code, "Retry-After" in untold.headers) == (429, False)
    assert client.accepted() == []


def test_a_rotated_pair_may_never_reach_the_client(client: Client) -> None:
    client.market.faults.add("refresh_lost", times=1)
    old = client.pair.refresh

    def refresh() -> httpx2.Response:
        values = {"grant_type": "refresh_token", "refresh_token": old}
        auth = (client.app.client_id, client.app.client_secret)
        return client.http.post("/auth/oauth/token", data=values, auth=auth)

    with pytest.raises(httpx2.RemoteProtocolError):
        refresh()
    assert refresh().json()["error"] == "invalid_grant"
    assert client.http.get("/me").status_code == 401


def test_a_fault_may_be_limited_to_a_seller_and_counted(client: Client) -> None:
    fault = client.market.faults.add("html_error", seller="inny", status=500)
    assert client.http.get("/me").status_code == 200
    mine = client.market.faults.add("html_error", seller=SELLER, status=500)
    assert client.http.get("/me").status_code == 500
    assert (fault.struck, mine.struck) == (0, 1)


def test_a_token_may_be_revoked_at_the_moment_of_use(stall: Stall) -> None:
    stall.market.faults.add("revoke_token", times=1, operation="GET /messaging/threads")
    assert stall.get("/me").status_code == 200
    assert stall.get("/messaging/threads").status_code == 401
    assert stall.get("/me").status_code == 401


def test_messages_may_stay_verifying_or_be_blocked(stall: Stall) -> None:
    thread = stall.ask()
    stall.market.faults.add("verifying", times=1, seconds=None)
    stall.market.faults.add("verifying", times=1, seconds=60)
    stall.market.faults.add("blocked", times=1)
    for text in ("pierwsza", "druga", "trzecia"):
        stall.answer(thread, f"{text} długa odpowiedź")
    assert _states(stall, thread) == ["VERIFYING", "VERIFYING", "BLOCKED"]
    stall.market.advance(61)
    assert _states(stall, thread) == ["DELIVERED", "VERIFYING", "BLOCKED"]


def _states(stall: Stall, thread: str) -> list[str]:
    rows = stall.get(f"/messaging/threads/{thread}/messages").get_json()["messages"]
    return [row["status"] for row in rows if not row["author"]["isInterlocutor"]]


def _events(stall: Stall) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stall.get("/order/events").get_json()["events"]
    return found


def test_events_may_be_doubled_under_two_ids(stall: Stall) -> None:
    stall.market.faults.add("event_double", times=1)
    stall.buy()
    assert [e["type"] for e in _events(stall)] == ["BOUGHT", "BOUGHT", "FILLED_IN", "READY_FOR_PROCESSING"]
    assert len({e["id"] for e in _events(stall)}) == 4


def test_events_may_be_missing(stall: Stall) -> None:
    stall.market.faults.add("event_missing", times=1)
    stall.buy()
    assert [e["type"] for e in _events(stall)] == ["FILLED_IN", "READY_FOR_PROCESSING"]


def test_events_may_come_late_with_their_true_time_and_a_younger_id(stall: Stall) -> None:
    stall.market.faults.add("event_late", times=3, seconds=60)
    late = stall.buy()
    stall.market.advance(10)
    stall.buy("bolek_7")
    cursor = _events(stall)[-1]["id"]
    stall.market.advance(60)
    events = _events(stall)
    assert [e["order"]["checkoutForm"]["id"] == late.id for e in events] == [False] * 3 + [True] * 3
    assert events[3]["occurredAt"] < events[0]["occurredAt"]
    assert int(events[3]["id"]) > int(events[0]["id"])
    after = stall.get("/order/events", **{"from": cursor}).get_json()["events"]
    assert len(after) == 3


def test_chance_is_seeded() -> None:
    def run(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add("blocked", chance=0.5)
        return [faults.strike("blocked") is not None for _ in range(60)]

    assert run(1) == run(1)
    assert run(1) != run(2)
    assert 10 < sum(run(1)) < 50


def test_unknown_kinds_and_impossible_chances_are_refused() -> None:
    faults = Faults(1)
    with pytest.raises(ValueError, match="unknown fault"):
        faults.add("meteor")
    with pytest.raises(ValueError, match="between 0 and 1"):
        faults.add("latency", chance=2)
    assert len(KINDS) >= 13


def test_a_spent_or_removed_fault_strikes_no_more() -> None:
    faults = Faults(1)
    fault = faults.add("blocked", times=1)
    assert faults.strike("blocked") is fault
    assert faults.strike("blocked") is None
    lasting = faults.add("blocked")
    assert faults.remove(lasting.id)
    assert not faults.remove(lasting.id)
    assert faults.strike("blocked") is None


def test_the_readme_names_every_kind() -> None:
    readme = (Path(serve.__file__).parent / "README.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"| `{kind}` |" not in readme] == []
