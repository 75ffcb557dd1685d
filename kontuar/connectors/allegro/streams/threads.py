"""Stream ``threads``: the threads named by the caller, read again now. Settles what became of a sending.

Only a thread named in ``swept`` was read down to ``swept_from``; one that could not be read now is
missing there, and the caller names it again. Talks of issues (``issue:…``) are read by ``issue_talks``.
"""

from datetime import timedelta

import msgspec

from kontuar.connector_kit.contract import Batch
from kontuar.connectors.allegro.streams import issue_talks
from kontuar.connectors.allegro.streams.pull import Patience, Pull, each
from kontuar.connectors.allegro.streams.walk import Todo, Walker, todo_of

SPAN = timedelta(hours=48)
"""How far back a named thread is read; its newest page is read in any case."""
_GIVE_UP = 5


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``left``: ids not begun; ``todo``: threads begun."""

    left: list[str] = []
    todo: list[Todo] = []


def pull(pull: Pull) -> Batch:
    """One portion. Ids passed while earlier ones are unfinished are taken at the next pull."""
    state = pull.state(State)
    if not state.left and not state.todo:
        state.left = list(dict.fromkeys(pull.subjects))
    patience = Patience()
    state.left, of_issues = issue_talks.split(state.left)
    talks = issue_talks.read_threads(pull, of_issues, patience)
    walker = Walker(pull, patience)
    floor = max(pull.now - SPAN, pull.since)
    todo, waiting = walker.read(state.todo)
    if not todo:
        for _, (thread, is_unclear) in each(state.left, patience, pull.api.thread):
            walker.add(thread)
            todo, again = walker.read([todo_of(thread, floor=floor, public=is_unclear)])
            waiting += again
            if todo or not walker.has_room():
                break
    state.todo = todo + [item for item in waiting if item.tries < _GIVE_UP]
    state.left += of_issues
    more = bool(state.left or state.todo) and patience.is_worth_going_on
    swept = (*talks.whole, *walker.swept)
    facts = [*talks.facts, *walker.facts]
    swept_from = floor if swept else None
    return pull.batch(facts, state, more=more, swept=swept, swept_from=swept_from, raw=talks.raw)
