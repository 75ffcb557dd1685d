"""Stream ``messages``: what is new now, by the thread list, newest first.

Every pull lists threads from the top down to ``top - OVERLAP`` and reads each whose signature changed.
The first pull begins an hour back; the past is the stream ``history``'s, and what turns up late with an
old date is ``sweep``'s. Dates in the list lie (allegro-api #13907, #10049), so no date decides whether a
thread changed: its signature does.
"""

from datetime import datetime, timedelta

import msgspec

from kontuar.connector_kit.contract import Batch
from kontuar.connector_kit.errors import ConnectorError
from kontuar.connectors.allegro.api import PageGone
from kontuar.connectors.allegro.streams.pull import Patience, Pull
from kontuar.connectors.allegro.streams.walk import Todo, Walker, todo_of
from kontuar.facts.messages import Thread

OVERLAP = timedelta(hours=1)
SETTLE = timedelta(seconds=60)
"""A thread whose last message is younger than this is read once more: a second message of the same
second would leave its date unchanged."""
LIST_PAGES = 5
"""Pages of the thread list read in one pull."""


class Scan(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A walk down the thread list that is under way."""

    floor: datetime
    page: str | None = None
    top: datetime | None = None
    listed: dict[str, str] = {}


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``top``: the newest last message a finished scan saw (UTC). ``seen``: signatures by thread."""

    top: datetime | None = None
    seen: dict[str, str] = {}
    scan: Scan | None = None
    todo: list[Todo] = []


def pull(pull: Pull) -> Batch:
    """One portion. Old work first, then the list, then what it found."""
    state = pull.state(State)
    patience = Patience()
    walker = Walker(pull, patience)
    left, waiting = walker.read(state.todo)
    state.todo = left + waiting
    is_scanned = _list(pull, state, walker, patience)
    known = {item.id for item in waiting}
    left, again = walker.read([item for item in state.todo if item.id not in known])
    state.todo = left + waiting + again
    more = bool(left) or not is_scanned
    return pull.batch(walker.facts, state, more=more and patience.is_worth_going_on)


def _list(pull: Pull, state: State, walker: Walker, patience: Patience) -> bool:
    """Go on down the thread list; True when the bottom of the overlap was reached."""
    scan = state.scan or Scan(floor=_floor(pull, state))
    for _ in range(LIST_PAGES):
        if patience.is_over:
            break
        try:
            page, unclear = pull.api.threads(scan.page)
        except PageGone:
            scan.page = None
            continue
        except ConnectorError:
            if not patience.gained:
                raise
            patience.is_over = True
            break
        patience.succeeded()
        for thread in page.items:
            _notice(pull, state, scan, walker, thread, public=thread.external_id in unclear)
        is_end = page.next in (None, scan.page) or not page.items
        scan.page = page.next
        dates = [thread.last_message_at for thread in page.items if thread.last_message_at]
        if is_end or (dates and dates[-1] < scan.floor):
            _finish(pull, state, scan)
            return True
    state.scan = scan
    return False


def _floor(pull: Pull, state: State) -> datetime:
    return max((state.top or _server_now(pull)) - OVERLAP, pull.since)


def _notice(pull: Pull, state: State, scan: Scan, walker: Walker, thread: Thread, *, public: bool) -> None:
    """Compare a listed thread with what we knew, keep its fact and put it on the list to read."""
    sign = signature(thread, _server_now(pull))
    before = state.seen.get(thread.external_id, "")
    scan.listed[thread.external_id] = state.seen[thread.external_id] = sign
    last = thread.last_message_at
    if last is not None:
        scan.top = max(scan.top or last, last)
    if sign == before:
        return
    walker.add(thread)
    is_unknown_past = not before and state.top is None and last is not None and last < scan.floor
    if sign.partition("|")[0] != before.partition("|")[0] and not is_unknown_past:
        _enqueue(state, todo_of(thread, floor=scan.floor, public=public))


def _enqueue(state: State, item: Todo) -> None:
    """Add, or begin anew what is already waiting: it changed again."""
    for waiting in state.todo:
        if waiting.id == item.id:
            waiting.page, waiting.expect, waiting.newest, waiting.public = (
                None,
                item.expect,
                None,
                item.public,
            )
            waiting.floor = min(waiting.floor, item.floor)
            return
    state.todo.append(item)


def _finish(pull: Pull, state: State, scan: Scan) -> None:
    """The scan is whole: remember how far up it saw, never beyond the platform's own now."""
    reached = min(scan.top or _server_now(pull), _server_now(pull))
    if state.top is None:
        reached = _server_now(pull)
    state.top = max(state.top or reached, reached)
    state.seen = scan.listed
    state.scan = None


def signature(thread: Thread, now: datetime) -> str:
    """``<what its messages depend on>|<the rest>``; a young thread's is marked, so that it changes once."""
    last = thread.last_message_at
    young = "~" if last is not None and now - last < SETTLE else ""
    state = "open" if thread.is_open else "closed"
    return f"{last.isoformat() if last else ''}{young} {state}|{thread.is_read}"


def _server_now(pull: Pull) -> datetime:
    return pull.api.server_at or pull.now
