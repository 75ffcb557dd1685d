"""Read one portion ahead: while a portion is stored, the next one is already on its way.

Nothing is skipped by it: the cursor that is stored is always that of the portion stored with it, so what was
read ahead and not stored is read again. One call at a time: the client is used by one thread after another.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from django.db import connection

from kontuar.actions.budget import AccountGate
from kontuar.connector_kit.contract import Batch, Cursor
from kontuar.connector_kit.errors import RateLimited

CALLS = 110
"""What a portion may need; they are taken from the budget before, because taking writes to the database,
which is busy with the portion that is being stored."""


class Reader:
    """Portions of a stream, in order. ``read`` asks the platform for the portion that follows a cursor."""

    def __init__(self, read: Callable[[Cursor], Batch], gate: AccountGate, *, is_ahead: bool) -> None:
        self._read = read
        self._gate = gate
        self._coming: Future[Batch] | None = None
        # Whoever runs this inside a transaction of his own has one connection to see it with.
        is_free = is_ahead and not connection.in_atomic_block
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ahead") if is_free else None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def is_waited_for(self) -> bool:
        """A portion was begun and not taken yet."""
        return self._coming is not None

    def portion_after(self, cursor: Cursor) -> Batch:
        """The next portion, or what reading it raised."""
        coming, self._coming = self._coming, None
        return coming.result() if coming else self._read(cursor)

    def begin_after(self, cursor: Cursor) -> None:
        """Begin to read the portion after this one, if that can be done beside storing."""
        if self._pool is None:
            return
        try:
            self._gate.stock(CALLS)
        except RateLimited:
            return
        self._coming = self._pool.submit(self._read_apart, cursor)

    def _read_apart(self, cursor: Cursor) -> Batch:
        try:
            return self._read(cursor)
        finally:
            connection.close()
