"""What a person says about an issue: that the marketplace's own page shows something else than we were told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, reassess_issues
from kontuar.actions.errors import Invalid, NotAllowed
from kontuar.actions.receive_issues import end
from kontuar.facts.issues import IssueKind
from kontuar.rules.issue_status import MAY_SAY
from kontuar.store.models import Issue, User
from kontuar.store.queries import access


def may_say(issue: Issue) -> tuple[str, ...]:
    """What a person may say the marketplace's page shows of this issue."""
    return tuple(status.value for status in MAY_SAY[IssueKind(issue.kind)])


@transaction.atomic
def say_panel(issue: Issue, status: str, user: User, *, now: datetime) -> None:
    """The marketplace's page shows ``status``. Its clocks follow that until the marketplace's word changes."""
    row = _locked(issue, user)
    if status not in may_say(row):
        raise Invalid("status", _("Choose what the marketplace's page shows."), field="status")
    was = row.panel_status
    row.panel_status, row.panel_over = status, row.raw_status
    row.panel_by, row.panel_at = user, now
    _store(row, now)
    journal.record(
        "issue.panel_said", at=now, actor=user, issue=row, status=status, was=was, raw=row.raw_status
    )
    reassess_issues.issues([row.pk], now=now)


@transaction.atomic
def forget_panel(issue: Issue, user: User, *, now: datetime) -> None:
    """Take that word back: what the marketplace tells counts again."""
    row = _locked(issue, user)
    if not row.panel_status:
        return
    was = row.panel_status
    row.panel_status = row.panel_over = ""
    row.panel_by = row.panel_at = None
    _store(row, now)
    journal.record("issue.panel_forgotten", at=now, actor=user, issue=row, was=was)
    reassess_issues.issues([row.pk], now=now)


def _locked(issue: Issue, user: User) -> Issue:
    if not access.can_work(user, issue.account_id):
        raise NotAllowed
    return Issue.objects.select_for_update(of=("self",)).select_related("account").get(pk=issue.pk)


def _store(row: Issue, now: datetime) -> None:
    end(row, now)
    Issue.objects.filter(pk=row.pk).update(
        panel_status=row.panel_status,
        panel_over=row.panel_over,
        panel_by=row.panel_by,
        panel_at=row.panel_at,
        ended_at=row.ended_at,
    )
