"""The main job, step by step, against a real market over HTTP."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kontuar.actions import deliver, outbox, reply
from kontuar.actions.accounts import set_watch_only
from kontuar.actions.errors import NotAllowed, Stale, TooLate, WatchOnlyAccount
from kontuar.store.models import Case, Draft, Duty, Message, Outgoing, User
from tests.market import Bench

pytestmark = pytest.mark.django_db(transaction=True)
ANSWER = "Dzień dobry, tak, można myć w zmywarce. Pozdrawiam"


def ask(bench: Bench, text: str = "Czy kubek można myć w zmywarce?", buyer: str = "kupujaca-1") -> Case:
    bench.read()
    bench.post(f"/buyers/{buyer}/ask", seller=bench.account.login, offer_id=bench.offer(), text=text)
    bench.read("messages")
    return Case.objects.get(account=bench.account, buyer__login=buyer)


def answer(case: Case, by: User, *, text: str = ANSWER, then: str = "close") -> Outgoing:
    case.refresh_from_db()
    return reply.send(
        case, by, text=text, key=uuid4(), then=then, seen_buyer_at=case.last_buyer_at, now=timezone.now()
    )


def arrived(bench: Bench) -> list[str]:
    """What the market took from this seller."""
    return [m["text"] for m in bench.get("/outbox")["messages"] if m["author"] == bench.account.login]


def test_a_question_becomes_a_case_with_an_answer_duty(bench: Bench) -> None:
    case = ask(bench)
    message = Message.objects.get(case=case)
    assert (message.role, message.kind) == ("buyer", "question")
    assert case.offer is not None
    assert case.offer.name == "Kubek w kropki"
    duty = Duty.objects.get(case=case)
    assert duty.kind == "answer"
    assert duty.due_at > timezone.now()
    assert duty.is_counted


def test_an_answer_is_delivered_and_ends_the_duty(bench: Bench) -> None:
    case = ask(bench)
    row = answer(case, bench.owner)
    bench.send_due()
    row.refresh_from_db()
    assert row.state == Outgoing.State.SENT
    assert row.external_id
    bench.read_back()
    row.refresh_from_db()
    case.refresh_from_db()
    assert row.state == Outgoing.State.DELIVERED
    assert case.state == Case.State.CLOSED
    assert not Duty.objects.filter(case=case).exists()
    assert arrived(bench) == [ANSWER]


@pytest.mark.parametrize(("then", "state"), [("close", "closed"), ("wait", "waiting"), ("keep", "open")])
def test_the_case_goes_where_the_writer_wanted(bench: Bench, then: str, state: str) -> None:
    case = ask(bench)
    answer(case, bench.owner, then=then)
    bench.send_due()
    bench.read_back()
    case.refresh_from_db()
    assert case.state == state


def test_an_answer_given_in_allegros_own_app_ends_the_duty_at_the_next_pull(bench: Bench) -> None:
    case = ask(bench)
    thread = bench.get("/threads")["threads"][-1]["id"]
    bench.post(f"/sellers/{bench.account.login}/write", thread=thread, text="Dzień dobry, tak.")
    bench.read("messages")
    case.refresh_from_db()
    assert not Duty.objects.filter(case=case).exists()
    assert case.state == Case.State.CLOSED


def test_pulling_the_same_portion_twice_changes_nothing(bench: Bench) -> None:
    ask(bench)
    before = list(Message.objects.order_by("pk").values())
    bench.read("messages", "sweep", "messages")
    assert list(Message.objects.order_by("pk").values()) == before


def test_a_lost_answer_is_unsure_until_the_thread_shows_it_and_is_not_sent_twice(bench: Bench) -> None:
    case = ask(bench)
    bench.running.market.faults.add("lost_answer", mode="close", times=1, operation=SEND)
    row = answer(case, bench.owner)
    bench.send_due()
    row.refresh_from_db()
    assert row.state == Outgoing.State.UNSURE
    bench.read_back()
    row.refresh_from_db()
    assert row.state == Outgoing.State.DELIVERED
    bench.send_due()
    assert arrived(bench) == [ANSWER]


SEND = "POST /messaging/threads/{threadId}/messages"


def test_an_answer_that_never_arrived_stays_unsure_and_waits_for_a_person(bench: Bench) -> None:
    case = ask(bench)
    row = answer(case, bench.owner)
    # The worker died between the claim and the request.
    Outgoing.objects.filter(pk=row.pk).update(
        state="sending",
        sending_at=timezone.now(),
        lease_until=timezone.now() - timedelta(seconds=1),
        lease_owner="dead",
    )
    assert deliver.expire(now=timezone.now()) == 1
    bench.read_back()
    bench.send_due()
    row.refresh_from_db()
    assert row.state == Outgoing.State.UNSURE
    assert arrived(bench) == []
    again = outbox.try_again(
        row, bench.owner, key=uuid4(), i_looked=True, seen_buyer_at=case.last_buyer_at, now=timezone.now()
    )
    bench.send_due()
    bench.read_back()
    again.refresh_from_db()
    assert again.state == Outgoing.State.DELIVERED
    assert arrived(bench) == [ANSWER]


def test_a_blocked_message_is_shown_as_blocked_and_the_duty_returns(bench: Bench) -> None:
    case = ask(bench)
    bench.running.market.faults.add("blocked", times=1)
    row = answer(case, bench.owner)
    bench.send_due()
    bench.read_back()
    row.refresh_from_db()
    case.refresh_from_db()
    assert row.state == Outgoing.State.BLOCKED
    assert case.state == Case.State.OPEN
    assert Duty.objects.filter(case=case, kind="answer").exists()


def test_a_doubled_click_makes_one_message(bench: Bench) -> None:
    case = ask(bench)
    key = uuid4()
    rows = {
        reply.send(
            case, bench.owner, text=ANSWER, key=key, seen_buyer_at=case.last_buyer_at, now=timezone.now()
        ).pk
        for _ in range(2)
    }
    assert len(rows) == 1


def test_undo_takes_the_message_back_and_gives_the_text(bench: Bench) -> None:
    case = ask(bench)
    row = answer(case, bench.owner)
    assert outbox.take_back(row, bench.owner, now=timezone.now()) == ANSWER
    assert Draft.objects.get(case=case).text == ANSWER
    bench.send_due()
    assert arrived(bench) == []
    with pytest.raises(TooLate):
        outbox.take_back(row, bench.owner, now=timezone.now())


def test_a_message_is_given_back_when_the_buyer_wrote_meanwhile(bench: Bench) -> None:
    case = ask(bench)
    row = answer(case, bench.owner)
    bench.post("/buyers/kupujaca-1/write", seller=bench.account.login, text="A czy jest też zielony?")
    bench.read("messages")
    bench.send_due()
    row.refresh_from_db()
    assert (row.state, row.reason) == (Outgoing.State.HELD, "buyer_wrote_since")
    assert arrived(bench) == []


def test_sending_over_unread_news_is_refused_and_the_text_kept(bench: Bench) -> None:
    case = ask(bench)
    seen = case.last_buyer_at
    bench.post("/buyers/kupujaca-1/write", seller=bench.account.login, text="A czy jest też zielony?")
    bench.read("messages")
    case.refresh_from_db()
    with pytest.raises(Stale):
        reply.send(case, bench.owner, text=ANSWER, key=uuid4(), seen_buyer_at=seen, now=timezone.now())
    assert Draft.objects.get(case=case).text == ANSWER


def test_watch_only_keeps_the_text_and_sends_nothing(bench: Bench) -> None:
    case = ask(bench)
    row = answer(case, bench.owner)
    set_watch_only(bench.account, bench.owner, now=timezone.now())
    bench.send_due()
    row.refresh_from_db()
    assert (row.state, row.reason) == (Outgoing.State.HELD, "watch_only")
    case = Case.objects.select_related("account", "thread", "buyer").get(pk=case.pk)
    with pytest.raises(WatchOnlyAccount):
        answer(case, bench.owner, text="Dzień dobry")
    assert arrived(bench) == []


def test_a_person_without_a_role_can_do_nothing(bench: Bench, make_person) -> None:  # type: ignore[no-untyped-def]
    case = ask(bench)
    stranger = make_person("celina")
    with pytest.raises(NotAllowed):
        answer(case, stranger)
    assert not Draft.objects.exists()


def test_thanks_open_no_duty_and_wait_in_their_list(bench: Bench) -> None:
    case = ask(bench)
    answer(case, bench.owner)
    bench.send_due()
    bench.read_back()
    bench.post("/buyers/kupujaca-1/write", seller=bench.account.login, text="Ok, dziękuję bardzo")
    bench.read("messages")
    case.refresh_from_db()
    assert case.messages.count() == 3
    assert (case.state, case.review_list) == (Case.State.CLOSED, Case.List.CLOSERS)
    assert not Duty.objects.filter(case=case).exists()


def test_a_second_copy_that_sends_the_same_text_is_noticed_and_ours_does_not_leave(bench: Bench) -> None:
    case = ask(bench)
    row = answer(case, bench.owner)
    thread = bench.get("/threads")["threads"][-1]["id"]
    bench.post(f"/sellers/{bench.account.login}/write", thread=thread, text=ANSWER)
    bench.read("messages")
    bench.send_due()
    row.refresh_from_db()
    bench.account.refresh_from_db()
    assert (row.state, row.reason) == (Outgoing.State.DELIVERED, "sent_elsewhere")
    assert (bench.account.is_watch_only, bench.account.watch_only_reason) == (True, "second_copy")
    assert arrived(bench) == [ANSWER]


def test_the_hourly_cap_delays_and_the_loop_fuse_gives_back(bench: Bench) -> None:
    case = ask(bench)
    bench.account.hourly_cap = 1
    bench.account.save(update_fields=["hourly_cap"])
    first = answer(case, bench.owner, then="keep")
    bench.send_due()
    second = answer(case, bench.owner, text="Dodam jeszcze, że kubek ma 300 ml.", then="keep")
    bench.send_due()
    second.refresh_from_db()
    assert (second.state, second.reason) == (Outgoing.State.QUEUED, "hourly_cap")
    assert second.not_before > timezone.now()
    bench.account.hourly_cap = 100
    bench.account.save(update_fields=["hourly_cap"])
    same = answer(case, bench.owner, then="keep")
    bench.send_due()
    first.refresh_from_db()
    same.refresh_from_db()
    assert first.state == Outgoing.State.SENT
    assert (same.state, same.reason) == (Outgoing.State.HELD, "same_text")
