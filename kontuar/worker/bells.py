"""Waiting at the platforms' own bells (mail: IDLE), so that news are read within seconds instead of at the next poll.

One thread and one connection for each account that has a bell. A bell only makes a stream due; what is read and when
it is claimed stays with the lanes, and polling goes on all the same, because bells are missed. So nothing is lost
when a bell fails, and two processes that listen for one account cost a connection, nothing else.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from kontuar.actions import claims, streams
from kontuar.actions.clients import line
from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.contract import Client
from kontuar.connector_kit.errors import ConnectorError, NotSupported
from kontuar.store.models import Account

log = structlog.get_logger("kontuar.bells")
MOST = 50
"""Threads of one process. Accounts beyond it are polled."""
LOOK_EVERY = 5.0
"""Seconds between two looks at which accounts there are."""
WAIT_SECONDS = 240.0
"""Routers forget quiet connections after some minutes; RFC 2177 names 29 as the most."""
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0
RING_AGAIN = 0.3
GOODBYE_SECONDS = 2.0
"""So long the end of the process waits for all bells together."""

type Key = tuple[object, ...]
"""What a bell was opened with: when it changes, the bell is opened anew."""


@dataclass(slots=True)
class _Bell:
    """One account's listener. ``client`` is there while a line is open."""

    account_id: int
    stream: str
    key: Key
    ended: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    client: Client | None = None
    is_hung: bool = False
    pause: float = 0.0

    def end(self) -> None:
        """Asks it to end at once; does not wait."""
        self.ended.set()
        client = self.client
        if client is None:
            return
        try:
            client.close()
        except Exception as error:
            # A line that breaks while it is closed is as good as closed.
            log.info("bell.closing_failed", account=self.account_id, error=type(error).__name__)


class Bells:
    """All bells of one process. Used by the runner's thread alone; each bell has a thread of its own."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = timezone.now,
        most: int = MOST,
        look_every: float = LOOK_EVERY,
        wait_seconds: float = WAIT_SECONDS,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        self._clock = clock
        self._most = most
        self._look_every = look_every
        self._wait_seconds = wait_seconds
        self._first_pause = first_pause
        self._bells: dict[int, _Bell] = {}
        self._leaving: list[_Bell] = []
        self._look_at = 0.0
        self._was_full = False

    def tend(self) -> None:
        """Begin bells of new accounts, end those of accounts that are gone, paused, signed out or changed."""
        if time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + self._look_every
        wanted = self._wanted()
        for account_id, bell in list(self._bells.items()):
            if account_id not in wanted or wanted[account_id].key != bell.key:
                self._let_go(self._bells.pop(account_id))
        self._leaving = [bell for bell in self._leaving if bell.thread and bell.thread.is_alive()]
        for account_id, bell in wanted.items():
            if account_id not in self._bells:
                self._begin(bell)

    def close(self) -> None:
        """End all bells; waits ``GOODBYE_SECONDS`` at most. What hangs in the network ends with the process."""
        for bell in self._bells.values():
            self._let_go(bell)
        self._bells.clear()
        until = time.monotonic() + GOODBYE_SECONDS
        for bell in self._leaving:
            if bell.thread:
                bell.thread.join(max(0.0, until - time.monotonic()))
        stuck = sum(1 for bell in self._leaving if bell.thread and bell.thread.is_alive())
        if stuck:
            log.warning("bells.stuck", count=stuck)

    @property
    def listening(self) -> frozenset[int]:
        """Accounts whose news are waited for at this moment."""
        return frozenset(bell.account_id for bell in self._bells.values() if bell.is_hung)

    def _wanted(self) -> dict[int, _Bell]:
        """The accounts to listen for, those connected longest first. One query."""
        found: dict[int, _Bell] = {}
        for account in Account.objects.filter(state=Account.State.ACTIVE).order_by("pk"):
            stream = streams.with_bell(account)
            if stream and len(found) < self._most:
                key = (account.tokens_version, stream, repr(sorted(account.settings.items())))
                found[account.pk] = _Bell(account_id=account.pk, stream=stream, key=key)
            elif stream and not self._was_full:
                self._was_full = True
                log.warning("bells.too_many", most=self._most)
        return found

    def _begin(self, bell: _Bell) -> None:
        self._bells[bell.account_id] = bell
        bell.thread = threading.Thread(
            target=self._listen, args=(bell,), name=f"bell-{bell.account_id}", daemon=True
        )
        bell.thread.start()

    def _let_go(self, bell: _Bell) -> None:
        # In a thread of its own: saying goodbye to a server that does not answer would hold up everything due.
        threading.Thread(target=bell.end, name=f"bell-end-{bell.account_id}", daemon=True).start()
        self._leaving.append(bell)

    def _listen(self, bell: _Bell) -> None:
        """Until the bell is ended or the server has none. A line that breaks is opened again, later each time."""
        bell.pause = self._first_pause
        while not bell.ended.is_set():
            try:
                self._one_line(bell)
            except NotSupported:
                log.info("bell.none", account=bell.account_id)
                return
            except Exception as error:
                # A bell is a convenience: whatever goes wrong with one, polling goes on and it is tried again.
                is_usual = isinstance(error, ConnectorError | DatabaseError) or bell.ended.is_set()
                level = log.info if is_usual else log.warning
                level("bell.broken", account=bell.account_id, error=type(error).__name__)
            finally:
                connection.close()
            bell.ended.wait(bell.pause)
            bell.pause = min(bell.pause * 2, LONGEST_PAUSE)

    def _one_line(self, bell: _Bell) -> None:
        """Listen on one line until it breaks or the bell is ended. Between two rings no database is held.

        A bell tells of nothing that came before it hung: so it rings once when it does.
        """
        account = Account.objects.select_related("application").get(pk=bell.account_id)
        with line(account, gate=OpenGate(), now=self._clock()) as client:
            bell.client = client
            try:
                client.wait_for_news(bell.stream, seconds=0)
                bell.is_hung = rang = True
                while not bell.ended.is_set():
                    if rang:
                        self._ring(bell)
                    connection.close()
                    rang = client.wait_for_news(bell.stream, seconds=self._wait_seconds)
                    bell.pause = self._first_pause
            finally:
                bell.client, bell.is_hung = None, False

    def _ring(self, bell: _Bell) -> None:
        """Make the stream due. While it is being read, wait: what rang may have come after that reading."""
        until = time.monotonic() + claims.PULL_LEASE.total_seconds()
        while not streams.ring(bell.account_id, bell.stream, now=self._clock()):
            if time.monotonic() > until or bell.ended.wait(RING_AGAIN):
                return
