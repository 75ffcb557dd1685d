"""One seller, a few offers, no talk and no orders."""

from __future__ import annotations

from decimal import Decimal

from kontuar.practice_market.market import Market

SELLER = "sklep-kontuar"


def build(market: Market) -> None:
    """Open the shop."""
    market.seller_side.open(SELLER, company="Sklep Kontuar (ćwiczebny)")
    for name, price, stock, handling in (
        ("Lampka biurkowa LED z klipsem, biała", "79.90", 25, "PT24H"),
        ("Kubek emaliowany 350 ml, granatowy", "34.99", 60, "PT24H"),
        ("Koc bawełniany 150x200, szary", "129.00", 12, "P2D"),
        ("Plecak miejski 20 l, czarny", "159.00", 8, "P3D"),
    ):
        market.seller_side.offer(
            SELLER, name=name, price=Decimal(price), available=stock, handling_time=handling
        )
