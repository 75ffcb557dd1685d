"""One ``kontuar serve`` as a process: how soon it answers, what it holds, what it uses when nobody asks, and four
people at once while another process writes talk.

Memory is PSS (what is shared is counted by halves), from ``/proc``; elsewhere it is not told. Python's compiled files
are kept in a folder of the measurement's own, as an installed program keeps them, whatever the environment says.
Starts are told in processor time as well: on a busy machine only that, and ratios of it, say something.
"""

import itertools
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PEOPLE = 4
SECONDS = 20.0
IDLE = 40.0
"""Four of the longest rests of the worker."""
ROUNDS = 3
PATHS = ("/", "/wiadomosci/", "/wiadomosci/?f=closed", "/szukaj/?q=mimozami")
FLOOR = (
    "from kontuar.cli.load import load; load();"
    "from django.urls import get_resolver; print(len(get_resolver().url_patterns))"
)
TEAM = 16
"""People whose sessions take turns: one alone may not search as often as a program can ask."""
SESSIONS = f"""
from bench.pages import signed_in
_, owner = signed_in()
from django.test import Client
from kontuar.store.models import AccountAccess, User
for number in range({TEAM}):
    one, _ = User.objects.get_or_create(username=f"bench {{number}}", defaults={{"password": "!", "is_owner": True}})
    for mine in AccountAccess.objects.filter(user=owner):
        AccountAccess.objects.get_or_create(user=one, account=mine.account, defaults={{"role": mine.role}})
    client = Client()
    client.force_login(one)
    print(client.cookies["kontuar_session"].value)
"""
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
    with _compiled(environment) as installed:
        _said(installed, FLOOR)
        session = _said(installed, SESSIONS)[0]
        floors = [_floor(installed) for _ in range(ROUNDS)]
        firsts = [_first_page(installed, session) for _ in range(ROUNDS)]
        memory, share = _idle(installed, session)
    (wall, work), (first, worked) = _middle(floors), _middle(firsts)
    return (
        f"start to first page {first:.2f} s ({worked:.2f} s of processor); django.setup() and addresses in a bare"
        f" process {wall:.2f} s ({work:.2f} s): {first / wall:.1f}× ({worked / work:.1f}×)\n"
        f"idle: {memory:.0f} MB PSS, {share:.2f} % of a processor"
    )


def _floor(environment: dict[str, str]) -> tuple[float, float]:
    """Seconds by the clock and of processor that a process takes which loads the program and no more."""
    began, before = time.perf_counter(), _children()
    subprocess.run([sys.executable, "-c", FLOOR], env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began, _children() - before


def _first_page(environment: dict[str, str], session: str) -> tuple[float, float]:
    """The same of a program that is started and asked for Today at once."""
    with _served(environment) as (url, began, process):
        _get(f"{url}/", session)
        return time.perf_counter() - began, _processor(process.pid)


def _idle(environment: dict[str, str], session: str) -> tuple[float, float]:
    """Megabytes, and percent of one processor, of a program that has shown its pages and is left alone."""
    with _served(environment) as (url, _began, process):
        for path in ("/", "/wiadomosci/"):
            _get(url + path, session)
        time.sleep(2)
        used, began = _processor(process.pid), time.monotonic()
        time.sleep(IDLE)
        return _pss(process.pid), (_processor(process.pid) - used) / (time.monotonic() - began) * 100


def _middle(found: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(one for one, _ in found), statistics.median(two for _, two in found)


def _children() -> float:
    """Seconds of processor that processes which ended have used."""
    spent = os.times()
    return spent.children_user + spent.children_system


@contextmanager
def _compiled(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="kontuar-compiled-") as folder:
        unset = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
        yield unset | {"PYTHONPYCACHEPREFIX": folder}


def under_load(environment: dict[str, str]) -> tuple[str, int]:
    """What four people see while talk is written at full speed; the second number is that of errors."""
    team = _said(environment, SESSIONS)
    with _compiled(environment) as installed, _served(installed) as (url, _began, process):
        for path in PATHS:
            _get(url + path, team[0])  # what a first look loads is told by ``start``
        alone, bad_alone = _asked(url, team, people=1, seconds=SECONDS / 4)
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITES, str(SECONDS)], env=environment, stdout=subprocess.PIPE, text=True
        )
        together, bad = _asked(url, team, people=PEOPLE, seconds=SECONDS)
        written = int((writer.communicate()[0] or "0").split()[-1])
        memory = _pss(process.pid)
    p50, p95 = statistics.median(together), sorted(together)[int(len(together) * 0.95)]
    return (
        f"one person, HTTP: p50 {statistics.median(alone):.0f} ms\n"
        f"{PEOPLE} people while {written / SECONDS:.0f} messages a second are written: p50 {p50:.0f} ms,"
        f" p95 {p95:.0f} ms ({p95 / p50:.1f}×), {len(together)} pages, {bad + bad_alone} errors;"
        f" {memory:.0f} MB PSS"
    ), bad + bad_alone


def _asked(url: str, team: list[str], *, people: int, seconds: float) -> tuple[list[float], int]:
    """Milliseconds of each page, and how many failed."""
    spent, errors, until = list[float](), list[str](), time.monotonic() + seconds

    sessions = itertools.cycle(team)

    def ask() -> None:
        turn = 0
        while time.monotonic() < until:
            began = time.perf_counter()
            try:
                _get(url + PATHS[turn % len(PATHS)], next(sessions))
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
def _served(environment: dict[str, str]) -> Iterator[tuple[str, float, "subprocess.Popen[str]"]]:
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


def _said(environment: dict[str, str], program: str) -> list[str]:
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.split()


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
    print(start(dict(os.environ)))
    print(under_load(dict(os.environ))[0])
