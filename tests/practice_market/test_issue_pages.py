"""Discussions, claims and returns by hand: on the pages for people and through the control plane."""

from __future__ import annotations

import html
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.practice_market.issue_desk import claim, discussion
from tests.practice_market.stall import BUYER, SELLER, Stall

FLAG = "Targ ćwiczebny – to nie jest Allegro / Practice market – this is not Allegro"


def _open(stall: Stall, path: str) -> str:
    answer = stall.client.get(path, base_url="http://localhost")
    assert answer.status_code == 200, path
    return html.unescape(answer.text)


def _fill(stall: Stall, path: str, **values: str) -> TestResponse:
    answer = stall.client.post(path, data=values, base_url="http://localhost")
    assert answer.status_code == 303, answer.text
    return answer


def _post(stall: Stall, path: str, **values: Any) -> TestResponse:
    return stall.client.post(f"/_market{path}", json=values, base_url="http://localhost")


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_page_says_what_it_is_and_escapes(stall: Stall, language: str) -> None:
    issue, talk = claim(stall, text="<b>źle</b>"), discussion(stall, "<i>halo</i>")
    one = stall.market.returns.announce(stall.buy().id, at=stall.market.now(), comment="<u>małe</u>")
    for path in (
        "/sprzedajacy/zgloszenia",
        f"/issues/{issue.id}",
        f"/issues/{talk.id}",
        f"/returns/{one.id}",
        f"/kupujacy/{BUYER}",
        f"/kupujacy/{BUYER}/zgloszenie/{issue.id}",
        f"/kupujacy/{BUYER}/zgloszenie/{talk.id}",
        f"/kupujacy/{BUYER}/zakup/{one.order_id}",
    ):
        answer = stall.client.get(f"{path}?lang={language}", base_url="http://localhost")
        assert answer.status_code == 200, path
        assert FLAG in answer.text
        assert f'lang="{language}"' in answer.text
        for mark in ("<b>", "<i>halo", "<u>", "<script"):
            assert mark not in answer.text, path


def test_a_claim_from_the_buyers_page_to_the_sellers_decision(stall: Stall) -> None:
    order = stall.buy()
    went = _fill(
        stall,
        f"/kupujacy/{BUYER}/reklamacja",
        order=order.id,
        reason="ITEM_IS_DAMAGED",
        expectation="PARTIAL_REFUND",
        amount="12,50",
        text="Pęknięta.",
        photo="1",
    )
    issue = next(iter(stall.market.disputes.book.issues.values()))
    assert went.headers["Location"] == f"/kupujacy/{BUYER}/zgloszenie/{issue.id}"
    assert (f"{issue.amount}", len(issue.files)) == ("12.50", 1)
    _fill(stall, f"/issues/{issue.id}", type="RETURN_NOT_REQUIRED", text="Proszę nie odsyłać.")
    _fill(
        stall,
        f"/issues/{issue.id}/decyzja",
        decision="ACCEPTED_PARTIAL_REFUND",
        amount="12.50",
        text="Zwracamy.",
    )
    assert (issue.status, f"{issue.partial_refund}") == ("CLAIM_ACCEPTED", "12.50")
    assert "Proszę nie odsyłać." in _open(stall, f"/kupujacy/{BUYER}/zgloszenie/{issue.id}")
    assert {entry.via for entry in issue.entries if entry.role == "SELLER"} == {"panel", "decision"}


def test_a_discussion_from_its_opening_to_its_end(stall: Stall) -> None:
    order = stall.buy()
    _fill(stall, f"/kupujacy/{BUYER}/dyskusja", order=order.id, reason="OTHER", text="Halo?")
    issue = next(iter(stall.market.disputes.book.issues.values()))
    path = f"/kupujacy/{BUYER}/zgloszenie/{issue.id}"
    _fill(stall, path, deed="napisz", text="Jest tam kto?")
    _fill(stall, path, deed="nierozwiazana")
    assert issue.status == "DISPUTE_UNRESOLVED"
    _fill(stall, path, deed="zakoncz")
    assert issue.status == "DISPUTE_CLOSED"
    assert "Rozmowa jest zamknięta." in _open(stall, f"/issues/{issue.id}")


def test_a_return_is_announced_sent_and_refused_by_hand(stall: Stall) -> None:
    order = stall.buy()
    _fill(stall, f"/kupujacy/{BUYER}/zwrot", order=order.id, reason="MISTAKE", text="Pomyłka")
    one = next(iter(stall.market.returns.all.values()))
    _fill(stall, f"/kupujacy/{BUYER}/nadaj-zwrot", **{"return": one.id})
    assert stall.market.returns.status(one) == "DISPATCHED"
    _fill(stall, f"/returns/{one.id}", code="REFUND_REJECTED", text="Ślady używania.")
    assert stall.market.returns.status(one) == "REJECTED"


def test_a_withdrawal_on_the_page_of_somebody_else_is_refused(stall: Stall) -> None:
    issue = claim(stall)
    stall.market.buyer_side.know("obcy")
    path = f"/kupujacy/obcy/zgloszenie/{issue.id}"
    assert stall.client.get(path, base_url="http://localhost").status_code == 404
    answer = stall.client.post(path, data={"deed": "wycofaj"}, base_url="http://localhost")
    assert answer.status_code == 400
    assert not issue.withdrawn


def test_a_claim_told_through_the_control_plane(stall: Stall) -> None:
    order, picture = stall.buy(), _post(stall, f"/buyers/{BUYER}/attach").get_json()
    made = _post(
        stall,
        f"/buyers/{BUYER}/claim",
        order_id=order.id,
        text="Nie działa.",
        expectation="PARTIAL_REFUND",
        amount=20,
        attachments=[picture["id"]],
    ).get_json()
    assert (made["type"], made["amount"], made["chat"][0]["role"]) == ("CLAIM", "20.00", "BUYER")
    assert len(made["chat"][0]["attachments"]) == 1
    assert _post(stall, f"/buyers/{BUYER}/issue-write", issue=made["id"], text="?").status_code == 201
    said = _post(
        stall,
        f"/sellers/{SELLER}/issue-answer",
        issue=made["id"],
        text="Proszę odesłać.",
        type="RETURN_REQUIRED_CUSTOM",
    ).get_json()
    assert said["via"] == "panel"
    assert _post(stall, f"/issues/{made['id']}/advise", text="Czekamy.").get_json()["role"] == "ADMIN"
    assert _post(stall, f"/buyers/{BUYER}/issue-withdraw", issue=made["id"]).get_json()["withdrawn"] is True
    decided = _post(
        stall,
        f"/sellers/{SELLER}/issue-decide",
        issue=made["id"],
        decision="REJECTED_CLAIM_WITHDRAWN_BY_BUYER",
        message="Zgodnie z prośbą.",
    ).get_json()
    assert (decided["status"], decided["return_required"]) == ("CLAIM_REJECTED", True)
    one = stall.client.get(f"/_market/issues/{made['id']}", base_url="http://localhost").get_json()
    every = stall.client.get(f"/_market/issues?seller={SELLER}", base_url="http://localhost").get_json()
    assert every == {"issues": [one]}


def test_a_discussion_and_a_return_told_through_the_control_plane(stall: Stall) -> None:
    order = stall.buy()
    issue = _post(stall, f"/buyers/{BUYER}/discussion", order_id=order.id, text="Halo?").get_json()["id"]
    for deed, status in (
        ("unresolved", "DISPUTE_UNRESOLVED"),
        ("close", "DISPUTE_CLOSED"),
        ("reopen", "DISPUTE_ONGOING"),
    ):
        assert _post(stall, f"/buyers/{BUYER}/issue-{deed}", issue=issue).get_json()["status"] == status
    made = _post(
        stall, f"/buyers/{BUYER}/return", order_id=order.id, offer_id=stall.offer().id, reason="NOT_NEW"
    ).get_json()
    assert made["status"] == "CREATED"
    sent = _post(stall, f"/buyers/{BUYER}/send-return", **{"return": made["id"]}, waybill="Z-1").get_json()
    assert (sent["status"], sent["parcels"][0]["waybill"]) == ("DISPATCHED", "Z-1")
    assert _post(stall, "/parcels/Z-1/scan", status="DELIVERED").status_code == 201
    listed = stall.client.get(f"/_market/returns?buyer={BUYER}", base_url="http://localhost").get_json()
    assert [row["status"] for row in listed["returns"]] == ["DELIVERED"]
    done = _post(stall, f"/returns/{made['id']}/finish", status="FINISHED_APT").get_json()
    assert done["status"] == "FINISHED_APT"
    late = _post(stall, f"/sellers/{SELLER}/reject-return", **{"return": made["id"]}, code="ITEM_FIXED")
    assert late.status_code == 400


@pytest.mark.parametrize(
    ("path", "values", "status"),
    [
        (f"/buyers/{BUYER}/claim", {"order_id": "none", "text": "?"}, 404),
        (f"/buyers/{BUYER}/discussion", {"text": "?"}, 400),
        (f"/buyers/{BUYER}/issue-write", {"issue": "none", "text": "?"}, 404),
        (f"/buyers/{BUYER}/return", {"order_id": "none"}, 404),
        (f"/buyers/{BUYER}/send-return", {"return": "none"}, 404),
        (f"/sellers/{SELLER}/issue-decide", {"issue": "none", "decision": "X", "message": "?"}, 404),
        ("/issues/none/advise", {"text": "?"}, 404),
        ("/returns/none/finish", {}, 404),
    ],
)
def test_mistakes_are_named(stall: Stall, path: str, values: dict[str, Any], status: int) -> None:
    answer = _post(stall, path, **values)
    assert answer.status_code == status
    assert answer.get_json()["error"]


def test_a_delivered_return_is_no_delivery_to_the_buyer(stall: Stall) -> None:
    order = stall.buy()
    one = stall.market.returns.announce(order.id, at=stall.market.now())
    stall.market.returns.send(one, at=stall.market.now())
    stall.market.advance(5 * 86_400)
    assert stall.market.returns.status(one) == "DELIVERED"
    assert order.lines_sent() == "NONE"
