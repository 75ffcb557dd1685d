"""Days at a market where everything that can go wrong does: at the end every message and order is here."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kontuar.connector_kit.errors import AuthExpired, RateLimited, Temporary
from kontuar.facts.messages import Message
from kontuar.facts.orders import Order

from .conftest import Stall

STEPS = 60
FAULTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("html_error", {"status": 504}),
    ("dropped", {}),
    ("lost_answer", {"mode": "close"}),
    ("too_many", {"retry_after": 1}),
    ("event_late", {"seconds": 1200}),
    ("event_double", {}),
    ("event_missing", {}),
    ("late_message", {"seconds": 5400}),
)


class Reader:
    """A worker that is killed now and then: what it read before storing is lost, cursor and all."""

    def __init__(self, stall: Stall, chance: random.Random, *, without: tuple[str, ...] = ()) -> None:
        self.stall, self.chance = stall, chance
        self.client = stall.open()
        self.since = stall.now - timedelta(days=20)
        self.every = {"messages": 1, "orders": 1, "orders_reconcile": 12, "sweep": 12, "history": 1}
        for name in without:
            del self.every[name]
        self.cursors: dict[str, Any] = {}
        self.ended: set[str] = set()
        self.messages: set[str] = set()
        self.orders: set[str] = set()

    def step(self, number: int, *, may_die: bool = True) -> None:
        for stream, every in self.every.items():
            if number % every == 0 and stream not in self.ended:
                self._pull(stream, may_die)

    def _pull(self, stream: str, may_die: bool) -> None:
        for _ in range(200):
            try:
                batch = self.client.pull(
                    stream, self.cursors.get(stream, {}), now=self.stall.now, since=self.since
                )
            except (Temporary, RateLimited):
                return
            except AuthExpired:
                self.client = self.stall.open()
                continue
            if may_die and self.chance.random() < 0.2:
                return
            self.cursors[stream] = batch.cursor
            self.messages |= {fact.external_id for fact in batch.facts if isinstance(fact, Message)}
            self.orders |= {fact.external_id for fact in batch.facts if isinstance(fact, Order)}
            if not batch.more:
                if stream == "history":
                    self.ended.add(stream)
                return
        raise AssertionError(f"{stream} never ends")


def live_through(stall: Stall, chance: random.Random, reader: Reader) -> tuple[set[str], set[str]]:
    """Some days of buyers, faults and pulls; what really happened."""
    messages: set[str] = set()
    orders: set[str] = set()
    for kind, params in FAULTS:
        stall.fault(kind, probability=0.08, params=params)
    for number in range(STEPS):
        buyer = f"kupujacy_{chance.randrange(25)}"
        for _ in range(chance.randrange(3)):
            messages.add(stall.write(f"Wiadomość {number} 🙂", buyer=buyer)["id"])
        if chance.random() < 0.4:
            orders.add(stall.buy(buyer=buyer)["id"])
        reader.step(number)
        stall.later(minutes=chance.choice((1, 5, 60, 240)))
    stall.calm()
    stall.later(hours=2)
    reader.client = stall.open()
    for number in range(2):
        reader.step(number * 12, may_die=False)
    return messages, orders


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_lost_whatever_goes_wrong(make_stall: Callable[..., Stall], seed: int) -> None:
    stall, chance = make_stall(seed=seed), random.Random(seed)
    before = {stall.ask("Sprzed podłączenia", buyer=f"dawny_{number}")["id"] for number in range(30)}
    stall.later(hours=5)
    reader = Reader(stall, chance)
    messages, orders = live_through(stall, chance, reader)
    assert reader.messages == messages | before
    assert orders - reader.orders == set()


@pytest.mark.slow
def test_without_the_second_looks_something_is_lost(make_stall: Callable[..., Stall]) -> None:
    """The test above can fail: the same days without sweep and reconciling lose messages or orders."""
    lost = 0
    for seed in (1, 2, 3):
        stall, chance = make_stall(seed=seed), random.Random(seed)
        reader = Reader(stall, chance, without=("sweep", "orders_reconcile", "history"))
        messages, orders = live_through(stall, chance, reader)
        lost += len(messages - reader.messages) + len(orders - reader.orders)
    assert lost > 0
