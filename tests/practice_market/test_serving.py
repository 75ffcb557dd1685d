"""Serving: on loopback only, one line when it is ready, a clean end."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import httpx2
import pytest

from kontuar.practice_market import serve

ROOT = Path(__file__).resolve().parents[2]


def test_it_is_served_on_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback"):
        serve.run(host="0.0.0.0", scenario="empty")


def test_two_markets_are_two_worlds() -> None:
    with serve.run(scenario="empty", live=False) as one, serve.run(scenario="empty", live=False) as two:
        assert one.url != two.url
        httpx2.post(f"{one.url}/_market/sellers", json={"login": "tylko-tu"})
        assert "tylko-tu" in one.market.world.sellers
        assert "tylko-tu" not in two.market.world.sellers
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(one.url, timeout=60)
    one.close()


def test_options_reach_the_scenario() -> None:
    options = {"sellers": 2, "threads": 3, "messages": 1, "orders": 0, "offers": 1}
    with serve.run(scenario="load", live=False, options=options) as running:
        assert len(running.market.world.threads) == 6


def test_things_happen_also_while_nobody_asks() -> None:
    done = threading.Event()
    with serve.run(scenario="empty", live=False) as running:
        with running.market.lock:
            running.market.schedule.at(running.market.now(), lambda due: done.set())
        assert done.wait(60)


def test_a_failing_deed_does_not_stop_the_market() -> None:
    done = threading.Event()

    def fail(_: object) -> None:
        raise RuntimeError("on purpose")

    with serve.run(scenario="empty", live=False) as running:
        with running.market.lock:
            running.market.schedule.at(running.market.now(), fail)
            running.market.schedule.at(running.market.now(), lambda due: done.set())
        assert done.wait(60)
        assert httpx2.get(running.url).status_code == 200


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise on Windows")
def test_the_command_prints_its_address_and_ends_with_ctrl_c() -> None:
    words = [sys.executable, "-m", "kontuar.practice_market", "--scenario", "load", "--set", "sellers=1"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Practice market at http://127.0.0.1:")
        summary = httpx2.get(line.split()[-1] + "/_market").json()
        assert summary["sellers"] == ["sprzedawca-001"]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=120) == 0
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
