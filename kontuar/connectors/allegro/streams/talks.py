"""Reading issues' talks for one pull: the issue, its thread and every message Allegro gives out.

At most a hundred entries of a talk can be read (allegro-api #13381): ``offset`` is ignored at times and
the same entries come again (#13137, #13678), a first page may even be short (#13035). What is missing is
said (``Issue.is_talk_cut``), never guessed; only the opening message is in the issue itself too.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from kontuar.connector_kit.contract import Fact, RawAnswer
from kontuar.connector_kit.errors import ConnectorError, Refused
from kontuar.connector_kit.jsonread import Json, text
from kontuar.connectors.allegro import parse_issues, reads
from kontuar.connectors.allegro.streams import lists
from kontuar.connectors.allegro.streams.pull import MAX_FACTS, PASSING, Patience, Pull
from kontuar.facts.issues import Issue
from kontuar.facts.messages import Message

MOST_PAGES = 5
SPAN = timedelta(hours=48)
"""How far back a talk has to be read to say that what is not in it is not there."""
ABOUT = "issue"
_LAG = timedelta(seconds=1)

log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What became of reading one talk. ``AGAIN``: it was told, but another look is worth it later;
    ``STOPPED``: nothing was told, the pull is over."""

    READ = "read"
    AGAIN = "again"
    STOPPED = "stopped"


class Talks:
    """Facts gathered in one pull. ``cut`` holds the ids of issues whose talk is known to be cut, ``whole``
    the threads that were read down to two days back, ``told`` counts issues."""

    def __init__(self, pull: Pull, patience: Patience, cut: Sequence[str] = ()) -> None:
        self._pull = pull
        self._patience = patience
        self.cut = list(cut)
        self.facts: list[Fact] = []
        self.raw: list[RawAnswer] = []
        self.whole: list[str] = []
        self.told = 0
        self._messages = 0

    def has_room(self) -> bool:
        """Whether another talk may be begun: a batch is as short as one long talk allows."""
        return self._messages < MAX_FACTS and len(self.facts) < 2 * MAX_FACTS and self._patience.may_call()

    def issue(self, issue_id: str) -> Json | None:
        """Ask for one issue; None when it is gone, could not be read now (``patience.missed``), or when the
        pull is over."""
        try:
            document = self._pull.api.ask(reads.issue(issue_id))
        except ConnectorError as error:
            self._patience.failed(error)
            if isinstance(error, PASSING):
                self._patience.missed.append(issue_id)
            return None
        self._patience.succeeded()
        return document if text(document, "id") else None

    def tell(self, document: Json, *, is_new: bool = True) -> None:
        """The issue alone: nothing was said in it. One that is not ``is_new`` is not kept word for word."""
        is_cut = text(document, "id") in self.cut
        self._told(document, parse_issues.issue(document, is_talk_cut=is_cut), is_new=is_new)

    def read(self, document: Json) -> Outcome:
        """The issue with its talk, as the talk is now."""
        found = parse_issues.issue(document)
        try:
            entries, is_whole = self._entries(found)
        except ConnectorError as error:
            self._patience.failed(error)
            if not isinstance(error, (*PASSING, Refused)):
                return Outcome.STOPPED
            log.info("allegro.talk_not_read", issue=found.external_id, code=error.code)
            self.tell(document)
            return Outcome.AGAIN
        messages = parse_issues.talk(entries, found, login=self._pull.api.login)
        is_cut = not is_whole or (found.message_count or 0) > len(messages)
        self._remember(found.external_id, is_cut=is_cut)
        if is_cut:
            messages = self._with_first(document, found, messages)
        self._told(document, parse_issues.issue(document, is_talk_cut=is_cut))
        self._say(messages)
        if not is_cut or reaches(messages, self._pull.now - SPAN):
            self.whole.append(found.thread_id)
        return Outcome.AGAIN if _is_behind(found, messages) else Outcome.READ

    def _entries(self, found: Issue) -> tuple[list[Json], bool]:
        """All entries that can be had, and whether that is all there are."""
        by_id: dict[str, Json] = {}
        offset = 0
        for _ in range(MOST_PAGES):
            page = self._page(found.external_id, offset)
            fresh = {text(entry, "id"): entry for entry in page or () if text(entry, "id") not in by_id}
            by_id |= fresh
            if page is not None and len(page) < reads.CHAT_PAGE:
                return list(by_id.values()), True
            if page is None or not fresh:
                break
            offset += len(page)
        return list(by_id.values()), False

    def _page(self, issue_id: str, offset: int) -> list[dict[str, Json]] | None:
        """A page of the talk; None when a further one is refused (#12988)."""
        try:
            document = self._pull.api.ask(reads.issue_chat(issue_id, offset))
        except Refused:
            if not offset:
                raise
            self._patience.succeeded()
            return None
        self._patience.succeeded()
        return parse_issues.entries(document, "chat")

    def _with_first(self, document: Json, found: Issue, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        first = parse_issues.first_message(document, found, login=self._pull.api.login)
        is_known = first is None or any(first.external_id == message.external_id for message in messages)
        return messages if is_known or first is None else (first, *messages)

    def _remember(self, issue_id: str, *, is_cut: bool) -> None:
        if is_cut and issue_id not in self.cut:
            self.cut.append(issue_id)
        elif not is_cut and issue_id in self.cut:
            self.cut.remove(issue_id)

    def _told(self, document: Json, found: Issue, *, is_new: bool = True) -> None:
        self.told += 1
        self.facts += [found, parse_issues.thread(found)]
        if is_new:
            self.raw += lists.raw_of(self._pull, ABOUT, [document])

    def _say(self, messages: tuple[Message, ...]) -> None:
        kept = [message for message in messages if message.written_at >= self._pull.since]
        self.facts += kept
        self._messages += len(kept)


def reaches(messages: Sequence[Message], floor: datetime) -> bool:
    """Whether a cut talk holds everything since ``floor``: so it does when its older end is what lacks.

    Newest first is how the talk comes (#12650); oldest first was seen too, and then the newest lack.
    """
    if len(messages) < 2:
        return False
    return messages[0].written_at > messages[-1].written_at and messages[-1].written_at < floor


def _is_behind(found: Issue, messages: tuple[Message, ...]) -> bool:
    """The list of issues promises a message, or more of them, than the talk showed."""
    newest = parse_issues.newest(messages)
    if found.last_word_at is not None and (newest is None or newest < found.last_word_at - _LAG):
        return True
    return len(messages) < min(found.message_count or 0, reads.CHAT_PAGE)
