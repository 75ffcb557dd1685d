"""The main job, step by step, against a real market over HTTP."""

from uuid import uuid4

import pytest
from django.utils import timezone

from kontuar.actions import reply
from kontuar.store.models import Case, Duty, Message, Outgoing
from tests.market import Bench

pytestmark = pytest.mark.django_db(transaction=True)


def ask(bench: Bench, text: str = "Czy kubek można myć w zmywarce?", buyer: str = "kupujaca-1") -> Case:
    bench.read()
    bench.post(f"/buyers/{buyer}/ask", seller=bench.account.login, offer_id=bench.offer(), text=text)
    bench.read("messages")
    return Case.objects.get(account=bench.account, buyer__login=buyer)


def test_a_question_becomes_a_case_with_an_answer_duty(bench: Bench) -> None:
    case = ask(bench)
    message = Message.objects.get(case=case)
    assert (message.role, message.kind) == ("buyer", "question")
    assert case.offer is not None and case.offer.name == "Kubek w kropki"
    duty = Duty.objects.get(case=case)
    assert duty.kind == "answer" and duty.due_at > timezone.now() and duty.is_counted


def test_an_answer_is_delivered_and_ends_the_duty(bench: Bench) -> None:
    case = ask(bench)
    reply.send(
        case,
        bench.owner,
        text="Dzień dobry, tak, można myć w zmywarce. Pozdrawiam",
        key=uuid4(),
        seen_buyer_at=case.last_buyer_at,
        now=timezone.now(),
    )
    bench.send_due()
    row = Outgoing.objects.get(case=case)
    assert row.state == Outgoing.State.SENT and row.external_id
    bench.read_back()
    row.refresh_from_db()
    case.refresh_from_db()
    assert row.state == Outgoing.State.DELIVERED
    assert case.state == Case.State.CLOSED
    assert not Duty.objects.filter(case=case).exists()
    arrived = [m for m in bench.get("/outbox")["messages"] if m["author"] == bench.account.login]
    assert len(arrived) == 1
