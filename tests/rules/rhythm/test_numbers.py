"""The coming week out of the past weeks, and questions that became a sale."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kontuar.facts.money import Money
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.rhythm.forecast import FEWEST_DAYS, forecast, window
from kontuar.rules.rhythm.leads import WITHIN, Purchase, Question, leads, months
from tests.rules.rhythm.calendars import PLAIN, WARSAW, calendars, days, instants

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = date(2026, 11, 19)
LONG_AGO = date(2026, 1, 1)
START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def history(weeks: int = 8, each: int = 10) -> dict[date, int]:
    return {TODAY - DAY * back: each for back in range(1, weeks * 7 + 1)}


def test_the_forecast_is_orders_of_the_weekday_times_messages_to_an_order() -> None:
    orders = history() | {TODAY - timedelta(weeks=week): 30 for week in range(1, 9)}
    found = forecast(orders, sum(orders.values()) // 2, today=TODAY, first=LONG_AGO, calendar=PLAIN)
    assert found is not None
    assert found.per_order == 0.5
    assert [(one.orders, one.messages) for one in found.ahead] == [(10, 5)] * 6 + [(30, 15)]
    assert found.ahead[-1].days == 8


def test_without_history_there_is_no_guess() -> None:
    assert forecast({}, 0, today=TODAY, first=LONG_AGO, calendar=PLAIN) is None
    assert forecast(history(), 100, today=TODAY, first=TODAY, calendar=PLAIN) is None
    three_weeks = TODAY - timedelta(weeks=3)
    assert forecast(history(), 100, today=TODAY, first=three_weeks, calendar=PLAIN) is None
    assert forecast(history(each=0), 5, today=TODAY, first=LONG_AGO, calendar=PLAIN) is None


def test_a_holiday_neither_spoils_a_mean_nor_is_guessed_at() -> None:
    free = frozenset({TODAY - timedelta(weeks=1), TODAY + DAY})
    calendar = BusinessCalendar(zone=WARSAW, days_off=free)
    orders = history() | {TODAY - timedelta(weeks=1): 0}
    found = forecast(orders, 100, today=TODAY, first=LONG_AGO, calendar=calendar)
    assert found is not None
    assert (found.ahead[0].is_free, found.ahead[0].orders) == (True, None)
    assert (found.ahead[6].orders, found.ahead[6].days) == (10, 7)


@given(st.dictionaries(days, st.integers(0, 40), max_size=120), st.integers(0, 500), days, days, calendars())
def test_a_forecast_stays_within_what_was_seen(
    orders: dict[date, int], messages: int, today: date, first: date, calendar: BusinessCalendar
) -> None:
    since = window(today, first)
    assert since == today or since >= first
    assert (today - since).days % 7 == 0
    found = forecast(orders, messages, today=today, first=first, calendar=calendar)
    for one in found.ahead if found else ():
        if one.orders is not None:
            assert one.low <= one.orders <= one.high
            assert one.days >= FEWEST_DAYS
            assert not one.is_free


questions = st.builds(Question, buyer=st.integers(1, 3), asked_at=instants, answered_at=st.none() | instants)
purchases = st.builds(Purchase, buyer=st.integers(1, 3), bought_at=instants)


def test_a_question_and_an_order_within_two_weeks_are_a_sale() -> None:
    asked = [
        Question(buyer=1, asked_at=START, answered_at=START + HOUR),
        Question(buyer=2, asked_at=START, answered_at=START + 9 * HOUR),
        Question(buyer=3, asked_at=START, answered_at=None),
    ]
    bought = [Purchase(buyer=1, bought_at=START + DAY), Purchase(buyer=2, bought_at=START + 15 * DAY)]
    [month] = months(leads(asked, bought), now=START + 30 * DAY, zone=WARSAW)
    assert (month.sold, month.lost, month.open, month.unanswered) == (1, 2, 0, 1)
    assert (month.answer_sold, month.answer_lost) == (HOUR, 9 * HOUR)


def test_several_questions_before_one_order_are_one_lead() -> None:
    asked = [Question(buyer=1, asked_at=START + n * DAY, answered_at=None) for n in range(3)]
    [lead] = leads(asked, [Purchase(buyer=1, bought_at=START + 5 * DAY)])
    assert lead.bought_at == START + 5 * DAY


def test_a_young_question_is_not_called_lost() -> None:
    [month] = months(
        leads([Question(buyer=1, asked_at=START, answered_at=None)], []), now=START + DAY, zone=WARSAW
    )
    assert (month.sold, month.lost, month.open) == (0, 0, 1)


@given(st.lists(questions, max_size=12), st.lists(purchases, max_size=8), instants)
def test_every_lead_is_counted_once_and_every_order_ends_at_most_one(
    asked: list[Question], bought: list[Purchase], now: datetime
) -> None:
    found = leads(asked, bought)
    counted = months(found, now=now, zone=WARSAW)
    assert sum(one.sold + one.lost + one.open for one in counted) == len(found) <= len(asked)
    assert sum(one.unanswered for one in counted) <= sum(one.lost for one in counted)
    for lead in found:
        assert lead.asked_at <= lead.last_at
        assert lead.bought_at is None or lead.last_at < lead.bought_at <= lead.last_at + WITHIN
    for buyer in (1, 2, 3):
        mine = leads(
            [one for one in asked if one.buyer == buyer], [one for one in bought if one.buyer == buyer]
        )
        ends = [lead.bought_at for lead in mine if lead.bought_at]
        assert len(ends) == len(set(ends))


def test_what_was_not_bought_is_priced_where_the_price_is_known_and_the_slowest_tenth_is_told() -> None:
    price = Money(amount=Decimal("49.00"), currency="PLN")
    late = [
        Question(buyer=n, asked_at=START, answered_at=START + HOUR * (n + 1), price=price if n < 2 else None)
        for n in range(10)
    ]
    dear = Question(
        buyer=20, asked_at=START, answered_at=None, price=Money(amount=Decimal(5), currency="EUR")
    )
    sold = Question(buyer=21, asked_at=START, answered_at=None, price=price)
    bought = [Purchase(buyer=21, bought_at=START + HOUR)]
    [month] = months(leads([*late, dear, sold], bought), now=START + 30 * DAY, zone=WARSAW)
    assert [(one.amount, one.currency) for one in month.lost_worth] == [
        (Decimal(5), "EUR"),
        (Decimal(98), "PLN"),
    ]
    assert (month.lost, month.lost_priced) == (11, 3)
    assert month.slowest == 9 * HOUR
