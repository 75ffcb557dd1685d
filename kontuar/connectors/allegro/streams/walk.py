"""Walking threads: the list newest first, then the messages of those that need reading.

Shared by the streams ``messages``, ``sweep``, ``history`` and ``threads``. What is still to read is in
the cursor (``Todo``), so a batch may end anywhere. A thread that cannot be read now goes to the end of
the queue and is never forgotten by this module; the stream decides when to give it up.
"""

from datetime import datetime, timedelta

import msgspec
import structlog

from kontuar.connector_kit.contract import Fact
from kontuar.connector_kit.errors import ConnectorError, Refused
from kontuar.connectors.allegro import parse, reads
from kontuar.connectors.allegro.api import PageGone
from kontuar.connectors.allegro.streams.pull import MAX_FACTS, PASSING, Patience, Pull
from kontuar.facts.messages import Message, Thread, ThreadKind

STALE_READS = 4
"""How often a thread is read again when its messages lag behind its ``lastMessageDateTime``: the list of
messages can be older than the list of threads (allegro-api #5339). After a deletion the date stays new
for ever (#12489), hence an end."""

_LAG = timedelta(seconds=1)

log = structlog.get_logger(__name__)


class Todo(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A thread to read, newest messages first, down to ``floor`` (UTC). ``page`` is where to go on.

    ``expect`` is the date of the last message the thread list promised; ``tries`` counts failed or stale
    readings; ``split`` says that a part of it went out in an earlier batch.
    """

    id: str
    floor: datetime
    page: str | None = None
    expect: datetime | None = None
    newest: datetime | None = None
    problem: bool = False
    public: bool = False
    tries: int = 0
    split: bool = False


class Walker:
    """Reads threads for one pull. Facts are kept by id: a message on two pages is one fact."""

    def __init__(self, pull: Pull, patience: Patience, *, most: int = MAX_FACTS) -> None:
        self._pull = pull
        self._most = most
        self._patience = patience
        self._threads: dict[str, Thread] = {}
        self._messages: dict[str, Message] = {}
        self.finished: list[Todo] = []

    @property
    def facts(self) -> list[Fact]:
        """Threads before their messages."""
        return [*self._threads.values(), *self._messages.values()]

    @property
    def swept(self) -> tuple[str, ...]:
        """Threads whose whole span is in this very batch."""
        return tuple(item.id for item in self.finished if not item.split)

    def has_room(self) -> bool:
        return len(self._messages) + reads.PAGE <= self._most and self._patience.may_call()

    def add(self, thread: Thread) -> None:
        self._threads[thread.external_id] = thread

    def read(self, todo: list[Todo]) -> tuple[list[Todo], list[Todo]]:
        """Read from the front of ``todo``. Returns what was not reached, and what waits for a later pull."""
        waiting: list[Todo] = []
        left = list(todo)
        while left and self.has_room():
            item = left.pop(0)
            try:
                page = self._pull.api.messages(
                    item.id, item.page, is_problem=item.problem, public=item.public
                )
            except (ConnectorError, PageGone) as error:
                self._put_back(item, error, left, waiting)
                self._patience.failed(error)
                continue
            self._patience.succeeded()
            self._keep(item, page, left, waiting)
        for item in (*left, *waiting):
            item.split = item.split or item.page is not None
        return left, waiting

    def _put_back(self, item: Todo, error: Exception, left: list[Todo], waiting: list[Todo]) -> None:
        """A thread that is gone (Refused) is done; any other goes on another time."""
        if isinstance(error, (*PASSING, PageGone)):
            item.tries += 1
            item.page = None if isinstance(error, PageGone) else item.page
            waiting.append(item)
        elif isinstance(error, Refused):
            log.info("allegro.thread_refused", thread=item.id, code=error.code, trace_id=error.trace_id)
        else:
            left.insert(0, item)

    def _keep(self, item: Todo, page: parse.Page[Message], left: list[Todo], waiting: list[Todo]) -> None:
        """Take a page of ``item`` in, and put the item where it belongs next."""
        for message in page.items:
            if message.written_at >= self._pull.since:
                self._messages[message.external_id] = message
        found = parse.newest(page.items)
        item.newest = max((moment for moment in (item.newest, found) if moment), default=None)
        if not covers(page, item.floor) and page.next != item.page:
            item.page = page.next
            left.insert(0, item)
        elif _is_stale(item):
            item.page, item.tries = None, item.tries + 1
            waiting.append(item)
        else:
            self.finished.append(item)


def covers(page: parse.Page[Message], floor: datetime) -> bool:
    """Whether nothing newer than ``floor`` can follow this page."""
    if page.next is None or not page.items:
        return True
    is_newest_first = page.items[0].written_at >= page.items[-1].written_at
    return is_newest_first and min(message.written_at for message in page.items) < floor


def _is_stale(item: Todo) -> bool:
    if item.expect is None or item.tries >= STALE_READS:
        return False
    return item.newest is None or item.newest < item.expect - _LAG


def todo_of(thread: Thread, *, floor: datetime, public: bool) -> Todo:
    """The thread as something to read."""
    return Todo(
        id=thread.external_id,
        floor=floor,
        expect=thread.last_message_at,
        problem=thread.kind is ThreadKind.PROBLEM,
        public=public,
    )
