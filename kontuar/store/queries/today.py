"""What Today shows: freshness of every account, messages that need a look, duties, the day's parcels.

A handful of queries whatever the number of rows; every row is plain values, ready for a loop.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from typing import Any

from django.db.models import F, Q, QuerySet

from kontuar.store.models import (
    Account,
    Case,
    Duty,
    Outgoing,
    User,
)
from kontuar.store.queries import (
    deeds,
    ready,
    today_issues,
    today_lists,
    today_orders,
    today_parcels,
    today_talks,
)
from kontuar.store.queries.access import CAN_WORK, account_ids, roles_of
from kontuar.store.queries.freshness import Freshness, freshness
from kontuar.store.queries.once import once
from kontuar.store.queries.ready import Ready, Value
from kontuar.store.queries.today_issues import IssueLine, RefundLine
from kontuar.store.queries.today_lists import Listed
from kontuar.store.queries.today_orders import OrderLine
from kontuar.store.queries.today_parcels import Parcels
from kontuar.store.queries.today_talks import Line

State = Outgoing.State
NEEDS_A_LOOK = (State.BLOCKED, State.REFUSED, State.UNSURE)
ON_ITS_WAY = (State.HELD, State.QUEUED, State.SENDING, State.SENT)
TIMED_HOLDS = ("undo", "later", "put_off")
"""Holds that end by themselves; any other reason gave the text back to a person."""
MOST = 300
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Counts by duty for the frame; never unread messages. ``stopped`` are messages and other deeds of ours,
    ``deeds`` the latter alone."""

    late: int
    soon: int
    stopped: int
    deeds: int

    @property
    def pressing(self) -> int:
        """What cannot wait."""
        return self.late + self.soon


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A message of ours that did not simply arrive."""

    outgoing_id: int
    case_id: int
    state: str
    hold_reason: str
    platform: str
    account_name: str
    buyer: str
    text: str
    reason_text: str
    at: datetime
    duty: Line | None
    """What is still owed there, so that it stands in one place only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything Today shows. Groups of lines are in the product's order, each by ``safer_by``; ``left_out`` of
    them are more than a page shows (over so many where ``is_left_out_more``), and ``longest`` is what has waited
    longest of all.

    ``silent``: claims and returns where silence decides until the end of today; ``claims`` and ``money`` are
    those with more time. ``unpaid`` is money that was called off on its way.
    """

    accounts: tuple[Freshness, ...]
    stopped: tuple[Stopped, ...]
    silent: tuple[IssueLine, ...]
    problems: tuple[Line, ...]
    talks: tuple[IssueLine, ...]
    claims: tuple[IssueLine, ...]
    questions: tuple[Line, ...]
    answers: tuple[Line, ...]
    left_out: int
    is_left_out_more: bool
    longest: Line | None
    leaving: tuple[Line, ...]
    put_off: tuple[Line, ...]
    back: tuple[Listed, ...]
    parcels: Parcels
    money: tuple[IssueLine, ...]
    unpaid: tuple[RefundLine, ...]
    backlog: tuple[Listed, ...]
    closers: tuple[Listed, ...]
    orders: tuple[OrderLine, ...]
    """Duties of orders besides the dispatch."""
    deeds: int
    """Other deeds of ours (numbers, states …) that a person has to look at."""

    @property
    def has_more(self) -> bool:
        """Nothing presses, yet not all is answered: put off, on its way, or never looked through."""
        return any((self.put_off, self.leaving, self.backlog))

    @property
    def is_stale(self) -> bool:
        """Something shown here may be old."""
        return any(account.is_stale for account in self.accounts)

    @property
    def is_clear(self) -> bool:
        """Nothing is owed today."""
        owed = (self.stopped, self.problems, self.questions, self.answers, self.back, self.parcels.troubles)
        issues = (self.silent, self.talks, self.claims, self.money, self.unpaid, self.orders)
        return not any(owed) and not any(issues) and not self.parcels.today and not self.deeds


def header(user: User, *, now: datetime) -> Header:
    """Duties late and running out, and what of ours needs a look. One query, and one for the rights.

    A page that is only read asks once: what Today says of the same things agrees with it.
    """
    return once(("header", user.pk), lambda: _header(account_ids(user), now))


def _header(mine: Sequence[int], now: datetime) -> Header:
    pressing, late, stopped, stuck = ready.counts(
        (_PRESSING, (mine, now)),
        (_LATE, (mine, now)),
        (_NEEDING_A_LOOK, (mine,)),
        (deeds.NEEDING_A_LOOK, (mine,)),
    )
    return Header(late=late, soon=max(0, pressing - late), stopped=stopped + stuck, deeds=stuck)


def board(user: User, *, now: datetime, day_ends_at: datetime) -> Board:
    """Today. ``day_ends_at`` is the end of the shop's local day."""
    roles = roles_of(user)
    mine, workable = list(roles), {pk for pk, role in roles.items() if role in CAN_WORK}
    known = {one.pk: one for one in _ACCOUNTS.of(Account, mine)}
    there_is, counted = _there_is(mine, now, day_ends_at), header(user, now=now)
    stuck = _STUCK(mine) if counted.stopped > counted.deeds else []
    on_its_way = _on_its_way(mine) if "leaving" in there_is else {}
    talks = today_talks.talks(mine, now, {row[1] for row in stuck}, on_its_way)
    lines = today_talks.lines(talks.shown, known, workable)
    issues = today_issues.lines(mine, workable, now=now) if "issues" in there_is else []
    silent = [line for line in issues if line.is_silent and line.safer_by <= day_ends_at]
    later = [line for line in issues if line not in silent]

    def listed(name: str, asked: Ready, *values: Value) -> tuple[Listed, ...]:
        return today_lists.listed(asked(mine, *values) if name in there_is else (), known, workable)

    return Board(
        accounts=freshness(roles, now=now, known=known.values()),
        stopped=_stopped(stuck, known, today_talks.of(talks.stuck, lines)),
        silent=tuple(silent),
        talks=tuple(line for line in later if line.kind in today_issues.TALKS),
        claims=tuple(line for line in later if line.kind in today_issues.CLAIMS),
        problems=today_talks.of(talks.problems, lines),
        questions=today_talks.of(talks.questions, lines),
        answers=today_talks.of(talks.answers, lines),
        left_out=talks.left_out,
        is_left_out_more=talks.is_left_out_more,
        longest=lines.get(talks.longest),
        leaving=today_talks.of(talks.leaving, lines),
        put_off=today_talks.of(talks.put_off, lines),
        back=listed("back", today_lists.BACK, now),
        parcels=today_parcels.parcels(mine, known, workable, now, day_ends_at, there_is),
        money=tuple(line for line in later if line.kind in today_issues.MONEY),
        unpaid=today_issues.unpaid(mine, workable, now=now) if "unpaid" in there_is else (),
        backlog=listed("backlog", today_lists.REVIEWED[Case.List.BACKLOG]),
        closers=listed("closers", today_lists.REVIEWED[Case.List.CLOSERS]),
        orders=tuple(today_orders.lines(mine, workable, now=now)) if "orders" in there_is else (),
        deeds=counted.deeds,
    )


def _there_is(mine: Sequence[int], now: datetime, day_ends_at: datetime) -> frozenset[str]:
    """Which of the things a desk often has none of there are: one query, and none of them is asked for in vain."""
    asked: dict[str, tuple[Ready, Sequence[Value]]] = {
        "leaving": (_IS_LEAVING, (mine,)),
        "back": (today_lists.IS_BACK, (mine, now)),
        "backlog": (today_lists.REVIEWED[Case.List.BACKLOG], (mine,)),
        "closers": (today_lists.REVIEWED[Case.List.CLOSERS], (mine,)),
        "issues": (today_issues.OF_ISSUES, (mine,)),
        "unpaid": (today_issues.LATELY_UNPAID, (mine, now - today_issues.LATELY)),
        "orders": (today_orders.ANY, (mine,)),
        **today_parcels.asked(mine, now, day_ends_at),
    }
    return frozenset(compress(asked, ready.exist(*asked.values())))


def _owed(mine: Sequence[int], **limits: datetime) -> QuerySet[Any, Any]:
    """Duties with such limits whose answer is not on its way."""
    rows = Duty.objects.filter(account_id__in=mine, **limits)
    return rows.exclude(_answer_is_leaving()).values_list("pk")


def _answer_is_leaving() -> Q:
    return Q(
        case__in=Outgoing.objects.filter(
            Q(state__in=ON_ITS_WAY) & (~Q(state=State.HELD) | Q(hold_reason__in=TIMED_HOLDS)),
            composed_at__gte=F("case__last_buyer_at"),
        ).values("case")
    )


def _needing_a_look(mine: Collection[int]) -> QuerySet[Outgoing]:
    """Stopped, refused or unsure messages and those given back, unless something later was said there."""
    given_back = Q(state=State.HELD) & ~Q(hold_reason__in=TIMED_HOLDS)
    rows = Outgoing.objects.filter(Q(state__in=NEEDS_A_LOOK) | given_back, account_id__in=mine)
    said_since = Q(case__last_seller_at__gt=F("composed_at"), state__in=(State.BLOCKED, State.REFUSED))
    return rows.exclude(said_since).exclude(
        Q(state__in=(State.BLOCKED, State.REFUSED)) & Q(case__state=Case.State.CLOSED)
    )


_PRESSING = Ready(lambda mine, now: _owed(mine, warn_at__lte=now)[:MOST_COUNTED])
_LATE = Ready(lambda mine, now: _owed(mine, due_at__lt=now)[:MOST_COUNTED])
_NEEDING_A_LOOK = Ready(lambda mine: _needing_a_look(mine).values_list("pk"))


_STUCK = Ready(
    lambda mine: (
        _needing_a_look(mine)
        .order_by("composed_at", "pk")
        .values_list(
            *("pk", "case_id", "state", "hold_reason", "account_id", "buyer_login", "text", "reason_text"),
            "composed_at",
        )[:MOST]
    )
)


def _stopped(
    rows: Sequence[tuple[Any, ...]], known: Mapping[int, Account], lines: Collection[Line]
) -> tuple[Stopped, ...]:
    owed = {line.case_id: line for line in lines}
    return tuple(
        Stopped(
            outgoing_id=pk,
            case_id=case_id,
            state=state,
            hold_reason=hold_reason,
            platform=known[account_id].platform,
            account_name=str(known[account_id]),
            buyer=buyer,
            text=" ".join(text[:160].split()),
            reason_text=reason_text,
            at=at,
            duty=owed.get(case_id),
        )
        for pk, case_id, state, hold_reason, account_id, buyer, text, reason_text, at in rows
    )


_LEAVING = Ready(
    # the last answer on its way in each case, if the buyer has not written since
    lambda mine: (
        Outgoing.objects.filter(
            case__in=Duty.objects.filter(account_id__in=mine).values("case"), state__in=ON_ITS_WAY
        )
        .exclude(Q(state=State.HELD) & ~Q(hold_reason__in=TIMED_HOLDS))
        .order_by("composed_at")
        .values_list("case_id", "state", "composed_at", "case__last_buyer_at")
    )
)
_IS_LEAVING = Ready(
    # whether there is any, owed or not: few leave at a time, while the duties may be thousands
    lambda mine: (
        Outgoing.objects.filter(account_id__in=mine, state__in=ON_ITS_WAY)
        .exclude(Q(state=State.HELD) & ~Q(hold_reason__in=TIMED_HOLDS))
        .values_list("pk")
    )
)
_ACCOUNTS = Ready(lambda ids: Account.objects.filter(pk__in=ids))


def _on_its_way(mine: Sequence[int]) -> dict[int, str]:
    """Case id → state of the last answer on its way there; nothing where the buyer has written since."""
    return {
        case_id: "" if last_buyer_at and composed_at < last_buyer_at else state
        for case_id, state, composed_at, last_buyer_at in _LEAVING(mine)
    }
