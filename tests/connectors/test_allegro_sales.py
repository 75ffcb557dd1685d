"""Refunds, commission refunds, ratings, quality and offer events against the practice market."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.contract import Fact
from kontuar.connector_kit.scripted import Asked, Reply, ScriptedServer
from kontuar.connectors.allegro import media, reads
from kontuar.connectors.allegro.connector import AllegroConnector
from kontuar.connectors.allegro.streams import ratings
from kontuar.facts.deeds import AnswerRating
from kontuar.facts.offers import Offer, OfferEvent
from kontuar.facts.orders import Order
from kontuar.facts.quality import QualityDay
from kontuar.facts.ratings import Rating
from kontuar.facts.refunds import FeeRefund, FeeRefundStatus, Refund, RefundStatus

from .conftest import BUYER, LOGIN, Stall


def only[T](facts: list[Fact], kind: type[T]) -> list[T]:
    assert all(isinstance(fact, kind) for fact in facts)
    return [fact for fact in facts if isinstance(fact, kind)]


def refund(stall: Stall, **values: Any) -> dict[str, Any]:
    order = stall.buy()
    return stall.post(f"/sellers/{LOGIN}/refund", order_id=order["id"], **values) | {"order": order["id"]}


def test_a_refund_is_under_way_until_it_is_paid(stall: Stall) -> None:
    made = refund(stall)
    client = stall.open()
    facts, batch = stall.drain(client, "refunds")
    (found,) = only(facts, Refund)
    assert (found.external_id, found.order_id, found.status) == (
        made["id"],
        made["order"],
        RefundStatus.UNDER_WAY,
    )
    assert found.total is not None
    assert [raw.about for raw in batch.raw] == ["refund"]
    stall.later(days=1)
    client = stall.open()
    facts, batch = stall.drain(client, "refunds", batch.cursor)
    assert [found.status for found in only(facts, Refund)] == [RefundStatus.PAID]
    assert stall.drain(client, "refunds", batch.cursor)[0] == []


def test_a_refund_called_off_in_silence_is_found_however_late(stall: Stall) -> None:
    stall.fault("refund_cancelled", params={"seconds": 10 * 86_400})
    made = refund(stall)
    client = stall.open()
    _, batch = stall.drain(client, "refunds")
    for _ in range(4):
        stall.later(days=2, hours=1)
        client = stall.open()
        _, batch = stall.drain(client, "refunds", batch.cursor)
    stall.later(days=3)
    client = stall.open()
    facts, batch = stall.drain(client, "refunds", batch.cursor)
    (found,) = only(facts, Refund)
    assert (found.external_id, found.status, found.raw_status) == (
        made["id"],
        RefundStatus.CALLED_OFF,
        "CANCELED",
    )
    before = stall.calls()
    assert stall.drain(client, "refunds", batch.cursor)[0] == []
    assert stall.calls() - before == 1


def test_refunds_that_were_not_validated_have_failed(stall: Stall) -> None:
    stall.fault("refund_validate_failed", params={"seconds": 60})
    refund(stall)
    stall.later(minutes=5)
    facts, _ = stall.drain(stall.open(), "refunds")
    assert [found.status for found in only(facts, Refund)] == [RefundStatus.FAILED]


def claim_fee(stall: Stall) -> str:
    stall.buy()
    client = stall.open()
    (order,) = only(stall.drain(client, "orders_history")[0], Order)
    line = order.lines[0].external_id
    answer = stall.http.post(
        f"{stall.running.url}/order/refund-claims",
        json={"lineItem": {"id": line}, "quantity": 1},
        headers={
            **media.writing(),
            "Authorization": f"Bearer {stall.tokens().access}",
            "User-Agent": "Kontuar-Sklep-Ali/1.2.3 (+https://example.com)",
        },
    )
    assert answer.status_code == 201, answer.text
    client.close()
    return str(answer.json()["id"])


def test_a_commission_refund_is_followed_to_its_end(stall: Stall) -> None:
    name = claim_fee(stall)
    client = stall.open()
    facts, batch = stall.drain(client, "fee_refunds")
    (found,) = only(facts, FeeRefund)
    assert found.external_id == name
    assert found.status in (FeeRefundStatus.UNDER_WAY, FeeRefundStatus.WAITS_FOR_REFUND)
    assert found.is_automatic is False
    before = stall.calls()
    facts, batch = stall.drain(client, "fee_refunds", batch.cursor)
    assert (facts, stall.calls() - before) == ([], 3)
    stall.post(f"/refund-claims/{name}", status="GRANTED")
    facts, batch = stall.drain(client, "fee_refunds", batch.cursor)
    assert [found.status for found in only(facts, FeeRefund)] == [FeeRefundStatus.GRANTED]
    assert stall.drain(client, "fee_refunds", batch.cursor)[0] == []


def test_a_rating_comes_with_its_reasons_and_what_may_be_done(stall: Stall) -> None:
    order = stall.buy()
    stall.later(days=3)
    made = stall.rate(order["id"], recommended=False, comment="Zbity 💔", justifications=["Uszkodzony towar"])
    facts, batch = stall.drain(stall.open(), "ratings")
    (found,) = only(facts, Rating)
    assert (found.external_id, found.order_id, found.is_recommended) == (made["id"], order["id"], False)
    assert (found.comment, found.reasons, found.buyer_login) == ("Zbity 💔", ("Uszkodzony towar",), BUYER)
    assert found.offer_ids == (stall.offer,)
    assert found.removal_by is not None
    assert [raw.about for raw in batch.raw] == ["rating"]


def test_a_rating_that_changed_comes_again_and_an_unchanged_one_does_not(stall: Stall) -> None:
    orders = [stall.buy() for _ in range(3)]
    stall.later(days=3)
    made = [stall.rate(order["id"], comment="Dobrze")["id"] for order in orders]
    client = stall.open()
    _, batch = stall.drain(client, "ratings")
    stall.later(minutes=20)
    stall.post(f"/buyers/{BUYER}/change-rating", rating=made[1], recommended=False, comment="Jednak źle")
    before = stall.calls()
    facts, _ = stall.drain(client, "ratings", batch.cursor)
    (found,) = only(facts, Rating)
    assert (found.external_id, found.comment, found.is_recommended) == (made[1], "Jednak źle", False)
    assert stall.calls() - before == 1


def test_what_is_no_change_to_allegro_is_found_within_a_day(stall: Stall) -> None:
    order = stall.buy()
    stall.later(days=3)
    made = stall.rate(order["id"], recommended=False, comment="Źle")
    client = stall.open()
    _, batch = stall.drain(client, "ratings")
    for _ in range(3):
        stall.later(days=1, minutes=1)
        client = stall.open()
        _, batch = stall.drain(client, "ratings", batch.cursor)
    client.perform(AnswerRating(rating_id=made["id"], text="Dziękujemy!"))
    assert stall.drain(client, "ratings", batch.cursor)[0] == []
    stall.later(days=1)
    client = stall.open()
    facts, batch = stall.drain(client, "ratings", batch.cursor)
    assert [found.answer for found in only(facts, Rating)] == ["Dziękujemy!"]
    assert stall.drain(client, "ratings", batch.cursor)[0] == []


def test_ratings_of_several_pages_all_come(stall: Stall) -> None:
    orders = [stall.buy(buyer=f"kupujacy_{number}")["id"] for number in range(105)]
    stall.later(days=3)
    made = {
        stall.post(f"/buyers/kupujacy_{number}/rate", order_id=order, recommended=True)["id"]
        for number, order in enumerate(orders)
    }
    client = stall.open()
    before = stall.calls()
    facts, _ = stall.drain(client, "ratings")
    assert {found.external_id for found in only(facts, Rating)} == made
    assert stall.calls() - before == 2


def test_the_score_of_every_day_is_told(stall: Stall) -> None:
    order = stall.buy()
    stall.post(f"/sellers/{LOGIN}/ship", order_id=order["id"])
    stall.later(days=3)
    facts, _ = stall.drain(stall.open(), "quality")
    days = only(facts, QualityDay)
    assert days
    assert len({found.day for found in days}) == len(days)
    assert all(found.metrics and found.max_score for found in days)


def test_an_offer_that_ended_is_told_at_once_with_who_ended_it(stall: Stall) -> None:
    client = stall.open()
    _, batch = stall.drain(client, "offer_events")
    stall.post(f"/offers/{stall.offer}/end", by="ADMIN")
    facts, batch = stall.drain(client, "offer_events", batch.cursor)
    ended = next(fact for fact in facts if isinstance(fact, OfferEvent) and fact.kind == "OFFER_ENDED")
    offer = next(fact for fact in facts if isinstance(fact, Offer))
    assert (ended.offer_id, ended.ended_by) == (stall.offer, "ADMIN")
    assert (offer.external_id, offer.status, offer.ended_by) == (stall.offer, "ENDED", "ADMIN")
    assert offer.ended_at is not None
    assert offer.started_at is not None
    assert stall.drain(client, "offer_events", batch.cursor)[0] == []


def test_every_event_comes_once_though_the_cursor_stays_behind(stall: Stall) -> None:
    client = stall.open()
    _, batch = stall.drain(client, "offer_events")
    seen: list[str] = []
    for _ in range(6):
        for number in range(30):
            stall.post(f"/offers/{stall.offer}", available=100 + number)
        facts, batch = stall.drain(client, "offer_events", batch.cursor)
        seen += [fact.external_id for fact in facts if isinstance(fact, OfferEvent)]
    assert len(seen) == len(set(seen))
    assert len(seen) >= 6 * 29
    assert len(batch.cursor["known"]) <= 60


def test_after_a_silence_longer_than_events_are_kept_the_stream_goes_on(stall: Stall) -> None:
    client = stall.open()
    stall.post(f"/offers/{stall.offer}", available=5)
    _, batch = stall.drain(client, "offer_events")
    stall.later(days=4)
    stall.post(f"/offers/{stall.offer}", available=6)
    facts, _ = stall.drain(stall.open(), "offer_events", batch.cursor)
    assert any(isinstance(fact, OfferEvent) for fact in facts)


def test_events_without_their_offers_still_stand(stall: Stall) -> None:
    client = stall.open()
    _, batch = stall.drain(client, "offer_events")
    stall.post(f"/offers/{stall.offer}/end", by="USER")
    stall.fault("html_error", operation="GET /sale/offers", params={"status": 504})
    facts, _ = stall.drain(client, "offer_events", batch.cursor)
    assert [type(fact) for fact in facts] == [OfferEvent]


def scripted(server: ScriptedServer, stall: Stall) -> Any:
    application = replace(stall.application, base_url=server.url)
    return AllegroConnector().open(application, stall.tokens(), login=LOGIN, watch_only=True, gate=OpenGate())


@pytest.mark.parametrize("total", [1, 250])
def test_ratings_are_read_in_the_public_shape_where_the_beta_is_refused(stall: Stall, total: int) -> None:
    def one(number: int) -> dict[str, Any]:
        at = reads.stamp(stall.now - timedelta(minutes=number))
        return {
            "id": f"r{number}",
            "createdAt": at,
            "lastChangedAt": at,
            "recommended": True,
            "comment": "ok",
        }

    def script(asked: Asked) -> Reply:
        if asked.headers["accept"] == media.BETA:
            return Reply(status=406)
        start = int(dict(asked.params)["offset"])
        return Reply.of_json({"ratings": [one(number) for number in range(start, min(start + 100, total))]})

    with ScriptedServer(script) as server:
        client = scripted(server, stall)
        facts, _ = stall.drain(client, "ratings")
        assert len({found.external_id for found in only(facts, Rating)}) == total
        assert sum(asked.headers["accept"] == media.BETA for asked in server.asked) == 1
        client.close()


def test_ratings_beyond_the_furthest_offset_are_asked_from_the_last_one_down(
    stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ratings, "FURTHEST", 150)
    now = stall.now
    ages = {f"r{number}": now - timedelta(hours=number) for number in range(400)}

    def script(asked: Asked) -> Reply:
        params = dict(asked.params)
        assert int(params["offset"]) <= 150
        top = params.get("lastChangedAt.lte", "9")
        listed = [(name, reads.stamp(at)) for name, at in ages.items() if reads.stamp(at) <= top]
        page = listed[int(params["offset"]) :][:100]
        return Reply.of_json({"ratings": [{"id": n, "createdAt": at, "lastChangedAt": at} for n, at in page]})

    with ScriptedServer(script) as server:
        client = scripted(server, stall)
        facts, _ = stall.drain(client, "ratings")
        assert {found.external_id for found in only(facts, Rating)} == set(ages)
        client.close()


def test_a_list_that_never_ends_ends(stall: Stall) -> None:
    """A platform that ignores ``offset`` gives the same page for ever."""
    same = {"id": "r", "createdAt": reads.stamp(stall.now), "recommended": True}
    pages = {
        "ratings": {"ratings": [same | {"id": f"r{number}"} for number in range(100)]},
        "refunds": {"refunds": [{"id": f"r{number}", "status": "SUCCESS"} for number in range(100)]},
        "fee_refunds": {"refundClaims": [{"id": f"r{number}"} for number in range(100)]},
        "returns": {"customerReturns": [{"id": f"r{number}"} for number in range(100)]},
    }
    for stream, page in pages.items():
        with ScriptedServer() as server:
            server.answer(Reply.of_json(page))
            client = scripted(server, stall)
            stall.drain(client, stream, limit=20)
            client.close()
