"""Orders, their journal, status, parcels, and the dates Allegro sets."""

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest

from kontuar.practice_market.workdays import dispatch_window
from tests.practice_market.stall import BUYER, SELLER, Stall, error_code


def _types(stall: Stall, **query: Any) -> list[str]:
    return [event["type"] for event in stall.get("/order/events", **query).get_json()["events"]]


def _form(stall: Stall, order_id: str) -> dict[str, Any]:
    found: dict[str, Any] = stall.get(f"/order/checkout-forms/{order_id}").get_json()
    return found


def test_a_paid_order_writes_three_events(stall: Stall) -> None:
    order = stall.buy()
    assert _types(stall) == ["BOUGHT", "FILLED_IN", "READY_FOR_PROCESSING"]
    newest = stall.get("/order/event-stats").get_json()["latestEvent"]
    assert newest["id"] == stall.get("/order/events").get_json()["events"][-1]["id"]
    assert _form(stall, order.id)["status"] == "READY_FOR_PROCESSING"


def test_the_journal_is_read_on_from_an_event(stall: Stall) -> None:
    stall.buy()
    first = stall.get("/order/events", limit=2).get_json()["events"]
    assert _types(stall, **{"from": first[-1]["id"]}) == ["READY_FOR_PROCESSING"]
    stall.buy("bolek_7", pay=False)
    assert _types(stall, **{"from": first[-1]["id"]}) == ["READY_FOR_PROCESSING", "BOUGHT", "FILLED_IN"]
    assert _types(stall, type=["BOUGHT", "FILLED_IN"], limit=3) == ["BOUGHT", "FILLED_IN", "BOUGHT"]


def test_an_unpaid_order_waits_and_is_given_up_after_seven_days(stall: Stall) -> None:
    order = stall.buy(pay=False)
    form = _form(stall, order.id)
    assert form["status"] == "FILLED_IN"
    assert "time" not in form["delivery"]
    stall.market.advance(7 * 86_400)
    stall.token = stall.market.applications.grant(stall.client_id, SELLER).access
    assert _form(stall, order.id)["status"] == "CANCELLED"
    assert _types(stall)[-1] == "AUTO_CANCELLED"


def test_paying_sets_the_dispatch_date(stall: Stall) -> None:
    order = stall.buy(pay=False)
    stall.market.buyer_side.pay(BUYER, order_id=order.id)
    times = _form(stall, order.id)["delivery"]["time"]
    assert times["dispatch"]["from"] < times["dispatch"]["to"] < times["from"] < times["to"]


@pytest.mark.parametrize(
    ("paid", "handling", "ends"),
    [
        ("2026-11-25T09:00:00+00:00", "PT24H", "2026-11-26T22:59:59.999000+00:00"),
        ("2026-11-25T15:00:00+00:00", "PT24H", "2026-11-27T22:59:59.999000+00:00"),
        ("2026-11-27T09:00:00+00:00", "PT24H", "2026-11-30T22:59:59.999000+00:00"),
        ("2026-11-29T09:00:00+00:00", "PT24H", "2026-12-01T22:59:59.999000+00:00"),
        ("2026-11-25T09:00:00+00:00", "PT0S", "2026-11-25T22:59:59.999000+00:00"),
        ("2026-12-23T09:00:00+00:00", "P2D", "2026-12-29T22:59:59.999000+00:00"),
        ("2026-07-01T09:00:00+00:00", "PT24H", "2026-07-02T21:59:59.999000+00:00"),
    ],
)
def test_dispatch_ends_with_a_working_day_in_warsaw(paid: str, handling: str, ends: str) -> None:
    begin, end = dispatch_window(datetime.fromisoformat(paid), handling)
    assert (begin, end) == (datetime.fromisoformat(paid), datetime.fromisoformat(ends))
    assert end.tzinfo is UTC


def test_a_status_change_is_an_event_and_a_new_revision(stall: Stall) -> None:
    order = stall.buy()
    before = _form(stall, order.id)
    path = f"/order/checkout-forms/{order.id}/fulfillment"
    stall.market.advance(60)
    changed = stall.send(
        "PUT", path, {"status": "PROCESSING"}, **{"checkoutForm.revision": before["revision"]}
    )
    assert changed.status_code == 204
    after = _form(stall, order.id)
    assert after["fulfillment"]["status"] == "PROCESSING"
    assert after["revision"] != before["revision"]
    assert after["updatedAt"] > before["updatedAt"]
    assert _types(stall)[-1] == "FULFILLMENT_STATUS_CHANGED"
    stale = stall.send("PUT", path, {"status": "SENT"}, **{"checkoutForm.revision": before["revision"]})
    assert stale.status_code == 409


@pytest.mark.parametrize("body", [{"status": "RETURNED"}, {"status": "LOST"}, {}, {"status": None}])
def test_statuses_that_cannot_be_set_are_refused(stall: Stall, body: dict[str, Any]) -> None:
    order = stall.buy()
    assert stall.send("PUT", f"/order/checkout-forms/{order.id}/fulfillment", body).status_code == 422


def test_orders_are_found_by_what_changed_and_who_bought(stall: Stall) -> None:
    first = stall.buy()
    stall.market.advance(3_600)
    second = stall.buy("bolek_7", pay=False)
    since = _form(stall, second.id)["updatedAt"]

    def ids(**query: Any) -> list[str]:
        forms = stall.get("/order/checkout-forms", **query).get_json()["checkoutForms"]
        return [form["id"] for form in forms]

    assert ids() == [second.id, first.id]
    assert ids(sort="updatedAt") == [first.id, second.id]
    assert ids(**{"updatedAt.gte": since}) == [second.id]
    assert ids(**{"updatedAt.lte": _form(stall, first.id)["updatedAt"]}) == [first.id]
    assert ids(**{"lineItems.boughtAt.gte": since}) == [second.id]
    assert ids(status="READY_FOR_PROCESSING") == [first.id]
    assert ids(**{"buyer.login": "bolek_7"}) == [second.id]
    assert ids(**{"fulfillment.status": "SENT"}) == []
    assert ids(limit=1, offset=1) == [first.id]
    stall.market.advance(1)
    stall.send("PUT", f"/order/checkout-forms/{first.id}/fulfillment", {"status": "SENT"})
    assert ids(sort="-updatedAt") == [first.id, second.id]


def test_a_buyer_cancels_within_three_days_unless_the_seller_began(stall: Stall) -> None:
    early, begun, late = (stall.buy(f"kupujacy_{n}") for n in range(3))
    stall.market.buyer_side.cancel("kupujacy_0", order_id=early.id)
    form = _form(stall, early.id)
    assert (form["status"], form["fulfillment"]["status"]) == ("CANCELLED", "NEW")
    assert form["delivery"]["cancellation"]["date"]
    assert _types(stall)[-1] == "BUYER_CANCELLED"
    stall.send("PUT", f"/order/checkout-forms/{begun.id}/fulfillment", {"status": "PROCESSING"})
    with pytest.raises(ValueError, match="no longer"):
        stall.market.buyer_side.cancel("kupujacy_1", order_id=begun.id)
    stall.market.advance(3 * 86_400 + 1)
    with pytest.raises(ValueError, match="no longer"):
        stall.market.buyer_side.cancel("kupujacy_2", order_id=late.id)


def test_a_waybill_makes_a_parcel_that_moves(stall: Stall) -> None:
    order = stall.buy(delivery="courier")
    path = f"/order/checkout-forms/{order.id}/shipments"
    added = stall.send("POST", path, {"carrierId": "DPD", "waybill": " 000123 "})
    assert (added.status_code, added.get_json()["waybill"]) == (201, "000123")
    assert stall.get(path).get_json()["shipments"] == [added.get_json()]
    assert _form(stall, order.id)["fulfillment"]["shipmentSummary"]["lineItemsSent"] == "ALL"
    codes = [_codes(stall, "DPD", "000123")]
    for _ in range(4):
        stall.market.advance(12 * 3_600 - 1)
        stall.token = stall.market.applications.grant(stall.client_id, SELLER).access
        codes.append(_codes(stall, "DPD", "000123"))
    assert codes[0] == ["PENDING"]
    assert codes[-1] == ["PENDING", "IN_TRANSIT", "RELEASED_FOR_DELIVERY", "DELIVERED"]
    assert all(long[: len(short)] == short for short, long in itertools.pairwise(codes))


def _codes(stall: Stall, carrier: str, waybill: str) -> list[str]:
    found = stall.get(f"/order/carriers/{carrier}/tracking", waybill=waybill).get_json()["waybills"][0]
    details = found["trackingDetails"]
    return [] if details is None else [status["code"] for status in details["statuses"]]


def test_unknown_and_untracked_waybills_have_no_details(stall: Stall) -> None:
    order = stall.buy()
    other = {"carrierId": "OTHER", "carrierName": "Gołębie", "waybill": "G1"}
    assert stall.send("POST", f"/order/checkout-forms/{order.id}/shipments", other).status_code == 201
    assert _codes(stall, "OTHER", "G1") == []
    assert _codes(stall, "DPD", "nothing") == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"carrierId": "ALLEGRO", "waybill": "1"}, 400, "CARRIER_NOT_ALLOWED"),
        ({"carrierId": "NOBODY", "waybill": "1"}, 400, "UNKNOWN_CARRIER"),
        ({"carrierId": "DPD"}, 400, "VALIDATION_ERROR"),
        ({"carrierId": "DPD", "waybill": "9" * 65}, 400, "VALIDATION_ERROR"),
        ({"carrierId": "OTHER", "waybill": "1"}, 400, "VALIDATION_ERROR"),
        ({"carrierId": "OTHER", "waybill": "1", "carrierName": "x" * 31}, 400, "VALIDATION_ERROR"),
        ({"carrierId": "DPD", "waybill": "1", "lineItems": [{"id": "none"}]}, 422, "LINE_ITEM_NOT_FOUND"),
    ],
)
def test_waybills_are_checked(stall: Stall, body: dict[str, Any], status: int, code: str) -> None:
    order = stall.buy()
    refused = stall.send("POST", f"/order/checkout-forms/{order.id}/shipments", body)
    assert (refused.status_code, error_code(refused)) == (status, code)


def test_a_waybill_used_too_often_is_refused(stall: Stall) -> None:
    orders = [stall.buy(f"kupujacy_{n}") for n in range(11)]
    body = {"carrierId": "DPD", "waybill": "1"}
    made = [stall.send("POST", f"/order/checkout-forms/{o.id}/shipments", body).status_code for o in orders]
    assert made == [201] * 10 + [409]


def test_shipments_can_be_neither_changed_nor_deleted(stall: Stall) -> None:
    order = stall.buy()
    for method in ("PUT", "DELETE", "PATCH"):
        assert stall.send(method, f"/order/checkout-forms/{order.id}/shipments", {}).status_code == 405


def test_allegro_may_set_sent_by_itself(stall: Stall) -> None:
    stall.market.world.sellers[SELLER].sent_on_waybill = True
    order = stall.buy()
    stall.send("POST", f"/order/checkout-forms/{order.id}/shipments", {"carrierId": "DPD", "waybill": "1"})
    stall.market.advance(5)
    assert _form(stall, order.id)["fulfillment"]["status"] == "SENT"


def test_selling_out_ends_the_offer(stall: Stall) -> None:
    stall.buy(quantity=stall.offer().available)
    listed = stall.get("/sale/offers", **{"offer.id": stall.offer().id}).get_json()["offers"][0]
    assert (listed["publication"]["status"], listed["stock"]["available"]) == ("ENDED", 0)
    full = stall.get(f"/sale/product-offers/{stall.offer().id}").get_json()
    assert full["publication"]["endedBy"] == "EMPTY_STOCK"
    with pytest.raises(ValueError, match="cannot be bought"):
        stall.buy()


def test_a_lost_event_leaves_the_order_readable(stall: Stall) -> None:
    order = stall.buy()
    assert stall.market.trade.lose_event(order, "READY_FOR_PROCESSING") == 1
    assert _types(stall) == ["BOUGHT", "FILLED_IN"]
    assert _form(stall, order.id)["status"] == "READY_FOR_PROCESSING"
