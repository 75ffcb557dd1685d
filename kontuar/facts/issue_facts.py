"""An issue as the rules see it: what the platform says, and everything that may confirm or contradict it."""

from dataclasses import dataclass
from datetime import datetime

from kontuar.facts.issues import Issue, IssueStatus
from kontuar.facts.messages import Role
from kontuar.facts.order_around import Settled
from kontuar.facts.refunds import Refund


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line of the issue's talk. ``is_stopped``: the platform did not let it through."""

    role: Role
    text: str
    written_at: datetime
    is_stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFacts:
    """Everything ``rules.assess`` and ``rules.issue_doubts`` need to know of an issue.

    ``status`` is the one that counts: the platform's, or a person's word about the platform's page, which is
    ``panel_status`` while it holds. ``told_at`` is when something new was last told of it. ``talk`` stands in
    order of ``written_at``; ``refunds`` are those of its order; ``other_claims`` counts further claims of that
    order; ``settled`` is what a person called done.
    """

    issue: Issue
    status: IssueStatus
    first_seen_at: datetime
    told_at: datetime
    connected_at: datetime
    panel_status: IssueStatus | None = None
    talk: tuple[Said, ...] = ()
    refunds: tuple[Refund, ...] = ()
    other_claims: int = 0
    settled: tuple[Settled, ...] = ()

    @property
    def since_at(self) -> datetime:
        """When it began; when we first saw it if the platform says nothing or names a day yet to come."""
        opened_at = self.issue.opened_at
        return opened_at if opened_at is not None and opened_at <= self.told_at else self.first_seen_at
