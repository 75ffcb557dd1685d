"""The message streams against the practice market, over HTTP."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kontuar.connector_kit.contract import Fact
from kontuar.connector_kit.errors import RateLimited, Temporary
from kontuar.facts.deeds import AnswerThread
from kontuar.facts.messages import Message, MessageKind, MessageStatus, Role, Thread, ThreadKind

from .conftest import BUYER, LOGIN, Stall

THREADS = "GET /messaging/threads"
MESSAGES = "GET /messaging/threads/{threadId}/messages"


def messages_of(facts: list[Fact]) -> list[Message]:
    return [fact for fact in facts if isinstance(fact, Message)]


def texts(facts: list[Fact]) -> list[str]:
    return sorted({message.text for message in messages_of(facts)})


def test_a_question_about_an_offer_arrives_with_its_thread(stall: Stall) -> None:
    client = stall.open()
    _, begun = stall.drain(client, "messages")
    asked = stall.ask("Czy kubek jest żółty? 🙂")
    facts, batch = stall.drain(client, "messages", begun.cursor)
    thread, message = facts
    assert isinstance(thread, Thread)
    assert isinstance(message, Message)
    assert (thread.external_id, thread.buyer_login, thread.kind) == (asked["thread"], BUYER, ThreadKind.TALK)
    assert message.external_id == asked["id"]
    assert message.text == "Czy kubek jest żółty? 🙂"
    assert (message.role, message.kind) == (Role.BUYER, MessageKind.QUESTION)
    assert message.offer_id == stall.offer
    assert message.written_at.utcoffset() == timedelta(0)
    assert batch.trace_id
    assert batch.server_at is not None


def test_the_first_pull_is_one_call_and_takes_no_history(stall: Stall) -> None:
    for number in range(30):
        stall.ask(f"Stare pytanie {number}", buyer=f"kupujacy_{number}")
    stall.later(hours=5)
    client = stall.open()
    before = stall.calls()
    facts, _ = stall.drain(client, "messages")
    assert messages_of(facts) == []
    assert stall.calls() - before == 1


def test_nothing_falls_between_history_and_now(stall: Stall) -> None:
    stall.ask("Dawne")
    stall.later(days=3)
    stall.ask("Przed godziną", buyer="celina")
    stall.later(minutes=50)
    client = stall.open()
    live, begun = stall.drain(client, "messages")
    stall.ask("Już po podłączeniu", buyer="darek")
    past, _ = stall.drain(client, "history")
    later, _ = stall.drain(client, "messages", begun.cursor)
    assert texts(live + past + later) == ["Dawne", "Już po podłączeniu", "Przed godziną"]


def test_a_quiet_market_costs_one_call_a_pull(stall: Stall) -> None:
    stall.ask("Dzień dobry")
    client = stall.open()
    _, batch = stall.drain(client, "messages")
    stall.later(minutes=2)
    _, batch = stall.drain(client, "messages", batch.cursor)
    before = stall.calls()
    facts, _ = stall.drain(client, "messages", batch.cursor)
    assert facts == []
    assert stall.calls() - before == 1


def test_a_second_message_of_the_same_second_is_seen(stall: Stall) -> None:
    stall.post("/clock", frozen=True)
    client = stall.open()
    _, batch = stall.drain(client, "messages")
    stall.ask("Pierwsza")
    first, batch = stall.drain(client, "messages", batch.cursor)
    stall.write("Druga")
    stall.later(minutes=2)
    second, _ = stall.drain(client, "messages", batch.cursor)
    assert texts(first + second) == ["Druga", "Pierwsza"]


def test_a_long_talk_is_read_page_by_page(stall: Stall) -> None:
    client = stall.open()
    _, batch = stall.drain(client, "messages")
    stall.ask("Początek")
    for number in range(150):
        stall.write(f"Wiadomość {number:03}")
    facts, _ = stall.drain(client, "messages", batch.cursor)
    assert len(texts(facts)) == 151


def test_a_busy_hour_arrives_in_batches_of_at_most_a_hundred_messages(stall: Stall) -> None:
    client = stall.open()
    _, batch = stall.drain(client, "messages")
    for number in range(130):
        stall.ask(f"Pytanie {number:03}", buyer=f"kupujacy_{number:03}")
    seen: set[str] = set()
    cursor = batch.cursor
    for _ in range(50):
        batch = client.pull("messages", cursor, now=stall.now, since=stall.now - timedelta(days=1))
        portion = messages_of(list(batch.facts))
        assert len(portion) <= 100
        seen |= {message.text for message in portion}
        cursor = batch.cursor
        if not batch.more:
            break
    assert len(seen) == 130


def test_a_months_old_thread_that_revives_is_read(stall: Stall) -> None:
    stall.ask("Wiosną")
    stall.later(days=200)
    client = stall.open()
    _, batch = stall.drain(client, "messages")
    stall.write("Jesienią")
    facts, _ = stall.drain(client, "messages", batch.cursor)
    assert "Jesienią" in texts(facts)


def test_a_problem_with_a_purchase_is_a_thread_of_its_own(stall: Stall) -> None:
    order = stall.buy()
    client = stall.open()
    _, batch = stall.drain(client, "messages")
    stall.post(f"/buyers/{BUYER}/problem", order_id=order["id"], subtype="PACKAGE_LOST", text="Gdzie paczka?")
    facts, _ = stall.drain(client, "messages", batch.cursor)
    thread = next(fact for fact in facts if isinstance(fact, Thread))
    message = messages_of(facts)[0]
    assert (thread.kind, thread.problem_type) == (ThreadKind.PROBLEM, "PACKAGE_LOST")
    assert (thread.order_ids, thread.buyer_login) == ((order["id"],), BUYER)
    assert (message.role, message.kind) == (Role.BUYER, MessageKind.PROBLEM)


def test_our_own_answer_is_ours(stall: Stall) -> None:
    thread = stall.ask("Czy jest?")["thread"]
    client = stall.open()
    receipt = client.perform(AnswerThread(thread_id=thread, text="Jest."))
    facts, _ = stall.drain(client, "messages")
    ours = next(message for message in messages_of(facts) if message.external_id == receipt.external_id)
    assert (ours.role, ours.author_login, ours.text) == (Role.SELLER, LOGIN, "Jest.")


def test_sides_are_told_apart_after_the_seller_renamed_the_account(stall: Stall) -> None:
    thread = stall.ask("Czy jest?")["thread"]
    stall.post(f"/sellers/{LOGIN}/write", thread=thread, text="Jest.")
    client = stall.open(login="dawny_login")
    facts, _ = stall.drain(client, "messages")
    assert {message.text: message.role for message in messages_of(facts)} == {
        "Czy jest?": Role.BUYER,
        "Jest.": Role.SELLER,
    }


def test_a_message_shown_late_with_an_old_date_is_swept_up(stall: Stall) -> None:
    stall.ask("Pierwsza")
    stall.later(hours=20)
    client = stall.open()
    _, live = stall.drain(client, "messages")
    stall.fault("late_message", params={"seconds": 3 * 3600}, times=1)
    stall.write("Pisana dawno, pokazana teraz")
    stall.later(hours=2)
    stall.ask("Ktoś inny", buyer="celina")
    _, live = stall.drain(client, "messages", live.cursor)
    stall.later(hours=2)
    facts, _ = stall.drain(client, "sweep")
    assert "Pisana dawno, pokazana teraz" in texts(facts)


def test_the_sweep_names_threads_it_read_whole(stall: Stall) -> None:
    thread = stall.ask("Pytanie")["thread"]
    client = stall.open()
    _, batch = stall.drain(client, "sweep")
    assert batch.swept == (thread,)
    assert batch.swept_from is not None
    assert batch.swept_from <= stall.now - timedelta(hours=47)


def test_the_hourly_sweep_leaves_older_threads_to_the_nightly_one(stall: Stall) -> None:
    stall.ask("Sprzed czterech dni")
    stall.later(days=4)
    stall.ask("Z dzisiaj", buyer="celina")
    client = stall.open()
    hourly, batch = stall.drain(client, "sweep")
    assert texts(hourly) == ["Z dzisiaj"]
    stall.later(hours=31)
    nightly, batch = stall.drain(stall.open(), "sweep", batch.cursor)
    assert texts(nightly) == ["Sprzed czterech dni", "Z dzisiaj"]


def test_history_reads_no_further_back_than_the_owner_allows(stall: Stall) -> None:
    stall.ask("Za stare")
    stall.later(days=30)
    stall.write("Nowsze")
    stall.later(hours=3)
    client = stall.open()
    facts, _ = stall.drain(client, "history", since=stall.now - timedelta(days=10))
    assert texts(facts) == ["Nowsze"]


def test_history_counts_threads_and_ends(stall: Stall) -> None:
    for number in range(45):
        stall.ask(f"Pytanie {number:02}", buyer=f"kupujacy_{number:02}")
    client = stall.open()
    cursor: dict[str, object] = {}
    done, portions, seen = 0, 0, []
    for _ in range(20):
        batch = client.pull("history", cursor, now=stall.now, since=stall.now - timedelta(days=9))
        done, portions, cursor = done + batch.done, portions + 1, dict(batch.cursor)
        seen += list(batch.facts)
        if not batch.more:
            break
    assert done == 45
    assert len(texts(seen)) == 45
    again = client.pull("history", cursor, now=stall.now, since=stall.now - timedelta(days=9))
    assert (again.facts, again.more) == ((), False)


def test_history_goes_on_where_it_was_when_a_page_is_forgotten(stall: Stall) -> None:
    for number in range(45):
        stall.ask(f"Pytanie {number:02}", buyer=f"kupujacy_{number:02}")
    client = stall.open()
    since = stall.now - timedelta(days=9)
    batch = client.pull("history", {}, now=stall.now, since=since)
    first = list(batch.facts)
    forgotten = dict(batch.cursor) | {"page": "b:ZGF3bm8="}
    rest, _ = stall.drain(client, "history", forgotten, since=since)
    assert len(texts(first + rest)) == 45
    assert len(texts(rest)) < 45


def test_named_threads_are_read_now(stall: Stall) -> None:
    thread = stall.ask("Pytanie")["thread"]
    other = stall.ask("Inne", buyer="celina")["thread"]
    client = stall.open()
    facts, batch = stall.drain(client, "threads", subjects=(thread, "no-such-thread"))
    assert texts(facts) == ["Pytanie"]
    assert batch.swept == (thread,)
    facts, _ = stall.drain(client, "threads", batch.cursor, subjects=(other,))
    assert texts(facts) == ["Inne"]


def test_a_blocked_answer_is_seen_as_blocked(stall: Stall) -> None:
    thread = stall.ask("Pytanie")["thread"]
    client = stall.open()
    stall.fault("blocked", times=1)
    client.perform(AnswerThread(thread_id=thread, text="Zadzwoń do mnie"))
    stall.later(seconds=5)
    facts, _ = stall.drain(client, "threads", subjects=(thread,))
    ours = next(message for message in messages_of(facts) if message.role is Role.SELLER)
    assert ours.status is MessageStatus.BLOCKED


@pytest.mark.parametrize("stream", ["messages", "history", "sweep"])
def test_gateway_pages_and_dropped_lines_lose_nothing(make_stall: Callable[..., Stall], stream: str) -> None:
    stall = make_stall(seed=7)
    client = stall.open()
    _, begun = stall.drain(client, stream) if stream == "messages" else ([], None)
    for number in range(40):
        stall.ask(f"Pytanie {number:02}", buyer=f"kupujacy_{number:02}")
    stall.fault("html_error", probability=0.2, params={"status": 504})
    stall.fault("dropped", probability=0.1)
    seen: list[Fact] = []
    cursor = dict(begun.cursor) if begun else {}
    for _ in range(300):
        try:
            batch = client.pull(stream, cursor, now=stall.now, since=stall.now - timedelta(days=9))
        except Temporary:
            continue
        seen += batch.facts
        cursor = dict(batch.cursor)
        if not batch.more and len(texts(seen)) == 40:
            break
    assert len(texts(seen)) == 40


def test_one_unreadable_thread_holds_up_no_other(stall: Stall) -> None:
    client = stall.open()
    _, batch = stall.drain(client, "messages")
    stall.ask("Chora rozmowa")
    stall.ask("Zdrowa rozmowa", buyer="celina")
    stall.fault("html_error", operation=MESSAGES, times=2, params={"status": 500})
    first, batch = stall.drain(client, "messages", batch.cursor)
    assert len(texts(first)) == 1
    second, _ = stall.drain(client, "messages", batch.cursor)
    assert texts(first + second) == ["Chora rozmowa", "Zdrowa rozmowa"]


def test_a_dead_platform_is_told_and_leaves_the_cursor_alone(stall: Stall) -> None:
    client = stall.open()
    _, batch = stall.drain(client, "messages")
    stall.fault("html_error", params={"status": 502})
    with pytest.raises(Temporary):
        stall.drain(client, "messages", batch.cursor)
    with pytest.raises(Temporary):
        stall.drain(client, "history")


def test_what_was_read_before_a_block_is_kept(stall: Stall) -> None:
    client = stall.open()
    _, batch = stall.drain(client, "messages")
    for number in range(5):
        stall.ask(f"Pytanie {number}", buyer=f"kupujacy_{number}")

    class ThreeCalls:
        left = 3

        def before_call(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise RateLimited("own budget", until=stall.now + timedelta(seconds=30), code="OWN")

    poor = stall.open(gate=ThreeCalls())
    since = stall.now - timedelta(days=1)
    portion = poor.pull("messages", batch.cursor, now=stall.now, since=since)
    assert len(messages_of(list(portion.facts))) == 2
    assert portion.more
    with pytest.raises(RateLimited):
        poor.pull("messages", portion.cursor, now=stall.now, since=since)
    rest, _ = stall.drain(client, "messages", portion.cursor)
    assert len(texts(list(portion.facts) + rest)) == 5


def test_reading_the_same_page_twice_gives_equal_facts(stall: Stall) -> None:
    stall.ask("Pytanie")
    stall.buy()
    client = stall.open()
    now, since = stall.now, stall.now - timedelta(days=1)
    for stream in ("messages", "history", "sweep", "orders_reconcile", "orders_history", "offers"):
        one = client.pull(stream, {}, now=now, since=since)
        two = client.pull(stream, {}, now=now, since=since)
        assert one.facts == two.facts
        assert one.cursor == two.cursor


def test_the_public_shape_serves_when_the_beta_is_refused(stall: Stall) -> None:
    asked = stall.ask("Czy jest?")
    client = stall.open()
    client._api.speaks_beta = False
    facts, _ = stall.drain(client, "messages")
    thread, message = facts
    assert isinstance(thread, Thread)
    assert isinstance(message, Message)
    assert (thread.buyer_login, message.external_id, message.role) == (BUYER, asked["id"], Role.BUYER)
    past, _ = stall.drain(client, "history")
    assert texts(past) == ["Czy jest?"]
