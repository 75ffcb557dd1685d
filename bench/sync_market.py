"""The other side of ``bench.sync``: the market in a process of its own, the calls made of it, and the bare loop."""

import contextlib
import json
import os
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A call as our connector made it, without who made it."""

    method: str
    path: str
    params: tuple[tuple[str, str], ...]
    headers: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Where the market is, and which process it is."""

    url: str
    pid: int

    def processor_time(self) -> float:
        """Seconds of processor the market has used; nought where the system does not tell."""
        try:
            told = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Seconds by the wall, and of processor by us and by the market."""

    wall: float
    ours: float
    markets: float


class Watch:
    """Measures from its making."""

    def __init__(self, market: Served) -> None:
        self._market = market
        self._begun = time.perf_counter(), time.process_time(), market.processor_time()

    def spent(self) -> Spent:
        """Until now."""
        wall, ours, markets = self._begun
        return Spent(
            wall=time.perf_counter() - wall,
            ours=time.process_time() - ours,
            markets=self._market.processor_time() - markets,
        )


@contextlib.contextmanager
def served(**sizes: int) -> Iterator[Served]:
    """A market with one seller of these sizes."""
    options = [f"--set={name}={number}" for name, number in {"sellers": 1, **sizes}.items()]
    command = [sys.executable, "-m", "kontuar.practice_market", "--scenario", "load", "--quiet-buyers"]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            url = line.strip().rpartition(" ")[2]
            control(url, "/settings", device_interval=1)
            yield Served(url=url, pid=process.pid)
        finally:
            process.terminate()


def control(url: str, path: str, **values: Any) -> Any:
    """Ask the market's control plane."""
    request = urllib.request.Request(
        f"{url}/_market{path}", json.dumps(values).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


@contextlib.contextmanager
def recording(calls: list[Recorded]) -> Iterator[None]:
    """Note every call that leaves through the connectors' line."""
    from kontuar.connector_kit.calls import Answer, Request
    from kontuar.connector_kit.http import Line

    send = Line.send

    def noted(self: Line, request: Request, **how: Any) -> Answer:
        calls.append(
            Recorded(
                method=request.method,
                path=request.path,
                params=tuple(request.params),
                headers=dict(request.headers),
            )
        )
        return send(self, request, **how)

    Line.send = noted  # type: ignore[method-assign]
    try:
        yield
    finally:
        Line.send = send  # type: ignore[method-assign]


def bare(market: Served, login: str, calls: list[Recorded]) -> Spent:
    """What the same reads take when nothing is done with the answers but decoding them."""
    import httpx2

    url = market.url
    application = control(url, "/applications", name=f"Bare-{time.monotonic_ns()}", type="device")
    pair = control(url, "/grant", client_id=application["client_id"], login=login)
    headers = {
        "Authorization": f"Bearer {pair['access_token']}",
        "User-Agent": f"{application['name']}/1.0.0 (+{url})",
        "Accept-Language": "pl-PL",
    }
    with httpx2.Client(headers=headers, timeout=60, trust_env=False) as client:
        watch = Watch(market)
        for call in calls:
            if call.method == "GET":
                answer = client.get(url + call.path, params=list(call.params) or None, headers=call.headers)
                if answer.status_code != 429:  # a limit of so many a second, met by going faster than we did
                    answer.raise_for_status()
                json.loads(answer.content)
        return watch.spent()


def peak_memory() -> float:
    """Megabytes this process held at most."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
