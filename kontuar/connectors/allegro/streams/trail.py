"""Walking the thread list page by page down to a floor, reading every thread met: for sweep and history."""

from datetime import datetime

import msgspec
import structlog

from kontuar.connectors.allegro.api import PageGone
from kontuar.connectors.allegro.streams.pull import Patience, Pull
from kontuar.connectors.allegro.streams.walk import Todo, Walker, todo_of

GIVE_UP = 10
"""After so many failed readings, with the platform otherwise well, a thread is left out and logged."""

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


def advance(pull: Pull, trail: Trail, *, floor: datetime) -> Walker:
    """One portion of the walk: threads listed before are read first, then the next page is listed.

    Raises what the platform's failure is when nothing could be read at all.
    """
    patience = Patience()
    walker = Walker(pull, patience)
    left, waiting = walker.read(trail.todo)
    if left:
        patience.raise_if_fruitless()
    elif not trail.is_listed and not patience.is_over:
        left, again = walker.read(_list(pull, trail, walker, patience, floor))
        waiting += again
    elif patience.is_fruitless:
        pull.api.threads(None)  # raises when it is the platform that is down, not these threads
    trail.todo = left + [item for item in waiting if not _is_given_up(item)]
    return walker


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
