"""Orders with everything that hangs on them, for tests of their clocks."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kontuar.facts.money import Money
from kontuar.facts.order_around import OrderAround
from kontuar.facts.orders import Delivery, Fulfilment, Order, OrderLine, OrderState, Scan, Shipment, Tracking
from kontuar.facts.refunds import FeeRefund, FeeRefundStatus, Refund, RefundStatus
from kontuar.rulebook.load import policy_for
from kontuar.rules.assess import assess_order
from kontuar.rules.duty import Assessment

WARSAW = ZoneInfo("Europe/Warsaw")


def pln(amount: int) -> Money:
    return Money(amount=Decimal(amount), currency="PLN")


def sold(**more: Any) -> Order:
    """An order of 100 zł with one line; paid where nothing else is said."""
    bought_at = more.get("bought_at")
    line = OrderLine(
        external_id="l", offer_id="9", name="Kubek", quantity=1, price=pln(100), bought_at=bought_at
    )
    given: dict[str, Any] = {
        "external_id": "o",
        "state": OrderState.READY,
        "fulfilment": Fulfilment.NEW,
        "buyer_id": "1",
        "buyer_login": "b",
        "lines": (line,),
        "total": pln(100),
        "paid": pln(100),
        "delivery": Delivery(),
    }
    return Order(**given | more)


def refund(status: str, at: datetime | None, amount: int = 100) -> Refund:
    return Refund(
        external_id=f"r-{at}",
        payment_id="p",
        order_id="o",
        status=RefundStatus(status),
        raw_status="X",
        created_at=at,
        total=pln(amount),
    )


def fee(status: str) -> FeeRefund:
    return FeeRefund(external_id="f", status=FeeRefundStatus(status), raw_status="X", line_id="l")


def parcel(created_at: datetime | None, *scans: Scan) -> tuple[Shipment, Tracking]:
    shipment = Shipment(external_id="s", order_id="o", carrier="DPD", waybill="1", created_at=created_at)
    return shipment, Tracking(carrier="DPD", waybill="1", scans=scans)


def judged(
    order: Order,
    now: datetime,
    *,
    parcels: tuple[tuple[Shipment, Tracking], ...] = (),
    connected_at: datetime | None = None,
    **around: Any,
) -> Assessment:
    policy = policy_for("allegro", "PL", now.astimezone(WARSAW).date(), zone=WARSAW)
    return assess_order(
        order,
        [shipment for shipment, _ in parcels],
        [tracking for _, tracking in parcels],
        policy,
        now,
        connected_at=connected_at,
        around=OrderAround(**around),
    )
