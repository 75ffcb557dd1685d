"""Killed at every step of taking in a handed-over mail: none is lost, none is stored twice.

The process that dies is a fork of this one: it takes the mail in by the product's own code, and a hook of the
interpreter kills it (SIGKILL) before its n-th step. A step is whatever can be seen outside: each SQL statement, each
file opened for writing, each rename and removal.
"""

import contextlib
import itertools
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from kontuar.actions import letters, spool, spool_files
from kontuar.store.models import Case, Letter, Message
from tests.post import letter

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork has no such death"),
]
TO_THE_DISK = frozenset({"os.rename", "os.remove", "os.mkdir"})
MAILS, WORKERS = 40, 3


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    (tmp_path / "spool" / "mail" / "new").mkdir(parents=True)
    return tmp_path / "spool" / "mail"


def fork(work: Callable[[], object]) -> int:
    """``work`` in a process of its own, which ends with 0 when it comes to its end."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException:
        os._exit(1)
    os._exit(0)


def dying_before(step: int, work: Callable[[], object]) -> Callable[[], object]:
    """``work`` that is killed before its ``step``-th deed."""
    steps = itertools.count(1)

    def count() -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, details: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR)
        if event in TO_THE_DISK or writes:
            count()

    def statement(execute: Any, *given: Any) -> Any:
        count()
        return execute(*given)

    def go() -> None:
        sys.addaudithook(hook)
        with connection.execute_wrapper(statement):
            work()

    return go


def take_in() -> None:
    spool.take_in(owner=str(os.getpid()), now=timezone.now())


def check(folder: Path, names: list[str]) -> None:
    """Each mail is one message in one case, whole on the disk; the spool is empty."""
    stored = Message.objects.order_by("external_id").values_list("external_id", flat=True)
    assert sorted(name.strip("<>").partition("@")[0] for name in stored) == sorted(names)
    assert Letter.objects.count() == Case.objects.count() == len(names)
    for row in Letter.objects.all():
        assert b"zielony czajnik" in letters.raw_of(row)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.slow
def test_killed_before_any_step_a_mail_is_stored_once(post_box, folder, monkeypatch):
    monkeypatch.setattr(spool_files, "LEASE", timedelta(0))
    names: list[str] = []
    for step in itertools.count(1):
        name = f"step-{step}"
        names.append(name)
        (folder / "new" / f",{name}.eml").write_bytes(letter(name, sender=f"{name}@example.com"))
        ended = os.waitpid(fork(dying_before(step, take_in)), 0)[1]
        if ended == 0:
            break
        assert os.WTERMSIG(ended) == signal.SIGKILL
        take_in()
    check(folder, names)
    assert len(names) > 20, "so few steps: the hooks see nothing"


def worker(until: float) -> Callable[[], None]:
    def go() -> None:
        while time.monotonic() < until:
            take_in()
            time.sleep(0.01)

    return go


def test_several_workers_killed_at_random_store_every_mail_once(post_box, folder, monkeypatch):
    monkeypatch.setattr(spool_files, "LEASE", timedelta(seconds=0.3))
    monkeypatch.setattr(spool, "MOST_TRIES", 1000)
    chance = random.Random(7)
    names = [f"mail-{number}" for number in range(MAILS)]
    for name in names:
        (folder / "new" / f",{name}.eml").write_bytes(letter(name, sender=f"{name}@example.com"))
    until = time.monotonic() + 600
    alive, kills = [fork(worker(until)) for _ in range(WORKERS)], 0
    with ending(alive):
        while any(path.is_file() for path in folder.rglob("*")) and time.monotonic() < until:
            time.sleep(chance.uniform(0.02, 0.25))
            victim = alive.pop(chance.randrange(WORKERS))
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
            kills += 1
            alive.append(fork(worker(until)))
    check(folder, names)
    assert kills >= 5


@contextlib.contextmanager
def ending(alive: list[int]) -> Iterator[None]:
    try:
        yield
    finally:
        for pid in alive:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
