"""The list of messages: filters, search, a page at a time.

Pages follow by keyset, not by counting: the cursor names the last row shown, so that new mail neither repeats
nor hides a row. "To answer" is sorted by ``safer_by``, everything else by the last message. What was put off does not
stand in "to answer" until its time is over or a limit of it presses, as on Today.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kontuar.store.models import Account, Case, Duty, Mention, Outgoing, User
from kontuar.store.queries import access, inbox_search, keyset, ready, teamwork, views
from kontuar.store.queries.once import once
from kontuar.store.queries.ready import Ready
from kontuar.store.queries.today import NEEDS_A_LOOK, TIMED_HOLDS
from kontuar.store.queries.views import View

PAGE = 30
BESIDE = 16
"""Rows the list begins with beside a case: more than a screen is high."""
State = Case.State
type Place = tuple[datetime, int]
"""A row's place in the list: what it is sorted by, and its case."""
FILTERS = (
    *("todo", "open", "waiting", "closed", "mine", "nobody", "backlog", "thanks", "stopped", "automatic"),
    *("called", "all"),
)

_SHOWN_OF_CASE = (
    *("pk", "account_id", "buyer__name", "buyer__login", "subject", "last_text", "last_role", "language"),
    *("last_message_at", "state", "waiting_until", "review_list", "last_buyer_at", "last_seller_at"),
    *("assignee__display_name", "assignee__username", "order_id", "order__state", "order__fulfilment"),
)
_CLOCK = ("case_id", "kind", "due_at", "safer_by", "warn_at", "lost", "rule_id", "rule_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person wants to see. ``cursor`` is what the page before gave, ``""`` for the first; ``rows`` how
    many a list that was followed further shows again. ``view`` is a list somebody keeps; it stands above ``which``.
    """

    which: str = "todo"
    account_id: int | None = None
    search: str = ""
    cursor: str = ""
    rows: int = 0
    view: View | None = None


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
    is_cut: bool = False
    """The list ends here, but more may fit than a search looks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many stand behind a filter; closed ones are never counted."""

    todo: int
    waiting: int
    backlog: int
    thanks: int
    stopped: int
    called: int = 0
    """Calls in notes the person has not seen."""


def page(user: User, wish: Wish, *, size: int = PAGE, now: datetime) -> Page:
    """One page of the list, of ``size`` rows unless more were shown already (at most ``PAGE`` may be asked for).

    The number of queries does not depend on the number of rows.
    """
    known = {one.pk: one for one in accounts(user)}
    mine = [pk for pk in known if wish.account_id in (None, pk)]
    size = keyset.rows(wish.rows, size)
    if wish.which == "todo" and not wish.search and not wish.view:
        return _page_of_duties(mine, known, keyset.read(wish.cursor), size, now)
    is_cut = False
    if wish.search:
        places, is_cut = inbox_search.places(mine, wish.search, keyset.read(wish.cursor), size + 1)
    elif wish.view:
        places = views.places(user, wish.view.filters, keyset.read(wish.cursor), size + 1, now=now)
    else:
        places = _by_last_message(mine, known, wish, user, size + 1)
    shown = places[:size]
    rows = _rows([pk for _at, pk in shown], known)
    has_more = len(places) > size
    return Page(rows=rows, next=keyset.write(*shown[-1]) if has_more else "", is_cut=is_cut and not has_more)


def counts(user: User, *, now: datetime) -> Counts:
    """Numbers beside the filters. One query."""
    mine = access.account_ids(user)
    asked = (_OWED, _WAITING, _BACKLOG, _THANKS, _STOPPED)
    counted = ready.counts(
        *((one, (mine,)) for one in asked), (_PUT_OFF, (mine, now)), (teamwork.UNSEEN, (user.pk, mine))
    )
    owed, waiting, backlog, thanks, stopped, put_off, called = counted
    todo = owed - put_off
    return Counts(todo=todo, waiting=waiting, backlog=backlog, thanks=thanks, stopped=stopped, called=called)


def accounts(user: User) -> list[Account]:
    """Accounts to filter by."""
    found = once(("accounts", user.pk), lambda: _ACCOUNTS.of(Account, user.pk))
    return sorted(found, key=lambda one: (one.connected_at, one.pk))


_ACCOUNTS = Ready(lambda user: Account.objects.filter(accesses__user=user))
_OWED = Ready(
    lambda mine: (
        Duty.objects.filter(account_id__in=mine, case__isnull=False).values_list("case_id").distinct()
    )
)
_PUT_OFF = Ready(
    # of those owed; few wait at a time, so they are taken off instead of asking each duty about its case
    lambda mine, now: Case.objects.filter(
        ~Exists(Duty.objects.filter(case_id=OuterRef("pk"), warn_at__lte=now)),
        Exists(Duty.objects.filter(case_id=OuterRef("pk"))),
        account_id__in=mine,
        state=State.WAITING,
        waiting_until__gt=now,
    ).values_list("pk")
)
_WAITING = Ready(lambda mine: Case.objects.filter(account_id__in=mine, state=State.WAITING).values_list("pk"))
_BACKLOG, _THANKS = (
    Ready(
        lambda mine, which=which: Case.objects.filter(
            ~Q(review_list=""), account_id__in=mine, review_list=which
        ).values_list("pk")
    )
    for which in (Case.List.BACKLOG, Case.List.CLOSERS)
)
_GIVEN_BACK = Q(state=Outgoing.State.HELD) & ~Q(hold_reason__in=TIMED_HOLDS)
_STOPPED = Ready(
    lambda mine: (
        Outgoing.objects.filter(Q(state__in=NEEDS_A_LOOK) | _GIVEN_BACK, account_id__in=mine)
        .order_by()
        .values_list("case_id")
        .distinct()
    )
)


def _first_duties(mine: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    """The nearest duty of each case with its case, in the order of the list; none that was put off."""
    nearer = Q(safer_by__lt=OuterRef("safer_by")) | Q(safer_by=OuterRef("safer_by"), pk__lt=OuterRef("pk"))
    others = Duty.objects.filter(nearer, case_id=OuterRef("case_id"))
    pressing = Duty.objects.filter(case_id=OuterRef("case_id"), warn_at__lte=now)
    is_put_off = Q(~Exists(pressing), case__state=State.WAITING, case__waiting_until__gt=now)
    return (
        Duty.objects.filter(~Exists(others), ~is_put_off, account_id__in=mine, case__isnull=False)
        .order_by("safer_by", "case_id")
        .values_list(*_CLOCK, *(f"case__{name}" for name in _SHOWN_OF_CASE))
    )


_NEAREST = {
    many: (
        Ready(lambda mine, now, many=many: _first_duties(mine, now)[:many]),
        Ready(
            lambda mine, now, at, then, pk, many=many: _first_duties(mine, now).filter(
                Q(safer_by__gt=then) | Q(case_id__gt=pk), safer_by__gte=at
            )[:many]
        ),
    )
    for many in (PAGE + 1, keyset.MOST + 1)
}


def _page_of_duties(
    mine: Sequence[int], known: Mapping[int, Account], after: Place | None, size: int, now: datetime
) -> Page:
    """By the stricter limit of the nearest duty."""
    first, further = _NEAREST[PAGE + 1 if size <= PAGE else keyset.MOST + 1]
    found = further(mine, now, after[0], after[0], after[1]) if after else first(mine, now)
    shown = found[:size]
    outgoing = _outgoing([row[0] for row in shown])
    rows = [
        _row(row[len(_CLOCK) :], known, _clock(*row[: len(_CLOCK)]), outgoing.get(row[0], ""))
        for row in shown
    ]
    last = rows[-1].clock if rows else None
    return Page(
        rows=tuple(rows),
        next=keyset.write(last.safer_by, rows[-1].case_id) if last and len(found) > size else "",
    )


def _by_last_message(
    mine: Sequence[int], known: Mapping[int, Account], wish: Wish, user: User, many: int
) -> list[Place]:
    """Newest first, each account from its own end of the index: none is walked through for another."""
    if wish.which == "automatic":
        mine = [pk for pk in mine if known[pk].platform == "mail"]
    after = keyset.read(wish.cursor)
    asked = _newest(wish.which, PAGE + 1 if many <= PAGE + 1 else keyset.MOST + 1, is_first=after is None)
    values = (after[0], after[0], after[1]) if after else ()
    found = [place for pk in mine for place in asked(pk, user.pk, *values)]
    return sorted(found, reverse=True)[:many]


@cache
def _newest(which: str, many: int, *, is_first: bool) -> Ready:
    def of(account: int, user: int) -> QuerySet[Case]:
        rows = _filtered(Case.objects.filter(account_id=account), which, user)
        return rows.filter(last_message_at__isnull=False).order_by("-last_message_at", "-pk")

    def first(account: int, user: int) -> QuerySet[Any, Any]:
        return of(account, user).values_list("last_message_at", "pk")[:many]

    def further(account: int, user: int, at: datetime, then: datetime, pk: int) -> QuerySet[Any, Any]:
        rows = of(account, user).filter(Q(last_message_at__lt=then) | Q(pk__lt=pk), last_message_at__lte=at)
        return rows.values_list("last_message_at", "pk")[:many]

    return Ready(first if is_first else further, unused=(1,))


def _filtered(rows: QuerySet[Case], which: str, user: int) -> QuerySet[Case]:
    chosen: dict[str, Callable[[], QuerySet[Case]]] = {
        "open": lambda: rows.filter(state=State.OPEN),
        "waiting": lambda: rows.filter(state=State.WAITING),
        "closed": lambda: rows.filter(state=State.CLOSED),
        "mine": lambda: rows.filter(assignee=user).exclude(state=State.CLOSED),
        "nobody": lambda: rows.filter(assignee=None, state=State.OPEN),
        "backlog": lambda: rows.filter(~Q(review_list=""), review_list=Case.List.BACKLOG),
        "thanks": lambda: rows.filter(~Q(review_list=""), review_list=Case.List.CLOSERS),
        "stopped": lambda: rows.filter(
            pk__in=Outgoing.objects.filter(Q(state__in=NEEDS_A_LOOK) | _GIVEN_BACK).values("case")
        ),
        "called": lambda: rows.filter(pk__in=Mention.objects.filter(user=user).values("note__case")),
        "automatic": lambda: rows.filter(last_buyer_at=None, last_seller_at=None),
    }
    return chosen[which]() if which in chosen else rows


_SHOWN = Ready(lambda ids: Case.objects.filter(pk__in=ids).values_list(*_SHOWN_OF_CASE))
_CLOCKS = Ready(lambda ids: Duty.objects.filter(case_id__in=ids).order_by("-safer_by").values_list(*_CLOCK))
_SETTLED = (Outgoing.State.DELIVERED, Outgoing.State.CANCELLED, Outgoing.State.DRAFT)
_OUTGOING = Ready(
    lambda ids: (
        Outgoing.objects.filter(case_id__in=ids)
        .exclude(state__in=_SETTLED)
        .order_by("composed_at")
        .values_list("case_id", "state", "hold_reason")
    )
)


def _rows(ids: Sequence[int], known: Mapping[int, Account]) -> tuple[Row, ...]:
    found = {row[0]: row for row in _SHOWN(ids)}
    clocks, outgoing = _clocks(ids), _outgoing(ids)
    return tuple(_row(found[pk], known, clocks.get(pk), outgoing.get(pk, "")) for pk in ids if pk in found)


def _clocks(ids: Sequence[int]) -> dict[int, Clock]:
    """The nearest duty of each case."""
    return {found[0]: _clock(*found) for found in _CLOCKS(ids)}


def _clock(
    _case_id: int,
    kind: str,
    due_at: datetime,
    safer_by: datetime,
    warn_at: datetime,
    lost: str,
    rule_id: str,
    version: str,
) -> Clock:
    return Clock(
        kind=kind,
        due_at=due_at,
        safer_by=safer_by,
        warn_at=warn_at,
        lost=lost,
        rule_id=rule_id,
        rule_version=version,
    )


def _outgoing(ids: Sequence[int]) -> dict[int, str]:
    return {
        case_id: "given_back" if state == "held" and reason not in TIMED_HOLDS else state
        for case_id, state, reason in _OUTGOING(ids)
    }


def _row(found: tuple[Any, ...], known: Mapping[int, Account], clock: Clock | None, outgoing: str) -> Row:
    pk, account_id, name, login, subject, text, role, language, at, state, until, listed, *rest = found
    buyer_at, seller_at, called, username, order_id, order_state, fulfilment = rest
    account = known[account_id]
    is_mail = account.platform == "mail"
    return Row(
        case_id=pk,
        account_id=account_id,
        account_name=str(account),
        platform=account.platform,
        buyer=(name if is_mail else "") or login,
        subject=subject,
        text=" ".join(text.split()),
        last_role=role,
        language=language,
        at=at,
        state=state,
        waiting_until=until,
        review_list=listed,
        assignee=called or username or "",
        has_order=order_id is not None,
        order_state=order_state or "",
        fulfilment=fulfilment or "",
        clock=clock,
        outgoing=outgoing,
        is_automatic=is_mail and not (buyer_at or seller_at),
    )
