"""Customer returns: announced by buyers, on their way by the market's clock, refused or paid back."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from kontuar.practice_market.returns import CustomerReturn
from tests.practice_market.issue_desk import wait
from tests.practice_market.stall import BUYER, SELLER, Stall, error_code


def announce(stall: Stall, buyer: str = BUYER, **wishes: Any) -> CustomerReturn:
    """A return of everything in a new order."""
    return stall.market.returns.announce(stall.buy(buyer).id, at=stall.market.now(), **wishes)


def listed(stall: Stall, **query: Any) -> list[dict[str, Any]]:
    answer = stall.get("/order/customer-returns", beta=True, **query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["customerReturns"]
    return found


def refuse(stall: Stall, one: CustomerReturn, **rejection: Any) -> TestResponse:
    path = f"/order/customer-returns/{one.id}/rejection"
    return stall.send("POST", path, {"rejection": rejection}, beta=True)


def test_the_parcel_moves_by_the_markets_clock_and_the_status_follows(stall: Stall) -> None:
    one = announce(stall)
    seen = [listed(stall)[0]["status"]]
    stall.market.returns.send(one, at=stall.market.now())
    for _ in range(60):
        status = listed(stall)[0]["status"]
        if status != seen[-1]:
            seen.append(status)
        wait(stall, 3_600)
    assert seen == ["CREATED", "DISPATCHED", "IN_TRANSIT", "DELIVERED"]
    parcel = one.parcels[0]
    tracked = stall.get(f"/order/carriers/{parcel.carrier_id}/tracking", waybill=parcel.waybill)
    codes = [step["code"] for step in tracked.get_json()["waybills"][0]["trackingDetails"]["statuses"]]
    assert codes == ["PENDING", "IN_TRANSIT", "RELEASED_FOR_DELIVERY", "DELIVERED"]


def test_items_tell_why_and_what_the_buyer_says(stall: Stall) -> None:
    one = announce(stall, reason="TOO_SMALL", comment="Za małe.")
    item = listed(stall)[0]["items"][0]
    assert item["reason"] == {"type": "TOO_SMALL", "userComment": "Za małe."}
    assert item["offerId"] == one.items[0].offer_id
    assert "refund" not in listed(stall)[0]


def test_the_list_is_filtered(stall: Stall) -> None:
    first = announce(stall)
    stall.market.advance(60)
    between = stall.market.now().isoformat()
    stall.market.advance(60)
    second = announce(stall, "bolek_7")
    stall.market.returns.send(second, at=stall.market.now(), waybill="ZWROT-1")

    def ids(**query: Any) -> list[str]:
        return [row["id"] for row in listed(stall, **query)]

    assert ids() == [second.id, first.id]
    assert ids(**{"from": first.id}) == [second.id]
    assert ids(**{"from": second.id}) == []
    assert ids(**{"createdAt.gte": between}) == [second.id]
    assert ids(**{"createdAt.lte": between}) == [first.id]
    assert ids(orderId=[first.order_id, second.order_id]) == [second.id, first.id]
    assert ids(status="CREATED") == [first.id]
    assert ids(**{"buyer.login": "bolek_7"}) == [second.id]
    assert ids(**{"parcels.waybill": "ZWROT-1"}) == [second.id]
    assert ids(**{"parcels.transportingWaybill": "ZWROT-1"}) == []
    assert ids(limit=1, offset=1) == [first.id]
    whole = stall.get("/order/customer-returns", beta=True, limit=1).get_json()
    assert (whole["count"], len(whole["customerReturns"])) == (2, 1)


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 1_001}, {"status": "LOST"}, {"createdAt.gte": "wczoraj"}, {"from": "x"}]
)
def test_a_wrong_question_is_refused(stall: Stall, query: dict[str, Any]) -> None:
    assert stall.get("/order/customer-returns", beta=True, **query).status_code == 400


def test_more_than_25_questions_a_second_are_too_many(stall: Stall) -> None:
    statuses = [stall.get("/order/customer-returns", beta=True).status_code for _ in range(26)]
    assert statuses == [200] * 25 + [429]


def test_another_sellers_return_does_not_exist(stall: Stall) -> None:
    one = announce(stall)
    stall.market.seller_side.open("obcy")
    stall.token = stall.market.applications.grant(stall.client_id, "obcy").access
    assert listed(stall) == []
    assert stall.get(f"/order/customer-returns/{one.id}", beta=True).status_code == 404
    assert refuse(stall, one, code="ITEM_FIXED").status_code == 404


@pytest.mark.parametrize(
    ("rejection", "status"),
    [
        ({"code": "REFUND_REJECTED"}, 422),
        ({"code": "REFUND_REJECTED", "reason": ""}, 400),
        ({"code": "REFUND_REJECTED", "reason": "x" * 251}, 400),
        ({"code": "REFUND_REJECTED", "reason": "Ślady używania."}, 200),
        ({"code": "NO_RETURN_RIGHT"}, 200),
        ({"code": "BECAUSE"}, 400),
        ({}, 400),
    ],
)
def test_a_refusal_needs_its_code(stall: Stall, rejection: dict[str, str], status: int) -> None:
    one = announce(stall)
    answer = refuse(stall, one, **rejection)
    assert answer.status_code == status
    if status == 200:
        assert answer.get_json()["status"] == "REJECTED"
        assert answer.get_json()["rejection"]["code"] == rejection["code"]
        again = refuse(stall, one, **rejection)
        assert (again.status_code, error_code(again)) == (422, "CUSTOMER_RETURN_REJECTION_NOT_ALLOWED")


def test_reading_scope_is_not_enough_to_refuse(stall: Stall) -> None:
    one = announce(stall)
    stall.token = stall.market.applications.grant(stall.client_id, SELLER, "allegro:api:orders:read").access
    assert len(listed(stall)) == 1
    assert refuse(stall, one, code="ITEM_FIXED").status_code == 403


def test_money_back_finishes_and_the_commission_follows(stall: Stall) -> None:
    one = announce(stall)
    stall.market.returns.refunded(one.order_id)
    assert listed(stall)[0]["status"] == "FINISHED"
    for status in ("COMMISSION_REFUND_CLAIMED", "COMMISSION_REFUNDED"):
        stall.market.returns.commission(one.order_id, status)
        assert listed(stall)[0]["status"] == status
    assert refuse(stall, one, code="ITEM_FIXED").status_code == 422


@pytest.mark.parametrize(("days", "status"), [(0, "DELIVERED"), (7, "FINISHED")])
def test_allegro_pays_by_itself_only_when_told_so(stall: Stall, days: int, status: str) -> None:
    stall.market.settings.automatic_refund_days = days
    stall.market.returns.on_automatic_refund = None  # nobody pays: the status alone changes
    one = announce(stall)
    stall.market.returns.send(one, at=stall.market.now())
    wait(stall, 6 * 86_400)
    assert listed(stall)[0]["status"] == "DELIVERED"
    wait(stall, 5 * 86_400)
    assert listed(stall)[0]["status"] == status


def test_who_pays_by_itself_is_told_which_return(stall: Stall) -> None:
    told = []
    stall.market.settings.automatic_refund_days = 1
    stall.market.returns.on_automatic_refund = lambda one, at: told.append(one.id)
    one, refused = announce(stall), announce(stall)
    for each in (one, refused):
        stall.market.returns.send(each, at=stall.market.now())
    assert refuse(stall, refused, code="ITEM_MISMATCH").status_code == 200
    wait(stall, 5 * 86_400)
    assert told == [one.id]


def test_nobody_returns_more_than_he_bought(stall: Stall) -> None:
    order = stall.buy(quantity=2)
    offer, returns, now = stall.offer().id, stall.market.returns, stall.market.now()
    returns.announce(order.id, at=now, items=[(offer, 1)])
    with pytest.raises(ValueError, match="not so many"):
        returns.announce(order.id, at=now, items=[(offer, 2)])
    with pytest.raises(ValueError, match="not in that order"):
        returns.announce(order.id, at=now, items=[("1", 1)])
    with pytest.raises(ValueError, match="unknown reason"):
        returns.announce(order.id, at=now, reason="BORED")
    second = returns.announce(order.id, at=now, items=[(offer, 1)])
    returns.reject(second, "ITEM_MISMATCH", None, at=now)
    assert returns.announce(order.id, at=now, items=[(offer, 1)]).items[0].quantity == 1
    with pytest.raises(ValueError, match="is over"):
        returns.send(second, at=now)


def test_an_unpaid_order_cannot_be_returned(stall: Stall) -> None:
    order = stall.buy(pay=False)
    with pytest.raises(ValueError, match="paid"):
        stall.market.returns.announce(order.id, at=stall.market.now())


def test_cash_on_delivery_comes_with_a_bank_account(stall: Stall) -> None:
    announce(stall, iban="PL00000000000000000000000000")
    account = listed(stall)[0]["refund"]["bankAccount"]
    assert account["iban"].startswith("PL")
    assert account["owner"]
