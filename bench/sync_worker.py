"""Our side of ``bench.sync``: the real worker, buyers who write meanwhile, and how to tell that all is read."""

import contextlib
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from bench import sync_market
from kontuar.store.models import Account, Duty, Stream, User
from kontuar.worker.runner import Runner

GIVE_UP = 120.0
"""Seconds after which a live message that is not there counts as lost."""
LOOK_EVERY = 0.5


def finished(account: Account) -> bool:
    """Every stream was read, and those of the first import to their end."""
    rows = Stream.objects.filter(account=account)
    unread = rows.filter(last_ok_at=None).exclude(next_pull_at=None)
    return not unread.exists() and not rows.filter(name__endswith="history", is_finished=False).exists()


def page_of(user: User, path: str) -> bytes:
    """A page as one person gets it."""
    if "testserver" not in settings.ALLOWED_HOSTS:
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client = Client()
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return bytes(answer.content)


@contextlib.contextmanager
def worker_for(threads: int) -> Iterator[None]:
    """The worker as ``kontuar serve`` runs it."""
    stop = threading.Event()
    runner = threading.Thread(target=Runner(stop, threads).run, name="worker")
    runner.start()
    try:
        yield
    finally:
        stop.set()
        runner.join()


class Buyers:
    """Writes a message every so often, and looks when its case owes an answer here."""

    def __init__(self, url: str, account: Account, *, every: float) -> None:
        self._url = url
        self._account = account
        self._every = every
        self._stop = threading.Event()
        self._written: dict[str, float] = {}
        self._seen: dict[str, float] = {}
        self._thread = threading.Thread(target=self._work, name="buyers")

    def __enter__(self) -> "Buyers":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def ended(self) -> tuple[list[float], int]:
        """Nobody writes any more; waits for what is under way. Seconds each took, and how many never came."""
        self._stop.set()
        self._thread.join()
        late = [self._seen[login] - at for login, at in self._written.items() if login in self._seen]
        return late, len(self._written) - len(late)

    def _work(self) -> None:
        try:
            while not self._stop.is_set():
                self._write()
                until = time.monotonic() + self._every
                while time.monotonic() < until and not self._stop.wait(LOOK_EVERY):
                    self._look()
            until = time.monotonic() + GIVE_UP
            while len(self._seen) < len(self._written) and time.monotonic() < until:
                self._look()
                time.sleep(LOOK_EVERY)
        finally:
            connection.close()

    def _write(self) -> None:
        login = f"na-zywo-{len(self._written) + 1:04d}"
        words = f"Dzień dobry, czy jest w innym kolorze? [{login}]"
        sync_market.control(self._url, f"/buyers/{login}/write", seller=self._account.login, text=words)
        self._written[login] = time.monotonic()

    def _look(self) -> None:
        waiting = [login for login in self._written if login not in self._seen]
        on_today = Duty.objects.filter(account=self._account, case__buyer__login__in=waiting)
        for login in on_today.filter(safer_by__gt=timezone.now()).values_list(
            "case__buyer__login", flat=True
        ):
            self._seen.setdefault(login, time.monotonic())
