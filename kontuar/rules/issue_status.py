"""Where an issue stands: the platform's word, or a person's who looked at the platform's own page.

Statuses of Allegro's issues are wrong or stale at times (rules.md D14; allegro/allegro-api #12340, #13050), so a
person may say what the page shows. His word holds until the platform's own changes: then the platform knows more.
"""

from dataclasses import fields, replace
from typing import Any

from kontuar.facts.issues import Issue, IssueKind, IssueStatus, LastWord

OVER = frozenset({IssueStatus.ACCEPTED, IssueStatus.REJECTED, IssueStatus.CLOSED})
"""Nothing is decided about such an issue any more. An unresolved or unknown one is not over."""

MAY_SAY: dict[IssueKind, tuple[IssueStatus, ...]] = {
    IssueKind.DISCUSSION: (IssueStatus.OPEN, IssueStatus.UNRESOLVED, IssueStatus.CLOSED),
    IssueKind.PROBLEM: (IssueStatus.OPEN, IssueStatus.CLOSED),
    IssueKind.CLAIM: (IssueStatus.OPEN, IssueStatus.ACCEPTED, IssueStatus.REJECTED, IssueStatus.CLOSED),
    IssueKind.RETURN: (
        IssueStatus.OPEN,
        IssueStatus.ON_ITS_WAY,
        IssueStatus.ARRIVED,
        IssueStatus.REJECTED,
        IssueStatus.CLOSED,
    ),
}
"""What a person may say the platform's page shows, by kind."""


def effective(status: str, raw: str, panel: str, panel_over: str) -> IssueStatus:
    """The status that counts. ``panel`` is a person's word (empty: none), said over the word ``panel_over``."""
    return IssueStatus(panel if panel and raw == panel_over else status)


def is_over(status: IssueStatus) -> bool:
    """True when nothing is decided about it any more."""
    return status in OVER


def richer(held: Issue, told: Issue) -> Issue:
    """The newer picture, with what it leaves out taken from the one we hold.

    Lists of a platform say less than single answers, and single answers at times less than the ones before
    (a return without its items). Whatever the new picture does say holds, also where it goes back.
    """
    kept: dict[str, Any] = {}
    for field in fields(Issue):
        new, old = getattr(told, field.name), getattr(held, field.name)
        says_nothing = new in ("", (), None) or new is LastWord.UNKNOWN
        if says_nothing and new != old:
            kept[field.name] = old
    return replace(told, **kept)
