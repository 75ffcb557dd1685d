"""One ``kontuar serve`` as a process: how soon it answers, what it holds, what it uses when nobody asks, and four
people at once while another process writes talk.

Memory is PSS (what is shared is counted by halves), from ``/proc``; elsewhere it is not told.
"""

import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PEOPLE = 4
SECONDS = 20.0
IDLE = 10.0
FLOOR = (
    "import time; b = time.perf_counter();"
    "from kontuar.cli.load import load; load();"
    "from django.urls import get_resolver; get_resolver().url_patterns;"
    "print(time.perf_counter() - b)"
)
SESSION = (
    "from bench.pages import signed_in; client, _ = signed_in();"
    "print(client.cookies['kontuar_session'].value)"
)
WRITES = """
import itertools, sys, time
from bench import seed
from kontuar.cli.load import load
load()
from datetime import UTC, datetime
from bench.seed_facts import told
from kontuar.store.models import Thread
now = datetime.now(UTC).replace(microsecond=0)
_owner, account = seed.desk(now)
first, until = Thread.objects.count(), time.monotonic() + float(sys.argv[1])
for some in itertools.batched(itertools.count(first), 25):
    seed.receive(account, [told(n, now, is_open=n % 10 == 0) for n in some], now)
    if time.monotonic() > until:
        break
print((some[-1] - first) * 3)
"""


def start(environment: dict[str, str]) -> str:
    """Time to the first page and its floor, idle memory and processor."""
    floor = statistics.median(float(_said(environment, FLOOR)) + _bare() for _ in range(3))
    session = _said(environment, SESSION)
    firsts = []
    for _ in range(3):
        with _served(environment) as (url, began, _process):
            _get(f"{url}/", session)
            firsts.append(time.perf_counter() - began)
    first = statistics.median(firsts)
    with _served(environment) as (url, _began, process):
        for path in ("/", "/wiadomosci/"):
            _get(url + path, session)
        time.sleep(2)
        idle, used = _pss(process.pid), _processor(process.pid)
        time.sleep(IDLE)
        share = (_processor(process.pid) - used) / IDLE * 100
    return (
        f"start to first page {first:.2f} s; django.setup() and addresses in a bare process {floor:.2f} s:"
        f" {first / floor:.1f}×\nidle: {idle:.0f} MB PSS, {share:.2f} % of a processor"
    )


def under_load(environment: dict[str, str]) -> tuple[str, int]:
    """What four people see while talk is written at full speed; the second number is that of errors."""
    session = _said(environment, SESSION)
    with _served(environment) as (url, _began, process):
        alone, bad_alone = _asked(url, session, people=1, seconds=SECONDS / 4)
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITES, str(SECONDS)], env=environment, stdout=subprocess.PIPE, text=True
        )
        together, bad = _asked(url, session, people=PEOPLE, seconds=SECONDS)
        written = int((writer.communicate()[0] or "0").split()[-1])
        memory = _pss(process.pid)
    p50, p95 = statistics.median(together), sorted(together)[int(len(together) * 0.95)]
    return (
        f"one person, HTTP: p50 {statistics.median(alone):.0f} ms\n"
        f"{PEOPLE} people while {written / SECONDS:.0f} messages a second are written: p50 {p50:.0f} ms,"
        f" p95 {p95:.0f} ms ({p95 / p50:.1f}×), {len(together)} pages, {bad + bad_alone} errors;"
        f" {memory:.0f} MB PSS"
    ), bad + bad_alone


def _asked(url: str, session: str, *, people: int, seconds: float) -> tuple[list[float], int]:
    """Milliseconds of each page, and how many failed."""
    spent, errors, until = list[float](), list[str](), time.monotonic() + seconds
    paths = ("/", "/wiadomosci/", "/wiadomosci/?f=closed", "/szukaj/?q=mimozami")

    def ask() -> None:
        turn = 0
        while time.monotonic() < until:
            began = time.perf_counter()
            try:
                _get(url + paths[turn % len(paths)], session)
            except OSError as error:
                errors.append(str(error))
            spent.append((time.perf_counter() - began) * 1000)
            turn += 1

    threads = [threading.Thread(target=ask) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent, len(errors)


@contextmanager
def _served(environment: dict[str, str]) -> "Iterator[tuple[str, float, subprocess.Popen[str]]]":
    """The program on a free port; where it is, when it was started, and the process."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "kontuar", "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = None
            while found is None:
                line = process.stdout.readline()
                if not line:
                    raise SystemExit("kontuar serve did not start.")
                found = re.search(r"http://\S+", line)
            yield found.group(0).replace("localhost", "127.0.0.1"), began, process
        finally:
            process.terminate()
            process.communicate()


def _get(url: str, session: str) -> bytes:
    request = urllib.request.Request(url, headers={"Cookie": f"kontuar_session={session}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        said: bytes = answer.read()
        if answer.url != url:
            raise OSError(f"led to {answer.url}")
        return said


def _said(environment: dict[str, str], program: str) -> str:
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.split()[-1]


def _bare() -> float:
    """Seconds that the interpreter itself takes."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - began


def _pss(pid: int) -> float:
    """Megabytes; nought where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return int(found.group(1)) / 1024 if found else 0.0


def _processor(pid: int) -> float:
    """Seconds of processor used; nought where the system does not tell."""
    from bench.sync_market import Served

    return Served(url="", pid=pid).processor_time()


if __name__ == "__main__":
    import os

    print(start(dict(os.environ)))
    print(under_load(dict(os.environ))[0])
