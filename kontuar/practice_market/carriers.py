"""Carriers and delivery methods the market knows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal

CARRIERS: dict[str, str] = {
    "ALLEGRO": "Allegro",
    "INPOST": "InPost",
    "POCZTA_POLSKA": "Poczta Polska",
    "DPD": "DPD",
    "DHL": "DHL",
    "UPS": "UPS",
    "GLS": "GLS",
    "FEDEX": "FedEx",
    "RUCH": "ORLEN Paczka",
    "OTHER": "",
}

TRACKING_CODES: tuple[str, ...] = (
    "PENDING",
    "IN_TRANSIT",
    "RELEASED_FOR_DELIVERY",
    "AVAILABLE_FOR_PICKUP",
    "NOTICE_LEFT",
    "ISSUE",
    "RETURNED",
    "DELIVERED",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryMethod:
    name: str
    carrier_id: str
    cost: Decimal
    to_point: bool = False

    @property
    def id(self) -> str:
        """A stable UUID made from the name."""
        return str(uuid.uuid5(uuid.NAMESPACE_DNS, "practice-market." + self.name))


METHODS: dict[str, DeliveryMethod] = {
    "locker": DeliveryMethod(
        name="Allegro Paczkomaty InPost", carrier_id="INPOST", cost=Decimal("12.99"), to_point=True
    ),
    "courier": DeliveryMethod(name="Allegro Kurier DPD", carrier_id="DPD", cost=Decimal("14.99")),
    "post": DeliveryMethod(name="Pocztex Kurier", carrier_id="POCZTA_POLSKA", cost=Decimal("13.49")),
    "cod": DeliveryMethod(name="Allegro Kurier DPD pobranie", carrier_id="DPD", cost=Decimal("19.99")),
    "point": DeliveryMethod(
        name="Allegro Odbiór w Punkcie ORLEN Paczka", carrier_id="RUCH", cost=Decimal("9.99"), to_point=True
    ),
}
