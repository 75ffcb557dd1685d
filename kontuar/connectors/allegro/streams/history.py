"""Stream ``history``: all threads back to ``since``, once, newest first, resumable at any batch.

Together with ``messages``, which begins an hour before its first pull, and ``sweep``, which re-reads
two days every hour, nothing falls between "then" and "now". Allegro tells no number of threads, so the list
is walked once to count them before it is walked to read them: one call for twenty threads, where reading
takes twenty-one, and the progress line has a total.
"""

from kontuar.connector_kit.contract import Batch
from kontuar.connector_kit.errors import ConnectorError
from kontuar.connectors.allegro.api import PageGone
from kontuar.connectors.allegro.streams import trail
from kontuar.connectors.allegro.streams.pull import Patience, Pull

COUNTED_PAGES = 20
"""Pages of the list counted in one batch."""
LARGE = trail.Size(pages=3, messages=240, calls=80)
"""A short write all the same: what a portion costs the store is for the most part not for its messages."""


class State(trail.Trail, kw_only=True, omit_defaults=True):
    """``counted``: threads in reach so far; ``counting``: the page to count next."""

    counted: int = 0
    counting: str | None = None
    is_counted: bool = False


def pull(pull: Pull) -> Batch:
    """One portion; ``more`` until the oldest thread in reach is read."""
    state = pull.state(State)
    if state.is_over:
        return pull.batch((), state, more=False, total=state.counted or None)
    if not state.is_counted:
        _count(pull, state)
    if not state.is_counted:
        return pull.batch((), state, more=True)
    walker = trail.advance(pull, state, floor=pull.since, size=LARGE)
    done = len(walker.finished)
    return pull.batch(walker.facts, state, more=not state.is_over, done=done, total=state.counted or None)


def _count(pull: Pull, state: State) -> None:
    """Count on down the list. What fails in the middle of a batch is met again by the next; when the place is
    lost, the number stays unknown."""
    patience = Patience()
    for _ in range(COUNTED_PAGES):
        if not patience.may_call():
            return
        try:
            page, _unclear = pull.api.threads(state.counting)
        except PageGone:
            state.is_counted, state.counted, state.counting = True, 0, None
            return
        except ConnectorError:
            if not patience.gained:
                raise
            return
        patience.succeeded()
        dates = [thread.last_message_at for thread in page.items]
        state.counted += sum(1 for date in dates if date is None or date >= pull.since)
        known = [date for date in dates if date is not None]
        is_end = page.next in (None, state.counting) or not page.items
        state.counting = page.next
        if is_end or (known and known[-1] < pull.since):
            state.is_counted, state.counting = True, None
            return
