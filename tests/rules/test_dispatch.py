from datetime import timedelta
from typing import Any

import pytest

from kontuar.facts.orders import Fulfilment, OrderState, Scan, Shipment, Tracking
from kontuar.rules.assess import assess_order
from kontuar.rules.duties.dispatch import why_none
from kontuar.rules.duty import Origin, Standing

DAY = timedelta(days=1)


def test_late_stays_owed_for_ever(make: Any) -> None:
    by = make.at("2026-11-17 23:59:59")
    policy = make.policy(by.date())
    for days in (1, 30, 400):
        found = assess_order(make.order(by), (), (), policy, by + days * DAY)
        assert found.standing is Standing.LATE
        assert found.changes_at is None


def test_the_date_is_the_marketplaces_own_and_the_couriers_hour_is_safer(make: Any) -> None:
    by = make.at("2026-11-17 23:59:59")
    (duty,) = assess_order(make.order(by), (), (), make.policy(by.date()), by - DAY).duties
    assert (duty.origin, duty.rule_id, duty.is_counted, duty.safer_by) == (
        Origin.PAYLOAD,
        "C3",
        True,
        make.at("2026-11-17 15:00"),
    )


def test_no_date_opens_no_duty_and_says_why(make: Any) -> None:
    now = make.at("2026-11-16 10:00")
    found = assess_order(make.order(None), (), (), make.policy(now.date()), now)
    assert (found.duties, found.next_step, found.changes_at) == ((), "no_dispatch_date", None)


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("cancelled", {"state": OrderState.CANCELLED}),
        ("cancelled", {"fulfilment": Fulfilment.CANCELLED}),
        ("not_ready", {"state": OrderState.BOUGHT}),
        ("not_ready", {"state": OrderState.OTHER}),
        ("shipped_by_marketplace", {"shipped_by_marketplace": True}),
        ("sent", {"fulfilment": Fulfilment.SENT}),
        ("sent", {"fulfilment": Fulfilment.PICKED_UP}),
        ("sent", {"fulfilment": Fulfilment.READY_FOR_PICKUP}),
        ("sent", {"fulfilment": Fulfilment.RETURNED}),
        ("sent", {"lines_sent": "ALL"}),
        ("", {"lines_sent": "SOME"}),
        ("", {"fulfilment": Fulfilment.PROCESSING}),
        ("", {"fulfilment": Fulfilment.READY_FOR_SHIPMENT}),
        ("", {"fulfilment": Fulfilment.SUSPENDED}),
        ("", {"fulfilment": Fulfilment.OTHER}),
    ],
)
def test_why_no_parcel_is_owed(why: str, more: Any, make: Any) -> None:
    by = make.at("2026-11-17 23:59:59")
    assert why_none(make.order(by, **more), make.policy(by.date()).dispatch) == why


def test_an_order_overdue_before_we_were_connected_is_history(make: Any) -> None:
    by = make.at("2026-11-13 23:59:59")
    policy, now = make.policy(by.date()), by + 3 * DAY
    assert assess_order(make.order(by), (), (), policy, now, connected_at=by + DAY).duties == ()
    assert assess_order(make.order(by), (), (), policy, now, connected_at=by - DAY).duties != ()


def test_a_parcel_the_carrier_has_scanned_only_wants_to_be_marked(make: Any) -> None:
    by = make.at("2026-11-17 23:59:59")
    policy, now = make.policy(by.date()), by - DAY
    parcel = Shipment(external_id="s", order_id="order-1", carrier="DPD", waybill="1")

    def step(code: str, **more: Any) -> str:
        scans = (Scan(code=code, at=now),)
        tracking = Tracking(**{"carrier": "DPD", "waybill": "1", "scans": scans} | more)
        return assess_order(make.order(by), [parcel], [tracking], policy, now).next_step

    assert step("in_transit") == "mark_as_sent"
    assert step("pending") == "send_parcel"
    assert step("unknown") == "send_parcel"
    assert step("in_transit", waybill="2") == "send_parcel"


def test_the_warning_skips_an_absence_back_to_the_last_open_day(make: Any) -> None:
    by = make.at("2026-11-17 23:59:59")
    policy = make.policy(by.date(), absences=frozenset({by.date()}))
    (duty,) = assess_order(make.order(by), (), (), policy, by - 3 * DAY).duties
    assert duty.warn_at == make.at("2026-11-16 09:00")
