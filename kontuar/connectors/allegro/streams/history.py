"""Stream ``history``: all threads back to ``since``, once, newest first, resumable at any batch.

Together with ``messages``, which begins an hour before its first pull, and ``sweep``, which re-reads
two days every hour, nothing falls between "then" and "now". Allegro tells no number of threads, so the
progress line has a count and no total.
"""

from kontuar.connector_kit.contract import Batch
from kontuar.connectors.allegro.streams import trail
from kontuar.connectors.allegro.streams.pull import Pull


def pull(pull: Pull) -> Batch:
    """One portion; ``more`` until the oldest thread in reach is read."""
    state = pull.state(trail.Trail)
    if state.is_over:
        return pull.batch((), state, more=False)
    walker = trail.advance(pull, state, floor=pull.since)
    return pull.batch(walker.facts, state, more=not state.is_over, done=len(walker.finished))
