"""Walking the thread list page by page down to a floor, reading every thread met: for sweep and history."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
import structlog

from kontuar.connector_kit.errors import ConnectorError
from kontuar.connectors.allegro.api import PageGone
from kontuar.connectors.allegro.streams.pull import MAX_CALLS, MAX_FACTS, Patience, Pull
from kontuar.connectors.allegro.streams.walk import Todo, Walker, todo_of

GIVE_UP = 10
"""After so many failed readings, with the platform otherwise well, a thread is left out and logged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much one portion takes: pages of the thread list, messages, questions."""

    pages: int
    messages: int
    calls: int


SMALL = Size(pages=1, messages=MAX_FACTS, calls=MAX_CALLS)

log = structlog.get_logger(__name__)


class Trail(msgspec.Struct, kw_only=True, omit_defaults=True):
    """How far the walk came.

    ``reached``: the last message of the oldest thread listed (UTC): where to find the place again when
    Allegro no longer knows ``page``.
    """

    page: str | None = None
    reached: datetime | None = None
    is_seeking: bool = False
    is_listed: bool = False
    todo: list[Todo] = []

    @property
    def is_over(self) -> bool:
        return self.is_listed and not self.todo


def advance(pull: Pull, trail: Trail, *, floor: datetime, size: Size = SMALL) -> Walker:
    """One portion of the walk: threads listed before are read first, then the next pages are listed.

    Raises what the platform's failure is when nothing could be read at all.
    """
    patience = Patience(most_calls=size.calls)
    walker = Walker(pull, patience, most=size.messages)
    left, waiting = walker.read(trail.todo)
    if left:
        patience.raise_if_fruitless()
    elif not trail.is_listed and not patience.is_over:
        left, again = _pages(pull, trail, walker, patience, floor, size)
        waiting += again
    elif patience.is_fruitless:
        pull.api.threads(None)  # raises when it is the platform that is down, not these threads
    trail.todo = left + [item for item in waiting if not _is_given_up(item)]
    return walker


def _pages(
    pull: Pull, trail: Trail, walker: Walker, patience: Patience, floor: datetime, size: Size
) -> tuple[list[Todo], list[Todo]]:
    """List and read as many pages as fit into the portion; what was not reached, and what waits."""
    waiting: list[Todo] = []
    for number in range(size.pages):
        try:
            listed = _list(pull, trail, walker, patience, floor)
        except ConnectorError:
            if number == 0:
                raise
            return [], waiting  # the next portion meets it again
        left, again = walker.read(listed)
        waiting += again
        if left or trail.is_listed or trail.is_seeking or not walker.has_room():
            return left, waiting
    return [], waiting


def _list(pull: Pull, trail: Trail, walker: Walker, patience: Patience, floor: datetime) -> list[Todo]:
    """The next page of threads, as things to read."""
    try:
        page, unclear = pull.api.threads(trail.page)
    except PageGone:
        trail.page, trail.is_seeking = None, True
        return []
    patience.succeeded()
    found = []
    for thread in page.items:
        last = thread.last_message_at
        if last is not None and (last < floor or _is_behind_us(trail, last)):
            continue
        walker.add(thread)
        found.append(todo_of(thread, floor=floor, public=thread.external_id in unclear))
    dates = [thread.last_message_at for thread in page.items if thread.last_message_at]
    if dates:
        trail.is_seeking = trail.is_seeking and trail.reached is not None and dates[-1] > trail.reached
        trail.reached = min(dates[-1], trail.reached or dates[-1])
    is_end = page.next in (None, trail.page) or not page.items
    trail.page = page.next
    trail.is_listed = is_end or bool(dates and dates[-1] < floor)
    return found


def _is_behind_us(trail: Trail, last: datetime) -> bool:
    """While the place is sought again: threads newer than it are read already, or changed and are live."""
    return trail.is_seeking and trail.reached is not None and last > trail.reached


def _is_given_up(item: Todo) -> bool:
    if item.tries < GIVE_UP:
        return False
    log.warning("allegro.thread_not_readable", thread=item.id, tries=item.tries)
    return True
