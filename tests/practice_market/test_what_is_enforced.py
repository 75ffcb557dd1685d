"""What Allegro enforces on every call: types, names, tokens, scopes, sizes, rates."""

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.practice_market.spec import BETA, PUBLIC
from tests.practice_market.stall import AGENT, BUYER, SELLER, Stall, error_code

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.mark.parametrize("accept", ["application/json", "*/*", "", "text/html"])
def test_an_accept_of_another_type_is_refused(stall: Stall, accept: str) -> None:
    answer = stall.client.get(
        "/me", headers={**stall.headers(), "Accept": accept}, base_url="http://localhost"
    )
    assert answer.status_code == 406
    assert error_code(answer) == "NotAcceptableException"


def test_beta_is_only_known_where_it_exists(stall: Stall) -> None:
    assert stall.get("/me", beta=True).status_code == 406
    assert stall.get("/order/checkout-forms", beta=True).status_code == 406
    assert stall.get("/messaging/threads", beta=True).mimetype == BETA
    assert stall.get("/messaging/threads").mimetype == PUBLIC


def test_a_body_of_another_type_is_refused(stall: Stall) -> None:
    thread = stall.ask()
    answer = stall.client.post(
        f"/messaging/threads/{thread}/messages",
        data=json.dumps({"text": "a"}),
        content_type="application/json",
        headers=stall.headers(),
        base_url="http://localhost",
    )
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "python-httpx/0.28",
        "Proba",
        "Proba/1.0.0",
        "Proba/1.0.0 (https://example.org)",
        "Inna/1.0.0 (+https://example.org)",
        "Proba/x (+https://example.org)",
        "Proba/1.0.0 (+https://example.org) curl/8",
    ],
)
def test_a_user_agent_of_another_form_is_refused(stall: Stall, agent: str) -> None:
    headers = {**stall.headers(), "User-Agent": agent}
    answer = stall.client.get("/me", headers=headers, base_url="http://localhost")
    assert answer.status_code == 403
    assert error_code(answer) == "UserAgentNotAllowedException"


def test_blanks_of_an_applications_name_become_dashes_in_the_user_agent(stall: Stall) -> None:
    app = stall.market.applications.register("Moja Skrzynka 2", "device")
    stall.token = stall.market.applications.grant(app.client_id, SELLER).access
    for name, status in (("Moja-Skrzynka-2", 200), ("Moja_Skrzynka_2", 200), ("Proba", 403)):
        headers = {**stall.headers(), "User-Agent": f"{name}/2.0 (+https://example.org)"}
        assert stall.client.get("/me", headers=headers, base_url="http://localhost").status_code == status


def test_a_call_without_a_token_is_refused_in_authorizations_shape(stall: Stall) -> None:
    for value in ("", "Bearer ", "Basic x", "Bearer unknown"):
        headers = {"Accept": PUBLIC, "User-Agent": AGENT, "Authorization": value}
        answer = stall.client.get("/me", headers=headers, base_url="http://localhost")
        assert answer.status_code == 401
        assert set(answer.get_json()) == {"error", "error_description"}


def test_a_missing_scope_is_refused(stall: Stall) -> None:
    stall.token = stall.market.applications.grant(stall.client_id, SELLER, "allegro:api:orders:read").access
    assert stall.get("/order/events").status_code == 200
    order = stall.buy()
    for answer in (
        stall.get("/messaging/threads"),
        stall.get("/me"),
        stall.send("PUT", f"/order/checkout-forms/{order.id}/fulfillment", {"status": "SENT"}),
    ):
        assert (answer.status_code, error_code(answer)) == (403, "AccessDeniedException")


def test_every_answer_has_a_trace_id_and_the_markets_date(stall: Stall) -> None:
    for path in ("/me", "/nothing/here", "/sale/issues", "/", "/_market"):
        before = stall.market.clock.now() - timedelta(seconds=1)  # the head knows whole seconds
        answer = stall.get(path)
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["trace-id"])
        assert answer.date is not None
        assert before <= answer.date <= stall.market.clock.now()


def test_errors_come_in_the_readers_language(stall: Stall) -> None:
    headers = {**stall.headers(), "Accept-Language": "pl-PL"}
    answer = stall.client.get("/messaging/threads/none", headers=headers, base_url="http://localhost")
    assert answer.get_json()["errors"][0]["userMessage"] == "Nie znaleziono wskazanego zasobu."


def test_two_thousand_characters_are_allowed_and_one_more_is_not(stall: Stall) -> None:
    thread = stall.ask()
    assert stall.answer(thread, "ż" * 2_000).status_code == 201
    refused = stall.answer(thread, "ż" * 2_001)
    assert (refused.status_code, error_code(refused)) == (422, "ConstraintViolationException.Size")
    assert stall.answer(thread, "  ").status_code == 422


def test_one_message_a_second_per_user_over_both_ways_of_sending(stall: Stall) -> None:
    thread, order = stall.ask(), stall.buy()
    path = f"/messaging/threads/{thread}/messages"
    assert stall.send("POST", path, {"text": "pierwsza"}).status_code == 201
    new = {"recipient": {"login": BUYER}, "text": "druga", "order": {"id": order.id}}
    refused = stall.send("POST", "/messaging/messages", new)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    stall.market.advance(1)
    assert stall.send("POST", "/messaging/messages", new).status_code == 201
    texts = [m.text for m in stall.market.world.threads[thread].messages if m.by_seller]
    assert texts == ["pierwsza", "druga"]


def test_a_refused_message_does_not_use_up_the_second(stall: Stall) -> None:
    path = f"/messaging/threads/{stall.ask()}/messages"
    assert stall.send("POST", path, {"text": ""}).status_code == 422
    assert stall.send("POST", path, {"text": "dobra"}).status_code == 201


def test_a_client_over_its_minute_is_blocked_and_calling_prolongs_it(stall: Stall) -> None:
    stall.market.settings.requests_per_minute = 3
    assert [stall.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    stall.market.advance(50)
    assert stall.get("/me").status_code == 429
    stall.market.advance(50)
    assert stall.get("/me").status_code == 429
    stall.market.advance(61)
    assert stall.get("/me").status_code == 200


def test_a_new_message_needs_an_order_of_that_buyer(stall: Stall) -> None:
    mine, others = stall.buy(), stall.buy("bolek_7")
    body = {"recipient": {"login": BUYER}, "text": "Dzień dobry"}
    for order in (None, {"id": others.id}, {"id": "x"}, {}):
        refused = stall.send("POST", "/messaging/messages", {**body, "order": order})
        assert refused.status_code == 422, order
    made = stall.send("POST", "/messaging/messages", {**body, "order": {"id": mine.id}})
    assert made.get_json()["relatesTo"]["order"] == {"id": mine.id}


def test_a_closed_problem_takes_no_message(stall: Stall) -> None:
    order = stall.buy()
    problem = stall.market.buyer_side.problem(BUYER, order_id=order.id, sub_type="OTHER", text="zepsute")
    stall.market.buyer_side.close_problem(BUYER, thread_id=problem.thread_id)
    refused = stall.answer(problem.thread_id)
    assert (refused.status_code, error_code(refused)) == (422, "THREAD_CLOSED")


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/messaging/threads", {"limit": 21}, 422),
        ("/messaging/threads", {"limit": 0}, 422),
        ("/messaging/threads", {"offset": 15_000_001}, 422),
        ("/messaging/threads/{thread}/messages", {"limit": 21}, 422),
        ("/messaging/threads/{thread}/messages", {"offset": 15_001}, 422),
        ("/messaging/threads/{thread}/messages", {"before": "2026-01-01T00:00:00Z", "offset": 1}, 422),
        ("/messaging/threads/{thread}/messages", {"after": "yesterday"}, 422),
        ("/order/events", {"limit": 1_001}, 422),
        ("/order/events", {"from": "x"}, 422),
        ("/order/checkout-forms", {"limit": 101}, 422),
        ("/order/checkout-forms", {"status": "NEW"}, 400),
        ("/order/checkout-forms", {"updatedAt.gte": "2026"}, 400),
        ("/order/checkout-forms", {"sort": "price"}, 400),
        ("/sale/offers", {"limit": 1_001}, 400),
        ("/order/carriers/DPD/tracking", {"waybill": [str(n) for n in range(21)]}, 400),
        ("/order/carriers/NOBODY/tracking", {"waybill": "1"}, 400),
    ],
)
def test_limits_of_lists_are_kept(stall: Stall, path: str, query: dict[str, object], status: int) -> None:
    answer = stall.get(path.format(thread=stall.ask()), **query)
    assert answer.status_code == status


def test_a_stranger_sees_nothing_of_another_sellers(stall: Stall) -> None:
    thread, order = stall.ask(), stall.buy()
    message = stall.market.world.threads[thread].messages[0].id
    stall.market.seller_side.open("obcy")
    stall.token = stall.market.applications.grant(stall.client_id, "obcy").access
    assert stall.get("/messaging/threads").get_json()["threads"] == []
    assert stall.get("/order/events").get_json()["events"] == []
    assert stall.get("/sale/offers").get_json()["totalCount"] == 0
    for path, status in (
        (f"/messaging/threads/{thread}", 404),
        (f"/messaging/threads/{thread}/messages", 403),
        (f"/messaging/messages/{message}", 404),
        (f"/order/checkout-forms/{order.id}", 404),
        (f"/order/checkout-forms/{order.id}/shipments", 404),
        (f"/sale/product-offers/{stall.offer().id}", 403),
    ):
        assert stall.get(path).status_code == status, path
    assert stall.answer(thread).status_code == 403


def test_it_listens_to_this_machine_only(stall: Stall) -> None:
    answer = stall.client.get("/_market", base_url="http://market.evil.invalid")
    assert answer.status_code == 421


def test_files_are_declared_uploaded_and_read_for_six_months(stall: Stall) -> None:
    made = stall.send("POST", "/messaging/message-attachments", {"filename": "metka.png", "size": len(PNG)})
    path = f"/messaging/message-attachments/{made.get_json()['id']}"
    thread = stall.ask()
    body = {"text": "w załączniku", "attachments": [{"id": made.get_json()["id"]}]}
    early = stall.send("POST", f"/messaging/threads/{thread}/messages", body)
    assert error_code(early) == "ASSIGNING_ATTACHMENTS_TO_MESSAGE_FAILED"
    assert _put(stall, path, PNG, "text/plain") == 415
    assert _put(stall, path, PNG, "application/pdf") == 415
    assert _put(stall, path, PNG + b"x", "image/png") == 413
    assert _put(stall, path, PNG, "image/png") == 200
    sent = stall.send("POST", f"/messaging/threads/{thread}/messages", body).get_json()
    assert sent["attachments"][0]["fileName"] == "metka.png"
    assert sent["attachments"][0]["url"].startswith("http://localhost/message-center/")
    assert stall.get(path).get_data() == PNG
    alias = stall.get(sent["attachments"][0]["url"].removeprefix("http://localhost"))
    assert alias.get_data() == PNG
    stall.market.advance(1)
    again = stall.send("POST", f"/messaging/threads/{thread}/messages", body)
    assert error_code(again) == "ASSIGNING_ATTACHMENTS_TO_MESSAGE_FAILED"
    stall.market.advance(200 * 86_400)
    stall.token = stall.market.applications.grant(stall.client_id, SELLER).access
    assert stall.get(path).status_code == 404
    shown = stall.get(f"/messaging/messages/{sent['id']}").get_json()["attachments"][0]
    assert shown["status"] == "EXPIRED"
    assert "url" not in shown


def _put(stall: Stall, path: str, content: bytes, content_type: str) -> int:
    answer = stall.client.put(
        path, data=content, content_type=content_type, headers=stall.headers(), base_url="http://localhost"
    )
    return answer.status_code


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"filename": "a.png", "size": 5_242_881}, 422),
        ({"filename": "a.exe", "size": 5}, 415),
        ({"filename": "a.pdf"}, 422),
        ({"size": 5}, 422),
        ({"filename": "bez rozszerzenia", "size": 5}, 201),
    ],
)
def test_declarations_are_checked(stall: Stall, body: dict[str, object], status: int) -> None:
    assert stall.send("POST", "/messaging/message-attachments", body).status_code == status


def test_a_buyers_file_is_read_by_that_seller_alone(stall: Stall) -> None:
    picture = stall.market.buyer_side.attach(BUYER, file_name="ż.png", mime_type="image/png", content=PNG)
    path = f"/messaging/message-attachments/{picture.id}"
    assert stall.get(path).status_code == 404
    stall.market.buyer_side.ask(
        BUYER, seller=SELLER, offer_id=stall.offer().id, text="zdjęcie", attachments=[picture.id]
    )
    read = stall.get(path)
    assert (read.get_data(), read.mimetype) == (PNG, "image/png")
    assert "%C5%BC.png" in read.headers["Content-Disposition"]
    stall.market.seller_side.open("obcy")
    stall.token = stall.market.applications.grant(stall.client_id, "obcy").access
    assert stall.get(path).status_code == 404


def test_of_many_messages_at_one_instant_one_is_accepted(stall: Stall) -> None:
    path = f"/messaging/threads/{stall.ask()}/messages"
    start = threading.Barrier(8)

    def send(number: int) -> int:
        start.wait()
        return stall.send("POST", path, {"text": f"wiadomość {number}"}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(send, range(8))) == [201] + [429] * 7


def test_of_many_refreshes_at_one_instant_one_gets_the_pair(stall: Stall) -> None:
    pair = stall.market.applications.grant(stall.client_id, SELLER)
    start = threading.Barrier(8)

    def refresh(_: int) -> int:
        start.wait()
        answer = stall.client.post(
            "/auth/oauth/token",
            data={"grant_type": "refresh_token", "refresh_token": pair.refresh},
            auth=(stall.client_id, stall.client_secret),
            base_url="http://localhost",
        )
        return answer.status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(refresh, range(8))) == [200] + [400] * 7
