"""Scenarios by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kontuar.practice_market.market import Market
from kontuar.practice_market.scenarios import demo, empty, load

SCENARIOS: dict[str, Callable[..., None]] = {"demo": demo.build, "empty": empty.build, "load": load.build}


def prepare(market: Market, name: str, **options: Any) -> Market:
    """Fill the market; ValueError for an unknown scenario. `options` are the scenario's own."""
    if name not in SCENARIOS:
        raise ValueError(f"unknown scenario {name!r}; known: {', '.join(SCENARIOS)}")
    with market.lock:
        SCENARIOS[name](market, **options)
        market.tick()
    return market
