"""Who also wrote elsewhere: the same person by masked address or address, for those who may see both accounts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kontuar.facts.messages import MessageKind, Thread, ThreadKind
from kontuar.store.models import Account, AccountAccess, Buyer, Case, Letter, User
from kontuar.store.queries.same_person import Other, notices_of, others
from tests import talk
from tests.shop import NOW, Shop

HALF, ADDRESS = "hamu7udk3p", "hamu7udk3p+17454c1b6@allegromail.pl"
HOUR = timedelta(hours=1)


@pytest.fixture
def mailbox(shop: Shop, make_account: Callable[..., Account]) -> Account:
    """A mailbox Ala and Bolek share."""
    account = make_account("sklep@example.org", platform="mail")
    for user in (shop.ala, shop.bolek):
        AccountAccess.objects.create(user=user, account=account, role="agent")
    return account


def writes(
    mailbox: Account, address: str, *, at: datetime = NOW, text: str = "Dzień dobry", masked: str = ""
) -> Case:
    """The case of a mail; the mail connector's accounts fill in the half themselves."""
    Account.objects.filter(pk=mailbox.pk).update(
        platform="allegro"
    )  # whose rules these are does not matter here
    mailbox.refresh_from_db()
    place = Thread(external_id=f"{address}{at}", kind=ThreadKind.TALK, buyer_login=address)
    word = talk.said(
        f"{address}{at}",
        at,
        text,
        thread_id=place.external_id,
        author_login=address,
        offer_id="",
        kind=MessageKind.MAIL,
    )
    talk.take_in(mailbox, place, word, now=at)
    Buyer.objects.filter(account=mailbox, login=address).update(masked=masked)
    return Case.objects.select_related("buyer").get(account=mailbox, messages__external_id=word.external_id)


def writes_on_allegro(account: Account, thread_id: str = "t1", *, at: datetime = NOW) -> Case:
    talk.take_in(
        account, talk.thread(thread_id), talk.said(f"m-{thread_id}", at, thread_id=thread_id), now=at
    )
    Buyer.objects.filter(account=account, login=talk.BUYER).update(masked=HALF)
    return Case.objects.select_related("buyer").get(messages__external_id=f"m-{thread_id}")


def buys(account: Account, order_id: str, *, email: str = ADDRESS, at: datetime = NOW) -> None:
    order = talk.an_order(order_id, dispatch_by=NOW + HOUR)
    talk.take_in(account, replace(order, buyer_email=email, bought_at=at), now=NOW)


def found(case: Case, user: User) -> list[tuple[str, int | None]]:
    return [(other.buyer.login, other.case_id) for other in others(case, user)]


def test_a_mail_from_a_masked_address_and_the_talk_at_the_marketplace_know_each_other(
    shop: Shop, mailbox: Account
) -> None:
    there, here = writes_on_allegro(shop.account), writes(mailbox, ADDRESS, masked=HALF)
    assert found(here, shop.ala) == [(talk.BUYER, there.pk)]
    assert found(there, shop.ala) == [(ADDRESS, here.pk)]


def test_who_may_not_see_the_other_account_is_told_nothing(shop: Shop, mailbox: Account) -> None:
    there, here = writes_on_allegro(shop.account), writes(mailbox, ADDRESS, masked=HALF)
    AccountAccess.objects.filter(user=shop.bolek, account=shop.account).delete()
    assert found(here, shop.bolek) == []
    assert found(there, shop.celina) == []


def test_two_mails_from_addresses_of_one_buyer_belong_together(shop: Shop, mailbox: Account) -> None:
    first = writes(mailbox, f"{HALF}+1@allegromail.pl", masked=HALF)
    second = writes(mailbox, f"{HALF}+2@allegromail.pl", at=NOW + HOUR, masked=HALF)
    assert found(first, shop.ala) == [(f"{HALF}+2@allegromail.pl", second.pk)]


def test_a_plain_address_is_the_same_person_in_two_mailboxes(
    shop: Shop, mailbox: Account, make_account: Callable[..., Account]
) -> None:
    second = make_account("biuro@example.org", platform="mail")
    AccountAccess.objects.create(user=shop.ala, account=second, role="owner")
    here, there = writes(mailbox, "ola@example.com"), writes(second, "ola@example.com")
    writes(second, "jan@example.com", at=NOW + HOUR)
    assert found(here, shop.ala) == [("ola@example.com", there.pk)]


def test_equal_logins_at_marketplaces_are_not_the_same_person(shop: Shop) -> None:
    AccountAccess.objects.create(user=shop.ala, account=shop.other, role="owner")
    here = writes_on_allegro(shop.account)
    talk.take_in(shop.other, talk.thread("t9"), talk.said("m9", NOW, thread_id="t9"), now=NOW)
    Buyer.objects.update(masked="")
    here.buyer.refresh_from_db()
    with CaptureQueriesContext(connection) as asked:
        assert others(here, shop.ala) == []
    assert len(asked) == 0


def test_the_newest_open_case_is_shown(shop: Shop, mailbox: Account) -> None:
    older = writes_on_allegro(shop.account, at=NOW - timedelta(days=300))
    newer = writes_on_allegro(shop.account, "t2")
    assert older != newer
    here = writes(mailbox, ADDRESS, masked=HALF)
    assert found(here, shop.ala) == [(talk.BUYER, newer.pk)]
    Case.objects.filter(pk=newer.pk).update(state="closed", closed_at=NOW)
    assert found(here, shop.ala) == [(talk.BUYER, older.pk)]


def orders_of(other: Other) -> list[tuple[str, bool]]:
    return [(order.external_id, order.is_named) for order in other.orders]


def test_the_order_the_mail_is_about_stands_first(shop: Shop, mailbox: Account) -> None:
    buys(shop.account, "zamowienie-1", at=NOW - HOUR)
    buys(shop.account, "zamowienie-2", email=f"{HALF}+other@allegromail.pl", at=NOW)
    here = writes(mailbox, ADDRESS, masked=HALF)
    assert orders_of(others(here, shop.ala)[0]) == [("zamowienie-1", True), ("zamowienie-2", False)]
    said = writes(mailbox, f"{HALF}@allegromail.pl", text="Pytam o ZAMOWIENIE-2", masked=HALF, at=NOW + HOUR)
    there = next(other for other in others(said, shop.ala) if other.account == shop.account)
    assert orders_of(there) == [("zamowienie-2", True), ("zamowienie-1", False)]


def test_a_buyer_of_orders_who_never_wrote_there_is_shown_with_them(shop: Shop, mailbox: Account) -> None:
    buys(shop.account, "zamowienie-1")
    there = others(writes(mailbox, ADDRESS, masked=HALF), shop.ala)
    assert [(other.case_id, orders_of(other)) for other in there] == [(None, [("zamowienie-1", True)])]


def test_the_number_of_questions_does_not_grow_with_the_answers(shop: Shop, mailbox: Account) -> None:
    here = writes(mailbox, ADDRESS, masked=HALF)
    counts = []
    for number in range(3):
        writes(mailbox, f"{HALF}+{number}@allegromail.pl", masked=HALF, at=NOW + number * HOUR)
        with CaptureQueriesContext(connection) as asked:
            assert len(others(here, shop.ala)) == number + 1
        counts.append(len(asked))
    assert counts == [4, 4, 4]


def test_a_marketplaces_mails_about_a_case_are_for_those_who_may_see_the_mailbox(
    shop: Shop, mailbox: Account
) -> None:
    case = writes_on_allegro(shop.account)
    told = {"platform": "allegro", "event": "message", "respond_by": "2026-11-21T09:00:00Z"}
    Letter.objects.create(
        account=mailbox,
        external_id="1",
        case=case,
        size=1,
        kind="notice",
        notice=told,
        sent_at=NOW,
        received_at=NOW,
    )
    lines = notices_of(case, shop.ala)
    assert [line.notice.respond_by for line in lines] == [NOW + timedelta(days=1)]
    AccountAccess.objects.filter(user=shop.bolek, account=mailbox).delete()
    assert notices_of(case, shop.bolek) == []
