"""Refunds end as the balance lets them, and claims for the commission follow the money."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from kontuar.practice_market.world import Order
from tests.practice_market.calls_books import one_piece, refund_body
from tests.practice_market.stall import BUYER, SELLER, Stall, error_code, open_stall_for_months


@pytest.fixture
def stall() -> Stall:
    return open_stall_for_months()


def _refund(stall: Stall, order: Order, **wishes: Any) -> TestResponse:
    wishes = wishes or {"lineItems": one_piece(order)}
    return stall.send("POST", "/payments/refunds", refund_body(order, **wishes))


def _status(stall: Stall, order: Order) -> list[str]:
    rows = stall.get("/payments/refunds", **{"order.id": order.id}).get_json()["refunds"]
    return [row["status"] for row in rows]


def _text(answer: TestResponse) -> str:
    assert answer.status_code == 422, answer.text
    assert error_code(answer) == "VALIDATION_ERROR"
    message: str = answer.get_json()["errors"][0]["message"]
    return message


def test_a_refund_that_is_taken_goes_on_by_itself(stall: Stall) -> None:
    order = stall.buy()
    before = stall.market.money.balance(SELLER)
    taken = _refund(stall, order)
    assert (taken.status_code, taken.get_json()["status"]) == (200, "VALIDATED")
    stall.market.advance(10)
    assert _status(stall, order) == ["IN_PROGRESS"]
    stall.market.advance(10)
    assert _status(stall, order) == ["SUCCESS"]
    assert stall.market.money.balance(SELLER) == before - Decimal("79.90")


def test_too_low_a_balance_cancels_a_refund_without_a_word(stall: Stall) -> None:
    order = stall.buy()
    stall.market.money.set_balance(SELLER, Decimal("79.89"))
    assert _refund(stall, order).status_code == 200
    stall.market.advance(23 * 3_600)
    assert _status(stall, order) == ["IN_PROGRESS"]
    stall.market.advance(3_600)
    assert _status(stall, order) == ["CANCELED"]
    assert stall.market.money.balance(SELLER) == Decimal("79.89")
    stall.market.money.set_balance(SELLER, Decimal("79.90"))
    assert _refund(stall, order).status_code == 200
    stall.market.advance(20)
    assert _status(stall, order) == ["SUCCESS", "CANCELED"]


def test_money_that_comes_in_time_saves_a_refund(stall: Stall) -> None:
    order = stall.buy()
    stall.market.money.set_balance(SELLER, Decimal("0"))
    _refund(stall, order)
    stall.market.advance(3_600)
    stall.buy("bolek_7")
    stall.market.advance(24 * 3_600)
    assert _status(stall, order) == ["SUCCESS"]


def test_the_same_command_id_refunds_once(stall: Stall) -> None:
    order = stall.buy(quantity=3)
    body = refund_body(order, lineItems=one_piece(order))
    first = stall.send("POST", "/payments/refunds", body).get_json()
    stall.market.advance(30)
    again = stall.send("POST", "/payments/refunds", body).get_json()
    assert (again["id"], again["status"]) == (first["id"], "SUCCESS")
    for _ in range(2):
        body["commandId"] = ""
        stall.market.advance(30)
        assert stall.send("POST", "/payments/refunds", body).status_code == 200
    stall.market.advance(30)
    assert len(_status(stall, order)) == 3


def test_while_one_refund_runs_nothing_is_available(stall: Stall) -> None:
    order = stall.buy(quantity=2)
    _refund(stall, order)
    stall.extra = {}
    text = _text(_refund(stall, order))
    assert text == f"Oferta: {order.lines[0].id} ilość przekroczona, dostępna: 0, żądana: 1"
    value = [{"id": order.lines[0].id, "type": "AMOUNT", "value": {"amount": "1.00", "currency": "PLN"}}]
    assert "dostępna: 0.00 PLN" in _text(_refund(stall, order, lineItems=value))
    stall.market.advance(30)
    assert _refund(stall, order).status_code == 200


def test_no_more_goes_back_than_was_paid(stall: Stall) -> None:
    order = stall.buy(quantity=2)
    assert "dostępna: 2, żądana: 3" in _text(_refund(stall, order, lineItems=one_piece(order, 3)))
    cost = {"value": {"amount": "0.01", "currency": "PLN"}}
    assert "dostępna: 0.00 PLN" in _text(_refund(stall, order, delivery=cost))
    assert _refund(stall, order, lineItems=one_piece(order, 2)).status_code == 200
    stall.market.advance(30)
    assert "dostępna: 0, żądana: 1" in _text(_refund(stall, order))


def test_pieces_are_refused_after_an_amount(stall: Stall) -> None:
    order = stall.buy(quantity=2)
    part = {"amount": "10.00", "currency": "PLN"}
    value = [{"id": order.lines[0].id, "type": "AMOUNT", "value": part}]
    assert _refund(stall, order, lineItems=value).status_code == 200
    stall.market.advance(30)
    assert "dostępna: 0" in _text(_refund(stall, order))
    part["amount"] = "149.80"
    assert _refund(stall, order, lineItems=value).status_code == 200


@pytest.mark.parametrize("amount", ["50.410000000000004", 50.41, "1e2", "-5.00", "0.00", "5,00", "", None])
def test_amounts_are_strings_with_two_decimals(stall: Stall, amount: Any) -> None:
    order = stall.buy()
    value = {"amount": amount, "currency": "PLN"}
    wish = [{"id": order.lines[0].id, "type": "AMOUNT", "value": value}]
    _text(_refund(stall, order, lineItems=wish))
    assert _status(stall, order) == []


def test_what_a_refund_needs(stall: Stall) -> None:
    order, cash = stall.buy(), stall.buy("bolek_7", delivery="cod")
    assert _refund(stall, order, reason="WHY", lineItems=one_piece(order)).status_code == 422
    assert _refund(stall, order, sellerComment="x" * 251, lineItems=one_piece(order)).status_code == 422
    assert _refund(stall, order, lineItems=[]).status_code == 422
    assert _refund(stall, order, lineItems=one_piece(cash)).status_code == 422
    assert "nothing was paid" in _text(_refund(stall, cash))
    unknown = refund_body(order, lineItems=one_piece(order), payment={"id": str(uuid4())})
    assert stall.send("POST", "/payments/refunds", unknown).status_code == 404
    assert stall.get("/payments/refunds").get_json()["totalCount"] == 0


def test_refunds_are_found_by_their_state(stall: Stall) -> None:
    orders = [stall.buy(f"ktos_{number}") for number in range(3)]
    for order in orders:
        _refund(stall, order)
        stall.market.advance(11)
    by_state = {
        status: [
            row["order"]["id"] for row in stall.get("/payments/refunds", status=status).get_json()["refunds"]
        ]
        for status in ("WAITING", "IN_PROGRESS", "SUCCESS", "CANCELED")
    }
    assert by_state == {
        "WAITING": [],
        "IN_PROGRESS": [orders[2].id],
        "SUCCESS": [orders[1].id, orders[0].id],
        "CANCELED": [],
    }
    since = stall.market.money.of_order(orders[1].id)[0].created_at.isoformat()
    later = stall.get("/payments/refunds", **{"occurredAt.gte": since}).get_json()
    assert later["totalCount"] == 2


def test_a_refund_may_be_cancelled_or_fail_after_its_200(stall: Stall) -> None:
    first, second = stall.buy(), stall.buy("bolek_7")
    stall.market.faults.add("refund_cancelled", times=1, seconds=15)
    stall.market.faults.add("refund_validate_failed", times=1, seconds=5)
    assert _refund(stall, first).get_json()["status"] == "NEW"
    assert _refund(stall, second).get_json()["status"] == "VALIDATED"
    stall.market.advance(15)
    assert (_status(stall, first), _status(stall, second)) == (["VALIDATE_FAILED"], ["CANCELED"])
    stall.market.advance(3_600)
    assert (_status(stall, first), _status(stall, second)) == (["VALIDATE_FAILED"], ["CANCELED"])


# -- refund claims


def _claim(stall: Stall, order: Order, quantity: int = 1) -> TestResponse:
    body = {"lineItem": {"id": order.lines[0].id}, "quantity": quantity}
    return stall.send("POST", "/order/refund-claims", body)


def _claims(stall: Stall, **query: Any) -> list[tuple[str, str]]:
    rows = stall.get("/order/refund-claims", **query).get_json()["refundClaims"]
    return [(row["type"], row["status"]) for row in rows]


def test_a_claim_waits_for_the_buyers_money_and_is_then_granted(stall: Stall) -> None:
    order = stall.buy()
    assert _claim(stall, order).status_code == 201
    assert _claims(stall) == [("MANUAL", "WAITING_FOR_PAYMENT_REFUND")]
    stall.market.advance(5 * 86_400)
    assert _claims(stall) == [("MANUAL", "WAITING_FOR_PAYMENT_REFUND")]
    _refund(stall, order)
    stall.market.advance(30)
    assert _claims(stall) == [("MANUAL", "IN_PROGRESS")]
    stall.market.advance(49 * 3_600)
    assert _claims(stall) == [("MANUAL", "GRANTED")]


def test_an_order_nobody_paid_for_gets_its_claim_by_itself(stall: Stall) -> None:
    order = stall.buy(pay=False)
    stall.market.advance(8 * 86_400)
    assert order.status == "CANCELLED"
    assert _claims(stall) == [("AUTOMATIC", "IN_PROGRESS")]
    assert error_code(_claim(stall, order)) == "ClaimExistsException"


def test_a_claim_is_possible_for_45_days(stall: Stall) -> None:
    order, late = stall.buy(), stall.buy("bolek_7")
    stall.market.advance(45 * 86_400)
    assert _claim(stall, order).status_code == 201
    stall.market.advance(1)
    refused = _claim(stall, late)
    assert (refused.status_code, error_code(refused)) == (422, "CommissionRefundPeriodExpiredException")


def test_one_claim_a_line_also_after_a_rejection(stall: Stall) -> None:
    order = stall.buy(quantity=2)
    claim = _claim(stall, order).get_json()["id"]
    assert error_code(_claim(stall, order)) == "ClaimExistsException"
    stall.market.claims.decide(claim, "REJECTED")
    assert error_code(_claim(stall, order)) == "ClaimExistsException"
    other = stall.buy("bolek_7")
    assert error_code(_claim(stall, other, 2)) == "QuantityExceededException"
    stall.market.settings.commission_percent = 0
    assert error_code(_claim(stall, other)) == "CommissionAmountException"


def test_a_claim_is_taken_back_until_it_is_decided(stall: Stall) -> None:
    order = stall.buy()
    path = f"/order/refund-claims/{_claim(stall, order).get_json()['id']}"
    assert stall.send("DELETE", path).status_code == 204
    assert stall.get(path).get_json()["status"] == "CANCELLED"
    assert stall.send("DELETE", path).status_code == 422
    assert _claim(stall, order).status_code == 201
    assert len(_claims(stall)) == 2
    assert _claims(stall, status="CANCELLED") == [("MANUAL", "CANCELLED")]


def test_a_claim_may_vanish_because_the_automatic_one_won(stall: Stall) -> None:
    order = stall.buy()
    stall.market.faults.add("claim_lost", times=1)
    made = _claim(stall, order)
    assert made.status_code == 201
    gone = stall.get(f"/order/refund-claims/{made.get_json()['id']}")
    assert (gone.status_code, error_code(gone)) == (404, "ClaimNotFoundException")
    assert _claims(stall) == [("AUTOMATIC", "WAITING_FOR_PAYMENT_REFUND")]
    assert error_code(_claim(stall, order)) == "ClaimExistsException"


def test_another_sellers_money_is_out_of_reach(stall: Stall) -> None:
    order = stall.buy(BUYER)
    claim = _claim(stall, order).get_json()["id"]
    stall.market.seller_side.open("inny")
    stall.token = stall.market.applications.grant(stall.client_id, "inny").access
    assert _refund(stall, order).status_code == 403
    assert _claim(stall, order).status_code == 403
    assert stall.get(f"/order/refund-claims/{claim}").status_code == 403
    assert stall.get("/order/refund-claims").get_json() == {"refundClaims": [], "count": 0}
