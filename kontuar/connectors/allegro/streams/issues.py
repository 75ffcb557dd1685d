"""Stream ``issues``: discussions and claims, with the talk of each that changed.

There is no filter by date and no journal. Every pull lists the open ones; once a night, and at first, all
of them back to ``since``. An issue that was open and is not listed any more is asked by its id. A talk is
read in the batch that tells the issue, when the issue says something else of it than we remember; that
those words lie at times (allegro-api #12196, #12119, #11796) is made good by ``issue_talks``.

A page is listed again until every issue on it is told: cheaper than asking for what is left one by one.
"""

from datetime import datetime, timedelta

import msgspec

from kontuar.connector_kit.contract import Batch
from kontuar.connector_kit.errors import ConnectorError
from kontuar.connector_kit.jsonread import Json, at, text
from kontuar.connectors.allegro import parse_issues, reads
from kontuar.connectors.allegro.capabilities import DISPUTES
from kontuar.connectors.allegro.streams import lists
from kontuar.connectors.allegro.streams.pull import Patience, Pull
from kontuar.connectors.allegro.streams.sweep import is_nightly
from kontuar.connectors.allegro.streams.talks import Outcome, Talks

OPEN = ("DISPUTE_ONGOING", "DISPUTE_UNRESOLVED", "CLAIM_SUBMITTED")
RECENT = timedelta(days=14)
"""What is over is remembered so long after its last word; an older one is told again, its talk is not."""
STALE_READS = 4
"""How often a talk is read again that shows less than its issue promises (compare ``walk.STALE_READS``)."""
MOST_CUT = 500


class Pass(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A pass through the list. ``done``: issues of the page at ``place`` that are told. ``listed``: signs
    to be remembered."""

    whole: bool = False
    place: lists.Place = msgspec.field(default_factory=lists.Place)
    done: list[str] = []
    listed: dict[str, str] = {}


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """``whole_at``: when the last pass over all began (UTC), ``first``: whether that is the first one still.

    ``seen``: signs of open and lately closed issues. ``again``: talks to read once more, with the number
    of times that was tried; ``todo``: issues to ask by id now. ``cut``: issues whose talk is cut."""

    whole_at: datetime | None = None
    first: bool = True
    seen: dict[str, str] = {}
    again: dict[str, int] = {}
    todo: list[str] = []
    cut: list[str] = []
    under_way: Pass | None = None


def pull(pull: Pull) -> Batch:
    """One portion: issues asked by id, then a page of the list, then those the list no longer has."""
    state = pull.state(State)
    patience = Patience()
    talks = Talks(pull, patience, state.cut)
    is_listed = state.under_way is None and bool(state.todo)
    way = state.under_way or (Pass() if is_listed else _begin(pull, state))
    _one_by_one(pull, state, way, talks, patience)
    if not is_listed and not state.todo and talks.has_room():
        is_listed = _page(pull, state, way, talks, patience)
        if is_listed:
            _finish(state, way)
            _one_by_one(pull, state, way, talks, patience)
    state.under_way = None if is_listed else way
    state.cut = talks.cut[-MOST_CUT:]
    more = (not is_listed or bool(state.todo)) and patience.is_worth_going_on
    return pull.batch(talks.facts, state, more=more, done=talks.told, raw=talks.raw)


def _begin(pull: Pull, state: State) -> Pass:
    """A new pass. Talks that were behind are read once more, each at most ``STALE_READS`` times."""
    is_whole = state.whole_at is None or is_nightly(pull.now, state.whole_at)
    state.first = state.whole_at is None
    state.whole_at = pull.now if is_whole else state.whole_at
    state.todo = list(dict.fromkeys([*state.todo, *state.again]))
    return Pass(whole=is_whole)


def _one_by_one(pull: Pull, state: State, way: Pass, talks: Talks, patience: Patience) -> None:
    """Ask the issues in ``todo``. One that is gone (404) is forgotten, one that failed comes up again."""
    while state.todo and talks.has_room():
        name = state.todo[0]
        document = talks.issue(name)
        if patience.is_over:
            return
        if document is not None and not _tell(pull, state, way, talks, document, is_talk_wanted=True):
            return
        state.todo.pop(0)
        if document is None and name not in patience.missed:
            for known in (state.seen, way.listed, state.again):
                known.pop(name, None)


def _page(pull: Pull, state: State, way: Pass, talks: Talks, patience: Patience) -> bool:
    """List a page and tell what is new on it. True when it was the last one and all of it is told."""
    place = way.place
    request = reads.issues(place.offset, () if way.whole else OPEN)
    try:
        document = pull.api.ask_within(DISPUTES, request)
    except ConnectorError:
        if not patience.gained:
            raise
        patience.is_over = True
        return False
    patience.succeeded()
    entries = parse_issues.issues(document)
    known = {*way.done, *place.last}
    for entry in entries:
        if text(entry, "id") in known:
            continue
        if not talks.has_room() or not _tell(pull, state, way, talks, entry):
            return False
        way.done.append(text(entry, "id"))
    size = len(parse_issues.entries(document, "issues"))
    is_over = place.turn(lists.ids_of(entries), size, limit=reads.ISSUES_PAGE)
    way.done = []
    return is_over or (way.whole and bool(entries) and _is_before(pull, entries[-1]))


def _is_before(pull: Pull, entry: Json) -> bool:
    opened = parse_issues.issue(entry).opened_at
    return opened is not None and opened < pull.since


def _finish(state: State, way: Pass) -> None:
    """Whatever was open and was not met is asked by its id: it was closed, or the list left it out."""
    missing = [name for name, sign in state.seen.items() if sign.startswith("o") and name not in way.listed]
    state.todo += [name for name in missing if name not in state.todo]
    closed = {name: sign for name, sign in state.seen.items() if not sign.startswith("o")}
    kept = {name: state.seen[name] for name in missing}
    state.seen = {**({} if way.whole else closed), **kept, **way.listed}


def _tell(
    pull: Pull, state: State, way: Pass, talks: Talks, entry: Json, *, is_talk_wanted: bool = False
) -> bool:
    """Tell an issue, with its talk where that may have moved; False when the pull ended before that."""
    found = parse_issues.issue(entry)
    name = found.external_id
    is_open = parse_issues.is_open(found)
    if not is_open and _is_before(pull, entry) and not is_talk_wanted:
        return True
    moment = max((one for one in (found.last_word_at, found.opened_at) if one), default=None)
    is_recent = is_open or moment is None or moment >= pull.now - RECENT
    sign, before = _sign(entry, is_open=is_open), state.seen.get(name) or way.listed.get(name, "")
    outcome = Outcome.READ
    is_moved = sign.partition(".")[0] != before.partition(".")[0]
    if is_talk_wanted or (is_moved and (is_recent or state.first)):
        outcome = talks.read(entry)
    elif sign != before or way.whole:
        talks.tell(entry, is_new=sign != before)
    if outcome is Outcome.STOPPED:
        return False
    if is_recent:
        way.listed[name] = state.seen[name] = sign
    else:
        state.seen.pop(name, None)
    _count(state, name, outcome)
    return True


def _count(state: State, name: str, outcome: Outcome) -> None:
    tries = state.again.get(name, 0) + 1
    if outcome is Outcome.AGAIN and tries <= STALE_READS:
        state.again[name] = tries
    else:
        state.again.pop(name, None)


def _sign(entry: Json, *, is_open: bool) -> str:
    """``o`` or ``c``, what the talk depends on, ``.``, all the rest."""
    chat = at(entry, "chat")
    talk = [at(chat, "messagesCount"), at(chat, "lastMessage"), at(entry, "currentState", "status")]
    return f"{'o' if is_open else 'c'}{lists.mark(talk)}.{lists.mark(entry)}"
