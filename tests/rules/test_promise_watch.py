"""What the promise watch says of one order, in cases a seller knows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kontuar.facts.issues import Issue, IssueKind, IssueStatus
from kontuar.facts.money import Money
from kontuar.facts.offers import Offer
from kontuar.facts.orders import Delivery, Fulfilment, OrderLine, OrderState, Scan, Shipment, Tracking
from kontuar.facts.promises import PromiseFacts, Risk, Terms
from kontuar.rules.duty import Standing
from kontuar.rules.finding import Watch
from kontuar.rules.promise.watch import watch, why_unwatched

ASKED = Tracking(carrier="DPD", waybill="1")


def looked(make: Any, facts: PromiseFacts, now: str, **policy: Any) -> Watch:
    moment = make.at(now)
    return watch(facts, make.policy(moment.date(), **policy), moment)


def said(found: Watch) -> dict[str, tuple[str, ...]]:
    """Kind and promise of each finding with its reasons."""
    return {f"{f.kind}/{f.promise}": f.why for f in found.findings}


def bought(make: Any, *, sent: str = "", scans: Any = None, **more: Any) -> PromiseFacts:
    """Bought and paid on Monday 16 November, to be sent by Tuesday and there by Friday 20 November 2026."""
    delivery = Delivery(dispatch_by=make.at("2026-11-17 23:59:59"), arrive_by=make.at("2026-11-20 23:59:59"))
    given = {"paid_at": make.at("2026-11-16 08:00"), "bought_at": make.at("2026-11-16 08:00")}
    given |= {"fulfilment": Fulfilment.SENT} if sent else {}
    order = make.order(None, **given | {"delivery": delivery} | more.pop("order", {}))
    parcel = Shipment(external_id="1", order_id="order-1", carrier="DPD", waybill="1")
    facts = PromiseFacts(order=order, **more)
    if not sent:
        return facts
    told = tuple(Scan(code=code, at=make.at(at)) for at, code in (scans or {}).items())
    trackings = () if scans is None else (replace(ASKED, scans=told),)
    return replace(facts, shipments=(replace(parcel, created_at=make.at(sent)),), trackings=trackings)


def test_an_order_with_time_left_is_left_alone(make: Any) -> None:
    found = looked(make, bought(make), "2026-11-16 12:00")
    assert found.findings == ()
    assert found.standing is Standing.CALM
    assert found.changes_at == make.at("2026-11-17 17:00")


def test_when_we_close_with_the_parcel_unsent_its_date_will_break(make: Any) -> None:
    found = looked(make, bought(make), "2026-11-17 17:00")
    assert said(found) == {"will_break/dispatch": ("closed_until_then",)}
    assert found.standing is Standing.SOON
    assert found.findings[0].next_step == "send_or_tell_buyer"


def test_an_absence_over_all_the_time_left_is_told_at_once(make: Any) -> None:
    days = frozenset(datetime(2026, 11, day, tzinfo=UTC).date() for day in (16, 17))
    found = looked(make, bought(make), "2026-11-16 08:00", absences=days)
    assert said(found) == {"will_break/dispatch": ("nobody_there",)}


def test_a_date_of_dispatch_that_passed_is_broken(make: Any) -> None:
    found = looked(make, bought(make), "2026-11-18 00:00")
    assert said(found) == {"broken/dispatch": ("not_sent",)}
    assert found.standing is Standing.LATE


def test_unsent_one_day_before_the_delivery_it_will_break(make: Any) -> None:
    before, after = (looked(make, bought(make), f"2026-11-19 {at}") for at in ("08:59", "09:00"))
    assert "will_break/delivery" not in said(before)
    assert said(after)["will_break/delivery"] == ("not_sent",)


def test_a_delivery_on_monday_is_looked_at_on_friday(make: Any) -> None:
    delivery = Delivery(arrive_by=make.at("2026-11-23 23:59:59"))
    facts = bought(make, order={"delivery": delivery})
    assert said(looked(make, facts, "2026-11-20 08:59")) == {}
    assert said(looked(make, facts, "2026-11-20 09:00")) == {"will_break/delivery": ("not_sent",)}


@pytest.mark.parametrize(
    ("sent", "silent_from"),
    [
        ("2026-11-16 09:00", "2026-11-17 12:00"),  # a working day later would be nine o'clock
        ("2026-11-16 15:00", "2026-11-17 15:00"),
        ("2026-11-13 09:00", "2026-11-16 12:00"),  # a Friday: Monday noon
        ("2026-11-10 09:00", "2026-11-12 12:00"),  # the holiday of 11 November
    ],
)
def test_no_parcel_is_silent_before_noon_of_the_next_working_day(
    sent: str, silent_from: str, make: Any
) -> None:
    facts = bought(make, sent=sent, scans={})
    silent = make.at(silent_from)
    policy = make.policy(silent.date())
    found = watch(facts, policy, silent - timedelta(minutes=1))
    assert "no_first_scan/delivery" not in said(found)
    found = watch(facts, policy, silent + timedelta(seconds=1))
    assert said(found)["no_first_scan/delivery"] == ("no_first_scan",)


def test_a_parcel_nobody_asked_about_is_passed_over(make: Any) -> None:
    facts = bought(make, sent="2026-11-16 09:00")
    assert said(looked(make, facts, "2026-11-30 12:00")) == {}


def test_a_parcel_that_stands_still_is_named_after_two_working_days(make: Any) -> None:
    facts = bought(make, sent="2026-11-16 09:00", scans={"2026-11-16 18:00": "in_transit"})
    assert said(looked(make, facts, "2026-11-18 18:00")) == {}
    assert said(looked(make, facts, "2026-11-18 18:01")) == {"stalled/delivery": ("stalled",)}


def test_a_moving_parcel_is_named_calmly_on_its_last_day(make: Any) -> None:
    facts = bought(make, sent="2026-11-18 09:00", scans={"2026-11-19 18:00": "in_transit"})
    assert said(looked(make, facts, "2026-11-19 23:59")) == {}
    found = looked(make, facts, "2026-11-20 00:00")
    assert said(found) == {"will_break/delivery": ("last_day",)}
    assert found.standing is Standing.CALM


def test_a_delivery_date_that_passed_is_broken(make: Any) -> None:
    facts = bought(make, sent="2026-11-18 09:00", scans={"2026-11-20 18:00": "in_transit"})
    found = looked(make, facts, "2026-11-21 00:00")
    assert said(found) == {"broken/delivery": ("not_arrived",)}
    assert found.findings[0].since_at == make.at("2026-11-20 23:59:59")
    assert found.findings[0].next_step == "tell_buyer"


@pytest.mark.parametrize("code", ["delivered", "ready_for_pickup", "notice_left"])
def test_a_parcel_that_arrived_is_no_longer_watched(code: str, make: Any) -> None:
    scans = {"2026-11-18 18:00": "in_transit", "2026-11-20 18:00": code}
    facts = bought(make, sent="2026-11-18 09:00", scans=scans)
    found = looked(make, facts, "2026-11-29 12:00")
    assert (found.findings, found.changes_at) == ((), None)


def test_one_parcel_of_two_is_not_the_order(make: Any) -> None:
    facts = bought(make, sent="2026-11-18 09:00", scans={"2026-11-20 18:00": "delivered"})
    other = replace(facts.shipments[0], waybill="2")
    facts = replace(
        facts, shipments=(*facts.shipments, other), trackings=(*facts.trackings, replace(ASKED, waybill="2"))
    )
    assert "broken/delivery" in said(looked(make, facts, "2026-11-22 12:00"))


def test_a_feared_delay_is_told_as_soon_as_it_is_reckoned_and_presses_one_day_before(make: Any) -> None:
    at = make.at("2026-11-18 06:00")
    facts = bought(make, sent="2026-11-17 09:00", scans={"2026-11-17 18:00": "in_transit"})
    feared = replace(facts, risk=Risk(late=0.9, reckoned_at=at, holds_until=at + timedelta(days=1)))
    found = looked(make, feared, "2026-11-18 06:00")
    assert said(found) == {"will_break/delivery": ("late_risk",)}
    assert found.standing is Standing.CALM
    assert found.changes_at == make.at("2026-11-19 09:00")
    assert found.findings[0].risk == feared.risk
    small = replace(facts, risk=Risk(late=0.7, reckoned_at=at, holds_until=at + timedelta(days=1)))
    assert said(looked(make, small, "2026-11-18 06:00")) == {}


@pytest.mark.parametrize(("late", "why"), [(0.7, ("late_risk",)), (0.3, None)])
def test_one_day_before_a_smaller_fear_is_enough(late: float, why: tuple[str, ...] | None, make: Any) -> None:
    at = make.at("2026-11-19 00:00")
    facts = bought(make, sent="2026-11-17 09:00", scans={"2026-11-18 18:00": "in_transit"})
    risk = Risk(late=late, reckoned_at=at, holds_until=at + timedelta(days=1))
    found = looked(make, replace(facts, risk=risk), "2026-11-19 10:00")
    assert said(found).get("will_break/delivery") == why


def offer(make: Any, **more: Any) -> Offer:
    ended_at = make.at(more.pop("ended")) if "ended" in more else None
    return Offer(external_id="9", name="Lamp", ended_at=ended_at, **more)


@pytest.mark.parametrize(
    ("given", "why", "step"),
    [
        ({"stock": -1}, "oversold", "tell_cancel_refund"),
        ({"ended": "2026-11-16 07:00", "ended_by": "EMPTY_STOCK"}, "bought_after_end", "tell_cancel_refund"),
        ({"ended": "2026-11-16 09:00", "ended_by": "USER"}, "offer_ended", "check_stock"),
        ({"ended": "2026-11-16 08:00", "ended_by": "EMPTY_STOCK"}, "", ""),
        ({"stock": 0}, "", ""),
    ],
)
def test_an_order_that_perhaps_cannot_be_fulfilled(given: Any, why: str, step: str, make: Any) -> None:
    price = Money(amount=Decimal(9), currency="PLN")
    line = OrderLine(external_id="1", offer_id="9", name="Lamp", quantity=1, price=price)
    facts = bought(make, order={"lines": (line,)}, offers=(offer(make, **given),))
    found = looked(make, facts, "2026-11-16 12:00")
    assert said(found) == ({"cannot_fulfil/dispatch": (why,)} if why else {})
    assert [f.next_step for f in found.findings] == ([step] if step else [])
    sent = replace(facts, order=replace(facts.order, fulfilment=Fulfilment.SENT))
    assert said(looked(make, sent, "2026-11-16 12:00")) == {}


def complaint(make: Any, opened: str, **more: Any) -> Issue:
    given = {"kind": IssueKind.DISCUSSION, "status": IssueStatus.OPEN, "order_id": "order-1"}
    return Issue(external_id="i", raw_status="X", opened_at=make.at(opened), **given | more)


def test_a_discussion_on_the_third_day_is_too_early_until_the_promise_is_over(make: Any) -> None:
    facts = bought(
        make,
        sent="2026-11-18 09:00",
        scans={"2026-11-18 18:00": "in_transit"},
        issues=(complaint(make, "2026-11-19 10:00"),),
    )
    found = looked(make, facts, "2026-11-19 12:00")
    assert said(found) == {"too_early/delivery": ("promise_not_over",)}
    assert (found.findings[0].next_step, found.findings[0].rule_id) == ("quote_promise", "D18")
    assert found.findings[0].by_at == make.at("2026-11-20 23:59:59")
    assert said(looked(make, facts, "2026-11-21 12:00")) == {
        "broken/delivery": ("not_arrived",),
        "stalled/delivery": ("stalled",),
    }


@pytest.mark.parametrize(
    "other",
    [
        {"kind": IssueKind.CLAIM},
        {"status": IssueStatus.CLOSED},
        {"order_id": "another"},
    ],
)
def test_other_issues_are_not_too_early(other: Any, make: Any) -> None:
    facts = bought(make, issues=(complaint(make, "2026-11-16 10:00", **other),))
    assert said(looked(make, facts, "2026-11-16 12:00")) == {}


def test_the_term_in_force_at_purchase_counts_not_todays(make: Any) -> None:
    terms = Terms(arrive_by=make.at("2026-11-18 23:59:59"))
    facts = bought(make, issues=(complaint(make, "2026-11-19 10:00"),), terms=terms)
    assert "too_early/delivery" not in said(looked(make, facts, "2026-11-19 12:00"))


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ({"state": OrderState.CANCELLED}, "cancelled"),
        ({"fulfilment": Fulfilment.CANCELLED}, "cancelled"),
        ({"state": OrderState.BOUGHT}, "not_ready"),
        ({}, ""),
    ],
)
def test_orders_nobody_owes_are_not_watched(order: Any, why: str, make: Any) -> None:
    facts = bought(make, order=order)
    assert why_unwatched(facts, make.policy(datetime(2026, 11, 20).date()).dispatch) == why
    assert bool(looked(make, facts, "2026-11-25 12:00").findings) == (why == "")


def test_what_was_over_before_the_account_was_connected_is_history(make: Any) -> None:
    facts = bought(make, connected_at=make.at("2026-11-21 12:00"))
    assert looked(make, facts, "2026-11-25 12:00").findings == ()


def test_an_order_the_marketplace_ships_is_watched_for_its_arrival_alone(make: Any) -> None:
    facts = bought(make, order={"shipped_by_marketplace": True})
    assert looked(make, facts, "2026-11-25 12:00").findings == ()


def test_a_mailbox_knows_no_promises(make: Any) -> None:
    assert looked(make, bought(make), "2026-11-25 12:00", marketplace="mail").findings == ()
