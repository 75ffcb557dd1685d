"""The list of issues: discussions, problems, claims, returns; and one issue with everything around it.

Open ones run by the nearest limit, all others newest first. Pages follow by keyset: the cursor names the last row.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import DateTimeField, F, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Least

from kontuar.facts.issues import Issue as IssueFact
from kontuar.store.models import (
    Account,
    Attachment,
    Case,
    Duty,
    Issue,
    Message,
    Order,
    RawAnswer,
    Refund,
    User,
)
from kontuar.store.queries import access, keyset
from kontuar.store.rebuild_issues import issue as rebuilt

PAGE = 40
FAR = datetime(9000, 1, 1, tzinfo=UTC)
TALK = 100
FILTERS = ("open", "talks", "claims", "returns", "doubtful", "ended", "all")
TALKS = ("discussion", "problem")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person wants to see. ``cursor`` is what the page before gave, ``""`` for the first; ``rows`` how
    many a list that was followed further shows again.
    """

    which: str = "open"
    account_id: int | None = None
    cursor: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the list."""

    issue: Issue
    account_name: str
    platform: str
    clocks: tuple[Duty, ...]
    """Its own first (that decides), then of an answer owed in its talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows and the cursor of the next page (``""`` at the end)."""

    rows: tuple[Row, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """Everything the page of one issue shows."""

    issue: Issue
    fact: IssueFact
    account: Account
    can_work: bool
    duties: tuple[Duty, ...]
    case: Case | None
    """The conversation it is talked about in."""
    talk: tuple[Message, ...]
    files: dict[int, tuple[Attachment, ...]]
    order: Order | None
    refunds: tuple[Refund, ...]
    siblings: tuple[Issue, ...]
    """Other issues of the same order."""


def page(user: User, wish: Wish) -> Page:
    """One page of the list."""
    rows = _chosen(_mine(user, wish.account_id), wish.which)
    return _by_limit(rows, wish) if wish.which == "open" else _by_age(rows, wish)


def counts(user: User, account_id: int | None = None) -> dict[str, int]:
    """How many stand behind each filter of open ones; counted up to a thousand."""
    mine = _mine(user, account_id)
    return {
        which: _chosen(mine, which).values("pk")[:1000].count()
        for which in ("open", "talks", "claims", "returns", "doubtful")
    }


def view(user: User, issue_id: int) -> IssueView | None:
    """The issue, or None when it does not exist for this person."""
    rows = Issue.objects.filter(account_id__in=access.account_ids(user))
    row = rows.select_related("account__application", "order", "thread", "buyer", "panel_by")
    issue = row.filter(pk=issue_id).first()
    if issue is None:
        return None
    case = (
        Case.objects.filter(thread=issue.thread).order_by("-last_message_at").first()
        if issue.thread
        else None
    )
    talk = _talk(issue)
    on = Q(issue=issue) | (Q(case=case) if case else Q(pk=None))
    return IssueView(
        issue=issue,
        fact=rebuilt(issue),
        account=issue.account,
        can_work=access.can_work(user, issue.account_id),
        duties=tuple(Duty.objects.filter(on).order_by(F("issue").asc(nulls_last=True), "safer_by")),
        case=case,
        talk=talk,
        files=_files([message.pk for message in talk]),
        order=issue.order,
        refunds=tuple(Refund.objects.filter(order=issue.order).order_by("-created_at"))
        if issue.order
        else (),
        siblings=_siblings(issue),
    )


def accounts(user: User) -> list[Account]:
    """Accounts to filter by."""
    return list(access.accounts(user).order_by("connected_at", "pk"))


def _mine(user: User, account_id: int | None) -> QuerySet[Issue]:
    rows = Issue.objects.filter(account_id__in=access.account_ids(user))
    return rows.filter(account_id=account_id) if account_id else rows


def _chosen(rows: QuerySet[Issue], which: str) -> QuerySet[Issue]:
    still = rows.filter(ended_at=None)
    chosen: dict[str, Callable[[], QuerySet[Issue]]] = {
        "open": lambda: still,
        "talks": lambda: still.filter(kind__in=TALKS),
        "claims": lambda: still.filter(kind="claim"),
        "returns": lambda: still.filter(kind="return"),
        "doubtful": lambda: still.exclude(doubts=[]),
        "ended": lambda: rows.exclude(ended_at=None),
    }
    return chosen[which]() if which in chosen else rows


def _by_limit(rows: QuerySet[Issue], wish: Wish) -> Page:
    """The nearest limit first, of the issue itself or of an answer owed in its talk."""
    far = Value(FAR, output_field=DateTimeField())
    ordered = rows.annotate(
        limit=Least(
            Coalesce(Min("duties__safer_by"), far), Coalesce(Min("thread__cases__duties__safer_by"), far)
        )
    ).order_by("limit", "pk")
    if after := keyset.read(wish.cursor):
        at, pk = after
        ordered = ordered.filter(Q(limit__gt=at) | Q(limit=at, pk__gt=pk))
    return _page(ordered, "limit", wish)


def _by_age(rows: QuerySet[Issue], wish: Wish) -> Page:
    ordered = rows.annotate(at=Coalesce("opened_at", "first_seen_at")).order_by("-at", "-pk")
    if after := keyset.read(wish.cursor):
        at, pk = after
        ordered = ordered.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    return _page(ordered, "at", wish)


def _page(rows: QuerySet[Issue], key: str, wish: Wish) -> Page:
    size = keyset.rows(wish.rows, PAGE)
    found = list(rows.select_related("account", "order")[: size + 1])
    shown = found[:size]
    clocks = _clocks(shown)
    return Page(
        rows=tuple(
            Row(
                issue=row,
                account_name=str(row.account),
                platform=row.account.platform,
                clocks=clocks.get(row.pk, ()),
            )
            for row in shown
        ),
        next=keyset.write(getattr(shown[-1], key), shown[-1].pk) if len(found) > size else "",
    )


def _clocks(shown: Sequence[Issue]) -> dict[int, tuple[Duty, ...]]:
    """The nearest duty of its own and the nearest of its talk."""
    own = Duty.objects.filter(issue__in=[row.pk for row in shown]).order_by("safer_by", "pk")
    threads = {row.thread_id: row.pk for row in shown if row.thread_id}
    talks = Duty.objects.filter(case__thread__in=list(threads)).select_related("case")
    found: dict[int, dict[str, Duty]] = defaultdict(dict)
    for duty in own:
        found[duty.issue_id or 0].setdefault("own", duty)
    for duty in talks.order_by("safer_by", "pk"):
        if duty.case and duty.case.thread_id:
            found[threads[duty.case.thread_id]].setdefault("talk", duty)
    return {pk: tuple(clocks.values()) for pk, clocks in found.items()}


def _talk(issue: Issue) -> tuple[Message, ...]:
    if issue.thread is None:
        return ()
    rows = Message.objects.filter(thread=issue.thread).order_by("-written_at", "-pk")[:TALK]
    return tuple(reversed(rows))


def _files(ids: Collection[int]) -> dict[int, tuple[Attachment, ...]]:
    found: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(message_id__in=ids).order_by("pk"):
        found.setdefault(file.message_id, []).append(file)
    return {pk: tuple(files) for pk, files in found.items()}


def _siblings(issue: Issue) -> tuple[Issue, ...]:
    if not issue.order_external_id:
        return ()
    rows = Issue.objects.filter(account=issue.account_id, order_external_id=issue.order_external_id)
    return tuple(rows.exclude(pk=issue.pk).order_by("-opened_at", "-pk")[:20])


def support(issue: Issue) -> str:
    """The trace id of the last answer kept about it: the first thing a platform's support asks for."""
    kept = RawAnswer.objects.filter(account=issue.account_id, external_id=issue.external_id)
    return kept.order_by("-at", "-pk").values_list("trace_id", flat=True).first() or ""
