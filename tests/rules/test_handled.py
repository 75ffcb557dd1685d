"""How long orders took to leave: working days, the slowest tenth, what would hold, and nothing without history."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.rulebook.load import policy_for
from kontuar.rules.promise.handled import FEW, Sent, handling, slowest_tenth, working_days
from tests.rules.conftest import WARSAW, Make
from tests.rules.test_clock_examples import examples

POLICY = policy_for("allegro", "PL", date(2026, 11, 16), zone=WARSAW)
MONDAY = Make().at("2026-11-16 10:00")
DAY = timedelta(days=1)


def sent(*took: int, declared: int = 1) -> list[Sent]:
    return [
        Sent(ready_at=MONDAY, by_at=MONDAY + declared * DAY, left_at=MONDAY + days * DAY) for days in took
    ]


def said(orders: list[Sent]) -> Any:
    return handling(orders, POLICY.calendar, POLICY.orders.handling)


@pytest.mark.parametrize("row", examples("handling.md"))
def test_handling_examples(row: dict[str, str], make: Any) -> None:
    days = working_days(make.at(row["Paid"]), make.at(row["Left"]), POLICY.calendar)
    assert days == int(row["Days"])


def test_without_history_nothing_is_said_of_how_long_it_takes() -> None:
    found = said(sent(*[1] * (FEW - 1)))
    assert (found.median, found.slowest_tenth, found.would_hold, found.fast) == (None, None, "", None)
    assert found.measured == FEW - 1


def test_the_real_time_stands_beside_the_declared_one() -> None:
    found = said(sent(0, 1, 1, 1, 1, 1, 1, 2, 2, 3))
    assert (found.declared, found.median, found.slowest_tenth) == (1, 1.0, 2)
    assert (found.dated, found.broken, found.broken_share) == (10, 3, 0.3)
    assert found.would_hold == "P2D"
    assert found.fast == 1


def test_a_parcel_nobody_scanned_is_not_known_and_breaks_nothing() -> None:
    unscanned = Sent(ready_at=MONDAY, by_at=MONDAY, left_at=None)
    found = said([*sent(0, 0, 0, 0, 0), unscanned])
    assert (found.orders, found.measured, found.unknown, found.broken) == (6, 5, 1, 0)


def test_an_offer_with_a_longer_declared_time_is_not_in_the_measure_of_fast_dispatch() -> None:
    assert said(sent(*[0] * 6, declared=2)).fast is None
    assert said(sent(*[0] * 6, declared=1)).fast == 6


def test_where_no_time_may_be_declared_that_holds_none_is_named() -> None:
    assert said(sent(*[100] * 6)).would_hold == ""


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60))
def test_nine_of_ten_took_at_most_the_slowest_tenth(took: list[int]) -> None:
    tenth = slowest_tenth(sorted(took))
    assert sum(days <= tenth for days in took) >= 0.9 * len(took)
    assert sum(days < tenth for days in took) < 0.9 * len(took)
