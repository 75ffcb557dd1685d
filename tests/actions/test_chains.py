"""Mails answer each other by name alone: whatever comes first, one exchange is one thread and one case."""

from collections.abc import Callable
from datetime import timedelta
from itertools import batched

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontuar.actions import chains, deliver_mail, mail_token
from kontuar.facts.messages import Message as MessageFact
from kontuar.store.models import Account, Case, Duty, Letter, Message, Outgoing, Thread
from tests import post
from tests.post import ADDRESS, BUYER, arrives, facts_of, letter, sent
from tests.shop import NOW
from tests.talk import take_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DEPTH = 6
STRANGER = "inny@example.net"
SUPPLIER = "hurtownia@example.net"


def chain(depth: int = DEPTH) -> list[bytes]:
    """An exchange in which every mail names all before it, buyer and shop in turn."""
    names = [f"m{number}" for number in range(depth)]
    write = (letter, sent)
    return [
        write[n % 2](
            name, at=NOW - HOUR * (depth - n), after=names[:n], subject="Re: Czajnik" if n else "Czajnik"
        )
        for n, name in enumerate(names)
    ]


@given(order=st.permutations(range(DEPTH)), at_once=st.integers(1, DEPTH))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_chain_is_one_thread_and_one_case_in_whatever_order_it_comes(
    post_box: Account, order: list[int], at_once: int
) -> None:
    Thread.objects.all().delete()
    Letter.objects.all().delete()
    mails = chain()
    for turn, some in enumerate(batched(order, at_once)):
        facts = [fact for n in some for fact in facts_of(mails[n], is_sent=n % 2 == 1)]
        take_in(post_box, *facts, now=NOW + turn * HOUR)
    assert Message.objects.count() == Letter.objects.count() == DEPTH
    assert Thread.objects.count() == Case.objects.count() == 1
    assert Thread.objects.get().buyer.login == post.BUYER


def everything() -> list[object]:
    return [
        list(Thread.objects.order_by("pk").values()),
        list(Case.objects.order_by("pk").values()),
        list(Message.objects.order_by("pk").values()),
        list(Letter.objects.order_by("pk").values()),
    ]


def test_the_same_portion_twice_changes_nothing(post_box: Account) -> None:
    mails = chain()
    arrives(post_box, *mails)
    before = everything()
    arrives(post_box, *mails, now=NOW + HOUR)
    arrives(post_box, *reversed(mails), now=NOW + 2 * HOUR)
    assert everything() == before


def test_an_answer_that_names_only_the_last_mail_joins_it(post_box: Account) -> None:
    arrives(post_box, letter("a", at=NOW - HOUR))
    arrives(post_box, letter("b", at=NOW, after=["a"]))
    arrives(post_box, letter("c", at=NOW, after=["b"]))
    assert Case.objects.get().messages.count() == 3


def test_a_mail_joins_the_answers_that_came_before_it(post_box: Account) -> None:
    arrives(post_box, letter("c", at=NOW, after=["b"]))
    arrives(post_box, letter("b", at=NOW - HOUR, after=["a"]))
    assert Thread.objects.count() == 1
    assert Case.objects.get().messages.count() == 2


def test_two_answers_to_a_mail_we_never_saw_meet(post_box: Account) -> None:
    arrives(post_box, letter("b", after=["lost"]))
    arrives(post_box, letter("c", after=["lost"]))
    assert Case.objects.count() == 1


def test_two_people_who_answer_one_mail_have_a_case_each(post_box: Account) -> None:
    arrives(post_box, sent("news", at=NOW - HOUR, to=ADDRESS, subject="Nowości"), is_sent=True)
    arrives(post_box, letter("a", after=["news"]))
    arrives(post_box, letter("b", after=["news"], sender=STRANGER))
    places = dict(Message.objects.values_list("external_id", "case"))
    assert len(set(places.values())) == 3
    arrives(post_box, sent("c", at=NOW + HOUR, after=["news", "a"]), is_sent=True, now=NOW + 2 * HOUR)
    assert Message.objects.get(external_id="c@example.com").case_id == places["a@example.com"]
    owed = Duty.objects.filter(kind="answer").values_list("case", flat=True)
    assert set(owed) == {places["b@example.com"]}, "an answer to one is no answer to the other"


@pytest.mark.parametrize("order", [("a", "a2", "b", "b2"), ("b", "a", "b2", "a2"), ("b", "a", "a2", "b2")])
def test_two_answers_to_a_mail_never_seen_meet_by_their_writer(
    post_box: Account, order: tuple[str, ...]
) -> None:
    for name in order:
        arrives(post_box, letter(name, after=["lost"], sender=STRANGER if name[0] == "b" else BUYER))
    places = dict(Message.objects.values_list("external_id", "case"))
    assert places["a@example.com"] == places["a2@example.com"] != places["b@example.com"]
    assert places["b@example.com"] == places["b2@example.com"]


def test_who_learned_an_id_does_not_come_into_the_buyers_case(post_box: Account) -> None:
    arrives(post_box, letter("a", at=NOW - HOUR))
    case = Case.objects.get()
    arrives(post_box, letter("b", after=["a"], sender=STRANGER, more=["Reply-To: zly@example.net"]))
    assert case.messages.count() == 1
    assert deliver_mail.recipient_of(case) == BUYER


def test_who_had_a_copy_may_answer_it(post_box: Account) -> None:
    arrives(post_box, letter("a", at=NOW - HOUR, more=["Cc: Inny <INNY@example.net>"]))
    arrives(post_box, letter("b", after=["a"], sender=STRANGER))
    assert Case.objects.get().messages.count() == 2


def test_a_masked_buyer_who_writes_of_another_matter_is_still_himself(post_box: Account) -> None:
    one, other = "hamu7udk3p+17454c1b6@allegromail.pl", "hamu7udk3p+98@allegromail.pl"
    arrives(post_box, letter("a", at=NOW - HOUR, sender=one))
    arrives(post_box, letter("b", after=["a"], sender=other))
    assert Case.objects.get().messages.count() == 2


def test_a_machine_stands_where_it_answers_and_is_never_written_to(post_box: Account) -> None:
    arrives(post_box, sent("a", at=NOW - HOUR), is_sent=True)
    more = ["Auto-Submitted: auto-replied", "Reply-To: robot@example.net"]
    arrives(post_box, letter("b", after=["a"], sender="robot@example.net", more=more))
    case = Case.objects.get()
    assert case.messages.count() == 2
    assert deliver_mail.recipient_of(case) == BUYER


ORDERS = ("qfsr", "qsrf", "fqrs", "rfqs", "frqs", "qrsf")
"""One folder is read before the other; in each the older mail comes first or at once."""


def passed_on(name: str) -> tuple[bytes, bool]:
    """A buyer asks, we ask the supplier from the telephone, he answers us, we answer the buyer."""
    mails = {
        "q": letter("q", at=NOW - 4 * HOUR),
        "f": sent("f", at=NOW - 3 * HOUR, to=SUPPLIER, after=["q"], subject="Fwd: Czajnik"),
        "s": letter("s", at=NOW - 2 * HOUR, sender=SUPPLIER, after=["q", "f"]),
        "r": sent("r", at=NOW - HOUR, after=["q"]),
    }
    return mails[name], name in "fr"


@pytest.mark.parametrize("order", ORDERS)
def test_a_mail_passed_on_is_another_talk_in_whatever_order_it_comes(post_box: Account, order: str) -> None:
    for name in order:
        raw, is_sent = passed_on(name)
        arrives(post_box, raw, is_sent=is_sent)
    places = dict(Message.objects.values_list("external_id", "case"))
    assert places["q@example.com"] == places["r@example.com"] != places["f@example.com"]
    assert places["f@example.com"] == places["s@example.com"]


@pytest.mark.parametrize("subject", ["Fwd: Czajnik", "Czajnik"])
def test_a_mail_passed_on_answers_nobody(post_box: Account, subject: str) -> None:
    arrives(post_box, letter("q", at=NOW - 4 * HOUR))
    case = Case.objects.get()
    raw = sent("f", at=NOW - 3 * HOUR, to=SUPPLIER, after=["q"], subject=subject)
    arrives(post_box, raw, is_sent=True)
    case.refresh_from_db()
    assert case.state == Case.State.OPEN
    assert Duty.objects.filter(case=case, kind="answer").exists()
    other = Message.objects.get(external_id="f@example.com").case
    assert other.state == Case.State.CLOSED
    arrives(post_box, letter("s", at=NOW - HOUR, sender=SUPPLIER, after=["f"]))
    assert case.messages.count() == 1
    assert deliver_mail.recipient_of(case) == BUYER
    assert other.messages.count() == 2


def test_a_mail_passed_on_with_the_sign_of_the_case_answers_nobody_either(post_box: Account) -> None:
    arrives(post_box, letter("q", at=NOW - 4 * HOUR))
    case = Case.objects.get()
    subject = f"Fwd: Czajnik [#{mail_token.token_of(case)}]"
    arrives(post_box, sent("f", at=NOW - HOUR, to=SUPPLIER, subject=subject), is_sent=True)
    assert case.messages.count() == 1


@pytest.mark.parametrize("more", [f"Cc: {BUYER.upper()}", f"Bcc: Ola <{BUYER}>"])
def test_a_copy_for_the_buyer_is_an_answer(post_box: Account, more: str) -> None:
    arrives(post_box, letter("q", at=NOW - 4 * HOUR))
    arrives(post_box, sent("f", at=NOW - HOUR, to=SUPPLIER, after=["q"], more=[more]), is_sent=True)
    assert Case.objects.get().messages.count() == 2


def test_two_talks_of_one_address_are_two_cases_of_one_buyer(post_box: Account) -> None:
    arrives(post_box, letter("a"), letter("b", subject="Czajnik"))
    assert Case.objects.count() == 2
    assert Thread.objects.values("buyer").distinct().count() == 1


def test_an_answer_to_what_we_sent_and_never_read_back_comes_into_its_case(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    case = Case.objects.get()
    row = Outgoing.objects.create(
        account=post_box,
        case=case,
        thread_external_id=Thread.objects.get().external_id,
        buyer_login=post.BUYER,
        text="Tak",
        state=Outgoing.State.UNSURE,
        not_before=NOW,
        composed_at=NOW,
    )
    raw = letter("b", at=NOW + HOUR, more=[f"In-Reply-To: <k.{row.key.hex}@example.org>"])
    arrives(post_box, raw, now=NOW + 2 * HOUR)
    assert case.messages.count() == 2


def test_a_token_in_the_subject_brings_the_buyer_back_but_nobody_else(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    case = Case.objects.get()
    subject = f"Odp: Czajnik [#{mail_token.token_of(case)}]"
    arrives(post_box, letter("b", subject=subject))
    assert case.messages.count() == 2
    arrives(post_box, letter("c", subject=subject, sender="ktos@example.net"))
    assert case.messages.count() == 2
    assert Case.objects.count() == 2


def test_whom_we_wrote_to_may_use_the_token_too(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    arrives(post_box, sent("b", after=["a"], more=["Cc: maz@example.net"]), is_sent=True)
    case = Case.objects.get()
    subject = f"Czajnik [#{mail_token.token_of(case)}]"
    arrives(post_box, letter("c", subject=subject, sender="maz@example.net"))
    assert case.messages.count() == 3


def test_a_forged_token_opens_a_case_of_its_own(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    number = mail_token.token_of(Case.objects.get()).split("-")[1]
    arrives(post_box, letter("b", subject=f"Czajnik [#K-{number}-0000]"))
    assert Case.objects.count() == 2


def test_a_token_of_another_mailbox_opens_a_case_of_its_own(
    post_box: Account, make_account: Callable[..., Account]
) -> None:
    other = post.a_mailbox(make_account, "inny@example.org")
    arrives(other, letter("a"))
    token = mail_token.token_of(Case.objects.get())
    arrives(post_box, letter("b", subject=f"Czajnik [#{token}]"))
    assert Case.objects.filter(account=post_box).count() == 1


def test_messages_that_answer_nothing_cost_no_question(
    post_box: Account, django_assert_num_queries: Callable[..., object]
) -> None:
    facts = [fact for number in range(20) for fact in facts_of(letter(f"m{number}"))]
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert chains.resolved(post_box, facts) is facts


def test_a_thousand_answers_cost_few_questions(
    post_box: Account, django_assert_max_num_queries: Callable[..., object]
) -> None:
    facts = [
        MessageFact(
            external_id=f"m{n}",
            thread_id="m0",
            role="buyer",  # type: ignore[arg-type]
            author_login=post.BUYER,
            text="",
            written_at=NOW,
            answers=(f"m{n - 1}", f"k.{n:032x}@example.org"),
        )
        for n in range(1, 1000)
    ]
    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        placed = chains.resolved(post_box, facts)
    assert len({fact.thread_id for fact in placed if isinstance(fact, MessageFact)}) == 1
