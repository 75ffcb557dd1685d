"""The week in plain words: answers, what was solved, who came back, money back, goodwill."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kontuar.actions import week as action
from kontuar.actions.rhythm_calendar import calendar
from kontuar.facts.issues import Issue as IssueFact
from kontuar.facts.issues import IssueKind, IssueStatus
from kontuar.store.models import Account, Case, Goodwill, Issue, Order, Rating, Refund, User
from kontuar.store.rebuild import to_json
from kontuar.web.pages.rhythm.week_words import sentences
from tests.web.stock import Morning, Stock, morning

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)  # a Wednesday
MONDAY = datetime(2026, 11, 16).date()
MON = datetime(2026, 11, 16, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def quiet(db: None) -> Morning:
    """People and accounts; nothing of the morning happened in the week that is told, and all is read for long."""
    desk = morning(NOW, parcels=0)
    User.objects.update(language="en")
    for table in (Order, Case, Rating, Refund, Issue, Goodwill):
        table.objects.all().delete()
    Account.objects.update(read_since=MON - 400 * DAY)
    return desk


def told(user: User) -> str:
    found = action.week(user, MONDAY, calendar(now=NOW), now=NOW)
    with translation.override("en"):
        return " ".join(sentences(found))


def talk(desk: Morning, login: str, *hours: float, order: Order | None = None, **values: object) -> Case:
    """The buyer asks at the first hour of the week, we answer at the second, and so on."""
    stock = Stock(NOW)
    buyer = order.buyer if order else stock.buyer(desk.klamka, login)
    words = [("buyer" if n % 2 == 0 else "seller", NOW - MON - HOUR * at, "?") for n, at in enumerate(hours)]
    return stock.case(buyer, *words, order=order, **values)


def bought(desk: Morning, login: str, at: datetime) -> Order:
    stock = Stock(NOW)
    return stock.order(stock.buyer(desk.klamka, login), ("Klamka", 1, "10.00"), bought=NOW - at)


def returned(order: Order, *, arrived_at: datetime, ended_at: datetime) -> None:
    fact = IssueFact(
        external_id=f"i{order.pk}",
        kind=IssueKind.RETURN,
        status=IssueStatus.CLOSED,
        raw_status="x",
        arrived_at=arrived_at,
    )
    Issue.objects.create(
        account=order.account, external_id=fact.external_id, kind="return", status="closed", order=order,
        order_external_id=order.external_id, opened_at=MON, ended_at=ended_at, first_seen_at=MON,
        changed_at=ended_at, fact=to_json(fact),
    )  # fmt: skip


def test_a_week_without_anything_says_nothing(quiet: Morning, seen_by) -> None:
    assert told(quiet.ala) == ""
    page = seen_by(quiet.ala).get("/rytm/tydzien/?od=2026-11-18").content.decode()
    assert "Nothing was read of this week" in page


def test_answers_are_told_with_middle_and_slowest_tenth_and_the_week_before(quiet: Morning) -> None:
    for number in range(10):
        talk(quiet, f"b{number}", 0, number + 1)
    talk(quiet, "before", -100, -98)
    talk(quiet, "waits", 5)
    said = told(quiet.ala)
    assert "Buyers asked 11 times." in said
    assert "Half of them had our answer within 5 h; the week before within 2 h." in said
    assert "A tenth waited longer than 9 h." in said
    assert "1 still waits for an answer." in said


def test_before_and_after_payment_and_each_channel_stand_apart(quiet: Morning, seen_by) -> None:
    for number in range(5):
        talk(quiet, f"asks{number}", 0, 1)
        talk(quiet, "", 0, 6, order=bought(quiet, f"paid{number}", MON - DAY))
    stock = Stock(NOW)
    stock.case(
        stock.buyer(quiet.ogrod, "ogrodnik"), ("buyer", NOW - MON, "?"), ("seller", NOW - MON - 3 * HOUR, "!")
    )
    assert "Who had paid waited longer than who had not" in told(quiet.ala)
    page = seen_by(quiet.ala).get("/rytm/tydzien/?od=2026-11-16").content.decode()
    for row in ("Before payment", "After payment", f"Allegro: {quiet.klamka}", f"Allegro: {quiet.ogrod}"):
        assert f'<th scope="row">{row}</th>' in page


def test_what_was_solved_is_told_with_its_time_and_whether_the_buyer_is_content(quiet: Morning) -> None:
    talk(quiet, "done", 0, 3, state="closed", closed_at=MON + 5 * HOUR)
    talk(quiet, "history", 1, 2, state="closed", closed_at=MON + 9 * HOUR)
    Account.objects.update(connected_at=MON + timedelta(hours=2, minutes=30))
    order = bought(quiet, "zwrot", MON - 10 * DAY)
    returned(order, arrived_at=MON + DAY, ended_at=MON + 3 * DAY)
    returned(bought(quiet, "over", MON - 10 * DAY), arrived_at=MON, ended_at=MON)
    Rating.objects.create(
        account=order.account, external_id="r", order=order, is_recommended=True, rated_at=MON + 2 * DAY,
        first_seen_at=MON, fact={},
    )  # fmt: skip
    said = told(quiet.ala)
    assert "1 conversation was closed, half of them within 5 h." in said
    assert "1 discussion, claim or return ended, half of them within 3 days." in said
    assert "Of their buyers 1 rated afterwards; 1 recommend you." in said


def test_who_came_back_is_told_only_where_enough_history_is_read(quiet: Morning) -> None:
    for number in range(4):
        bought(quiet, f"new{number}", MON + DAY)
    first = bought(quiet, "wraca", MON - 100 * DAY)
    Stock(NOW).order(first.buyer, ("Klamka", 1, "10.00"), bought=NOW - MON - DAY)
    assert "5 buyers bought; 1 of them had bought before (20.0 %)." in told(quiet.ala)
    Account.objects.update(read_since=MON - 30 * DAY)
    assert "5 buyers bought." in told(quiet.ala)


def test_money_back_is_measured_from_the_goods_return_and_goodwill_is_summed(quiet: Morning) -> None:
    order = bought(quiet, "zwrot", MON - 10 * DAY)
    returned(order, arrived_at=MON + DAY, ended_at=MON + 30 * DAY)
    other = bought(quiet, "bez", MON - 10 * DAY)
    for number, row in enumerate((order, other)):
        Refund.objects.create(
            account=order.account, external_id=f"z{number}", order=row, status="paid", created_at=MON + 2 * DAY,
            first_seen_at=MON, changed_at=MON, fact={},
        )  # fmt: skip
    case = talk(quiet, "goodwill", 0, 1)
    for amount in ("15.00", "20.00"):
        Goodwill.objects.create(case=case, amount=Decimal(amount), at=MON + DAY)
    Goodwill.objects.create(case=case, amount=Decimal(100), is_budget=True, at=MON + DAY)
    said = told(quiet.ala)
    assert "1 time money went back to a buyer, half of them within 24 h of the goods' return" in said
    assert "1 more refund followed no return or cancellation we know of." in said
    assert "Goodwill: 35.00 zł in 1 conversation." in said


def test_a_stranger_reads_his_own_week_and_more_rows_cost_no_more_queries(quiet: Morning) -> None:
    for number in range(3):
        talk(quiet, f"b{number}", 0, 1)

    def count(user: User) -> int:
        with CaptureQueriesContext(connection) as asked:
            told(user)
        return len(asked)

    before = count(quiet.ala)
    for number in range(30):
        talk(quiet, f"c{number}", 0, 1)
    assert count(quiet.ala) == before <= 20
    assert told(quiet.celina) == ""
