"""Serving a market on loopback: in a background thread for tests, in the foreground for people."""

from __future__ import annotations

import argparse
import logging
import select
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from kontuar.practice_market.app import LARGEST_BODY, App
from kontuar.practice_market.clock import Clock
from kontuar.practice_market.market import Market
from kontuar.practice_market.scenario import SCENARIOS, prepare

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_POLL = hasattr(select, "poll")
THREADS = 48
"""Also held answers occupy a thread each."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """The sign to end. Who gives it holds `waking` until the loop is woken, so that the loop, which may have seen
    the sign already, does not close what wakes it under his hands."""

    event: threading.Event = field(default_factory=threading.Event)
    waking: threading.Lock = field(default_factory=threading.Lock)


@dataclass(slots=True)
class RunningMarket:
    """A served market. `close` ends it; use it also as a context manager."""

    url: str
    """Origin of everything: API, authorization, uploads, screens, control plane."""
    market: Market
    _server: Any = field(repr=False)
    _thread: threading.Thread = field(repr=False)
    _stop: _Stop = field(repr=False)

    def close(self) -> None:
        """Stop serving; safe to call twice."""
        if self._stop.event.is_set():
            return
        with self._stop.waking:
            self._stop.event.set()
            self._server.pull_trigger()
        self._thread.join(timeout=10)

    def __enter__(self) -> RunningMarket:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _start(
    *,
    host: str,
    port: int,
    scenario: str,
    seed: int,
    speed: float,
    live: bool,
    options: dict[str, Any] | None,
) -> tuple[Market, Any]:
    if host not in LOOPBACK:
        raise ValueError("the practice market is served on loopback only")
    host = "127.0.0.1" if host == "localhost" else host
    market = Market(seed=seed, clock=Clock(speed=speed))
    if not live:
        market.live.stop()
    server = create_server(  # type: ignore[no-untyped-call]
        App(market),
        host=host,
        port=port,
        threads=THREADS,
        channel_request_lookahead=1,
        connection_limit=1_000,
        max_request_body_size=LARGEST_BODY,
        ident=None,
    )
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # held answers make queues on purpose
    shown = f"[{host}]" if ":" in host else host
    market.url = f"http://{shown}:{server.effective_port}"
    prepare(market, scenario, **(options or {}))
    return market, server


def _beat(market: Market, stop: _Stop) -> None:
    """Let things happen also while nobody asks."""
    while not stop.event.wait(0.25):
        market.keep_ticking()


def run(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    scenario: str = "demo",
    seed: int = 1,
    speed: float = 1.0,
    live: bool = True,
    options: dict[str, Any] | None = None,
) -> RunningMarket:
    """Serve a market in background threads.

    `live` False: nobody reacts and no new buyers come. `options` go to the scenario (for "load": sellers,
    threads, messages, orders, offers). ValueError for an unknown scenario or a host that is not loopback.
    """
    market, server = _start(
        host=host, port=port, scenario=scenario, seed=seed, speed=speed, live=live, options=options
    )
    stop = _Stop()
    thread = threading.Thread(target=_serve, args=(server, stop), name="practice-market", daemon=True)
    thread.start()
    threading.Thread(target=_beat, args=(market, stop), name="practice-market-beat", daemon=True).start()
    return RunningMarket(market.url, market, server, thread, stop)


def _serve(server: Any, stop: _Stop) -> None:
    """The server's own loop, in short turns, so that another thread can end it cleanly."""
    while not stop.event.is_set():
        wasyncore.loop(timeout=0.5, map=server._map, count=1, use_poll=_POLL)  # type: ignore[no-untyped-call]
    with stop.waking:
        pass
    server.task_dispatcher.shutdown(cancel_pending=True, timeout=2)
    wasyncore.close_all(server._map)  # type: ignore[no-untyped-call]


def _option(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    return name, int(number)


def main(argv: Sequence[str] | None = None) -> int:
    """`python -m kontuar.practice_market`: serve in the foreground until Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="kontuar market", description="A make-believe marketplace on loopback."
    )
    parser.add_argument("--host", default="127.0.0.1", choices=LOOPBACK)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--scenario", default="demo", choices=sorted(SCENARIOS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", type=float, default=1.0, help="market seconds per real second")
    parser.add_argument("--quiet-buyers", action="store_true", help="nobody reacts, no new buyers come")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        type=_option,
        help="an option of the scenario, for load: sellers, threads, messages, orders, offers, issues, returns",
    )
    given = parser.parse_args(argv)
    market, server = _start(
        host=given.host,
        port=given.port,
        scenario=given.scenario,
        seed=given.seed,
        speed=given.speed,
        live=not given.quiet_buyers,
        options=dict(given.set),
    )
    stop = _Stop()
    threading.Thread(target=_beat, args=(market, stop), daemon=True).start()
    print(f"Practice market at {market.url}", flush=True)
    try:
        _serve(server, stop)
    except KeyboardInterrupt:
        stop.event.set()
        _serve(server, stop)
    return 0
