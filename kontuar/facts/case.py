"""A case as the rules see it: one buyer, one matter, cut out of threads by us."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kontuar.facts.issues import IssueKind
from kontuar.facts.messages import MessageKind, MessageStatus, Role, ThreadKind


class CaseState(StrEnum):
    """Three states; every clock hangs on them."""

    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMessage:
    """A message with what we know of it besides its words.

    ``is_closer`` marks a mere "ok, dziękuję"; ``waived_reason`` is set when a person decided that no
    answer is owed, ``is_history`` when the clock had run out before the account was connected.
    """

    external_id: str
    role: Role
    kind: MessageKind
    status: MessageStatus
    written_at: datetime
    first_seen_at: datetime
    is_closer: bool = False
    is_history: bool = False
    waived_reason: str = ""


class PledgeKind(StrEnum):
    """What a word opens a clock for: our own promise, a supplier's, or what a person says a message is."""

    PROMISED = "promised"
    SUPPLIER = "supplier"
    COMPLAINT = "complaint"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A word that holds. ``due_at`` is the date named in it, None where a rule gives it."""

    kind: PledgeKind
    since_at: datetime
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """Everything ``rules.assess`` needs to know of a case. Messages stand in order of ``written_at``.

    ``issue_kind`` is set when the thread is the talk of an issue, ``issue_due_at`` is the platform's own
    date for our next word in it.
    """

    state: CaseState
    thread_kind: ThreadKind
    thread_is_open: bool
    messages: tuple[CaseMessage, ...]
    connected_at: datetime
    problem_type: str = ""
    has_order: bool = False
    waiting_until: datetime | None = None
    issue_kind: IssueKind | None = None
    issue_due_at: datetime | None = None
    pledges: tuple[Pledge, ...] = ()
