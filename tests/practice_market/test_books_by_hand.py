"""Money, ratings, claims, quality and offers as a person or a test moves them: control plane and pages."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.practice_market.stall import BUYER, SELLER, Stall, open_stall_for_months


@pytest.fixture
def stall() -> Stall:
    return open_stall_for_months()


def _post(stall: Stall, path: str, **values: Any) -> TestResponse:
    return stall.client.post(f"/_market{path}", json=values, base_url="http://localhost")


def _get(stall: Stall, path: str) -> Any:
    answer = stall.client.get(f"/_market{path}", base_url="http://localhost")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def _open(stall: Stall, path: str) -> str:
    answer = stall.client.get(path, base_url="http://localhost")
    assert answer.status_code == 200, answer.text
    return answer.text


def _fill(stall: Stall, path: str, **values: str) -> int:
    return stall.client.post(path, data=values, base_url="http://localhost").status_code


def test_money_is_moved_through_the_control_plane(stall: Stall) -> None:
    order = stall.buy()
    assert _get(stall, f"/sellers/{SELLER}/balance") == {"balance": "79.90"}
    assert _post(stall, f"/sellers/{SELLER}/balance", amount="12.345").get_json() == {"balance": "12.34"}
    made = _post(stall, f"/sellers/{SELLER}/refund", order_id=order.id, reason="COMPLAINT").get_json()
    assert (made["total"], made["status"]) == ("79.90", "VALIDATED")
    stall.market.advance(25 * 3_600)
    (seen,) = _get(stall, f"/sellers/{SELLER}/refunds")["refunds"]
    assert [step["status"] for step in seen["history"]] == ["VALIDATED", "IN_PROGRESS", "CANCELED"]
    body = {"lineItem": {"id": order.lines[0].id}, "quantity": 1}
    claim = stall.send("POST", "/order/refund-claims", body).get_json()["id"]
    assert _post(stall, f"/refund-claims/{claim}", status="APPEALED").get_json()["status"] == "APPEALED"
    assert _get(stall, f"/sellers/{SELLER}/refund-claims")["claims"][0]["status"] == "APPEALED"


def test_a_buyer_rates_thinks_again_and_takes_it_back_through_the_control_plane(stall: Stall) -> None:
    order = stall.buy()
    rated = _post(
        stall,
        f"/buyers/{BUYER}/rate",
        order_id=order.id,
        recommended=False,
        comment="Źle",
        justifications=["Późno"],
    ).get_json()
    assert stall.get("/sale/user-ratings", beta=True).get_json()["ratings"][0]["justifications"] == [
        {"text": "Późno", "visibleForBuyer": True}
    ]
    changed = _post(stall, f"/buyers/{BUYER}/change-rating", rating=rated["id"], recommended=True).get_json()
    assert (changed["recommended"], changed["comment"]) == (True, None)
    gone = _post(stall, f"/buyers/{BUYER}/take-rating-back", rating=rated["id"], compensated=True).get_json()
    assert gone["removed_by"] == "compensation"
    assert _get(stall, f"/sellers/{SELLER}/ratings")["ratings"] == [gone]
    other = _post(
        stall, "/buyers/bolek_7/rate", order_id=stall.buy("bolek_7").id, recommended=True
    ).get_json()
    assert _post(stall, f"/ratings/{other['id']}/remove").get_json()["removed_by"] == "admin"


def test_quality_and_offers_are_set_through_the_control_plane(stall: Stall) -> None:
    stall.buy()
    stall.market.advance(2 * 86_400)
    day = _get(stall, f"/sellers/{SELLER}/quality")["quality"][-1]["day"]
    told = _post(stall, f"/sellers/{SELLER}/quality", day=day, metrics={"DISPATCH_IN_TIME": -360}).get_json()
    assert told["grade"] == "REQUIRES_IMPROVEMENT"
    assert stall.get("/sale/quality").get_json()["quality"][0]["score"] == told["score"]
    offer = stall.offer()
    changed = _post(stall, f"/offers/{offer.id}", available=3, price="9.90", handling_time="PT72H").get_json()
    assert (changed["available"], changed["price"], changed["handling_time"]) == (3, "9.90", "P3D")
    assert _post(stall, f"/offers/{offer.id}/end", by="EXPIRATION").get_json()["ended_by"] == "EXPIRATION"
    _post(stall, f"/offers/{offer.id}/activate")
    stall.market.advance(3)
    assert offer.status == "ACTIVE"
    order = stall.buy("iza_3")
    stall.market.papers.declare(order, "FV.pdf", "FV 1")
    assert _get(stall, f"/orders/{order.id}/invoices")["invoices"][0]["number"] == "FV 1"


@pytest.mark.parametrize(
    ("path", "values", "status"),
    [
        (f"/sellers/{SELLER}/balance", {"amount": "dużo"}, 400),
        (f"/sellers/{SELLER}/balance", {}, 400),
        ("/sellers/nikt/balance", {"amount": "1"}, 404),
        (f"/sellers/{SELLER}/refund", {"order_id": "1"}, 404),
        ("/refund-claims/1", {"status": "GRANTED"}, 404),
        ("/buyers/ala/rate", {"order_id": "1", "recommended": True}, 404),
        ("/ratings/1/remove", {}, 404),
        (f"/sellers/{SELLER}/quality", {"day": "wczoraj", "metrics": {}}, 400),
        (f"/sellers/{SELLER}/quality", {"day": "2026-11-01", "metrics": {"LUCK": 1}}, 404),
        (f"/sellers/{SELLER}/quality", {"day": "2026-11-01", "metrics": {"NO_RETURNS": "1"}}, 400),
        ("/offers/1/end", {}, 404),
    ],
)
def test_mistakes_are_named(stall: Stall, path: str, values: dict[str, Any], status: int) -> None:
    answer = _post(stall, path, **values)
    assert answer.status_code == status
    assert answer.get_json()["error"]


def test_a_person_rates_as_a_buyer(stall: Stall) -> None:
    order = stall.buy()
    path = f"/kupujacy/{BUYER}/zakup/{order.id}/ocena"
    assert path in _open(stall, f"/kupujacy/{BUYER}")
    assert _fill(stall, path, recommended="0", comment="<b>pęknięta</b>") == 303
    rating = stall.market.ratings.of_order(order.id)
    assert rating is not None
    assert "&lt;b&gt;pęknięta" in _open(stall, path)
    assert _fill(stall, path, recommended="1", comment="Wymienili.") == 303
    assert rating.recommended
    assert _fill(stall, path, recommended="0") == 400
    assert _fill(stall, path, remove="1") == 303
    assert rating.removed_by == "buyer"
    assert "<textarea" not in _open(stall, path)


def test_a_person_answers_refunds_and_pauses_as_the_seller(stall: Stall) -> None:
    order, offer = stall.buy(), stall.offer()
    rating = stall.market.ratings.rate(BUYER, order_id=order.id, recommended=False, comment="Stłuczona.")
    panel = _open(stall, "/sprzedajacy")
    for page in ("pieniadze", "oceny", "oferty"):
        assert f"/sprzedajacy/{SELLER}/{page}" in panel
    assert "Stłuczona." in _open(stall, f"/sprzedajacy/{SELLER}/oceny")
    assert _fill(stall, f"/sprzedajacy/{SELLER}/oceny", rating=rating.id, text="Wysyłamy nową.") == 303
    assert rating.answer is not None
    assert f"/orders/{order.id}/zwrot" in _open(stall, f"/orders/{order.id}")
    assert _fill(stall, f"/orders/{order.id}/zwrot") == 303
    assert "VALIDATED" in _open(stall, f"/sprzedajacy/{SELLER}/pieniadze")
    assert _fill(stall, f"/sprzedajacy/{SELLER}/pieniadze", amount="5,50") == 303
    assert "5.50 PLN" in _open(stall, f"/sprzedajacy/{SELLER}/pieniadze")
    assert _fill(stall, f"/sprzedajacy/{SELLER}/pieniadze", amount="x") == 400
    assert _fill(stall, f"/sprzedajacy/{SELLER}/oferty", offer=offer.id, to="end") == 303
    assert (offer.status, offer.ended_by) == ("ENDED", "USER")
    assert "Wznów" in _open(stall, f"/sprzedajacy/{SELLER}/oferty")
    assert _fill(stall, f"/sprzedajacy/{SELLER}/oferty", offer=offer.id, to="activate") == 303
    assert offer.status == "ACTIVATING"


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_pages_are_like_the_others(stall: Stall, language: str) -> None:
    order = stall.buy()
    pages = [f"/sprzedajacy/{SELLER}/{page}" for page in ("pieniadze", "oceny", "oferty")]
    for path in (*pages, f"/kupujacy/{BUYER}/zakup/{order.id}/ocena"):
        text = _open(stall, f"{path}?lang={language}")
        assert f'lang="{language}"' in text
        assert text.count("<h1>") == 1
        assert "<script" not in text
