"""What the scenarios put into the market."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from kontuar.practice_market.clock import Clock
from kontuar.practice_market.market import Market
from kontuar.practice_market.phrases import is_closer
from kontuar.practice_market.scenario import prepare
from tests.practice_market.stall import SELLER, Stall, open_stall


@pytest.fixture(scope="module")
def demo() -> Market:
    return prepare(Market(clock=Clock(frozen=True)), "demo")


def test_the_empty_market_has_a_shop_and_nothing_else(stall: Stall) -> None:
    world = stall.market.world
    assert list(world.sellers) == [SELLER]
    assert len(world.seller_offers[SELLER]) == 4
    assert not world.threads
    assert not world.orders


def test_the_demo_is_a_small_shop_in_full_life(demo: Market) -> None:
    world, now = demo.world, demo.now()
    recent = [o for o in world.orders.values() if o.bought_at > now - timedelta(days=30)]
    assert 550 <= len(recent) <= 680
    assert len(world.threads) >= 40
    to_send = [o for o in world.orders.values() if o.status == "READY_FOR_PROCESSING" and not o.shipments]
    assert 15 <= len(to_send) <= 120
    late = [o for o in to_send if o.dispatch_to and o.dispatch_to < now]
    assert [o.buyer for o in late] == ["rysiek_latarnia4"]
    assert {b.language[:2] for b in world.buyers.values()} >= {"pl", "de", "en", "lt", "cs"}
    assert "PRODUCT_ARRIVED_DAMAGED" in {t.sub_type for t in world.threads.values()}
    assert {o.name: o.ended_by for o in world.offers.values() if o.status == "ENDED"} == {
        "Puzzle drewniane 500 elementów, las jesienią": "EMPTY_STOCK",
        "Zasłona zaciemniająca 140x250 cm, beżowa": "USER",
    }
    assert any(o.status == "CANCELLED" and o.shipments for o in world.orders.values())
    assert any(m.status == "BLOCKED" for m in world.messages.values())


@pytest.mark.parametrize("hour", [8, 13, 19])
def test_on_a_working_day_some_orders_go_today_and_some_tomorrow(hour: int) -> None:
    tuesday = datetime(2026, 11, 24, hour, 0, tzinfo=UTC)
    world = prepare(Market(clock=Clock(start_at=tuesday, frozen=True)), "demo").world
    waiting = [o for o in world.orders.values() if o.status == "READY_FOR_PROCESSING" and not o.shipments]
    days = Counter(o.dispatch_to.date().isoformat() for o in waiting if o.dispatch_to)
    assert days["2026-11-24"] >= 4
    assert days["2026-11-25"] >= 10


def test_the_demo_has_a_month_of_ratings(demo: Market) -> None:
    standing, now = demo.ratings.standing(SELLER), demo.now()
    assert len(standing) == 60
    negative = [rating for rating in standing if not rating.recommended]
    assert len(negative) == 4
    assert [rating.answer is not None for rating in negative] == [False, False, False, True]
    soon = [r for r in negative if r.removal_possible_to - now <= timedelta(days=2)]
    assert [(r.buyer, r.removal_possible_to - now) for r in soon] == [("ewka_poduszka7", timedelta(days=2))]
    assert all(rating.created_at <= now for rating in standing)
    assert [r.removed_by for r in demo.ratings.of_seller(SELLER) if r.removed_by] == ["compensation"]


def test_the_demo_has_money_that_goes_back_and_money_that_does_not(demo: Market) -> None:
    refunds = demo.money.of_seller(SELLER)
    assert [refund.status for refund in refunds] == ["IN_PROGRESS", "CANCELED", "SUCCESS"]
    assert refunds[0].total > demo.money.balance(SELLER)
    claims = {claim.status for claim in demo.claims.of_seller(SELLER) if claim.type == "MANUAL"}
    assert claims == {"WAITING_FOR_PAYMENT_REFUND", "REJECTED", "GRANTED"}
    assert any(claim.type == "AUTOMATIC" for claim in demo.claims.of_seller(SELLER))
    with_papers = [order for order in demo.world.orders if demo.papers.documents(order)]
    assert len(with_papers) > 20


def test_the_demo_has_thirty_days_of_quality(demo: Market) -> None:
    days = demo.quality.history(SELLER)
    assert len(days) == 30
    assert {day.grade for day in days} == {"GOOD", "SUPER"}


def test_a_parcel_of_the_demo_is_stuck(demo: Market) -> None:
    old = demo.now() - timedelta(days=5)
    stuck = [
        p for p in demo.world.parcels.values() if p.scans[-1].code == "IN_TRANSIT" and p.scans[-1].at < old
    ]
    assert [demo.world.orders[p.order_id].buyer for p in stuck] == ["gosia_strych8"]


def test_the_demos_past_lies_in_the_past_and_in_order(demo: Market) -> None:
    now, journal = demo.now(), demo.world.journals[SELLER]
    assert all(event.occurred_at <= now for event in journal)
    assert [int(e.id) for e in journal] == sorted({int(e.id) for e in journal})
    assert all(m.created_at <= now for m in demo.world.messages.values())
    assert all(s.at <= now for p in demo.world.parcels.values() for s in p.scans)
    for order in demo.world.orders.values():
        assert order.updated_at <= now


def test_some_conversations_of_the_demo_wait_and_some_do_not(demo: Market) -> None:
    kinds: Counter[str] = Counter()
    for thread in demo.world.threads.values():
        last = thread.messages[-1]
        kinds["answered" if last.by_seller else "closer" if is_closer(last.text) else "waiting"] += 1
    assert kinds["waiting"] >= 20
    assert kinds["closer"] >= 8
    spans = [t.messages[-1].created_at - t.messages[0].created_at for t in demo.world.threads.values()]
    assert max(spans) > timedelta(days=4 * 365)


def test_the_same_seed_tells_the_same_story() -> None:
    def story(seed: int) -> list[tuple[str, str]]:
        clock = Clock(start_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC), frozen=True)
        market = prepare(Market(seed=seed, clock=clock), "demo")
        market.advance(1_800)
        return sorted((m.author, m.text) for m in market.world.messages.values())

    assert story(1) == story(1)
    assert story(1) != story(2)


def test_live_buyers_come_soon_and_then_every_few_minutes() -> None:
    market = prepare(Market(clock=Clock(frozen=True)), "demo")
    before = len(market.world.messages)
    market.advance(19)
    assert len(market.world.messages) == before
    market.advance(21)
    assert len(market.world.messages) == before + 1
    market.advance(3_600)
    assert 6 <= len(market.world.messages) - before <= 40


def test_without_live_buyers_the_demo_stands_still() -> None:
    market = Market(clock=Clock(frozen=True))
    market.live.stop()
    prepare(market, "demo")
    before = len(market.world.messages)
    market.advance(3 * 86_400)
    assert len(market.world.messages) == before


def test_load_is_as_large_as_asked_and_everybody_waits() -> None:
    stall = open_stall("load", sellers=3, threads=7, messages=4, orders=5, offers=2)
    world = stall.market.world
    assert list(world.sellers) == ["sprzedawca-001", "sprzedawca-002", "sprzedawca-003"]
    assert len(world.threads) == 21
    assert {len(thread.messages) for thread in world.threads.values()} == {4}
    assert not any(thread.messages[-1].by_seller for thread in world.threads.values())
    assert len({m.text for m in world.messages.values() if not m.by_seller}) == 21 * 2
    assert {len(orders) for orders in world.seller_orders.values()} == {5}
    assert len(stall.get("/messaging/threads").get_json()["threads"]) == 7


def test_load_has_as_many_issues_and_returns_as_asked() -> None:
    stall = open_stall("load", sellers=2, threads=3, orders=30, offers=2, days=40, issues=20, returns=9)
    for seller in stall.market.world.sellers:
        found = stall.market.disputes.book.of_seller(seller)
        assert Counter(issue.type for issue in found) == {"DISPUTE": 10, "CLAIM": 10}
        statuses = Counter(issue.status for issue in found)
        assert statuses["CLAIM_ACCEPTED"] >= 5
        assert statuses["CLAIM_SUBMITTED"] >= 1
        assert statuses["DISPUTE_CLOSED"] >= 1
        waiting = [issue for issue in found if issue.chat_active and not issue.decided]
        assert all(issue.messages()[-1].role == "BUYER" for issue in waiting)
        assert len(stall.market.returns.of_seller(seller)) == 9
    with pytest.raises(ValueError, match="need orders"):
        open_stall("load", sellers=1, threads=1, orders=0, issues=1)


def test_the_demo_tells_a_discussion_two_claims_and_three_returns(demo: Market) -> None:
    now = demo.now()
    issues = list(demo.disputes.book.issues.values())
    assert [(i.type, i.status) for i in issues] == [
        ("DISPUTE", "DISPUTE_ONGOING"),
        ("CLAIM", "CLAIM_ACCEPTED"),
        ("CLAIM", "CLAIM_SUBMITTED"),
    ]
    old, _, open_claim = issues
    assert old.chat_active
    assert now - old.opened_at > timedelta(days=25)
    assert open_claim.decide_by is not None
    assert timedelta(days=1) < open_claim.decide_by - now < timedelta(days=3)
    assert all(entry.at <= now for issue in issues for entry in issue.entries)
    assert sorted(demo.returns.status(one) for one in demo.returns.all.values()) == [
        "CREATED",
        "DELIVERED",
        "IN_TRANSIT",
    ]


def test_the_demo_tells_them_with_another_seed_too() -> None:
    market = prepare(Market(seed=2, clock=Clock(frozen=True)), "demo")
    assert (len(market.disputes.book.issues), len(market.returns.all)) == (3, 3)


def test_load_has_as_many_ratings_and_refunds_as_asked() -> None:
    stall = open_stall("load", sellers=2, threads=3, orders=30, offers=2, days=40, ratings=20, refunds=5)
    for seller in stall.market.world.sellers:
        given = stall.market.ratings.of_seller(seller)
        assert Counter(rating.recommended for rating in given) == {True: 18, False: 2}
        assert max(r.created_at for r in given) - min(r.created_at for r in given) > timedelta(days=10)
        assert {refund.status for refund in stall.market.money.of_seller(seller)} == {"SUCCESS"}
        assert len(stall.market.money.of_seller(seller)) == len(stall.market.claims.of_seller(seller)) == 5
    with pytest.raises(ValueError, match="need orders"):
        open_stall("load", sellers=1, threads=1, orders=1, ratings=2)


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown scenario"):
        prepare(Market(), "nothing")
