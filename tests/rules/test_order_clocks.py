"""The tables of the clocks of orders and money, row by row, and what no table says."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kontuar.facts.offers import Offer
from kontuar.facts.order_around import Settled
from kontuar.facts.orders import Delivery, Fulfilment, OrderState, Scan
from kontuar.rules.duty import Duty, DutyKind
from tests.order_world import fee, judged, parcel, pln, refund, sold
from tests.rules.test_clock_examples import check_dates, examples, local, told, written

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def only(duties: tuple[Duty, ...], kind: DutyKind) -> tuple[Duty, ...]:
    return tuple(duty for duty in duties if duty.kind is kind)


@pytest.mark.parametrize("row", examples("no-number.md"))
def test_missing_number_examples(row: dict[str, str], make: Any) -> None:
    orders: dict[str, dict[str, Any]] = {
        "sent": {"fulfilment": Fulfilment.SENT},
        "new": {"fulfilment": Fulfilment.NEW},
        "shipped by marketplace": {"fulfilment": Fulfilment.SENT, "shipped_by_marketplace": True},
    }
    order = sold(updated_at=make.at(row["Changed"]), **orders[row["Order"]])
    parcels = () if row["Number"] == "none" else (parcel(make.at(row["Read"])),)
    found = judged(order, make.at(row["Now"]), parcels=parcels, parcels_at=make.at(row["Read"]))
    check_dates(only(found.duties, DutyKind.NO_NUMBER), row, make.zone)


@pytest.mark.parametrize("row", examples("promises.md"))
def test_promise_examples(row: dict[str, str], make: Any) -> None:
    order = sold(
        fulfilment=Fulfilment.SENT,
        paid_at=make.at("2026-11-16 08:00"),
        delivery=Delivery(arrive_by=make.at(row["Promised"])),
    )
    scans = () if row["Scan"] == "none" else (Scan(code="in_transit", at=make.at(row["Scan"])),)
    parcels = (parcel(make.at(row["Numbered"]), *scans),)
    found = judged(order, make.at(row["Now"]), parcels=parcels, told_at=told(row["Word"], make))
    if row["Duty"] == "none":
        assert found.duties == ()
        return
    wanted = zip(row["Duty"].split(", "), row["Due"].split(", "), strict=True)
    assert {(duty.kind.value, local(duty.due_at, make.zone)) for duty in found.duties} == {
        (kind, written(at)) for kind, at in wanted
    }


@pytest.mark.parametrize("row", examples("cannot-fulfil.md"))
def test_cannot_fulfil_examples(row: dict[str, str], make: Any) -> None:
    orders: dict[str, dict[str, Any]] = {
        "new": {},
        "sent": {"fulfilment": Fulfilment.SENT},
        "cancelled": {"state": OrderState.CANCELLED},
    }
    at = make.at(row["Bought"])
    offer = Offer(
        external_id="9",
        name="Kubek",
        stock=int(row["Stock"]),
        ended_at=told(row["Offer ended"], make),
        ended_by="" if row["By"] == "none" else row["By"],
    )
    order = sold(bought_at=at, paid_at=at, **orders[row["Order"]])
    found = judged(order, at + HOUR, offers=(offer,))
    check_dates(only(found.duties, DutyKind.CANNOT), row, make.zone)


@pytest.mark.parametrize("row", examples("refund.md"))
def test_cancellation_refund_examples(row: dict[str, str], make: Any) -> None:
    at = told(row["Cancelled"], make)
    now = (at or make.at("2026-11-16 10:00")) + HOUR
    order = sold(
        state=OrderState.CANCELLED,
        fulfilment=Fulfilment.SENT if row["Order"] == "sent" else Fulfilment.NEW,
        paid_at=None if row["Order"] == "unpaid" else now - 2 * DAY,
        paid=pln(100),
    )
    refunds = ()
    if row["Money"] != "none":
        status, amount, when = row["Money"].split()
        refunds = (refund(status, now if when == "since" else now - DAY, int(amount)),)
    found = judged(order, now, cancelled_at=at, refunds=refunds)
    check_dates(only(found.duties, DutyKind.REFUND), row, make.zone)


@pytest.mark.parametrize("row", examples("refund-again.md"))
def test_refund_again_examples(row: dict[str, str], make: Any) -> None:
    at = make.at(row["Made"])
    refunds = [refund(row["Status"], at)]
    if row["Then"] != "none":
        status, _, when = row["Then"].partition(" ")
        refunds.append(refund(status, make.at(when)))
    found = judged(sold(), at + DAY, refunds=tuple(refunds))
    check_dates(only(found.duties, DutyKind.REFUND_AGAIN), row, make.zone)


@pytest.mark.parametrize("row", examples("commission.md"))
def test_commission_examples(row: dict[str, str], make: Any) -> None:
    cancelled_at = told(row["Cancelled"], make)
    state = OrderState.CANCELLED if cancelled_at else OrderState.READY
    order = sold(state=state, bought_at=make.at(row["Bought"]))
    fees = () if row["Request"] == "none" else (fee(row["Request"]),)
    found = judged(order, make.at(row["Now"]), cancelled_at=cancelled_at, fee_refunds=fees)
    check_dates(only(found.duties, DutyKind.COMMISSION), row, make.zone)


def stalled(
    make: Any, at: str, *, scans: tuple[str, ...], settled: tuple[Settled, ...] = ()
) -> tuple[Duty, ...]:
    told_scans = [Scan(code="in_transit", at=make.at(scan)) for scan in scans]
    parcels = (parcel(make.at("2026-11-02 08:00"), *told_scans),)
    return judged(sold(fulfilment=Fulfilment.SENT), make.at(at), parcels=parcels, settled=settled).duties


def test_called_done_it_is_owed_again_only_when_it_begins_anew(make: Any) -> None:
    once = ("2026-11-02 18:00",)
    (duty,) = stalled(make, "2026-11-06 10:00", scans=once)
    done = (Settled(kind="stalled", since_at=duty.since_at),)
    assert stalled(make, "2026-11-06 10:00", scans=once, settled=done) == ()
    again = (*once, "2026-11-06 12:00")
    assert [d.kind for d in stalled(make, "2026-11-13 10:00", scans=again, settled=done)] == [
        DutyKind.STALLED
    ]


def test_what_a_person_calls_done_ends_its_own_kind_alone(make: Any) -> None:
    (duty,) = stalled(make, "2026-11-06 10:00", scans=("2026-11-02 18:00",))
    other = (Settled(kind="no_scan", since_at=duty.since_at),)
    assert stalled(make, "2026-11-06 10:00", scans=("2026-11-02 18:00",), settled=other) == (duty,)


def test_what_was_overdue_when_the_account_was_connected_opens_nothing(make: Any) -> None:
    at: datetime = make.at("2026-11-02 10:00")
    order = sold(state=OrderState.CANCELLED, paid_at=at - DAY)
    for connected_at, owed in ((None, True), (at, True), (at + 9 * DAY, False)):
        found = judged(order, at + 10 * DAY, connected_at=connected_at, cancelled_at=at)
        assert bool(only(found.duties, DutyKind.REFUND)) is owed
