"""Real orders with promised and actual dates (Olist, Brazil, 2016-2018) as the desk would have come to know them."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from kontuar.facts.money import Money
from kontuar.facts.orders import Delivery, Fulfilment, Order, OrderState, Scan, Shipment, Tracking
from kontuar.facts.promises import PromiseFacts

ZONE = ZoneInfo("America/Sao_Paulo")
CARRIER = "CARRIER"
"""The set names none: they are all one to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One order with everything that ever became known of it. Instants are UTC; the promise is a whole local day."""

    number: str
    seller: str
    bought_at: datetime
    paid_at: datetime | None
    handed_at: datetime | None
    arrived_at: datetime | None
    dispatch_by: datetime | None
    promised_on: date
    cost: Money | None
    parcels: int

    @property
    def arrived_on(self) -> date | None:
        """The local day of the delivery."""
        return self.arrived_at and self.arrived_at.astimezone(ZONE).date()

    def facts(self, now: datetime) -> PromiseFacts:
        """What is known at ``now``: later dates and the order's last state do not exist yet."""
        handed_at, arrived_at = _known(self.handed_at, now), _known(self.arrived_at, now)
        paid_at = _known(self.paid_at, now)
        end = datetime.combine(self.promised_on, time(23, 59, 59), ZONE).astimezone(UTC)
        order = Order(
            external_id=self.number,
            state=OrderState.READY if paid_at else OrderState.FILLED_IN,
            fulfilment=Fulfilment.SENT if handed_at else Fulfilment.NEW,
            buyer_id="",
            buyer_login="",
            lines=(),
            total=None,
            delivery=Delivery(
                dispatch_by=self.dispatch_by, arrive_by=end, cost=self.cost, packages=self.parcels
            ),
            paid_at=paid_at,
            bought_at=self.bought_at,
        )
        if handed_at is None:
            return PromiseFacts(order=order)
        scans = [Scan(code="in_transit", at=handed_at)]
        scans += [Scan(code="delivered", at=max(arrived_at, handed_at))] if arrived_at else []
        sent = Shipment(
            external_id="1", order_id=self.number, carrier=CARRIER, waybill="1", created_at=handed_at
        )
        told = Tracking(carrier=CARRIER, waybill="1", scans=tuple(scans))
        return PromiseFacts(order=order, shipments=(sent,), trackings=(told,))


def _known(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at <= now else None


def read(folder: Path) -> list[Sale]:
    """All orders of a folder with ``orders.csv`` and ``order_items.csv``."""
    items: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(folder / "order_items.csv"):
        items[row["order_id"]].append(row)
    return [_sale(row, items[row["order_id"]]) for row in _rows(folder / "orders.csv")]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sale(row: dict[str, str], items: list[dict[str, str]]) -> Sale:
    paid_at, handed_at = _at(row["order_approved_at"]), _at(row["order_delivered_carrier_date"])
    bought_at = _at(row["order_purchase_timestamp"])
    promised = _at(row["order_estimated_delivery_date"])
    if bought_at is None or promised is None:
        raise ValueError(f"{row['order_id']}: an order without a purchase or a promise")
    if handed_at is not None:  # a few were handed over before the payment was booked
        handed_at = max(handed_at, bought_at)
        paid_at = min(paid_at or handed_at, handed_at)
    cost = sum((Decimal(item["freight_value"]) for item in items), Decimal(0))
    limits = [at for item in items if (at := _at(item["shipping_limit_date"]))]
    return Sale(
        number=row["order_id"],
        seller=items[0]["seller_id"] if items else "",
        bought_at=bought_at,
        paid_at=paid_at,
        handed_at=handed_at,
        arrived_at=_at(row["order_delivered_customer_date"]),
        dispatch_by=min(limits, default=None),
        promised_on=promised.astimezone(ZONE).date(),
        cost=Money(amount=cost, currency="BRL") if items else None,
        parcels=max(len(items), 1),
    )


def _at(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC) if text else None
