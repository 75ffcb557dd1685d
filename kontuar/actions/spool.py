"""Take in what mail servers handed over with ``kontuar mail pipe``.

A mail is claimed, read, stored in one transaction, and only then its file goes: whenever we die, it is found again,
and as every mail has an id it is stored once. What cannot be read three times is kept in ``broken``, what belongs to
no mailbox in ``unplaced``; both are said by ``kontuar doctor`` and ``/health``, and what was unplaced is tried again
when mailboxes change.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from kontuar.actions import claims, receive, receive_mail, spool_places
from kontuar.actions.spool_files import BROKEN, UNPLACED, Box, Counts, Paper
from kontuar.connector_kit.contract import Batch
from kontuar.connectors import get as connector_named
from kontuar.facts.mails import Letter
from kontuar.store.models import Account

log = structlog.get_logger("kontuar.spool")
MOST_TRIES = 3
MOST_BYTES = 64 * 1024 * 1024
"""The pipe takes less; what lies here and is larger, somebody put here himself."""
PAUSES = (timedelta(seconds=10), timedelta(minutes=1))
"""After the first and the second failure."""
BUSY_PAUSE = timedelta(seconds=5)
ASLEEP_PAUSE = timedelta(minutes=1)
LATE_AFTER = timedelta(minutes=10)
"""A mail that lies here for longer says that no worker takes it in, or that the disk or the database is full."""


class NothingRead(Exception):
    """The connector found no mail in the file: it must not go."""


class _Busy(Exception):
    """The database or the disk is away: the rest of the spool waits too."""


class Watch:
    """Whether mailboxes changed since the unplaced mails were last looked at."""

    def __init__(self) -> None:
        self._known: tuple[spool_places.Mailbox, ...] | None = None

    def has_news(self) -> bool:
        """True once after every change, and once at the beginning."""
        known = spool_places.mailboxes()
        is_new, self._known = known != self._known, known
        return is_new

    def saw(self, known: tuple[spool_places.Mailbox, ...]) -> None:
        """A mail was found to belong to none of these: no news unless they change."""
        self._known = known if self._known is None else self._known


_watch = Watch()


def box() -> Box:
    """The spool of this desk."""
    return Box(Path(settings.DATA_DIR) / "spool" / "mail")


def counts() -> Counts:
    """What waits, what belongs to no mailbox, what could not be read: for the doctor and ``/health``."""
    return box().counts()


def trouble(*, now: datetime) -> bool:
    """Whether a person has to look: mail is kept here that does not get into a case."""
    try:
        found = counts()
    except OSError:
        return True
    is_late = found.oldest_at is not None and found.oldest_at < now - LATE_AFTER
    return bool(found.unplaced or found.broken or is_late)


def is_due(now: datetime) -> bool:
    """Whether there is something to take in. Brings unplaced mails back when mailboxes changed."""
    here = box()
    try:
        if here.has(UNPLACED) and _watch.has_news():
            here.bring_back(UNPLACED)
        return here.is_due(now)
    except OSError:
        # Folders of another user, most likely: the doctor says so, and all else goes on.
        return False


def take_in(*, owner: str, now: datetime, is_over: Callable[[], bool] = lambda: False) -> int:
    """Store what lies in the spool, the oldest first; how many mails were stored."""
    here, timer, done = box(), claims.Timer(claims.PULL_LEASE), 0
    for paper in here.due(now):
        if is_over() or not timer.has_time():
            break
        held = here.claim(paper, owner=owner, now=now + timer.passed())
        if held is None:
            continue
        try:
            done += _one(here, held, now + timer.passed())
        except _Busy:
            break
    return done


def _one(here: Box, held: Paper, now: datetime) -> bool:
    """One mail that is ours now. True when it was stored."""
    try:
        if held.tries > MOST_TRIES or held.size > MOST_BYTES:
            raise NothingRead
        raw = held.path.read_bytes()
        known = spool_places.mailboxes()
        ids = spool_places.places(held.mailbox, raw, known)
        accounts = list(Account.objects.filter(pk__in=ids).order_by("pk"))
        if any(account.state == Account.State.PAUSED for account in accounts):
            here.put_back(held, until=now + ASLEEP_PAUSE, is_counted=False)
            return False
        for account in accounts:
            store(account, raw, received_at=held.received_at, now=now)
    except PermissionError as error:
        # The pipe ran as another user: this one mail waits for a person, the others do not wait for it.
        _failed(here, held, error, now)
        return False
    except (OperationalError, InterfaceError, OSError) as error:
        log.warning("spool.busy", file=held.name, error=type(error).__name__)
        here.put_back(held, until=now + BUSY_PAUSE, is_counted=False)
        raise _Busy from error
    except Exception as error:
        _failed(here, held, error, now)
        return False
    if not accounts:
        _watch.saw(known)
        log.warning("spool.unplaced", file=held.name)
        here.set_aside(held, UNPLACED)
        return False
    here.remove(held)
    return True


def store(account: Account, raw: bytes, *, received_at: datetime, now: datetime) -> None:
    """Take one mail into a mailbox, in a transaction of its own; twice changes nothing."""
    connector = connector_named(account.platform)
    facts = connector.read(raw, login=account.login, settings=account.settings, received_at=received_at)
    if not any(isinstance(fact, Letter) for fact in facts):
        raise NothingRead
    receive_mail.lay_down(account, facts)
    with transaction.atomic():
        receive.batch(account, Batch(facts=facts, cursor={}), now=now)


def _failed(here: Box, held: Paper, error: Exception, now: datetime) -> None:
    # The kind of the error alone: its text may quote what a buyer wrote.
    log.error("spool.failed", file=held.name, tries=held.tries, error=type(error).__name__)
    if held.tries >= MOST_TRIES or held.size > MOST_BYTES:
        here.set_aside(held, BROKEN)
        return
    here.put_back(held, until=now + PAUSES[held.tries - 1], is_counted=True)
