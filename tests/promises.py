"""An order with everything that may break its promises, for tests that ask what a rule's value changes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kontuar.facts.issues import Issue, IssueKind, IssueStatus
from kontuar.facts.money import Money
from kontuar.facts.offers import Offer
from kontuar.facts.orders import Delivery, Fulfilment, Order, OrderLine, OrderState, Shipment, Tracking
from kontuar.facts.promises import PromiseFacts, Risk
from kontuar.rules.finding import Watch
from kontuar.rules.policy import Policy
from kontuar.rules.promise.watch import watch


def at(text: str) -> datetime:
    """A Warsaw wall time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Warsaw")).astimezone(UTC)


MONDAY = at("2026-11-16 12:00")
ASKED = Tracking(carrier="DPD", waybill="1")


def sold(**more: Any) -> Order:
    """Paid on Monday morning, to be sent by Tuesday and there by Thursday."""
    price = Money(amount=Decimal(1), currency="PLN")
    given: dict[str, Any] = {"external_id": "o", "state": OrderState.READY, "fulfilment": Fulfilment.NEW}
    given |= {"buyer_id": "1", "buyer_login": "b", "total": price, "bought_at": at("2026-11-16 08:00")}
    given["lines"] = (OrderLine(external_id="1", offer_id="9", name="", quantity=1, price=price),)
    given["delivery"] = Delivery(dispatch_by=at("2026-11-17 23:59"), arrive_by=at("2026-11-19 23:59"))
    return Order(**given | more)


def watched(
    *trackings: Tracking, created_at: datetime = MONDAY, late: float | None = None, days: int = 0
) -> Callable[[Policy], Watch]:
    """On Tuesday morning or ``days`` later: the last piece was sold, the parcel announced, a discussion opened."""
    offer = Offer(external_id="9", name="", ended_at=at("2026-11-16 09:00"), ended_by="EMPTY_STOCK")
    asked = Issue(
        external_id="i",
        kind=IssueKind.DISCUSSION,
        status=IssueStatus.OPEN,
        raw_status="X",
        opened_at=MONDAY,
        order_id="o",
    )
    today = MONDAY + timedelta(days=days)
    facts = PromiseFacts(
        order=sold(),
        shipments=(
            Shipment(external_id="1", order_id="o", carrier="DPD", waybill="1", created_at=created_at),
        ),
        trackings=trackings,
        offers=(offer,),
        issues=(asked,),
        risk=(late and Risk(late=late, reckoned_at=today, holds_until=today + timedelta(days=1))) or None,
    )
    return lambda policy: watch(facts, policy, today + timedelta(hours=23))
