"""The control plane: what tests and demos hold in their hands."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.practice_market.stall import BUYER, SELLER, Stall


def _post(stall: Stall, path: str, **values: Any) -> TestResponse:
    return stall.client.post(f"/_market{path}", json=values, base_url="http://localhost")


def _get(stall: Stall, path: str) -> Any:
    answer = stall.client.get(f"/_market{path}", base_url="http://localhost")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_a_whole_story_told_through_it(stall: Stall) -> None:
    assert _post(stall, "/sellers", login="nowy").get_json()["login"] == "nowy"
    offer = _post(stall, "/sellers/nowy/offers", name="Kubek", price="12.50", available=3).get_json()
    app = _post(stall, "/applications", name="Proba", type="device").get_json()
    pair = _post(stall, "/grant", client_id=app["client_id"], login="nowy", scopes=["allegro:api:messaging"])
    stall.token = pair.get_json()["access_token"]
    picture = _post(stall, f"/buyers/{BUYER}/attach").get_json()
    asked = _post(
        stall,
        f"/buyers/{BUYER}/ask",
        seller="nowy",
        offer_id=offer["id"],
        text="?",
        attachments=[picture["id"]],
    ).get_json()
    order = _post(stall, f"/buyers/{BUYER}/buy", seller="nowy", offer_id=offer["id"], quantity=2).get_json()
    assert order["total"] == "37.99"
    _post(stall, f"/buyers/{BUYER}/write", seller="nowy", text="gdzie?", order_id=order["id"])
    assert stall.answer(asked["thread"], "Dzień dobry, jutro.").status_code == 201
    assert _get(stall, f"/threads/{asked['thread']}")["messages"][-1]["text"] == "Dzień dobry, jutro."
    sent = _get(stall, "/outbox?seller=nowy")["messages"]
    assert [(m["text"], m["status"], m["client_id"]) for m in sent] == [
        ("Dzień dobry, jutro.", "DELIVERED", app["client_id"])
    ]
    assert _get(stall, f"/buyers/{BUYER}/inbox")["threads"][0]["messages"][-1]["by_seller"]
    parcel = _post(stall, "/sellers/nowy/ship", order_id=order["id"]).get_json()
    scanned = _post(stall, f"/parcels/{parcel['waybill']}/scan", status="ISSUE").get_json()
    assert [scan["code"] for scan in scanned["scans"]] == ["PENDING", "ISSUE"]
    problem = _post(
        stall, f"/buyers/{BUYER}/problem", order_id=order["id"], subtype="OTHER", text="źle"
    ).get_json()
    assert _post(stall, f"/buyers/{BUYER}/close", thread=problem["thread"]).get_json()["status"] == "CLOSED"
    assert _post(stall, f"/orders/{order['id']}/lose-event", type="BOUGHT").get_json() == {"lost": 1}
    assert _post(stall, "/revoke", login="nowy").get_json() == {"revoked": 1}
    assert stall.get("/messaging/threads").status_code == 401


def test_the_clock_is_moved(stall: Stall) -> None:
    before = _get(stall, "/clock")
    assert before["frozen"] is True
    after = _post(stall, "/clock", advance_seconds=60).get_json()
    assert after["now"] > before["now"]
    assert _post(stall, "/clock", frozen=False, speed=60).get_json()["speed"] == 60
    assert _post(stall, "/clock", set="2000-01-01T00:00:00Z").status_code == 400


def test_faults_are_switched(stall: Stall) -> None:
    made = _post(
        stall, "/faults", kind="html_error", times=2, operation="GET /me", params={"status": 502}
    ).get_json()
    assert stall.get("/me").status_code == 502
    assert _get(stall, "/faults")["faults"][0]["struck"] == 1
    assert (
        stall.client.delete(f"/_market/faults/{made['id']}", base_url="http://localhost").status_code == 200
    )
    assert stall.get("/me").status_code == 200
    _post(stall, "/faults", kind="too_many")
    stall.client.delete("/_market/faults", base_url="http://localhost")
    assert _get(stall, "/faults")["faults"] == []
    assert _post(stall, "/faults", kind="meteor").status_code == 400


def test_calls_are_counted_without_secrets(stall: Stall) -> None:
    stall.get("/me")
    stall.get("/messaging/threads", limit=21)
    pair = stall.market.applications.grant(stall.client_id, SELLER)
    stall.client.post(
        "/auth/oauth/token",
        query_string={"grant_type": "refresh_token", "refresh_token": pair.refresh},
        auth=(stall.client_id, stall.client_secret),
        base_url="http://localhost",
    )
    answer = stall.client.get("/_market/calls", base_url="http://localhost")
    assert stall.market.calls.count("GET /me", seller=SELLER, status=200) == 1
    assert stall.market.calls.count("GET /messaging/threads", status=422) == 1
    assert stall.market.calls.count("POST /auth/oauth/token") == 1
    for secret in (stall.token, stall.client_secret, pair.refresh or "", pair.access):
        assert secret not in answer.text
    stall.client.delete("/_market/calls", base_url="http://localhost")
    assert _get(stall, "/calls")["total"] == 0


def test_settings_are_changed_with_care(stall: Stall) -> None:
    assert _post(stall, "/settings", seconds_between_messages=0, verify_seconds=0).status_code == 201
    thread = stall.ask()
    for _ in range(3):
        sent = stall.send("POST", f"/messaging/threads/{thread}/messages", {"text": "Dzień dobry."})
        assert sent.get_json()["status"] == "DELIVERED"
    assert _post(stall, "/settings", nothing=1).status_code == 400
    assert _post(stall, "/settings", require_user_agent="no").status_code == 400


@pytest.mark.parametrize(
    ("path", "values", "status"),
    [
        ("/sellers", {}, 400),
        ("/sellers", {"login": "zły login"}, 400),
        ("/sellers", {"login": 5}, 400),
        ("/grant", {"client_id": "x", "login": SELLER}, 404),
        ("/revoke", {"login": "nikt"}, 404),
        ("/buyers/ala/ask", {"seller": SELLER, "offer_id": "1", "text": "?"}, 404),
        ("/buyers/ala/write", {"seller": SELLER, "text": ""}, 400),
        ("/buyers/ala/write", {"seller": "nikt", "text": "?"}, 404),
        ("/applications", {"name": "A", "type": "both"}, 400),
        ("/applications", {"name": "A", "type": "authorization_code"}, 400),
        ("/parcels/1/scan", {"status": "DELIVERED"}, 404),
        ("/nothing", {}, 404),
    ],
)
def test_mistakes_are_named(stall: Stall, path: str, values: dict[str, Any], status: int) -> None:
    answer = _post(stall, path, **values)
    assert answer.status_code == status
    assert answer.get_json()["error"]


def test_a_strangers_web_page_cannot_post_to_it(stall: Stall) -> None:
    form = stall.client.post("/_market/sellers", data={"login": "x"}, base_url="http://localhost")
    assert form.status_code == 415
    assert (
        stall.client.post("/_market/sellers", data=b"[]", content_type="application/json").status_code == 400
    )


def test_stopping_the_demo_stops_live_buyers_and_nothing_else(stall: Stall) -> None:
    thread = stall.ask()
    answer = stall.client.delete("/_market/demo", base_url="http://localhost")
    assert answer.get_json() == {"live": False}
    assert _get(stall, f"/threads/{thread}")["messages"]
