"""A seller's desk for discussions and claims in tests: opening, reading, writing, deciding."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from kontuar.practice_market.issue_records import Issue
from tests.practice_market.spec import BETA
from tests.practice_market.stall import BUYER, SELLER, Stall

PNG = b"\x89PNG\r\n\x1a\n0"


def wait(stall: Stall, seconds: float) -> None:
    """Let time pass, and take a token that is still good."""
    stall.market.advance(seconds)
    stall.token = stall.market.applications.grant(stall.client_id, SELLER).access


def claim(stall: Stall, **wishes: Any) -> Issue:
    """A claim about a new order."""
    given_wishes = {"reason": "DEFECT_FOUND_DURING_USE", "text": "Przestała świecić.", **wishes}
    return stall.market.issue_sides.open_claim(BUYER, order_id=stall.buy().id, **given_wishes)


def discussion(stall: Stall, text: str = "Nie ma paczki.", buyer: str = BUYER) -> Issue:
    """A discussion about a new order."""
    return stall.market.issue_sides.open_discussion(
        buyer, order_id=stall.buy(buyer).id, reason="DID_NOT_RECEIVE_GOODS_AFTER_PAYMENT", text=text
    )


def listed(stall: Stall, **query: Any) -> list[dict[str, Any]]:
    answer = stall.get("/sale/issues", beta=True, **query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["issues"]
    return found


def chat(stall: Stall, issue: Issue, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stall.get(f"/sale/issues/{issue.id}/chat", beta=True, **query).get_json()[
        "chat"
    ]
    return found


def say(stall: Stall, issue: Issue, text: str | None, type: str = "REGULAR", **more: Any) -> TestResponse:
    body = {"text": text, "type": type, **more}
    return stall.send("POST", f"/sale/issues/{issue.id}/message", body, beta=True)


def decide(stall: Stall, issue: Issue, status: str, **more: Any) -> TestResponse:
    body = {"status": status, "message": "Uzasadnienie.", **more}
    return stall.send("POST", f"/sale/issues/{issue.id}/status", body, beta=True)


def file_id(stall: Stall, content: bytes = PNG) -> str:
    """A file declared and uploaded."""
    declared = stall.send(
        "POST", "/sale/issues/attachments", {"fileName": "a.png", "size": len(content)}, beta=True
    )
    assert put(stall, declared.headers["Location"], content).status_code == 200
    found: str = declared.get_json()["id"]
    return found


def put(stall: Stall, url: str, content: bytes, content_type: str = "image/png") -> TestResponse:
    return stall.client.put(
        url,
        data=content,
        headers=stall.headers(BETA),
        content_type=content_type,
        base_url="http://localhost",
    )
