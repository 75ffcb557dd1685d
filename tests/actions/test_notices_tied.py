"""A notice is tied to the case it is about: at once, or when the interface brings that case."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kontuar.actions import notices
from kontuar.actions.touched import Touched
from kontuar.facts.issues import Issue, IssueKind, IssueStatus
from kontuar.facts.mails import Letter, Mail, MailKind, MailVerdict, Notice, NoticeEvent
from kontuar.facts.messages import Thread, ThreadKind
from kontuar.store import rebuild
from kontuar.store.models import Account, Case, Message
from kontuar.store.models import Letter as LetterRow
from tests import talk
from tests.connectors.mails import mail, read
from tests.shop import NOW, Shop

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mailbox(shop: Shop, make_account: Callable[..., Account]) -> Account:
    return make_account("sklep@example.org", platform="mail")


def notice(event: NoticeEvent = NoticeEvent.MESSAGE, **ids: Any) -> Notice:
    return Notice(platform="allegro", event=event, **ids)


def a_mail() -> Mail:
    return read(mail("From: powiadomienia@allegro.pl", "Message-ID: <1@allegro.pl>"))


def kept(mailbox: Account, told: Notice, *, at: datetime = NOW) -> LetterRow:
    """The row of a letter alone, as the mailbox's portion leaves it."""
    return LetterRow.objects.create(
        account=mailbox,
        external_id="1@allegro.pl",
        size=1,
        kind="notice",
        notice=rebuild.to_json(told),
        sent_at=at,
        received_at=at,
    )


def comes(mailbox: Account, told: Notice, *, at: datetime = NOW, later: timedelta = MINUTE) -> Case | None:
    """The case a notice is tied to as its own portion is stored."""
    row = kept(mailbox, told, at=at)
    verdict = MailVerdict(kind=MailKind.NOTICE, notice=told)
    letter = Letter(message_id=row.external_id, raw=b"", mail=a_mail(), verdict=verdict)
    notices.tie(mailbox, (letter,), Touched(), now=at + later)
    return case_of(row)


def arrives(account: Account, *cases: Case, now: datetime = NOW + MINUTE) -> Case | None:
    """The case the only letter is tied to once these cases were touched."""
    notices.tie(account, (), Touched(case_ids={case.pk for case in cases}), now=now)
    return case_of(LetterRow.objects.get())


def case_of(row: LetterRow) -> Case | None:
    row.refresh_from_db()
    return row.case


def says(account: Account, thread_id: str, *, at: datetime = NOW, **names: str) -> Case:
    """The case of a buyer's word."""
    told = talk.said(f"m-{thread_id}", at, thread_id=thread_id, **{"offer_id": "", **names})
    talk.take_in(account, talk.thread(thread_id), told, now=at)
    return Message.objects.get(account=account, external_id=f"m-{thread_id}").case


def opens_issue(account: Account, external_id: str = "i1") -> Case:
    issue = Issue(
        external_id=external_id,
        kind=IssueKind.DISCUSSION,
        status=IssueStatus.OPEN,
        raw_status="DISPUTE_ONGOING",
        thread_id=f"issue:{external_id}",
        buyer_login=talk.BUYER,
        opened_at=NOW,
    )
    place = Thread(external_id=issue.thread_id, kind=ThreadKind.PROBLEM, buyer_login=talk.BUYER)
    word = talk.said("m-issue", NOW, thread_id=issue.thread_id, offer_id="")
    talk.take_in(account, place, issue, word, now=NOW)
    return Case.objects.get(thread__external_id=issue.thread_id)


def test_an_issue_is_told_from_the_buyers_other_talk(shop: Shop, mailbox: Account) -> None:
    says(shop.account, "t1", at=NOW - HOUR)
    case = opens_issue(shop.account)
    assert comes(mailbox, notice(NoticeEvent.DISPUTE_OPENED, issue_id="i1", buyer_login=talk.BUYER)) == case


def test_an_issue_that_is_not_here_yet_is_waited_for(shop: Shop, mailbox: Account) -> None:
    other = says(shop.account, "t1", order_id="z1")
    assert comes(mailbox, notice(issue_id="i1", order_id="z1", buyer_login=talk.BUYER)) is None
    assert arrives(shop.account, other) is None
    assert arrives(shop.account, opens_issue(shop.account)) is not None
    assert arrives(shop.account, other) == Case.objects.get(thread__external_id="issue:i1")


def test_an_issue_that_never_comes_does_not_keep_the_notice_from_the_buyers_talk(
    shop: Shop, mailbox: Account
) -> None:
    case = says(shop.account, "t1", at=NOW)
    assert comes(mailbox, notice(issue_id="i1", buyer_login=talk.BUYER), later=2 * HOUR) == case


def test_a_thread_an_order_and_an_offer_with_its_buyer_name_the_case(shop: Shop, mailbox: Account) -> None:
    talk.take_in(shop.account, talk.an_order("z1", dispatch_by=NOW + DAY), now=NOW)
    by_thread, by_order = says(shop.account, "t1"), says(shop.account, "t2", order_id="z1")
    assert comes(mailbox, notice(thread_id="t1", order_id="z1")) == by_thread
    LetterRow.objects.all().delete()
    assert comes(mailbox, notice(order_id="z1", buyer_login=talk.BUYER)) == by_order


def test_a_buyer_alone_names_only_what_is_written_now(shop: Shop, mailbox: Account) -> None:
    says(shop.account, "t1", at=NOW - 9 * DAY)
    assert comes(mailbox, notice(buyer_login=talk.BUYER)) is None
    fresh = says(shop.account, "t2", at=NOW, offer_id="o9")
    assert arrives(shop.account, fresh) == fresh


def test_the_newest_open_case_comes_first(shop: Shop, mailbox: Account) -> None:
    talk.take_in(shop.account, talk.an_order("z1", dispatch_by=NOW + DAY), now=NOW)
    older = says(shop.account, "t1", at=NOW - 200 * DAY, order_id="z1")
    newer = says(shop.account, "t2", at=NOW, order_id="z1")
    assert older != newer
    Case.objects.filter(pk=newer.pk).update(state="closed")
    Case.objects.filter(pk=older.pk).update(state="open")
    assert comes(mailbox, notice(order_id="z1")) == older


def test_another_marketplaces_case_of_the_same_number_is_not_meant(shop: Shop, mailbox: Account) -> None:
    says(shop.account, "t1")
    Account.objects.filter(pk=shop.account.pk).update(platform="elsewhere")
    assert comes(mailbox, notice(thread_id="t1", buyer_login=talk.BUYER)) is None


def test_after_three_days_nobody_looks_for_a_letters_case(shop: Shop, mailbox: Account) -> None:
    kept(mailbox, notice(thread_id="t1"), at=NOW - 4 * DAY)
    assert arrives(shop.account, says(shop.account, "t1")) is None


def test_an_interfaces_portion_asks_twice_at_most_and_of_nothing_not_at_all(
    shop: Shop, mailbox: Account
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        notices.tie(shop.account, (), Touched(), now=NOW)
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        notices.tie(shop.account, (), Touched(case_ids={1}), now=NOW)
    assert len(asked) == 2
