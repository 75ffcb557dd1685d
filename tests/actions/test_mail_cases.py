"""What mails become: matters of buyers, answers of ours, and machines that nobody has to answer."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kontuar.actions import regroup
from kontuar.facts.messages import Role
from kontuar.store.models import Account, Buyer, Case, Duty, Letter, Message, Outgoing, Thread
from tests import post
from tests.post import BUYER, arrives, facts_of, letter, sent
from tests.shop import NOW, Shop
from tests.talk import take_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
AWAY = ["Auto-Submitted: auto-replied"]
LATER = NOW + HOUR


def test_a_buyers_mail_is_owed_an_answer(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    case = Case.objects.get()
    assert case.state == Case.State.OPEN
    assert Duty.objects.get(case=case).kind == "answer"
    assert (case.subject, case.buyer.login, case.buyer.name) == ("Czajnik", BUYER, "Ola Nowak")


def test_an_answer_written_on_the_phone_ends_the_duty(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    arrives(post_box, sent("b", at=NOW + HOUR / 2, after=["a"]), is_sent=True, now=LATER)
    case = Case.objects.get()
    assert not Duty.objects.exists()
    assert case.state == Case.State.CLOSED
    assert Message.objects.get(external_id="b@example.com").role == Role.SELLER.value
    assert Letter.objects.get(external_id="b@example.com").is_sent


def test_an_answer_that_is_read_before_its_question_ends_the_duty_too(post_box: Account) -> None:
    arrives(post_box, sent("b", at=NOW, after=["a"]), is_sent=True)
    arrives(post_box, letter("a", at=NOW - HOUR / 2))
    assert Case.objects.count() == 1
    assert not Duty.objects.exists()


@pytest.mark.parametrize(
    "more",
    [AWAY, ["Auto-Submitted: auto-generated"], ["List-Id: <news.example.com>"]],
    ids=["auto_reply", "automatic", "list"],
)
def test_a_machines_mail_alone_is_closed_at_birth(post_box: Account, more: list[str]) -> None:
    arrives(post_box, letter("a", more=more))
    case = Case.objects.get()
    assert case.state == Case.State.CLOSED
    assert (case.standing, case.review_list, case.next_step) == ("calm", "", "")
    assert not Duty.objects.exists()


def test_an_automatic_reply_does_not_answer_for_us(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    arrives(post_box, letter("b", at=NOW + HOUR / 2, after=["a"], more=AWAY), now=LATER)
    case = Case.objects.get()
    assert case.messages.count() == 2
    assert case.state == Case.State.OPEN
    assert Duty.objects.get().since_at == NOW


def test_an_automatic_reply_neither_reopens_nor_counts_as_the_buyers_word(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    arrives(post_box, sent("b", at=NOW + HOUR / 4, after=["a"]), is_sent=True)
    before = Case.objects.get()
    arrives(post_box, letter("c", at=NOW + HOUR / 2, after=["a", "b"], more=AWAY), now=LATER)
    case = Case.objects.get()
    assert (case.state, case.last_buyer_at) == (Case.State.CLOSED, before.last_buyer_at)
    assert case.messages.count() == 3
    assert not Duty.objects.exists()


def test_a_person_who_answers_a_machines_mail_opens_the_case(post_box: Account) -> None:
    arrives(post_box, letter("a", more=AWAY))
    arrives(post_box, letter("b", at=LATER, after=["a"]), now=LATER)
    assert Case.objects.get().state == Case.State.OPEN
    assert Duty.objects.count() == 1


def test_mails_from_before_the_account_was_connected_stand_in_the_backlog(post_box: Account) -> None:
    arrives(post_box, letter("a", at=NOW - 30 * DAY))
    case = Case.objects.get()
    assert (case.state, case.review_list) == (Case.State.OPEN, Case.List.BACKLOG)
    assert not Duty.objects.exists()


def test_an_old_exchange_that_was_answered_is_done(post_box: Account) -> None:
    arrives(post_box, letter("a", at=NOW - 30 * DAY))
    arrives(post_box, sent("b", at=NOW - 29 * DAY, after=["a"]), is_sent=True)
    assert Case.objects.get().state == Case.State.CLOSED


def test_a_mail_of_last_year_is_still_the_same_matter(post_box: Account) -> None:
    arrives(post_box, letter("a", at=NOW - 400 * DAY))
    arrives(post_box, letter("b", at=NOW, after=["a"]))
    assert Case.objects.count() == 1


def test_after_a_merge_the_next_mail_comes_into_the_merged_case(shop: Shop, post_box: Account) -> None:
    post_box.accesses.create(user=shop.ala, role="owner")
    arrives(post_box, letter("a"), letter("b", subject="Faktura"))
    into, other = Case.objects.order_by("pk")
    regroup.merge(into, other, shop.ala, now=NOW)
    for name, number in (("c", "a"), ("d", "b")):
        arrives(post_box, letter(name, at=LATER, after=[number]), now=LATER)
    assert into.messages.count() == 4
    assert Case.objects.count() == 2


def test_after_a_split_an_answer_goes_where_what_it_answers_stands(shop: Shop, post_box: Account) -> None:
    post_box.accesses.create(user=shop.ala, role="owner")
    arrives(post_box, letter("a"), letter("b", at=NOW + HOUR, after=["a"]), now=LATER)
    first = Case.objects.get()
    regroup.split(first, Message.objects.get(external_id="b@example.com"), shop.ala, now=LATER)
    arrives(post_box, letter("c", at=LATER, after=["a", "b"]), now=LATER)
    arrives(post_box, letter("d", at=LATER, after=["a"]), now=LATER)
    case_of = dict(Message.objects.values_list("external_id", "case_id"))
    assert case_of["c@example.com"] == case_of["b@example.com"] != first.pk
    assert case_of["d@example.com"] == first.pk


def test_what_the_buyer_quotes_does_not_hide_what_he_writes(post_box: Account) -> None:
    quoted = "W dniu 20.11.2026 o 09:12, Sklep pisze:\n> Thank you for your order, we shall ship it tomorrow."
    text = f"Bardzo proszę jednak o wysyłkę w poniedziałek, bo wyjeżdżam.\n\n{quoted}\n"
    arrives(post_box, letter("a", text=text))
    case = Case.objects.get()
    assert case.last_text == "Bardzo proszę jednak o wysyłkę w poniedziałek, bo wyjeżdżam."
    assert case.language == "pl"
    assert quoted.splitlines()[1] in Message.objects.get().text.replace("\r\n", "\n")


def test_thanks_above_a_long_quote_are_mere_thanks(post_box: Account) -> None:
    quoted = "W dniu 20.11.2026 o 09:12, Sklep pisze:\n> Czy mamy wysłać zielony czajnik?\n> Pozdrawiamy"
    arrives(post_box, letter("a"))
    arrives(post_box, sent("b", at=NOW + HOUR / 4, after=["a"]), is_sent=True)
    arrives(post_box, letter("c", at=LATER, after=["a", "b"], text=f"Dziękuję\n\n{quoted}\n"), now=LATER)
    assert Message.objects.get(external_id="c@example.com").is_closer
    assert not Duty.objects.exists()


def test_a_stranger_with_a_known_id_takes_nobodys_place(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    arrives(post_box, letter("a", sender="zly@example.net", subject="Faktura", text="Proszę o przelew"))
    assert Message.objects.get(external_id="a@example.com").text == "Dzień dobry, czy jest zielony czajnik?"
    assert Letter.objects.count() == Message.objects.count() == Case.objects.count() == 2
    other = Message.objects.exclude(external_id="a@example.com").get()
    assert other.external_id == f"sha256:{other.letter.digest}"


def test_two_mails_of_one_id_in_one_portion_are_both_kept_with_their_files(post_box: Account) -> None:
    mails = [letter("a"), letter("a", sender="jan@example.net", subject="Inne", text="Coś innego")]
    for turn in range(2):
        arrives(post_box, *mails, now=NOW + turn * HOUR)
    assert Letter.objects.count() == Message.objects.count() == 2


def test_the_same_mail_by_two_ways_is_one(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    arrives(post_box, b"Delivered-To: sklep@example.org\r\n" + letter("a"))
    arrives(post_box, letter("a"), letter("a"))
    assert Letter.objects.count() == Message.objects.count() == 1


def test_our_mail_that_also_came_to_the_inbox_is_our_word_once(post_box: Account) -> None:
    copy = sent("b", at=NOW + HOUR / 4, after=["a"])
    arrives(post_box, letter("a"))
    arrives(post_box, copy, is_sent=True)
    arrives(post_box, b"Received: by x; Fri, 20 Nov 2026 09:20:00 +0000\r\n" + copy, now=LATER)
    assert Message.objects.filter(role=Role.SELLER.value).count() == 1
    assert Message.objects.count() == 2


def test_our_mail_that_came_to_the_inbox_first_still_ends_the_duty(post_box: Account) -> None:
    copy = sent("b", at=NOW + HOUR / 4, after=["a"])
    arrives(post_box, letter("a"))
    arrives(post_box, b"Received: by x; Fri, 20 Nov 2026 09:20:00 +0000\r\n" + copy)
    assert Duty.objects.exists()
    arrives(post_box, copy, is_sent=True, now=LATER)
    assert not Duty.objects.exists()
    assert Case.objects.count() == 1


def test_an_empty_name_is_filled_in_and_a_known_one_stays(post_box: Account) -> None:
    arrives(post_box, letter("a", sender=BUYER))
    assert Buyer.objects.get(login=BUYER).name == ""
    arrives(post_box, letter("b", sender=f"Aleksandra Nowak <{BUYER}>"))
    arrives(post_box, letter("c", sender=f"Ktoś Inny <{BUYER}>"))
    assert Buyer.objects.get(login=BUYER).name == "Aleksandra Nowak"


def test_a_masked_address_says_which_buyer_it_is(post_box: Account) -> None:
    arrives(post_box, letter("a", sender="hamu7udk3p+17454c1b6@allegromail.pl"))
    assert Buyer.objects.get().masked == "hamu7udk3p"


def test_an_address_of_two_hundred_letters_is_kept_whole(post_box: Account) -> None:
    long = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example.com"
    arrives(post_box, letter("a", sender=long))
    assert Buyer.objects.get().login == long


def test_our_own_words_seen_in_the_sent_folder_do_not_stop_the_mailbox(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    case = Case.objects.get()
    Outgoing.objects.create(
        account=post_box,
        case=case,
        thread_external_id=Thread.objects.get().external_id,
        buyer_login=BUYER,
        text="Tak, jest zielony.",
        state=Outgoing.State.QUEUED,
        not_before=NOW,
        composed_at=NOW,
    )
    arrives(post_box, sent("b", at=NOW + HOUR / 2, after=["a"]), is_sent=True, now=LATER)
    post_box.refresh_from_db()
    assert not post_box.is_watch_only
    assert Outgoing.objects.get().message_id is None


def test_a_message_sent_from_here_is_known_again_by_its_id_alone(post_box: Account) -> None:
    arrives(post_box, letter("a"))
    case = Case.objects.get()
    row = Outgoing.objects.create(
        account=post_box,
        case=case,
        thread_external_id=Thread.objects.get().external_id,
        buyer_login=BUYER,
        text="Tak, jest zielony.",
        state=Outgoing.State.UNSURE,
        not_before=NOW,
        composed_at=NOW,
        sending_at=NOW,
    )
    row.external_id = f"k.{row.key.hex}@example.org"
    row.save()
    arrives(post_box, sent("b", at=NOW + HOUR / 4, after=["a"]), is_sent=True, now=LATER)
    row.refresh_from_db()
    assert row.state == Outgoing.State.UNSURE
    raw = sent("x", at=NOW + HOUR / 4, after=["a"]).replace(
        b"<x@example.com>", f"<{row.external_id}>".encode()
    )
    arrives(post_box, raw, is_sent=True, now=LATER)
    row.refresh_from_db()
    assert row.state == Outgoing.State.DELIVERED
    assert row.message is not None
    assert row.message.case_id == case.pk


def test_many_mails_cost_no_more_questions_than_few(post_box: Account) -> None:
    def questions(many: int) -> int:
        facts = [
            fact
            for n in range(many)
            for fact in facts_of(letter(f"{many}-{n}", sender=f"b{many}.{n}@example.com"))
        ]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            take_in(post_box, *facts, now=NOW)
        return len(asked)

    questions(2)
    assert questions(60) <= questions(5) + 2


def test_mails_of_one_mailbox_are_no_news_for_another(
    post_box: Account, make_account: Callable[..., Account]
) -> None:
    other = post.a_mailbox(make_account, "inny@example.org")
    for account in (post_box, other):
        arrives(account, letter("a"))
    assert Letter.objects.count() == 2
    assert Letter.objects.values("path").distinct().count() == 1


def test_a_question_from_a_machine_with_a_wrong_clock_is_owed_like_any_other(post_box: Account) -> None:
    came = f"Received: from mx.example.net by mail.example.org; {format_datetime(NOW)}"
    arrives(post_box, letter("a", at=NOW - timedelta(days=2000), more=[came]))
    assert Duty.objects.get().since_at == NOW
