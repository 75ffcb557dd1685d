"""Threads and messages behave as the Message Center was seen to behave."""

from typing import Any

import pytest

from tests.practice_market.stall import BUYER, SELLER, Stall


def _threads(stall: Stall, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stall.get("/messaging/threads", beta=True, **query).get_json()["threads"]
    return found


def _messages(stall: Stall, thread: str, **query: Any) -> list[dict[str, Any]]:
    path = f"/messaging/threads/{thread}/messages"
    found: list[dict[str, Any]] = stall.get(path, beta=True, **query).get_json()["messages"]
    return found


def test_two_people_share_one_thread_for_ever(stall: Stall) -> None:
    first = stall.ask()
    stall.answer(first)
    stall.market.advance(3 * 365 * 86_400)
    stall.token = stall.market.applications.grant(stall.client_id, SELLER).access
    order = stall.buy()
    again = stall.market.buyer_side.write(BUYER, seller=SELLER, text="to znowu ja", order_id=order.id)
    assert again.thread_id == first
    body = {"recipient": {"login": BUYER}, "text": "Pytanie o adres dostawy.", "order": {"id": order.id}}
    sent = stall.send("POST", "/messaging/messages", body).get_json()
    assert sent["thread"]["id"] == first
    assert len(_threads(stall)) == 1


def test_kinds_of_messages_tell_where_they_come_from(stall: Stall) -> None:
    thread, order = stall.ask(), stall.buy()
    stall.market.buyer_side.write(BUYER, seller=SELLER, text="o zamówieniu", order_id=order.id)
    stall.market.buyer_side.write(BUYER, seller=SELLER, text="pocztą", type="MAIL", has_additional=True)
    mail, about, question = _messages(stall, thread)
    assert (question["type"], question["relatesTo"]["offer"]["id"]) == ("ASK_QUESTION", stall.offer().id)
    assert question["relatesTo"]["order"] is None
    assert (about["type"], about["relatesTo"]["order"]["id"]) == ("MESSAGE_CENTER", order.id)
    assert (mail["type"], mail["relatesTo"], mail["attachments"]) == (
        "MAIL",
        {"offer": None, "order": None},
        [],
    )
    assert mail["hasAdditionalAttachments"] is True


def test_newest_threads_come_first_and_pages_do_not_overlap(stall: Stall) -> None:
    for number in range(45):
        stall.ask(buyer=f"kupujacy_{number}")
        stall.market.advance(1)
    seen: list[str] = []
    query: dict[str, str] = {}
    for _ in range(4):
        page = stall.get("/messaging/threads", beta=True, limit=20, **query).get_json()
        seen += [thread["participants"][0]["login"] for thread in page["threads"]]
        if page["nextPage"] is None:
            break
        query = {"page.id": page["nextPage"]["id"]}
    assert seen == [f"kupujacy_{number}" for number in range(44, -1, -1)]
    public = stall.get("/messaging/threads", limit=20, offset=40).get_json()
    assert [t["interlocutor"]["login"] for t in public["threads"]] == seen[40:]


def test_a_page_id_of_nobodys_making_is_refused(stall: Stall) -> None:
    for text in ("x", "cD14", "!!!!"):
        assert stall.get("/messaging/threads", beta=True, **{"page.id": text}).status_code == 422


def test_messages_are_paged_from_the_newest(stall: Stall) -> None:
    thread = stall.ask("0")
    for number in range(1, 25):
        stall.market.advance(1)
        stall.market.buyer_side.write(BUYER, seller=SELLER, text=str(number))
    first = stall.get(f"/messaging/threads/{thread}/messages", beta=True).get_json()
    assert [m["text"] for m in first["messages"]] == [str(n) for n in range(24, 4, -1)]
    rest = _messages(stall, thread, **{"page.id": first["nextPage"]["id"]})
    assert [m["text"] for m in rest] == ["4", "3", "2", "1", "0"]
    middle = first["messages"][10]["createdAt"]
    path = f"/messaging/threads/{thread}/messages"
    before = stall.get(path, before=middle).get_json()["messages"]
    after = stall.get(path, after=middle).get_json()["messages"]
    assert before[0]["text"] == "13"
    assert [m["text"] for m in after][-1] == "15"


def test_a_held_message_appears_in_the_past(stall: Stall) -> None:
    stall.market.faults.add("late_message", times=1, seconds=3_600)
    stall.ask("zatrzymana", buyer="pierwsza")
    assert _threads(stall) == []
    stall.market.advance(600)
    second = stall.ask("późniejsza", buyer="druga")
    stall.market.advance(3_100)
    held, shown = sorted(_threads(stall), key=lambda thread: thread["lastMessageDateTime"])
    assert shown["id"] == second
    assert held["lastMessageDateTime"] < shown["lastMessageDateTime"]
    assert _threads(stall)[0]["id"] == second
    assert held["read"] is False


def test_the_read_flag_goes_both_ways_and_a_new_message_clears_it(stall: Stall) -> None:
    thread = stall.ask()
    path = f"/messaging/threads/{thread}/read"
    for read in (True, False, True):
        assert stall.send("PUT", path, {"read": read}, beta=True).get_json() == {"read": read}
        assert [t["read"] for t in _threads(stall)] == [read]
    assert len(_threads(stall, read="true")) == 1
    stall.market.buyer_side.write(BUYER, seller=SELLER, text="jeszcze jedno")
    assert _threads(stall, read="true") == []


def test_problem_threads_exist_in_beta_only(stall: Stall) -> None:
    order = stall.buy()
    stall.ask()
    problem = stall.market.buyer_side.problem(
        BUYER, order_id=order.id, sub_type="PACKAGE_DELAYED", text="nie ma paczki"
    )
    found = _threads(stall, type="POST_PURCHASE_ISSUE")
    assert [t["id"] for t in found] == [problem.thread_id]
    assert found[0]["subType"] == "PACKAGE_DELAYED"
    assert found[0]["orders"] == [{"id": order.id, "offers": [{"id": stall.offer().id, "quantity": 1}]}]
    assert {p["role"]: p["login"] for p in found[0]["participants"]} == {"BUYER": BUYER, "SELLER": SELLER}
    assert _threads(stall, orderId=order.id) == found
    assert len(_threads(stall, type=["COMMON", "POST_PURCHASE_ISSUE"])) == 2
    assert _messages(stall, problem.thread_id)[0]["author"] == {"role": "BUYER", "login": BUYER}
    assert len(stall.get("/messaging/threads").get_json()["threads"]) == 1
    assert stall.get(f"/messaging/threads/{problem.thread_id}").status_code == 404
    stall.market.buyer_side.close_problem(BUYER, thread_id=problem.thread_id)
    assert [t["id"] for t in _threads(stall, status="CLOSED")] == [problem.thread_id]


def test_an_answer_is_checked_before_it_is_delivered(stall: Stall) -> None:
    thread = stall.ask()
    path = f"/messaging/threads/{thread}/messages"
    sent = stall.send("POST", path, {"text": "Dzień dobry, tak."}, beta=True).get_json()
    assert sent["status"] == "VERIFYING"
    assert [m.text for m in stall.market.buyer_side.inbox(BUYER)[0][1]][-1] != "Dzień dobry, tak."
    stall.market.advance(2)
    assert _messages(stall, thread)[0]["status"] == "DELIVERED"
    assert stall.market.buyer_side.inbox(BUYER)[0][1][-1].text == "Dzień dobry, tak."


@pytest.mark.parametrize(
    "text",
    [
        "Dzień dobry, otrzymaliśmy wpłatę za zamówienie.",
        "Twoje zamówienie zostało wysłane!",
        "Informujemy, że paczka jest w drodze.",
        "Prosimy o wystawienie oceny :)",
        "Dziękujemy za zakup w naszym sklepie.",
        "Your order has been shipped.",
        "Ihre Bestellung wurde versandt.",
    ],
)
def test_notices_a_seller_starts_are_accepted_and_then_blocked(stall: Stall, text: str) -> None:
    order = stall.buy()
    body = {"recipient": {"login": BUYER}, "text": text, "order": {"id": order.id}}
    sent = stall.send("POST", "/messaging/messages", body)
    assert (sent.status_code, sent.get_json()["status"]) == (201, "VERIFYING")
    stall.market.advance(5)
    assert stall.get(f"/messaging/messages/{sent.get_json()['id']}").get_json()["status"] == "BLOCKED"
    assert stall.market.buyer_side.inbox(BUYER) == []
    stall.market.advance(86_400)
    stall.token = stall.market.applications.grant(stall.client_id, SELLER).access
    assert stall.get(f"/messaging/messages/{sent.get_json()['id']}").status_code == 404
    assert _threads(stall) == []


def test_the_same_words_as_an_answer_are_delivered(stall: Stall) -> None:
    thread = stall.ask("Dzień dobry, czy paczka już wyszła?")
    stall.answer(thread, "Dzień dobry, tak, paczka jest w drodze.")
    assert _messages(stall, thread)[0]["status"] == "DELIVERED"


def test_matters_of_the_order_may_be_written_first(stall: Stall) -> None:
    order = stall.buy()
    body = {
        "recipient": {"login": BUYER},
        "text": "Dzień dobry, w adresie brakuje numeru mieszkania. Jaki jest numer?",
        "order": {"id": order.id},
    }
    sent = stall.send("POST", "/messaging/messages", body).get_json()
    stall.market.advance(5)
    assert stall.get(f"/messaging/messages/{sent['id']}").get_json()["status"] == "DELIVERED"


def test_a_deleted_message_vanishes_for_the_seller(stall: Stall) -> None:
    thread = stall.ask("do usunięcia")
    stall.market.buyer_side.write(BUYER, seller=SELLER, text="zostaje")
    message = _messages(stall, thread)[1]["id"]
    assert stall.send("DELETE", f"/messaging/messages/{message}").status_code == 204
    assert [m["text"] for m in _messages(stall, thread)] == ["zostaje"]
    assert stall.get(f"/messaging/messages/{message}").status_code == 404


def test_an_answer_from_the_markets_own_screen_is_seen_by_the_api(stall: Stall) -> None:
    thread = stall.ask()
    stall.market.seller_side.write(SELLER, thread_id=thread, text="Odpisuję z telefonu.")
    stall.market.advance(2)
    newest = stall.get(f"/messaging/threads/{thread}/messages").get_json()["messages"][0]
    assert (newest["text"], newest["author"]) == (
        "Odpisuję z telefonu.",
        {"login": SELLER, "isInterlocutor": False},
    )
