"""Control of the market as a whole: clock, faults, settings, what was asked and what was sent."""

from __future__ import annotations

from typing import Any

from kontuar.practice_market.allegro import unbuilt
from kontuar.practice_market.clock import read_instant, stamp
from kontuar.practice_market.control_kit import Body, ControlError, message_json, thread_json
from kontuar.practice_market.faults import KINDS
from kontuar.practice_market.market import Market


def summary(market: Market, body: Body) -> dict[str, Any]:
    """How much of everything there is."""
    world = market.world
    return {
        "now": stamp(market.clock.now()),
        "url": market.url,
        "sellers": list(world.sellers),
        "buyers": len(world.buyers),
        "offers": len(world.offers),
        "orders": len(world.orders),
        "threads": len(world.threads),
        "messages": len(world.messages),
        "live": market.live.running,
    }


def operations(market: Market, body: Body) -> dict[str, Any]:
    """What of the API is built and what answers 501."""
    from kontuar.practice_market.allegro.api import AUTH, BUILT

    return {
        "built": [f"POST {path}" for path in AUTH] + [operation.name for operation in BUILT],
        "unbuilt": [f"{method} {path}" for method, path in unbuilt.operations()],
    }


def clock(market: Market, body: Body) -> dict[str, Any]:
    """The clock as it stands."""
    return {"now": stamp(market.clock.now()), "speed": market.clock.speed, "frozen": market.clock.frozen}


def change_clock(market: Market, body: Body) -> dict[str, Any]:
    """`frozen`, `speed`, `set` (an instant) and `advance_seconds`, in this order."""
    frozen = body.flag("frozen", None)
    if frozen is not None:
        (market.clock.freeze if frozen else market.clock.thaw)()
    speed = body.number("speed", None)
    if speed is not None:
        market.clock.set_speed(float(speed))
    instant = body.text("set", None)
    if instant is not None:
        market.clock.set(read_instant(instant))
    market.advance(float(body.number("advance_seconds", 0)))
    return clock(market, body)


def list_faults(market: Market, body: Body) -> dict[str, Any]:
    """Faults in force and the kinds there are."""
    return {"faults": [fault.as_json() for fault in market.faults.all()], "kinds": KINDS}


def add_fault(market: Market, body: Body) -> dict[str, Any]:
    """Switch one on: kind, operation?, seller?, probability?, times?, params?."""
    params = body.values.get("params") or {}
    if not isinstance(params, dict):
        raise ControlError(400, "params is an object")
    times = body.number("times", None)
    fault = market.faults.add(
        body.text("kind"),
        operation=body.text("operation", None),
        seller=body.text("seller", None),
        chance=float(body.number("probability", 1.0)),
        times=int(times) if times is not None else None,
        **{
            str(name): value
            for name, value in params.items()
            if name not in {"kind", "operation", "seller", "chance", "times"}
        },
    )
    return fault.as_json()


def clear_faults(market: Market, body: Body) -> dict[str, Any]:
    """Switch all off."""
    market.faults.clear()
    return {"faults": []}


def remove_fault(market: Market, body: Body, fault_id: str) -> dict[str, Any]:
    """Switch one off."""
    if not market.faults.remove(fault_id):
        raise KeyError(fault_id)
    return {"removed": fault_id}


def settings(market: Market, body: Body) -> dict[str, Any]:
    """What the market enforces."""
    from dataclasses import asdict

    return asdict(market.settings)


def change_settings(market: Market, body: Body) -> dict[str, Any]:
    """Change some of them."""
    market.settings.change(body.values)
    return settings(market, body)


def calls(market: Market, body: Body) -> dict[str, Any]:
    """Counts per operation and seller, and the last calls."""
    last = str(body.values.get("last", "50"))
    return market.calls.as_json(int(last[:6]) if last.isdecimal() else 50)


def clear_calls(market: Market, body: Body) -> dict[str, Any]:
    """Start counting anew."""
    market.calls.clear()
    return {"total": 0}


def outbox(market: Market, body: Body) -> dict[str, Any]:
    """Every message the market accepted from sellers, oldest first, also deleted and blocked ones."""
    seller = body.values.get("seller")
    found = [m for m in market.world.messages.values() if m.by_seller and seller in (None, m.author)]
    return {"messages": [message_json(m) for m in sorted(found, key=lambda m: m.seq)]}


def list_threads(market: Market, body: Body) -> dict[str, Any]:
    """All threads, without their messages."""
    seller, buyer = body.values.get("seller"), body.values.get("buyer")
    found = [
        thread
        for thread in market.world.threads.values()
        if seller in (None, thread.seller) and buyer in (None, thread.buyer)
    ]
    return {"threads": [thread_json(thread) | {"messages": len(thread.messages)} for thread in found]}


def get_thread(market: Market, body: Body, thread_id: str) -> dict[str, Any]:
    """One thread with everything in it."""
    return thread_json(market.world.threads[thread_id])


def stop_demo(market: Market, body: Body) -> dict[str, Any]:
    """Live buyers stop; everything that happened stays."""
    market.live.stop()
    return {"live": False}


ROUTES = (
    ("GET", "", summary),
    ("GET", "/operations", operations),
    ("GET", "/clock", clock),
    ("POST", "/clock", change_clock),
    ("GET", "/faults", list_faults),
    ("POST", "/faults", add_fault),
    ("DELETE", "/faults", clear_faults),
    ("DELETE", "/faults/<fault_id>", remove_fault),
    ("GET", "/settings", settings),
    ("POST", "/settings", change_settings),
    ("GET", "/calls", calls),
    ("DELETE", "/calls", clear_calls),
    ("GET", "/outbox", outbox),
    ("GET", "/threads", list_threads),
    ("GET", "/threads/<thread_id>", get_thread),
    ("DELETE", "/demo", stop_demo),
)
