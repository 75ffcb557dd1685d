"""The issues whose talk threads are: they set the clocks of what is said there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kontuar.actions import policies
from kontuar.facts.case import CaseFacts
from kontuar.facts.issues import IssueKind
from kontuar.facts.messages import ThreadKind
from kontuar.rules.assess import is_history
from kontuar.rules.policy import Policy
from kontuar.store import rebuild
from kontuar.store.models import Account, Issue, Message, Thread

_DISCUSSION = IssueKind.DISCUSSION.value
OF_ISSUES = (ThreadKind.PROBLEM.value, ThreadKind.CLAIM.value)
"""Threads that were opened for one matter: each is one case."""


class Troubles:
    """Kind and date of the issue of each thread. One query, none where all is ordinary talk."""

    def __init__(self, threads: Iterable[Thread | None]) -> None:
        ids = {thread.pk for thread in threads if thread is not None and thread.kind in OF_ISSUES}
        rows = Issue.objects.filter(thread_id__in=ids).order_by("pk") if ids else ()
        self._found = {row.thread_id: (IssueKind(row.kind), row.status_due_at) for row in rows}

    def of(self, thread_id: int | None) -> tuple[IssueKind | None, datetime | None]:
        """What the issue of a thread is, and the platform's own date for our next word in it."""
        return self._found.get(thread_id, (None, None))

    def told(self, facts: CaseFacts, thread_id: int | None) -> CaseFacts:
        """The facts of a case with what its issue adds."""
        kind, due_at = self.of(thread_id)
        return facts if kind is None else replace(facts, issue_kind=kind, issue_due_at=due_at)


def owed_after_all(account: Account, opened: Iterable[Issue], *, now: datetime) -> None:
    """Words that came before the discussion they belong to: it gives more time than our own target.

    So what was taken for history may have been owed when the account was connected.
    """
    ids = {row.thread_id for row in opened if row.thread_id and row.kind == _DISCUSSION}
    rows = Message.objects.filter(thread_id__in=ids, is_history=True) if ids else Message.objects.none()
    policy: Policy | None = None
    troubles: Troubles | None = None
    owed: list[int] = []
    for row in rows.select_related("case__account", "case__thread", "thread"):
        policy = policy or policies.policy(account, now=now)
        troubles = troubles or Troubles(Thread.objects.filter(pk__in=ids))
        kind, due_at = troubles.of(row.thread_id)
        [said] = rebuild.case(row.case, [row]).messages
        if not is_history(
            said,
            policy,
            account.connected_at,
            thread_kind=ThreadKind(row.thread.kind),
            issue_kind=kind,
            issue_due_at=due_at,
        ):
            owed.append(row.pk)
    Message.objects.filter(pk__in=owed).update(is_history=False)
