"""Issues as they arrive: discussions, problems, claims, returns."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from kontuar.actions import bulk, buyers, journal, trouble
from kontuar.actions.touched import Touched
from kontuar.facts.issues import Issue as IssueFact
from kontuar.facts.issues import IssueKind, IssueStatus
from kontuar.facts.messages import Message as MessageFact
from kontuar.facts.messages import Thread as ThreadFact
from kontuar.facts.messages import ThreadKind
from kontuar.rules.issue_status import effective, is_over, richer
from kontuar.store import rebuild, rebuild_issues
from kontuar.store.models import Account, Case, Issue, JournalEntry, Order, Thread

_PROBLEM = IssueKind.PROBLEM.value
WRITTEN = (
    "kind",
    "status",
    "raw_status",
    "thread",
    "order",
    "buyer",
    "order_external_id",
    "offer_external_id",
    "buyer_login",
    "reference",
    "subject",
    "opened_at",
    "decide_by",
    "status_due_at",
    "ended_at",
    "changed_at",
    "panel_status",
    "panel_over",
    "panel_by",
    "panel_at",
    "fact",
)


def issues(account: Account, facts: Sequence[IssueFact], touched: Touched, *, now: datetime) -> None:
    """Keep the fullest picture of each issue. Seeing the same again changes nothing.

    Threads and orders of the same portion must be stored before; what comes later is tied by
    ``actions.ties``. The number of queries does not depend on the number of issues.
    """
    if not facts:
        return
    unique = {fact.external_id: fact for fact in facts}
    known = Issue.objects.select_for_update(of=("self",)).select_related("account")
    rows = {
        row.external_id: row for row in known.filter(account=account, external_id__in=unique).order_by("pk")
    }
    portion = _Portion(account, _Ties(account, list(unique.values()), now), now)
    for external_id, fact in unique.items():
        if row := rows.get(external_id):
            portion.follow(row, fact)
        else:
            portion.open(fact)
    portion.store(touched)


class _Portion:
    """New and changed issues of one portion, written together with their journal."""

    def __init__(self, account: Account, ties: "_Ties", now: datetime) -> None:
        self._account = account
        self._ties = ties
        self._now = now
        self._opened: list[Issue] = []
        self._changed: list[Issue] = []
        self._entries: list[JournalEntry] = []

    def open(self, fact: IssueFact) -> None:
        """An issue seen for the first time; one that was over before is no news."""
        fact = _with_arrival(fact, self._now)
        ended_at = self._now if is_over(fact.status) else None
        values = {
            **_columns(fact),
            **self._ties.of(fact),
            "first_seen_at": self._now,
            "changed_at": self._now,
        }
        row = Issue(account=self._account, external_id=fact.external_id, ended_at=ended_at, **values)
        self._opened.append(row)
        if ended_at is None:
            self._note("issue.opened", row, kind=row.kind, status=row.status)

    def follow(self, row: Issue, told: IssueFact) -> None:
        """What changed of an issue we have."""
        fact = _with_arrival(richer(rebuild_issues.issue(row), told), self._now)
        columns = {**_columns(fact), **self._ties.of(fact)}
        changes = {name: value for name, value in columns.items() if getattr(row, name) != value}
        if not changes:
            return
        was = row.status
        for name, value in changes.items():
            setattr(row, name, value)
        if "fact" in changes:
            row.changed_at = self._now
        self._changed.append(row)
        if "status" in changes or "raw_status" in changes:
            self._note("issue.status", row, was=was, status=row.status, raw=row.raw_status)
            self._outdate(row)
        if end(row, self._now):
            self._note("issue.ended", row, status=row.status)

    def _outdate(self, row: Issue) -> None:
        """A person's word about the panel was said over another word of the platform: it has served."""
        if row.panel_status and row.raw_status != row.panel_over:
            self._note("issue.panel_outdated", row, said=row.panel_status, raw=row.raw_status)
            row.panel_status = row.panel_over = ""
            row.panel_by = row.panel_at = None

    def _note(self, verb: str, row: Issue, **detail: Any) -> None:
        self._entries.append(journal.entry(verb, at=self._now, issue=row, **detail))

    def store(self, touched: Touched) -> None:
        """Write all of it, and say whose clocks may have moved."""
        Issue.objects.bulk_create(self._opened)
        bulk.update(self._changed, WRITTEN)
        journal.write(self._entries)
        self._undo_guesses()
        trouble.owed_after_all(self._account, self._opened, now=self._now)
        rows = [*self._opened, *self._changed]
        touched.issue_ids.update(row.pk for row in rows)
        # The clock of what was said in its talk hangs on the issue.
        talks_of = {row.thread_id for row in rows if row.thread_id}
        if talks_of:
            touched.case_ids.update(Case.objects.filter(thread_id__in=talks_of).values_list("pk", flat=True))

    def _undo_guesses(self) -> None:
        """A talk that came before its issue was taken for a problem with a purchase."""
        talks_of = {row.thread_id for row in self._opened if row.thread_id and row.kind != _PROBLEM}
        if talks_of:
            Issue.objects.filter(thread_id__in=talks_of, kind=_PROBLEM).delete()


def end(row: Issue, now: datetime) -> bool:
    """Set when it was first seen over, by the status that counts; True when it ended now.

    A discussion may be opened again, and a person may take his word back.
    """
    over = is_over(effective(row.status, row.raw_status, row.panel_status, row.panel_over))
    if over == (row.ended_at is not None):
        return False
    row.ended_at = now if over else None
    return over


class _Ties:
    """Threads, orders and buyers a portion of issues names, by their external ids."""

    def __init__(self, account: Account, facts: Sequence[IssueFact], now: datetime) -> None:
        self._threads = _named(Thread, account, (f.thread_id for f in facts))
        self._orders = _named(Order, account, (f.order_id for f in facts))
        logins = {f.buyer_login for f in facts if f.buyer_login}
        self._buyers = buyers.by_logins(account, sorted(logins), now=now)

    def of(self, fact: IssueFact) -> dict[str, object]:
        """Columns that tie an issue; those not known are left out."""
        thread, order = self._threads.get(fact.thread_id), self._orders.get(fact.order_id)
        buyer = self._buyers.get(fact.buyer_login)
        known_by = order or thread
        found = {
            "thread_id": thread.pk if thread else None,
            "order_id": order.pk if order else None,
            "buyer_id": buyer.pk if buyer else known_by.buyer_id if known_by else None,
        }
        return {name: value for name, value in found.items() if value is not None}


def _named[R: (Thread, Order)](model: type[R], account: Account, ids: Iterable[str]) -> dict[str, R]:
    wanted = {external_id for external_id in ids if external_id}
    rows = model._default_manager.filter(account=account, external_id__in=wanted) if wanted else ()
    return {row.external_id: row for row in rows}


def _with_arrival(fact: IssueFact, now: datetime) -> IssueFact:
    is_new = fact.kind is IssueKind.RETURN and fact.status is IssueStatus.ARRIVED and fact.arrived_at is None
    return replace(fact, arrived_at=now) if is_new else fact


def _columns(fact: IssueFact) -> dict[str, object]:
    return {
        "kind": fact.kind.value,
        "status": fact.status.value,
        "raw_status": fact.raw_status[:40],
        "order_external_id": fact.order_id[:100],
        "offer_external_id": fact.offer_id[:100],
        "buyer_login": fact.buyer_login[:100],
        "reference": fact.reference[:60],
        "subject": fact.subject[:300],
        "opened_at": fact.opened_at,
        "decide_by": fact.decide_by,
        "status_due_at": fact.status_due_at,
        "fact": rebuild.to_json(fact),
    }


def problems(account: Account, facts: Sequence[ThreadFact], touched: Touched, *, now: datetime) -> None:
    """A problem with a purchase is told as a thread alone: its issue is made of that.

    A thread that belongs to another issue (a discussion's talk) makes none.
    """
    threads = {fact.external_id: fact for fact in facts if fact.kind is ThreadKind.PROBLEM}
    if not threads:
        return
    others = Issue.objects.filter(account=account, thread__external_id__in=list(threads))
    taken = set(others.exclude(kind=_PROBLEM).values_list("thread__external_id", flat=True))
    wanted = [_problem(fact) for key, fact in threads.items() if key not in taken]
    issues(account, wanted, touched, now=now)


def _problem(fact: ThreadFact) -> IssueFact:
    return IssueFact(
        external_id=fact.external_id,
        kind=IssueKind.PROBLEM,
        status=IssueStatus.OPEN if fact.is_open else IssueStatus.CLOSED,
        raw_status="OPEN" if fact.is_open else "CLOSED",
        order_id=fact.order_ids[0] if fact.order_ids else "",
        buyer_login=fact.buyer_login,
        thread_id=fact.external_id,
        opened_at=fact.created_at,
        is_talk_open=fact.is_open,
        reason=fact.problem_type,
    )


def talks(account: Account, facts: Sequence[MessageFact], touched: Touched, *, now: datetime) -> None:
    """Issues whose talk was read: said words may confirm or contradict what the platform says of them."""
    thread_ids = {fact.thread_id for fact in facts}
    rows = Issue.objects.filter(account=account, thread__external_id__in=thread_ids) if thread_ids else None
    ids = list(rows.values_list("pk", flat=True)) if rows is not None else []
    if ids:
        Issue.objects.filter(pk__in=ids).update(talk_read_at=now)
        touched.issue_ids.update(ids)
