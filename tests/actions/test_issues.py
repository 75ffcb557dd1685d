"""Issues as they arrive, what a person says of them, and which are read again: facts in, rows out."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kontuar.actions import issues, reassess_issues, subjects
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.facts.issues import Issue as IssueFact
from kontuar.facts.issues import IssueKind, IssueStatus, LastWord, ReturnItem
from kontuar.facts.messages import MessageKind, Role, ThreadKind
from kontuar.facts.refunds import Refund, RefundStatus
from kontuar.store.models import Case, Duty, Issue, JournalEntry, Message
from tests.shop import NOW, Shop
from tests.talk import BUYER, an_order, answered, cases, said, take_in, thread

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPENED = NOW - 2 * HOUR


def issue(kind: IssueKind = IssueKind.CLAIM, status: str = "open", **more: Any) -> IssueFact:
    given: dict[str, Any] = {"external_id": "i1", "order_id": "z1", "buyer_login": BUYER, "opened_at": OPENED}
    given |= {"thread_id": "" if kind is IssueKind.RETURN else "issue:i1", "raw_status": f"raw-{status}"}
    return IssueFact(kind=kind, status=IssueStatus(status), **given | more)


def a_return(status: str = "on_its_way", **more: Any) -> IssueFact:
    return issue(IssueKind.RETURN, status, **more)


def talk(kind: ThreadKind = ThreadKind.CLAIM, **more: Any) -> Any:
    return thread("issue:i1", kind=kind, order_ids=("z1",), **more)


def word(message_id: str, at: Any, text: str = "Proszę o zwrot", **more: Any) -> Any:
    return said(message_id, at, text, **{"thread_id": "issue:i1", "kind": MessageKind.PROBLEM, **more})


def refund(status: RefundStatus, **more: Any) -> Refund:
    given: dict[str, Any] = {
        "external_id": "r1",
        "payment_id": "p1",
        "order_id": "z1",
        "raw_status": status.value.upper(),
    }
    return Refund(status=status, **given | {"created_at": NOW, **more})


def verbs() -> list[str]:
    return list(
        JournalEntry.objects.filter(verb__startswith="issue.").order_by("pk").values_list("verb", flat=True)
    )


def duties() -> list[tuple[str, str]]:
    """Of the dates that bind; the steps on the way to them have tests of their own."""
    rows = Duty.objects.filter(issue__isnull=False, kind__in=("claim", "return"))
    return list(rows.values_list("kind", "next_step"))


def test_a_claim_is_tied_to_its_talk_order_and_buyer_and_has_its_clock(shop: Shop) -> None:
    decide_by = NOW + 10 * DAY
    order = an_order("z1", dispatch_by=NOW + DAY)
    take_in(shop.account, order, talk(), issue(decide_by=decide_by), word("m1", OPENED), now=NOW)
    row = Issue.objects.get()
    assert row.thread
    assert row.order
    assert row.buyer
    assert (row.thread.external_id, row.order.external_id, row.buyer.login) == ("issue:i1", "z1", BUYER)
    duty = Duty.objects.get(issue=row, kind="claim")
    assert (duty.kind, duty.due_at, duty.lost) == ("claim", decide_by, "claim_granted")
    assert row.next_step == "say_goods_on_platform", "the nearest step on the way to it"
    assert row.talk_read_at == NOW


def test_the_same_news_twice_change_nothing(shop: Shop) -> None:
    facts = (talk(), issue(), word("m1", OPENED), a_return(external_id="x1"), refund(RefundStatus.UNDER_WAY))
    take_in(shop.account, *facts, now=NOW)
    tables = (Issue, Duty, JournalEntry, Case, Message)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    take_in(shop.account, *facts, now=NOW)
    assert before == [list(table.objects.order_by("pk").values()) for table in tables]
    take_in(shop.account, *facts, now=NOW + HOUR)
    assert Issue.objects.get(external_id="i1").changed_at == NOW


def test_an_issue_before_its_order_and_its_talk_is_tied_when_they_come(shop: Shop) -> None:
    take_in(shop.account, issue(buyer_login=""), refund(RefundStatus.PAID), now=NOW)
    row = Issue.objects.get()
    assert (row.thread, row.order, row.buyer) == (None, None, None)
    take_in(shop.account, talk(), an_order("z1", dispatch_by=NOW + DAY), now=NOW + HOUR)
    row.refresh_from_db()
    assert row.thread
    assert row.order
    assert row.buyer
    assert row.order.refunds.count() == 1


def test_a_poorer_picture_takes_nothing_away(shop: Shop) -> None:
    item = ReturnItem(offer_id="o1", name="Kubek", quantity=1)
    take_in(shop.account, a_return(items=(item,), reference="12/2026"), now=NOW)
    take_in(shop.account, a_return("arrived"), now=NOW + HOUR)
    row = Issue.objects.get()
    assert (row.status, row.reference, row.fact["items"][0]["name"]) == ("arrived", "12/2026", "Kubek")


def test_a_decided_claim_ends_its_duty_and_says_so(shop: Shop) -> None:
    take_in(shop.account, talk(), issue(), now=NOW)
    take_in(shop.account, issue(status="rejected"), now=NOW + HOUR)
    assert Issue.objects.get().ended_at == NOW + HOUR
    assert duties() == []
    assert verbs() == ["issue.opened", "issue.status", "issue.ended"]


def test_what_was_over_or_overdue_before_connecting_opens_nothing(shop: Shop) -> None:
    old = NOW - 40 * DAY
    decided = issue(status="accepted", external_id="i2", thread_id="", opened_at=old)
    overdue = issue(external_id="i3", thread_id="", opened_at=old, decide_by=old + 14 * DAY)
    take_in(shop.account, decided, overdue, a_return(external_id="i4", opened_at=old), now=NOW)
    assert not Duty.objects.exclude(kind="resolution").exists()
    assert JournalEntry.objects.filter(issue__external_id="i2").count() == 0


def test_a_problem_thread_makes_an_issue_of_its_own_and_closes_it(shop: Shop) -> None:
    problem = thread("p1", kind=ThreadKind.PROBLEM, order_ids=("z1",), problem_type="NO_REFUND")
    take_in(shop.account, problem, now=NOW)
    row = Issue.objects.get()
    assert (row.kind, row.external_id, row.status, row.order_external_id) == ("problem", "p1", "open", "z1")
    closed = thread("p1", kind=ThreadKind.PROBLEM, order_ids=("z1",), is_open=False)
    take_in(shop.account, closed, now=NOW + HOUR)
    row.refresh_from_db()
    assert (row.status, row.ended_at, row.fact["reason"]) == ("closed", NOW + HOUR, "NO_REFUND")


@pytest.mark.parametrize("talk_first", [True, False])
def test_a_discussions_talk_makes_no_second_issue(shop: Shop, talk_first: bool) -> None:
    portions = [(talk(ThreadKind.PROBLEM), word("m1", OPENED)), (issue(IssueKind.DISCUSSION),)]
    for portion in portions if talk_first else reversed(portions):
        take_in(shop.account, *portion, now=NOW)
    assert [row.kind for row in Issue.objects.all()] == ["discussion"]
    duty = Duty.objects.get(case__isnull=False)
    assert (duty.kind, duty.rule_id, duty.is_counted) == ("problem", "D2", True)


def test_the_platforms_own_date_limits_the_answer_in_a_discussion(shop: Shop) -> None:
    due = OPENED + 20 * HOUR
    discussion = issue(IssueKind.DISCUSSION, status_due_at=due)
    take_in(shop.account, talk(ThreadKind.PROBLEM), discussion, word("m1", OPENED), now=NOW)
    assert (
        Duty.objects.get(kind__in=("problem", "return")).due_at,
        Duty.objects.get(kind__in=("problem", "return")).origin,
    ) == (due, "payload")
    take_in(shop.account, issue(IssueKind.DISCUSSION, status_due_at=due + HOUR), now=NOW + HOUR)
    assert Duty.objects.get(kind__in=("problem", "return")).due_at == due + HOUR
    answer = answered("m2", NOW + HOUR, "Zwracamy pieniądze", thread_id="issue:i1")
    take_in(shop.account, answer, now=NOW + HOUR)
    assert not Duty.objects.exclude(kind="resolution").exists()


@pytest.mark.parametrize("talk_first", [True, False])
def test_a_discussion_whose_day_was_not_over_at_connecting_is_owed(shop: Shop, talk_first: bool) -> None:
    at = shop.account.connected_at - 20 * HOUR
    portions = [(talk(ThreadKind.PROBLEM), word("m1", at)), (issue(IssueKind.DISCUSSION, opened_at=at),)]
    for portion in portions if talk_first else reversed(portions):
        take_in(shop.account, *portion, now=NOW)
    assert not Message.objects.get().is_history
    assert Duty.objects.get(kind__in=("problem", "return")).rule_id == "D2"


def test_the_talk_of_a_claim_is_one_case_of_its_own(shop: Shop) -> None:
    take_in(shop.account, thread(), said("q1", NOW - HOUR), now=NOW)
    take_in(shop.account, talk(), issue(), word("m1", OPENED), word("m2", NOW - HOUR), now=NOW)
    assert sorted(case.messages.count() for case in cases(shop.account)) == [1, 2]


def test_money_under_way_ends_the_clock_of_a_return_and_money_called_off_brings_it_back(shop: Shop) -> None:
    order = an_order("z1", dispatch_by=NOW - DAY)
    take_in(shop.account, order, a_return("arrived"), now=NOW)
    assert duties() == [("return", "refund_on_platform")]
    take_in(shop.account, refund(RefundStatus.UNDER_WAY), now=NOW + HOUR)
    assert duties() == []
    take_in(shop.account, refund(RefundStatus.CALLED_OFF), now=NOW + 2 * HOUR)
    assert duties() == [("return", "refund_on_platform")]
    entry = JournalEntry.objects.get(verb="refund.not_paid")
    assert (entry.order.external_id if entry.order else "", entry.detail["status"]) == ("z1", "called_off")


def test_arrival_is_remembered_from_when_it_was_first_seen(shop: Shop) -> None:
    take_in(shop.account, a_return(), now=NOW)
    take_in(shop.account, a_return("arrived"), now=NOW + DAY)
    first = Duty.objects.get(kind__in=("problem", "return")).due_at
    take_in(shop.account, a_return("arrived", reference="7"), now=NOW + 3 * DAY)
    assert Duty.objects.get(kind__in=("problem", "return")).due_at == first


def test_a_persons_word_moves_the_clocks_until_the_platforms_changes(shop: Shop) -> None:
    take_in(shop.account, talk(), issue(), now=NOW)
    row = Issue.objects.get()
    issues.say_panel(row, "accepted", shop.bolek, now=NOW)
    row.refresh_from_db()
    assert (row.status, row.panel_status, row.ended_at, duties()) == ("open", "accepted", NOW, [])
    assert [doubt["code"] for doubt in row.doubts] == ["panel_says_otherwise"]
    take_in(shop.account, issue(raw_status="raw-new"), now=NOW + HOUR)
    row.refresh_from_db()
    assert (row.panel_status, row.ended_at) == ("", None)
    assert duties() == [("claim", "decide_on_platform")]
    assert "issue.panel_outdated" in verbs()


def test_a_persons_word_can_be_taken_back(shop: Shop) -> None:
    take_in(shop.account, talk(), issue(), now=NOW)
    row = Issue.objects.get()
    issues.say_panel(row, "rejected", shop.ala, now=NOW)
    issues.forget_panel(row, shop.ala, now=NOW + HOUR)
    assert duties() == [("claim", "decide_on_platform")]
    assert verbs()[-2:] == ["issue.panel_said", "issue.panel_forgotten"]


def test_a_stranger_and_a_wrong_word_are_refused(shop: Shop) -> None:
    take_in(shop.account, talk(), issue(), now=NOW)
    row = Issue.objects.get()
    with pytest.raises(NotAllowed):
        issues.say_panel(row, "rejected", shop.celina, now=NOW)
    with pytest.raises(Invalid):
        issues.say_panel(row, "on_its_way", shop.ala, now=NOW)
    assert Issue.objects.get().panel_status == ""


def test_doubts_are_kept_with_their_report_and_go_when_all_agrees(shop: Shop) -> None:
    told = issue(last_word=LastWord.SELLER)
    take_in(shop.account, talk(), told, word("m1", OPENED), now=NOW)
    [doubt] = Issue.objects.get().doubts
    assert doubt == {"code": "last_word_differs", "source": "#12196", "says": "seller", "read": "buyer"}
    take_in(shop.account, answered("m2", NOW, thread_id="issue:i1"), now=NOW + HOUR)
    assert Issue.objects.get().doubts == []


def test_time_alone_judges_an_issue_again(shop: Shop) -> None:
    due = NOW + HOUR
    take_in(shop.account, talk(), issue(decide_by=due), now=NOW)
    assert reassess_issues.due(now=due) <= 1
    assert reassess_issues.due(now=due + HOUR) == 1
    row = Issue.objects.get()
    assert row.standing == "late"
    assert reassess_issues.due(now=due + 3 * DAY) == 1
    assert [doubt["code"] for doubt in Issue.objects.get().doubts] == ["open_past_its_date"]


def test_open_talks_are_read_every_half_hour_the_newest_trouble_first(shop: Shop) -> None:
    older = issue(external_id="i0", thread_id="issue:i0", opened_at=OPENED - DAY)
    over = issue(status="closed", external_id="i9", thread_id="issue:i9")
    take_in(shop.account, older, issue(), over, a_return(external_id="x"), now=NOW)
    assert subjects.of(shop.account, "issues", now=NOW) == ["i1", "i0"]
    subjects.looked_at(shop.account, "issues", ["i1"], now=NOW)
    subjects.missed(shop.account, "issues", ["i0"], now=NOW)
    assert subjects.of(shop.account, "issues", now=NOW) == []
    assert subjects.of(shop.account, "issues", now=NOW + 6 * HOUR / 60) == ["i0"]
    assert subjects.of(shop.account, "issues", now=NOW + HOUR) == ["i1", "i0"]
    assert subjects.of(shop.other, "issues", now=NOW + HOUR) == []


def test_returns_are_looked_at_hourly_and_refunds_under_way_each_quarter(shop: Shop) -> None:
    take_in(shop.account, a_return(), refund(RefundStatus.UNDER_WAY), now=NOW)
    later = NOW + HOUR + timedelta(minutes=1)
    assert subjects.of(shop.account, "returns", now=NOW) == []
    assert subjects.of(shop.account, "returns", now=later) == ["i1"]
    assert subjects.of(shop.account, "refunds", now=NOW) == []
    assert subjects.of(shop.account, "refunds", now=NOW + HOUR) == ["r1"]
    take_in(shop.account, refund(RefundStatus.PAID), a_return("closed"), now=later)
    assert not subjects.of(shop.account, "refunds", now=NOW + DAY)
    assert not subjects.of(shop.account, "returns", now=NOW + DAY)


def test_a_word_of_the_marketplace_is_no_buyers_word(shop: Shop) -> None:
    line = word("s1", OPENED, "Dyskusja została otwarta", role=Role.MARKETPLACE, author_login="")
    take_in(shop.account, talk(ThreadKind.PROBLEM), issue(IssueKind.DISCUSSION), line, now=NOW)
    assert not Duty.objects.filter(case__isnull=False).exists()


def test_a_portion_of_issues_costs_the_same_queries_however_many_there_are(shop: Shop) -> None:
    def queries_of(first: int, count: int) -> int:
        facts: list[Any] = []
        for number in range(first, first + count):
            names: dict[str, Any] = {
                "external_id": f"i{number}",
                "thread_id": f"issue:i{number}",
                "order_id": f"z{number}",
            }
            facts += (thread(names["thread_id"], kind=ThreadKind.CLAIM), issue(**names))
            facts.append(thread(f"p{number}", kind=ThreadKind.PROBLEM))
        with CaptureQueriesContext(connection) as seen:
            take_in(shop.account, *facts, now=NOW)
        return len(seen)

    queries_of(0, 1)
    assert queries_of(100, 3) == queries_of(200, 30)
