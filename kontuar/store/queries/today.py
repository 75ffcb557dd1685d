"""What Today shows: freshness of every account, messages that need a look, duties, the day's parcels.

A handful of queries whatever the number of rows; every row is plain values, ready for a loop.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kontuar.store.models import (
    Account,
    Case,
    Duty,
    Outgoing,
    User,
)
from kontuar.store.queries import deeds, ready, today_issues, today_orders, today_parcels
from kontuar.store.queries.access import CAN_WORK, account_ids, roles_of
from kontuar.store.queries.freshness import Freshness, freshness
from kontuar.store.queries.ready import Ready
from kontuar.store.queries.today_issues import IssueLine, RefundLine
from kontuar.store.queries.today_orders import OrderLine
from kontuar.store.queries.today_parcels import Parcels

State = Outgoing.State
NEEDS_A_LOOK = (State.BLOCKED, State.REFUSED, State.UNSURE)
ON_ITS_WAY = (State.HELD, State.QUEUED, State.SENDING, State.SENT)
TIMED_HOLDS = ("undo", "later", "put_off")
"""Holds that end by themselves; any other reason gave the text back to a person."""
MOST = 300
MOST_COUNTED = 1000
LINE = 100
"""Characters of a message that fit on one line of Today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Counts by duty for the frame; never unread messages. ``stopped`` are messages and other deeds of ours."""

    late: int
    soon: int
    stopped: int

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
    duty: "Line | None"
    """What is still owed there, so that it stands in one place only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A duty of a case. ``on_its_way`` is the state of an answer that is already leaving."""

    duty_id: int
    case_id: int
    kind: str
    since_at: datetime
    due_at: datetime
    safer_by: datetime
    warn_at: datetime
    lost: str
    next_step: str
    is_counted: bool
    rule_id: str
    rule_version: str
    account_id: int
    account_name: str
    platform: str
    buyer: str
    subject: str
    text: str
    language: str
    has_order: bool
    assignee: str
    can_work: bool
    on_its_way: str
    waiting_until: datetime | None

    def is_put_off(self, now: datetime) -> bool:
        """Set aside by a person, and not pressing yet: the marketplace's clock does not wait."""
        return self.waiting_until is not None and now < min(self.waiting_until, self.warn_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A case of a list that is looked through and closed in bulk."""

    case_id: int
    platform: str
    account_name: str
    buyer: str
    text: str
    language: str
    at: datetime | None
    can_work: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything Today shows. Groups of lines are in the product's order, each by ``safer_by``.

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
    """Duties late and running out, and what of ours needs a look. One query, and one for the rights."""
    mine = account_ids(user)
    pressing, late, stopped, stuck = ready.counts(
        (_PRESSING, (mine, now)),
        (_LATE, (mine, now, now)),
        (_NEEDING_A_LOOK, (mine,)),
        (deeds.NEEDING_A_LOOK, (mine,)),
    )
    return Header(late=late, soon=pressing - late, stopped=stopped + stuck)


def board(user: User, *, now: datetime, day_ends_at: datetime) -> Board:
    """Today. ``day_ends_at`` is the end of the shop's local day."""
    roles = roles_of(user)
    mine, workable = list(roles), {pk for pk, role in roles.items() if role in CAN_WORK}
    known = {one.pk: one for one in _ACCOUNTS.of(Account, mine)}
    lines = _lines(mine, known, workable)
    stopped = _stopped(mine, known, {line.case_id: line for line in lines})
    stuck = {one.case_id for one in stopped}
    owed = [
        line
        for line in lines
        if line.case_id not in stuck and not line.on_its_way and not line.is_put_off(now)
    ]
    issues = today_issues.lines(mine, workable, now=now)
    silent = [line for line in issues if line.is_silent and line.safer_by <= day_ends_at]
    later = [line for line in issues if line not in silent]
    return Board(
        accounts=freshness(roles, now=now, known=known.values()),
        stopped=stopped,
        silent=tuple(silent),
        talks=tuple(line for line in later if line.kind in today_issues.TALKS),
        claims=tuple(line for line in later if line.kind in today_issues.CLAIMS),
        problems=tuple(line for line in owed if line.kind == "problem"),
        questions=tuple(line for line in owed if _is_before_purchase(line)),
        answers=tuple(
            line
            for line in owed
            if line.kind not in ("problem", "question") and not _is_before_purchase(line)
        ),
        leaving=tuple(line for line in lines if line.on_its_way),
        put_off=tuple(line for line in lines if not line.on_its_way and line.is_put_off(now)),
        back=_listed(_BACK(mine, now), known, workable),
        parcels=today_parcels.parcels(mine, known, workable, now, day_ends_at),
        money=tuple(line for line in later if line.kind in today_issues.MONEY),
        unpaid=today_issues.unpaid(mine, workable, now=now),
        backlog=_listed(_REVIEWED[Case.List.BACKLOG](mine), known, workable),
        closers=_listed(_REVIEWED[Case.List.CLOSERS](mine), known, workable),
        orders=tuple(today_orders.lines(mine, workable, now=now)),
        deeds=deeds.needing_a_look(mine),
    )


def _pressing(mine: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    return (
        Duty.objects.filter(account_id__in=mine, warn_at__lte=now)
        .exclude(_answer_is_leaving())
        .values_list("pk")
    )


def _is_before_purchase(line: Line) -> bool:
    return line.kind == "answer" and line.is_counted and not line.has_order


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


_PRESSING = Ready(lambda mine, now: _pressing(mine, now)[:MOST_COUNTED])
_LATE = Ready(lambda mine, now, by: _pressing(mine, now).filter(due_at__lt=by)[:MOST_COUNTED])
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
    mine: Sequence[int], known: Mapping[int, Account], lines: Mapping[int, Line]
) -> tuple[Stopped, ...]:
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
            duty=lines.get(case_id),
        )
        for pk, case_id, state, hold_reason, account_id, buyer, text, reason_text, at in _STUCK(mine)
    )


_OWED = Ready(
    lambda mine: (
        Duty.objects.filter(account_id__in=mine, case__isnull=False)
        .order_by("safer_by", "pk")
        .values_list(
            *("pk", "case_id", "kind", "since_at", "due_at", "safer_by", "warn_at", "lost", "next_step"),
            *("is_counted", "rule_id", "rule_version", "account_id", "case__buyer__login", "case__subject"),
            *("case__last_text", "case__language", "case__order_id", "case__assignee__display_name"),
            *("case__assignee__username", "case__last_buyer_at", "case__state", "case__waiting_until"),
        )[:MOST]
    )
)
_LEAVING = Ready(
    lambda mine: (
        Outgoing.objects.filter(
            case__in=Duty.objects.filter(account_id__in=mine).values("case"), state__in=ON_ITS_WAY
        )
        .exclude(Q(state=State.HELD) & ~Q(hold_reason__in=TIMED_HOLDS))
        .order_by("composed_at")
        .values_list("case_id", "state", "composed_at")
    )
)
_ACCOUNTS = Ready(lambda ids: Account.objects.filter(pk__in=ids))


def _lines(mine: Sequence[int], known: Mapping[int, Account], workable: Collection[int]) -> list[Line]:
    # The last answer on its way in each case.
    leaving = {case_id: (state, at) for case_id, state, at in _LEAVING(mine)}
    return [_line(row, known, workable, leaving) for row in _OWED(mine)]


def _line(
    found: tuple[Any, ...],
    known: Mapping[int, Account],
    workable: Collection[int],
    leaving: Mapping[int, tuple[str, datetime]],
) -> Line:
    pk, case_id, kind, since_at, due_at, safer_by, warn_at, lost, step, is_counted, rule, *rest = found
    version, account_id, buyer, subject, text, language, order_id, called, username, *place = rest
    last_buyer_at, case_state, waiting_until = place
    state, composed_at = leaving.get(case_id, ("", None))
    if composed_at and last_buyer_at and composed_at < last_buyer_at:
        state = ""
    return Line(
        duty_id=pk,
        case_id=case_id,
        kind=kind,
        since_at=since_at,
        due_at=due_at,
        safer_by=safer_by,
        warn_at=warn_at,
        lost=lost,
        next_step=step,
        is_counted=is_counted,
        rule_id=rule,
        rule_version=version,
        account_id=account_id,
        account_name=str(known[account_id]),
        platform=known[account_id].platform,
        buyer=buyer,
        subject=subject,
        text=" ".join(text.split())[:LINE],
        language=language,
        has_order=order_id is not None,
        assignee=called or username or "",
        can_work=account_id in workable,
        on_its_way=state,
        waiting_until=waiting_until if case_state == Case.State.WAITING else None,
    )


def _in_list(rows: QuerySet[Case]) -> QuerySet[Any, Any]:
    columns = ("pk", "account_id", "buyer__login", "last_text", "language", "last_message_at")
    return rows.order_by("-last_message_at", "-pk").values_list(*columns)[:MOST]


_BACK = Ready(
    lambda mine, now: _in_list(
        Case.objects.filter(
            ~Exists(Duty.objects.filter(case=OuterRef("pk"))),
            account_id__in=mine,
            state=Case.State.WAITING,
            waiting_until__lte=now,
        )
    )
)
_REVIEWED = {
    which: Ready(
        lambda mine, which=which: _in_list(
            Case.objects.filter(~Q(review_list=""), account_id__in=mine, review_list=which)
        )
    )
    for which in (Case.List.BACKLOG, Case.List.CLOSERS)
}


def _listed(
    rows: Sequence[tuple[Any, ...]], known: Mapping[int, Account], workable: Collection[int]
) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            case_id=pk,
            platform=known[account_id].platform,
            account_name=str(known[account_id]),
            buyer=buyer,
            text=" ".join(text.split()),
            language=language,
            at=at,
            can_work=account_id in workable,
        )
        for pk, account_id, buyer, text, language, at in rows
    )
