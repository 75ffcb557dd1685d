"""Live buyers read what they get and react; those played by people or tests do not."""

import pytest

from kontuar.practice_market import phrases
from tests.practice_market.stall import SELLER, Stall

GOOD = "Dzień dobry, tak, lampka jest na stanie, a przewód ma 1,6 metra długości."


@pytest.fixture
def lively(stall: Stall) -> str:
    stall.market.buyer_side.know("zywa_ala", lively=True)
    return stall.ask("Dzień dobry, czy jest na stanie?", "zywa_ala")


def _said(stall: Stall, thread: str) -> list[str]:
    return [m.text for m in stall.market.world.threads[thread].messages if not m.by_seller]


def test_a_good_answer_is_thanked_for_and_that_is_the_end(stall: Stall, lively: str) -> None:
    stall.answer(lively, GOOD)
    stall.market.advance(200)
    said = _said(stall, lively)
    assert len(said) <= 2
    assert all(phrases.is_closer(text) for text in said[1:])
    stall.market.advance(10 * 86_400)
    assert _said(stall, lively) == said


def test_most_buyers_thank(stall: Stall) -> None:
    threads = []
    for number in range(30):
        stall.market.buyer_side.know(f"zywy_{number}", lively=True)
        threads.append(stall.ask("Dzień dobry, czy jest na stanie?", f"zywy_{number}"))
        stall.answer(threads[-1], GOOD)
    stall.market.advance(600)
    thanked = sum(len(_said(stall, thread)) > 1 for thread in threads)
    assert 18 <= thanked <= 30
    assert 3 <= len(stall.market.world.orders) <= 20


def test_a_thin_answer_makes_the_buyer_ask_more(stall: Stall, lively: str) -> None:
    stall.answer(lively, "Tak.")
    stall.market.advance(200)
    assert len(_said(stall, lively)) == 2
    assert "?" in _said(stall, lively)[-1]


def test_a_holding_answer_keeps_the_buyer_waiting(stall: Stall, lively: str) -> None:
    stall.answer(lively, "Dzień dobry, sprawdzimy w magazynie i damy znać.")
    stall.market.advance(200)
    assert stall.market.live.waits(stall.market.world.threads[lively])


def test_silence_makes_the_buyer_write_again_but_not_for_ever(stall: Stall, lively: str) -> None:
    stall.market.advance(25 * 3_600)
    assert len(_said(stall, lively)) == 1
    stall.market.advance(2 * 3_600)
    assert len(_said(stall, lively)) == 2
    stall.market.advance(30 * 86_400)
    assert len(_said(stall, lively)) == 3


def test_a_blocked_answer_is_no_answer(stall: Stall, lively: str) -> None:
    stall.market.faults.add("blocked", times=1)
    stall.answer(lively, GOOD)
    stall.market.advance(27 * 3_600)
    assert len(_said(stall, lively)) == 2


def test_a_late_parcel_is_asked_for_and_then_complained_about(stall: Stall) -> None:
    stall.market.buyer_side.know("zywy_bolek", lively=True)
    order = stall.buy("zywy_bolek")
    assert order.dispatch_to is not None
    stall.market.advance((order.dispatch_to - stall.market.now()).total_seconds() + 10 * 3_600)
    thread = stall.market.world.common_threads[SELLER, "zywy_bolek"]
    assert len(_said(stall, thread.id)) == 1
    assert thread.messages[-1].order_id == order.id
    stall.market.advance(8 * 86_400)
    problems = [t for t in stall.market.world.threads.values() if t.type == "POST_PURCHASE_ISSUE"]
    assert [t.sub_type for t in problems] == ["PACKAGE_DELAYED"]


def test_a_parcel_that_arrives_leaves_the_buyer_quiet(stall: Stall) -> None:
    stall.market.buyer_side.know("zywy_bolek", lively=True)
    order = stall.buy("zywy_bolek")
    stall.market.seller_side.ship(SELLER, order_id=order.id)
    stall.market.advance(15 * 86_400)
    assert stall.market.world.threads == {}


def test_a_buyer_played_by_a_person_does_nothing_by_himself(stall: Stall) -> None:
    thread = stall.ask()
    stall.answer(thread, GOOD)
    stall.market.advance(30 * 86_400)
    assert len(_said(stall, thread)) == 1


def test_stopped_they_do_nothing_more(stall: Stall, lively: str) -> None:
    stall.answer(lively, GOOD)
    stall.market.live.stop()
    stall.market.advance(30 * 86_400)
    assert len(_said(stall, lively)) == 1


@pytest.mark.parametrize(
    "text", ["ok, dziękuję", "super dziekuje", "👍", "Pomogło, dzięki wielkie!", "Thanks!"]
)
def test_closers_want_no_answer(text: str) -> None:
    assert phrases.is_closer(text)


@pytest.mark.parametrize("text", ["Dziękuję, a kiedy wysyłka?", "Nie działa.", "halo?"])
def test_questions_and_complaints_are_no_closers(text: str) -> None:
    assert not phrases.is_closer(text)
