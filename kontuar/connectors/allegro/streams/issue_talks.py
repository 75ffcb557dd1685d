"""Stream ``issue_talks``: the issues named by the caller, read again whole; and the same for ``threads``.

What a list of issues says of its last message lies at times: it leaves out files (allegro-api #12196),
stays behind (#12119, #11796) or counts nothing (#11852). Only reading the talk tells.
"""

from kontuar.connector_kit.contract import Batch
from kontuar.connectors.allegro import parse_issues
from kontuar.connectors.allegro.streams.parcels import outcome
from kontuar.connectors.allegro.streams.pull import Patience, Pull, Subjects
from kontuar.connectors.allegro.streams.talks import Outcome, Talks


def pull(pull: Pull) -> Batch:
    """The issues named in ``subjects``, each with its talk."""
    state = Subjects.of(pull)
    named = list(state.left)
    patience = Patience()
    talks = Talks(pull, patience)
    _read(state.left, patience, talks)
    patience.raise_if_fruitless()
    asked, missed = outcome(named, state.left, patience.missed)
    more = bool(state.left) and patience.is_worth_going_on
    return pull.batch(talks.facts, state, more=more, asked=asked, missed=missed, raw=talks.raw)


def _read(left: list[str], patience: Patience, talks: Talks) -> None:
    """Take issues off ``left`` and read them while there is room."""
    while left and talks.has_room():
        document = talks.issue(left[0])
        if patience.is_over or (document is not None and talks.read(document) is Outcome.STOPPED):
            return
        left.pop(0)


def split(threads: list[str]) -> tuple[list[str], list[str]]:
    """Thread ids: those of the message center, and those that are talks of issues."""
    ordinary = [name for name in threads if not parse_issues.issue_id(name)]
    return ordinary, [name for name in threads if parse_issues.issue_id(name)]


def read_threads(pull: Pull, left: list[str], patience: Patience) -> Talks:
    """Read the talks whose thread ids are in ``left``, and take them off it.

    What fails in passing is named again by the caller, as with any thread.
    """
    talks = Talks(pull, patience)
    issues = [parse_issues.issue_id(name) for name in left]
    _read(issues, patience, talks)
    left[:] = [parse_issues.thread_id(name) for name in issues]
    return talks
