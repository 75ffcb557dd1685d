"""Offers change by commands, by edits and by sales; their journal remembers a day."""

from typing import Any
from uuid import uuid4

import pytest

from tests.practice_market.stall import SELLER, Stall, error_code, open_stall_for_months


@pytest.fixture
def stall() -> Stall:
    return open_stall_for_months()


def _put(stall: Stall, family: str, body: dict[str, Any], *offers: str, command_id: str = "") -> str:
    criteria = [{"type": "CONTAINS_OFFERS", "offers": [{"id": offer} for offer in offers]}]
    command_id = command_id or str(uuid4())
    path = f"/sale/offer-{family}-commands/{command_id}"
    made = stall.send("PUT", path, {**body, "offerCriteria": criteria})
    assert made.status_code == 201, made.text
    assert made.get_json()["taskCount"] == {"failed": 0, "success": 0, "total": 0}
    return path


def _tasks(stall: Stall, path: str) -> list[tuple[str, str]]:
    stall.market.advance(5)
    rows = stall.get(f"{path}/tasks").get_json()["tasks"]
    return [(row["status"], row["message"]) for row in rows]


END = {"publication": {"action": "END"}}
ACTIVATE = {"publication": {"action": "ACTIVATE"}}


def _events(stall: Stall, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stall.get("/sale/offer-events", **query).get_json()["offerEvents"]
    return found


def _types(stall: Stall) -> list[str]:
    return [event["type"] for event in _events(stall)]


def test_an_offer_is_paused_and_taken_up_again_under_its_id(stall: Stall) -> None:
    offer = stall.offer()
    assert _tasks(stall, _put(stall, "publication", END, offer.id)) == [("SUCCESS", "")]
    assert (offer.status, offer.ended_by) == ("ENDED", "USER")
    path = _put(stall, "publication", ACTIVATE, offer.id)
    stall.market.advance(2)
    assert stall.get("/sale/offers").get_json()["offers"][-1]["publication"]["status"] == "ACTIVATING"
    assert _tasks(stall, path) == [("SUCCESS", "")]
    assert (offer.status, offer.ended_by) == ("ACTIVE", None)
    ended, activated = _events(stall)
    assert ended["offer"]["publication"] == {"endedBy": "USER"}
    assert activated["type"] == "OFFER_ACTIVATED"


def test_a_command_is_counted_before_it_is_done(stall: Stall) -> None:
    path = _put(stall, "publication", END, stall.offer().id)
    assert stall.get(f"{path}/tasks").get_json() == {"tasks": []}
    stall.market.advance(1)
    assert stall.get(path).get_json()["taskCount"] == {"failed": 0, "success": 0, "total": 1}
    assert stall.get(f"{path}/tasks").get_json()["tasks"][0]["status"] == "NEW"
    stall.market.advance(1)
    report = stall.get(path).get_json()
    assert report["taskCount"] == {"failed": 0, "success": 1, "total": 1}
    assert report["completedAt"] > report["createdAt"]


def test_a_used_command_id_does_nothing_new(stall: Stall) -> None:
    first, second = (offer.id for offer in stall.market.world.seller_offers[SELLER][:2])
    path = _put(stall, "publication", END, first)
    criteria = [{"type": "CONTAINS_OFFERS", "offers": [{"id": second}]}]
    again = stall.send("PUT", path, {**END, "offerCriteria": criteria})
    assert (again.status_code, error_code(again)) == (409, "CommandIdAlreadyUsed")
    stall.market.advance(5)
    assert stall.market.world.offers[second].status == "ACTIVE"
    other = f"/sale/offer-quantity-change-commands/{path.rpartition('/')[2]}"
    assert stall.get(other).status_code == 404


def test_tasks_say_why_an_offer_was_not_changed(stall: Stall) -> None:
    empty, banned, fine = stall.market.world.seller_offers[SELLER][:3]
    now = stall.market.now()
    stall.market.offering.set_stock(empty, 0, now)
    stall.market.offering.end(banned, "ADMIN", now)
    told = _tasks(stall, _put(stall, "publication", ACTIVATE, empty.id, banned.id, "17", fine.id))
    assert told == [
        ("FAIL", "Incorrect initial quantity of stock"),
        ("FAIL", "Offer was ended by an administrator and cannot be activated"),
        ("FAIL", "The offer does not exist."),
        ("SUCCESS", ""),
    ]
    assert _tasks(stall, _put(stall, "publication", END, empty.id)) == [("FAIL", "Offer is not active")]


def test_stock_is_set_or_raised_by_command(stall: Stall) -> None:
    offer = stall.offer()
    before = offer.available
    gain = {"modification": {"changeType": "GAIN", "value": -3}}
    assert _tasks(stall, _put(stall, "quantity-change", gain, offer.id)) == [("SUCCESS", "")]
    assert offer.available == before - 3
    fixed = {"modification": {"changeType": "FIXED", "value": 7}}
    _tasks(stall, _put(stall, "quantity-change", fixed, offer.id))
    assert offer.available == 7
    too_much = {"modification": {"changeType": "GAIN", "value": -7}}
    assert _tasks(stall, _put(stall, "quantity-change", too_much, offer.id))[0][0] == "FAIL"
    assert (offer.available, offer.status) == (7, "ACTIVE")
    for wrong in ({"changeType": "FIXED", "value": 0}, {"changeType": "HALVE", "value": 1}, {}):
        path = f"/sale/offer-quantity-change-commands/{uuid4()}"
        assert stall.send("PUT", path, {"modification": wrong}).status_code == 422


def test_handling_time_changes_without_an_event(stall: Stall) -> None:
    offers = stall.market.world.seller_offers[SELLER]
    wish = {"modification": {"delivery": {"handlingTime": "PT120H"}}}
    _tasks(stall, _put(stall, "modification", wish, *(offer.id for offer in offers)))
    assert {offer.handling_time for offer in offers} == {"P5D"}
    assert _types(stall) == []
    other = {"modification": {"payments": {"invoice": "VAT"}}}
    refused = stall.send("PUT", f"/sale/offer-modification-commands/{uuid4()}", other)
    assert "handlingTime alone" in refused.get_json()["errors"][0]["message"]


def test_prices_and_stock_change_in_bulk(stall: Stall) -> None:
    first, second = stall.market.world.seller_offers[SELLER][:2]
    percent = {"changeType": "PERCENTAGE", "percentage": "-10%"}
    body = {
        "commandId": str(uuid4()),
        "modifications": [
            {
                "offerId": first.id,
                "prices": {"allegro-pl": percent},
                "stock": {"changeType": "GAIN", "value": 1},
            },
            {"offerId": second.id, "prices": {"allegro-pl": {"changeType": "GAIN", "value": _zl("-40.00")}}},
        ],
    }
    before = first.available
    made = stall.send("POST", "/sale/offer-bulk-modification-commands", body, beta=True)
    assert made.status_code == 201
    path = f"/sale/offer-bulk-modification-commands/{body['commandId']}"
    assert [status for status, _ in _tasks(stall, path)] == ["SUCCESS", "SUCCESS", "FAIL"]
    assert (str(first.price), first.available) == ("71.91", before + 1)
    assert _types(stall) == ["OFFER_STOCK_CHANGED", "OFFER_PRICE_CHANGED"]
    twice = {"commandId": str(uuid4()), "modifications": [body["modifications"][1]] * 2}
    assert stall.send("POST", "/sale/offer-bulk-modification-commands", twice, beta=True).status_code == 422


def _zl(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "PLN"}


def test_an_edit_is_done_at_once_or_becomes_an_operation(stall: Stall) -> None:
    offer = stall.offer()
    one = f"/sale/product-offers/{offer.id}"
    body = {
        "stock": {"available": 4},
        "sellingMode": {"price": _zl("10.5")},
        "delivery": {"handlingTime": "P2D"},
    }
    done = stall.send("PATCH", one, body)
    assert (done.status_code, done.get_json()["sellingMode"]["price"]["amount"]) == (200, "10.50")
    assert (offer.available, offer.handling_time) == (4, "P2D")
    begun = stall.send("PATCH", one, {"publication": {"status": "ENDED"}})
    assert (begun.status_code, begun.headers["Retry-after"]) == (202, "2")
    assert stall.send("PATCH", one, {"stock": {"available": 9}}).status_code == 409
    where = begun.headers["Location"].removeprefix("http://localhost")
    assert stall.get(where).status_code == 202
    stall.market.advance(3)
    assert stall.get(where).status_code == 303
    assert offer.status == "ENDED"
    assert stall.send("PATCH", one, {"stock": {"available": 9}}).status_code == 200


def test_nothing_of_an_edit_is_done_when_part_of_it_is_wrong(stall: Stall) -> None:
    offer = stall.offer()
    before = offer.available
    body = {"stock": {"available": 1}, "delivery": {"handlingTime": "P6D"}}
    assert stall.send("PATCH", f"/sale/product-offers/{offer.id}", body).status_code == 422
    assert offer.available == before


def test_no_stock_ends_an_offer_whoever_took_it(stall: Stall) -> None:
    bought, edited = stall.market.world.seller_offers[SELLER][:2]
    stall.buy(quantity=bought.available)
    stall.send("PATCH", f"/sale/product-offers/{edited.id}", {"stock": {"available": 0}})
    for offer in (bought, edited):
        assert (offer.status, offer.ended_by) == ("ENDED", "EMPTY_STOCK")
    assert _types(stall) == ["OFFER_STOCK_CHANGED", "OFFER_ENDED"] * 2
    assert _events(stall, type="OFFER_ENDED")[0]["offer"]["publication"]["endedBy"] == "EMPTY_STOCK"


def test_events_are_read_on_from_the_last_one_seen_and_kept_for_a_day(stall: Stall) -> None:
    stall.buy()
    first = _events(stall)[-1]["id"]
    stall.market.advance(3_600)
    stall.buy("bolek_7")
    assert len(_events(stall)) == 2
    assert len(_events(stall, **{"from": first})) == 1
    stall.market.advance(23 * 3_600)
    assert len(_events(stall)) == 2
    stall.market.advance(1)
    assert len(_events(stall)) == 1
    assert len(_events(stall, **{"from": first})) == 1
    stall.market.advance(3_600)
    assert _events(stall) == []
    assert stall.get("/sale/offer-events", **{"from": "ż"}).status_code == 400


def test_an_offer_may_be_ended_by_another_program_after_its_activation(stall: Stall) -> None:
    offer = stall.offer()
    stall.market.offering.end(offer, "USER", stall.market.now())
    stall.market.faults.add("offer_ended_again", times=1, seconds=240, ended_by="ERROR")
    assert _tasks(stall, _put(stall, "publication", ACTIVATE, offer.id)) == [("SUCCESS", "")]
    assert offer.status == "ACTIVE"
    stall.market.advance(240)
    assert (offer.status, offer.ended_by) == ("ENDED", "ERROR")
    assert _types(stall) == ["OFFER_ENDED", "OFFER_ACTIVATED", "OFFER_ENDED"]


def test_offer_events_may_be_missing_or_late(stall: Stall) -> None:
    stall.market.faults.add("offer_event_missing", times=1)
    stall.market.faults.add("offer_event_late", times=1, seconds=600)
    lost, late, true = stall.buy("a_1"), stall.buy("a_2"), stall.buy("a_3")
    assert len({lost.id, late.id, true.id}) == 3
    seen = _events(stall)
    assert len(seen) == 1
    stall.market.advance(600)
    told = _events(stall)
    assert len(told) == 2
    assert told[1]["occurredAt"] == told[0]["occurredAt"]
    assert _events(stall, **{"from": seen[-1]["id"]}) == told[1:]


def test_commands_and_edits_may_lag(stall: Stall) -> None:
    offer = stall.offer()
    stall.market.faults.add("command_lag", times=2, seconds=7_200)
    path = _put(stall, "publication", END, offer.id)
    edit = stall.send("PATCH", f"/sale/product-offers/{offer.id}", {"stock": {"available": 3}})
    assert edit.status_code == 202
    stall.market.advance(3_000)
    assert stall.get(path).get_json()["taskCount"]["total"] == 0
    stall.market.advance(3_000)
    assert stall.get(path).get_json()["taskCount"] == {"failed": 0, "success": 0, "total": 1}
    assert (offer.status, offer.available) == ("ACTIVE", 25)
    stall.market.advance(1_200)
    assert (offer.status, offer.available) == ("ENDED", 3)


def test_tracking_may_tell_nothing(stall: Stall) -> None:
    order = stall.buy()
    shipment = stall.market.seller_side.ship(SELLER, order_id=order.id)
    path = f"/order/carriers/{shipment.carrier_id}/tracking"
    stall.market.faults.add("tracking_null", times=1)
    first, second = (stall.get(path, waybill=shipment.waybill).get_json()["waybills"][0] for _ in range(2))
    assert first["trackingDetails"] is None
    assert second["trackingDetails"]["statuses"][0]["code"] == "PENDING"
