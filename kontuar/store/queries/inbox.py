"""The list of messages: filters, search, a page at a time.

Pages follow by keyset, not by counting: the cursor names the last row shown, so that new mail neither repeats
nor hides a row. "To answer" is sorted by ``safer_by``, everything else by the last message.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from kontuar.store.models import Account, Case, Duty, Outgoing, User
from kontuar.store.queries import access, keyset
from kontuar.store.queries.today import NEEDS_A_LOOK, TIMED_HOLDS
from kontuar.text.fold import fold

PAGE = 30
MOST_WORDS = 8
State = Case.State
FILTERS = (
    *("todo", "open", "waiting", "closed", "mine", "nobody", "backlog", "thanks", "stopped", "automatic"),
    "all",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person wants to see. ``cursor`` is what the page before gave, ``""`` for the first; ``rows`` how
    many a list that was followed further shows again.
    """

    which: str = "todo"
    account_id: int | None = None
    search: str = ""
    cursor: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The duty a chip tells."""

    kind: str
    due_at: datetime
    safer_by: datetime
    warn_at: datetime
    lost: str
    rule_id: str
    rule_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the list."""

    case_id: int
    account_id: int
    account_name: str
    platform: str
    buyer: str
    subject: str
    text: str
    last_role: str
    language: str
    at: datetime | None
    state: str
    waiting_until: datetime | None
    review_list: str
    assignee: str
    has_order: bool
    order_state: str
    fulfilment: str
    clock: Clock | None
    outgoing: str
    """State of our last message that has not settled, ``given_back`` for one a person must look at."""
    is_automatic: bool = False
    """Nobody wrote here: only machines' mails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows and the cursor of the next page (``""`` at the end)."""

    rows: tuple[Row, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many stand behind a filter; closed ones are never counted."""

    todo: int
    waiting: int
    backlog: int
    thanks: int
    stopped: int


def page(user: User, wish: Wish) -> Page:
    """One page of the list. The number of queries does not depend on the number of rows."""
    rows = access.cases(user)
    if wish.account_id:
        rows = rows.filter(account_id=wish.account_id)
    rows = _searched(rows, wish.search) if wish.search else _filtered(rows, wish.which, user)
    if wish.which == "todo" and not wish.search:
        return _by_limit(rows, wish)
    return _by_last_message(rows, wish)


def counts(user: User) -> Counts:
    """Numbers beside the filters."""
    mine = access.account_ids(user)
    cases = Case.objects.filter(Q(state=State.WAITING) | ~Q(review_list=""), account_id__in=mine)
    found = cases.aggregate(
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        backlog=Count("pk", filter=Q(review_list=Case.List.BACKLOG)),
        thanks=Count("pk", filter=Q(review_list=Case.List.CLOSERS)),
    )
    todo = Duty.objects.filter(account_id__in=mine, case__isnull=False).values("case").distinct().count()
    stopped = _stopped(Case.objects.filter(account_id__in=mine)).count()
    return Counts(todo=todo, stopped=stopped, **found)


def accounts(user: User) -> list[Account]:
    """Accounts to filter by."""
    return list(access.accounts(user).order_by("connected_at", "pk"))


def _filtered(rows: QuerySet[Case], which: str, user: User) -> QuerySet[Case]:
    chosen: dict[str, Callable[[], QuerySet[Case]]] = {
        "todo": lambda: rows.filter(duties__isnull=False),
        "open": lambda: rows.filter(state=State.OPEN),
        "waiting": lambda: rows.filter(state=State.WAITING),
        "closed": lambda: rows.filter(state=State.CLOSED),
        "mine": lambda: rows.filter(assignee=user).exclude(state=State.CLOSED),
        "nobody": lambda: rows.filter(assignee=None, state=State.OPEN),
        "backlog": lambda: rows.filter(review_list=Case.List.BACKLOG),
        "thanks": lambda: rows.filter(review_list=Case.List.CLOSERS),
        "stopped": lambda: _stopped(rows),
        "automatic": lambda: rows.filter(account__platform="mail", last_buyer_at=None, last_seller_at=None),
    }
    return chosen[which]() if which in chosen else rows


def _stopped(rows: QuerySet[Case]) -> QuerySet[Case]:
    given_back = Q(state=Outgoing.State.HELD) & ~Q(hold_reason__in=TIMED_HOLDS)
    return rows.filter(pk__in=Outgoing.objects.filter(Q(state__in=NEEDS_A_LOOK) | given_back).values("case"))


def _searched(rows: QuerySet[Case], search: str) -> QuerySet[Case]:
    """Every word must occur, folded, in buyer, subject or messages; an order number finds its cases."""
    wanted = Q()
    for word in fold(search).split()[:MOST_WORDS]:
        wanted &= Q(search_text__contains=word)
    number = search.strip()
    return rows.filter(wanted | Q(order__external_id__istartswith=number) | Q(buyer__login__iexact=number))


def _by_limit(rows: QuerySet[Case], wish: Wish) -> Page:
    limits = rows.annotate(limit=Min("duties__safer_by")).order_by("limit", "pk")
    if after := keyset.read(wish.cursor):
        at, pk = after
        limits = limits.filter(Q(limit__gt=at) | Q(limit=at, pk__gt=pk))
    return _page(limits, "limit", wish)


def _by_last_message(rows: QuerySet[Case], wish: Wish) -> Page:
    rows = rows.filter(last_message_at__isnull=False).order_by("-last_message_at", "-pk")
    if after := keyset.read(wish.cursor):
        at, pk = after
        rows = rows.filter(Q(last_message_at__lt=at) | Q(last_message_at=at, pk__lt=pk))
    return _page(rows, "last_message_at", wish)


def _page(rows: QuerySet[Case], key: str, wish: Wish) -> Page:
    size = keyset.rows(wish.rows, PAGE)
    found = list(rows.select_related("account", "buyer", "assignee", "order")[: size + 1])
    shown = found[:size]
    more = keyset.write(getattr(shown[-1], key), shown[-1].pk) if len(found) > size else ""
    ids = [case.pk for case in shown]
    clocks, outgoing = _clocks(ids), _outgoing(ids)
    return Page(
        rows=tuple(_row(case, clocks.get(case.pk), outgoing.get(case.pk, "")) for case in shown), next=more
    )


def _clocks(ids: Collection[int]) -> dict[int, Clock]:
    """The nearest duty of each case."""
    rows = Duty.objects.filter(case_id__in=ids).order_by("-safer_by")
    return {
        duty.case_id: Clock(
            kind=duty.kind,
            due_at=duty.due_at,
            safer_by=duty.safer_by,
            warn_at=duty.warn_at,
            lost=duty.lost,
            rule_id=duty.rule_id,
            rule_version=duty.rule_version,
        )
        for duty in rows
        if duty.case_id
    }


def _outgoing(ids: Collection[int]) -> dict[int, str]:
    settled = (Outgoing.State.DELIVERED, Outgoing.State.CANCELLED, Outgoing.State.DRAFT)
    rows = Outgoing.objects.filter(case_id__in=ids).exclude(state__in=settled).order_by("composed_at")
    return {
        case_id: "given_back" if state == "held" and reason not in TIMED_HOLDS else state
        for case_id, state, reason in rows.values_list("case_id", "state", "hold_reason")
    }


def _row(case: Case, clock: Clock | None, outgoing: str) -> Row:
    return Row(
        case_id=case.pk,
        account_id=case.account_id,
        account_name=str(case.account),
        platform=case.account.platform,
        buyer=(case.buyer.name if case.account.platform == "mail" else "") or case.buyer.login,
        subject=case.subject,
        text=" ".join(case.last_text.split()),
        last_role=case.last_role,
        language=case.language,
        at=case.last_message_at,
        state=case.state,
        waiting_until=case.waiting_until,
        review_list=case.review_list,
        assignee=str(case.assignee) if case.assignee else "",
        has_order=case.order is not None,
        order_state=case.order.state if case.order else "",
        fulfilment=case.order.fulfilment if case.order else "",
        clock=clock,
        outgoing=outgoing,
        is_automatic=case.account.platform == "mail" and not (case.last_buyer_at or case.last_seller_at),
    )
