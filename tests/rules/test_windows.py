"""The windows' tables row by row, and the laws every window keeps."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontuar.facts.order_facts import OrderFacts
from kontuar.facts.orders import Delivery, Fulfilment, OrderState, Scan, Shipment, Tracking
from kontuar.facts.ratings import Rating
from kontuar.rulebook.load import policy_for, windows_for
from kontuar.rules.duty import DutyKind
from kontuar.rules.windows import card, pay, rating
from kontuar.rules.windows.window import Window, WindowKind, years_after
from tests.order_world import judged, sold
from tests.rules.test_clock_examples import check_dates, examples, local, told, written
from tests.rules.test_order_clocks import only

ORDERS: dict[str, dict[str, Any]] = {
    "new": {},
    "new, numbered": {},
    "processing": {"fulfilment": Fulfilment.PROCESSING},
    "sent": {"fulfilment": Fulfilment.SENT},
    "cancelled": {"state": OrderState.CANCELLED},
}


def order_facts(order: Any, delivered: list[datetime | None]) -> OrderFacts:
    parcels = [
        Shipment(external_id=f"s{number}", order_id=order.external_id, carrier="DPD", waybill=f"{number}")
        for number in range(len(delivered))
    ]
    trackings = [
        Tracking(carrier="DPD", waybill=f"{number}", scans=(Scan(code="delivered", at=at),) if at else ())
        for number, at in enumerate(delivered)
    ]
    return OrderFacts(order=order, shipments=tuple(parcels), trackings=tuple(trackings))


def the_end(found: tuple[Window, ...], kind: str, zone: ZoneInfo) -> datetime | None:
    ends = [local(one.ends_at, zone) for one in found if one.kind == kind]
    assert len(ends) <= 1
    return ends[0] if ends else None


def until(text: str) -> datetime | None:
    return None if text == "none" else written(text)


@pytest.mark.parametrize("row", examples("windows.md"))
def test_window_examples(row: dict[str, str], make: Any) -> None:
    bought_at = make.at(row["Bought"])
    on = written(row["Bought"]).date()
    moments: list[datetime | None] = [told(one.strip(), make) for one in row["Delivered"].split(";")]
    if row["Delivered"] == "none" and row["Order"] != "new, numbered":
        moments = []
    order = sold(
        bought_at=bought_at,
        paid_at=bought_at,
        marketplace=row["Market"],
        **ORDERS[row["Order"]],
    )
    calendar = make.policy(date(2026, 11, 16), row["Country"]).calendar
    rules = windows_for("allegro", row["Country"], on)
    found = card.of_order(order_facts(order, moments), rules, calendar)
    assert the_end(found, row["Window"], make.zone) == until(row["Until"])


@pytest.mark.parametrize("row", examples("rating-windows.md"))
def test_rating_window_examples(row: dict[str, str], make: Any) -> None:
    rated_at = make.at(row["Rated"])
    fact = Rating(
        external_id="r",
        order_id="o",
        buyer_login="b",
        is_recommended=row["Verdict"] == "good",
        created_at=rated_at,
        edited_at=told(row["Changed"], make),
        removal_by=told(row["Given by the interface"], make),
        removal_asked_at=rated_at if row["Asked"] == "yes" else None,
    )
    rules = windows_for("allegro", "PL", written(row["Rated"]).date())
    found = card.of_rating(fact, told(row["Bought"], make), rules)
    assert the_end(found, row["Window"], make.zone) == until(row["Until"])


@pytest.mark.parametrize("row", examples("rating.md"))
def test_rating_examples(row: dict[str, str], make: Any) -> None:
    at = make.at(row["Rated"])
    given_ = Rating(
        external_id="r",
        order_id="o",
        buyer_login="b",
        is_recommended=row["Verdict"] == "good",
        created_at=at,
        edited_at=told(row["Changed"], make),
        answer="Przykro nam." if row["Answer"] == "yes" else "",
        is_excluded=row["Counts"] == "no",
    )
    found = judged(sold(), at + timedelta(hours=30), ratings=(given_,))
    check_dates(only(found.duties, DutyKind.RATING), row, make.zone)


@pytest.mark.parametrize("row", examples("unpaid.md"))
def test_unpaid_examples(row: dict[str, str], make: Any) -> None:
    order = sold(
        state=OrderState(row["State"]),
        bought_at=make.at(row["Bought"]),
        payment_kind="" if row["Payment"] == "none" else row["Payment"],
        paid=None,
        paid_at=make.at("2026-10-16 10:00") if row["State"] == "ready" else None,
    )
    rules = windows_for("allegro", "PL", written(row["Bought"]).date())
    assert the_end(pay.windows(order, rules), "pay", make.zone) == until(row["May pay until"])
    found = only(judged(order, make.at(row["Now"])).duties, DutyKind.COMMISSION)
    assert [local(duty.due_at, make.zone) for duty in found] == [
        at for at in [until(row["Commission due"])] if at
    ]


def test_a_rating_that_was_taken_out_of_the_count_has_no_window() -> None:
    at = datetime(2026, 10, 8, tzinfo=UTC)
    fact = Rating(
        external_id="r", order_id="o", buyer_login="b", is_recommended=False, created_at=at, is_excluded=True
    )
    assert card.of_rating(fact, at, windows_for("allegro", "PL", at.date())) == ()


def test_a_mailbox_has_the_windows_of_the_law_alone() -> None:
    rules = windows_for("mail", "PL", date(2026, 11, 16))
    assert rules.withdrawal
    assert rules.liability
    assert not any((rules.rate, rules.edit, rules.removal, rules.cancel, rules.payment, rules.issue))


NEAR = datetime(2026, 3, 20, tzinfo=UTC)  # the change of the clock lies in the window
near = st.integers(0, 24 * 40).map(lambda half_hours: NEAR + half_hours * timedelta(minutes=30))
zones = st.sampled_from(["Europe/Warsaw", "Europe/Vilnius", "America/New_York", "Asia/Tokyo"])


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["PL", "LT", "DE", "FR", "US"]),
    zones,
    near,
    st.lists(st.none() | near, max_size=3),
    st.sampled_from(OrderState),
    st.sampled_from(Fulfilment),
    st.sampled_from(["allegro-pl", "allegro-cz"]),
    near,
    near,
)
def test_a_window_begins_before_it_ends_and_once_closed_stays_closed(
    country: str,
    zone: str,
    bought_at: datetime,
    delivered: list[datetime | None],
    state: OrderState,
    fulfilment: Fulfilment,
    market: str,
    one: datetime,
    other: datetime,
) -> None:
    order = sold(bought_at=bought_at, state=state, fulfilment=fulfilment, marketplace=market)
    calendar = policy_for("allegro", country, date(2026, 3, 25), zone=ZoneInfo(zone)).calendar
    rules = windows_for("allegro", country, date(2026, 6, 20))
    found = card.of_order(order_facts(order, delivered), rules, calendar)
    assert len({window.kind for window in found}) == len(found)
    early, late = sorted((one, other))
    for window in found:
        assert window.since_at < window.ends_at
        assert window.ends_at.tzinfo is UTC
        assert not (window.since_at <= early and not window.is_open(early) and window.is_open(late))
    opened = card.opened(found, one)
    assert all(window.is_open(one) for window in opened)
    assert list(opened) == sorted(opened, key=lambda window: (window.ends_at, window.kind))


@settings(max_examples=60, deadline=None)
@given(zones, near)
def test_a_term_of_days_ends_with_a_whole_local_day(zone: str, at: datetime) -> None:
    there = ZoneInfo(zone)
    calendar = policy_for("allegro", "PL", date(2026, 3, 25), zone=there).calendar
    order = sold(bought_at=at - timedelta(days=3), fulfilment=Fulfilment.SENT)
    rules = windows_for("allegro", "PL", date(2026, 3, 25))
    ends = {
        window.kind: window.ends_at.astimezone(there)
        for window in card.of_order(order_facts(order, [at]), rules, calendar)
    }
    for kind in (WindowKind.WITHDRAW, WindowKind.ISSUE, WindowKind.LIABILITY):
        assert (ends[kind].hour, ends[kind].minute) == (0, 0)
    assert ends[WindowKind.WITHDRAW].date() - at.astimezone(there).date() == timedelta(days=15)
    assert ends[WindowKind.EVIDENCE] == max(ends[WindowKind.ISSUE], ends[WindowKind.LIABILITY])


def test_the_twenty_ninth_of_february_becomes_the_twenty_eighth() -> None:
    assert years_after(date(2024, 2, 29), 2) == date(2026, 2, 28)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_who_may_rate_is_not_told_for_an_order_that_came_to_nothing_unpaid() -> None:
    at = datetime(2026, 10, 8, tzinfo=UTC)
    order = sold(bought_at=at, state=OrderState.CANCELLED, delivery=Delivery())
    assert rating.to_rate(order, windows_for("allegro", "PL", at.date())) == ()
