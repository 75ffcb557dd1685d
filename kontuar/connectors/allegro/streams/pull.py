"""What every stream's ``pull`` is handed, and how its cursor is read and written."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from kontuar.connector_kit.contract import Batch, Cursor, Fact, RawAnswer
from kontuar.connector_kit.errors import ConnectorError, Refused, Temporary, UnexpectedAnswer
from kontuar.connectors.allegro.api import Api, PageGone

MAX_FACTS = 100
"""Messages, orders, parcels or offers in one batch: one short write for the store."""

MAX_CALLS = 40
"""Questions asked for one batch, so that a batch is never long in coming."""

MAX_SECONDS = 25.0
"""After this long no further question is begun: whoever called holds the stream by a lease."""

MAX_FAILURES = 3
"""After so many failed questions in one batch the platform is left alone until the next pull."""

PASSING = (Temporary, UnexpectedAnswer)
"""Failures of one question that say nothing about the next: the thing is asked again in a later pull."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One call of ``Client.pull``, with its line."""

    api: Api
    cursor: Cursor
    now: datetime
    subjects: tuple[str, ...]
    since: datetime

    def state[T](self, kind: type[T]) -> T:
        """The cursor as the stream's own type; an empty cursor is that type's beginning."""
        return msgspec.convert(dict(self.cursor), kind)

    def batch(
        self,
        facts: Iterable[Fact],
        state: object,
        *,
        more: bool,
        done: int = 0,
        total: int | None = None,
        swept: tuple[str, ...] = (),
        swept_from: datetime | None = None,
        asked: tuple[str, ...] | None = None,
        missed: tuple[str, ...] = (),
        raw: Iterable[RawAnswer] = (),
    ) -> Batch:
        """The facts with the state that covers them."""
        return Batch(
            facts=tuple(facts),
            cursor=msgspec.to_builtins(state),
            more=more,
            done=done,
            total=total,
            trace_id=self.api.trace_id,
            server_at=self.api.server_at,
            swept=swept,
            swept_from=swept_from,
            asked=asked,
            missed=missed,
            raw=tuple(raw),
        )


class Patience:
    """Counts the calls and failures of one pull, and says when it is enough.

    A failure that passes, or a refusal of one thing (it is gone), is swallowed; any other ends the pull:
    raised when nothing was gained yet, else left for the next pull to meet, so that what was read is kept.
    """

    def __init__(
        self, stopwatch: Callable[[], float] = time.monotonic, *, most_calls: int = MAX_CALLS
    ) -> None:
        self._stopwatch = stopwatch
        self._most_calls = most_calls
        self._until = stopwatch() + MAX_SECONDS
        self.calls = 0
        self.successes = 0
        self.last_failure: ConnectorError | None = None
        self.failures = 0
        self.missed: list[str] = []
        self.refused: list[str] = []
        self.is_over = False

    def may_call(self) -> bool:
        is_enough = self.calls >= self._most_calls or self.failures >= MAX_FAILURES
        return not self.is_over and not is_enough and self._stopwatch() < self._until

    @property
    def gained(self) -> bool:
        """Whether this pull has anything to show for itself."""
        return self.successes > 0

    @property
    def is_fruitless(self) -> bool:
        return self.failures > 0 and not self.gained

    @property
    def is_worth_going_on(self) -> bool:
        """Whether to be called again at once: not while the platform fails more than it answers."""
        return self.is_over or self.successes > self.failures

    def succeeded(self) -> None:
        self.calls += 1
        self.successes += 1

    def failed(self, error: ConnectorError | PageGone) -> None:
        """Raises ``error`` when the pull cannot go on and has nothing to show."""
        if isinstance(error, Refused | PageGone):
            self.succeeded()
            return
        self.calls += 1
        if isinstance(error, PASSING):
            self.failures += 1
            self.last_failure = error
        elif self.gained:
            self.is_over = True
        else:
            raise error

    def raise_if_fruitless(self) -> None:
        """Nothing but failures: let the caller wait and try again with the cursor it has."""
        if self.is_fruitless and self.last_failure is not None:
            raise self.last_failure


class Subjects(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Cursor of a stream that works through ids given by the caller: those still to do."""

    left: list[str] = []

    @classmethod
    def of(cls, pull: Pull) -> "Subjects":
        """What is left of an earlier call; only when nothing is, the ids passed now."""
        state = pull.state(cls)
        return state if state.left else cls(left=list(dict.fromkeys(pull.subjects)))


def each[T](left: list[str], patience: Patience, ask: Callable[[str], T]) -> Iterator[tuple[str, T]]:
    """Take ids off ``left`` and ask about them while patience lasts.

    An id that is gone or refused (``patience.refused``), or whose question fails in passing
    (``patience.missed``), is passed over: the caller names it again as long as it matters. If every question
    failed, the failure is raised.
    """
    while left and patience.may_call():
        name = left.pop(0)
        try:
            answer = ask(name)
        except ConnectorError as error:
            if not isinstance(error, (Refused, *PASSING)):
                left.insert(0, name)
            else:
                (patience.refused if isinstance(error, Refused) else patience.missed).append(name)
            patience.failed(error)
            continue
        patience.succeeded()
        yield name, answer
    patience.raise_if_fruitless()
