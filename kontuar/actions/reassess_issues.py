"""Judge issues anew: their duties, what does not agree about them, and when that can next change."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from django.db.models import Q

from kontuar.actions import bulk, policies, reassess, reassess_all
from kontuar.facts.issue_facts import IssueFacts
from kontuar.facts.issues import IssueKind
from kontuar.rules.assess import assess_issue
from kontuar.rules.issue_doubts import doubts
from kontuar.rules.issue_status import effective
from kontuar.store import rebuild_issues
from kontuar.store.models import Account, Duty, Issue, Mark, Message, Refund

VERDICT = ("standing", "reassess_at", "next_step", "doubts")


def issues(ids: Collection[int], *, now: datetime) -> None:
    """Judge these issues. Must run inside a transaction. The number of queries does not depend on theirs."""
    if not ids:
        return
    rows = Issue.objects.select_for_update(of=("self",)).select_related("account")
    # Locked first, read then: a verdict must not be written over a newer one.
    locked = list(rows.filter(pk__in=ids).order_by("pk"))
    around = _Around(locked)
    held: dict[int, dict[str, Duty]] = defaultdict(dict)
    for duty in Duty.objects.filter(issue_id__in=ids):
        held[duty.issue_id or 0][duty.kind] = duty
    known = policies.Policies(now)
    pile = reassess.DutyPile(now)
    changed = []
    for row in locked:
        facts, policy = around.facts(row), known.of(row.account)
        verdict = assess_issue(facts, policy, now)
        pile.add(verdict.duties, held[row.pk], account=row.account, issue=row)
        found = [
            {**asdict(doubt)["about"], "code": doubt.code, "source": doubt.source}
            for doubt in doubts(facts, policy, now)
        ]
        is_changed = reassess.take(row, verdict, step=verdict.next_step)
        if is_changed or row.doubts != found:
            row.doubts = found
            changed.append(row)
    pile.write()
    bulk.update(changed, VERDICT)


class _Around:
    """What may confirm or contradict these issues: their talks, the refunds and other claims of their orders."""

    def __init__(self, rows: Collection[Issue]) -> None:
        self._marks: dict[int, list[Mark]] = defaultdict(list)
        settled = Mark.objects.filter(issue__in=[row.pk for row in rows], kind=Mark.Kind.SETTLED)
        for mark in settled.filter(ended_at__isnull=True):
            self._marks[mark.issue_id or 0].append(mark)
        self._talks: dict[int, list[Message]] = defaultdict(list)
        for message in Message.objects.filter(thread_id__in={row.thread_id for row in rows if row.thread_id}):
            self._talks[message.thread_id].append(message)
        orders = {(row.account_id, row.order_external_id) for row in rows if row.order_external_id}
        named = Q(account_id__in={pk for pk, _ in orders}, order_external_id__in={name for _, name in orders})
        self._refunds: dict[tuple[int, str], list[Refund]] = defaultdict(list)
        self._claims: Counter[tuple[int, str]] = Counter()
        if orders:
            for refund in Refund.objects.filter(named).order_by("created_at", "pk"):
                self._refunds[refund.account_id, refund.order_external_id].append(refund)
            claims = Issue.objects.filter(named, kind=IssueKind.CLAIM.value)
            self._claims.update(claims.values_list("account_id", "order_external_id"))

    def facts(self, row: Issue) -> IssueFacts:
        """All the rules need to know of an issue."""
        key = (row.account_id, row.order_external_id)
        others = self._claims[key] - (row.kind == IssueKind.CLAIM.value)
        return rebuild_issues.issue_facts(
            row,
            effective(row.status, row.raw_status, row.panel_status, row.panel_over),
            self._talks[row.thread_id or 0],
            self._refunds[key],
            other_claims=max(0, others),
            marks=self._marks[row.pk],
        )


def due(*, now: datetime, limit: int = reassess.PORTION) -> int:
    """Judge what time alone may have changed; returns how many rows were judged."""
    rows = Issue.objects.filter(reassess_at__lte=now).order_by("reassess_at")
    ids = list(rows.values_list("pk", flat=True)[:limit])
    reassess.judge_each(issues, Issue.objects.all(), ids, now)
    return len(ids)


def everything(account: Account, *, now: datetime) -> None:
    """The policy changed (hours, holidays, zone): let the sweep judge what is not over again."""
    reassess_all.everything(account, ("issue",), now=now)
