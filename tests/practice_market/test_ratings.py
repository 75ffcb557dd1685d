"""Ratings: who may rate what and until when, what the seller may do, what is shown."""

from datetime import timedelta

import pytest

from kontuar.practice_market.ratings import NotAllowed, Rating, TooLate
from tests.practice_market.stall import BUYER, SELLER, Stall, error_code, open_stall_for_months


@pytest.fixture
def stall() -> Stall:
    """A stall whose token outlives the months told here."""
    return open_stall_for_months()


def _rate(stall: Stall, *, recommended: bool = False, buyer: str = BUYER) -> Rating:
    order = stall.buy(buyer)
    return stall.market.ratings.rate(
        buyer, order_id=order.id, recommended=recommended, comment="Lampka przyszła pęknięta."
    )


def _answer(stall: Stall, rating: Rating, text: str = "Wymienimy na nową."):  # type: ignore[no-untyped-def]
    return stall.send("PUT", f"/sale/user-ratings/{rating.id}/answer", {"message": text})


def test_a_purchase_is_rated_once_and_within_90_days(stall: Stall) -> None:
    rating = _rate(stall)
    with pytest.raises(NotAllowed):
        stall.market.ratings.rate(BUYER, order_id=rating.order_id, recommended=True)
    late = stall.buy("spozniony_7")
    stall.market.advance(90 * 86_400)
    stall.market.ratings.rate("spozniony_7", order_id=late.id, recommended=True)
    again = stall.buy("spozniony_8")
    stall.market.advance(90 * 86_400 + 1)
    with pytest.raises(TooLate):
        stall.market.ratings.rate("spozniony_8", order_id=again.id, recommended=True)


def test_a_second_rating_within_a_week_does_not_count(stall: Stall) -> None:
    _rate(stall, recommended=True)
    stall.market.advance(3 * 86_400)
    second = _rate(stall, recommended=True)
    stall.market.advance(5 * 86_400)
    third = _rate(stall, recommended=True)
    assert (second.excluded, third.excluded) == ("not_unique", None)
    shown = stall.get(f"/sale/user-ratings/{second.id}").get_json()
    assert shown["excludedFromAverageRates"] is True
    assert shown["excludedFromAverageRatesReason"] == "Ocena nie jest unikalna"
    user = stall.market.world.sellers[SELLER].id
    told = stall.get(f"/users/{user}/ratings-summary").get_json()
    assert told["recommended"] == {"unique": 1, "total": 2}
    assert told["statistics"]["excluded"] == {"total": 1}


def test_a_change_shows_in_the_last_change_and_is_possible_once(stall: Stall) -> None:
    rating = _rate(stall)
    stall.market.advance(3_600)
    other = _rate(stall, buyer="bolek_7")
    since = stall.market.now().isoformat()
    stall.market.advance(60)
    stall.market.ratings.change(BUYER, rating.id, recommended=True, comment="Jednak dobrze.")
    listed = stall.get("/sale/user-ratings").get_json()["ratings"]
    assert [row["id"] for row in listed] == [rating.id, other.id]
    assert listed[0]["editedAt"] == listed[0]["lastChangedAt"] > listed[0]["createdAt"]
    changed = stall.get("/sale/user-ratings", **{"lastChangedAt.gte": since}).get_json()["ratings"]
    assert [row["id"] for row in changed] == [rating.id, other.id]
    with pytest.raises(NotAllowed):
        stall.market.ratings.change(BUYER, rating.id, recommended=False)


def test_only_a_negative_rating_is_answered_and_only_once(stall: Stall) -> None:
    bad, good = _rate(stall), _rate(stall, recommended=True, buyer="bolek_7")
    assert _answer(stall, good).status_code == 400
    assert _answer(stall, bad, "x" * 501).status_code == 400
    assert _answer(stall, bad, "   ").status_code == 400
    assert bad.answer is None
    assert _answer(stall, bad, "x" * 500).status_code == 201
    again = _answer(stall, bad, "drugi raz")
    assert (again.status_code, error_code(again)) == (400, "OperationNotAllowedException")
    assert bad.answer is not None
    assert len(bad.answer.text) == 500


def test_removal_can_be_asked_for_until_the_instant_that_is_told(stall: Stall) -> None:
    rating, late = _rate(stall), _rate(stall, buyer="bolek_7")
    body = {"request": {"message": "Kupujący dostał nową lampkę."}}
    told = stall.get(f"/sale/user-ratings/{rating.id}").get_json()["removal"]["possibleTo"]
    left = rating.removal_possible_to - stall.market.now()
    assert told.startswith(rating.removal_possible_to.strftime("%Y-%m-%dT%H:%M"))
    stall.market.advance(left.total_seconds())
    asked = stall.send("PUT", f"/sale/user-ratings/{rating.id}/removal", body)
    assert (asked.status_code, asked.get_json()["request"]["source"]) == (201, "SELLER")
    assert stall.send("PUT", f"/sale/user-ratings/{rating.id}/removal", body).status_code == 400
    stall.market.advance(1)
    over = stall.send("PUT", f"/sale/user-ratings/{late.id}/removal", body)
    assert (over.status_code, error_code(over)) == (400, "TimeExceededException")


def test_a_removed_rating_is_gone_and_counted(stall: Stall) -> None:
    first, second = _rate(stall), _rate(stall, buyer="bolek_7")
    stall.market.ratings.take_back(BUYER, first.id, compensated=True)
    stall.market.ratings.remove(second.id, "admin")
    assert stall.get(f"/sale/user-ratings/{first.id}").status_code == 404
    assert stall.get("/sale/user-ratings").get_json() == {"ratings": []}
    user = stall.market.world.sellers[SELLER].id
    removed = stall.get(f"/users/{user}/ratings-summary").get_json()["statistics"]["removed"]
    assert removed == {"total": 2, "byAdmin": 1, "byBuyer": 0, "byBuyerDueToCompensation": 1}


def test_the_first_negative_in_a_month_is_marked(stall: Stall) -> None:
    first = _rate(stall)
    stall.market.advance(10 * 86_400)
    second = _rate(stall, buyer="bolek_7")
    stall.market.advance(31 * 86_400)
    third = _rate(stall, buyer="iza_3")
    rows = stall.get("/sale/user-ratings", beta=True).get_json()["ratings"]
    marked = {row["id"]: row["firstNegativeReviewInLast30Days"] for row in rows}
    assert marked == {first.id: True, second.id: False, third.id: True}


def test_pages_of_ratings_have_limits(stall: Stall) -> None:
    for number in range(5):
        _rate(stall, buyer=f"ktos_{number}")
        stall.market.advance(1)
    page = stall.get("/sale/user-ratings", limit=2, offset=1).get_json()["ratings"]
    assert [row["buyer"]["login"] for row in page] == ["ktos_3", "ktos_2"]
    for wrong in ({"limit": 101}, {"limit": 0}, {"offset": 20_001}, {"recommended": "maybe"}):
        assert stall.get("/sale/user-ratings", **wrong).status_code == 422


def test_another_sellers_rating_is_not_found(stall: Stall) -> None:
    rating = _rate(stall)
    stall.market.seller_side.open("inny")
    stall.token = stall.market.applications.grant(stall.client_id, "inny").access
    assert stall.get(f"/sale/user-ratings/{rating.id}").status_code == 404
    assert _answer(stall, rating).status_code == 404
    assert stall.get("/sale/user-ratings").get_json() == {"ratings": []}


def test_a_rating_may_change_right_after_the_answer(stall: Stall) -> None:
    rating = _rate(stall)
    stall.market.faults.add("rating_changed", times=1, seconds=5, recommended=False, comment="Dalej źle.")
    assert _answer(stall, rating).status_code == 201
    stall.market.advance(6)
    shown = stall.get(f"/sale/user-ratings/{rating.id}").get_json()
    assert (shown["comment"], shown["recommended"]) == ("Dalej źle.", False)
    assert shown["lastChangedAt"] > shown["answer"]["createdAt"]


def test_buyers_who_live_rate_some_days_after_the_parcel_came(stall: Stall) -> None:
    for number in range(40):
        stall.market.buyer_side.know(f"zywy_{number}", lively=True)
        order = stall.market.buyer_side.buy(
            f"zywy_{number}", seller=SELLER, offer_id=list(stall.market.world.offers)[1]
        )
        stall.market.seller_side.ship(SELLER, order_id=order.id)
    stall.market.advance(19 * 3_600)
    assert stall.market.ratings.all == {}
    stall.market.advance(9 * 86_400)
    given = stall.market.ratings.of_seller(SELLER)
    assert 8 <= len(given) <= 30
    for rating in given:
        order = stall.market.world.orders[rating.order_id]
        came = stall.market.world.parcels[order.shipments[0].carrier_id, order.shipments[0].waybill].scans[-1]
        assert rating.created_at - came.at > timedelta(hours=19)
    assert sum(rating.recommended for rating in given) > len(given) / 2
