"""What Today shows: freshness of every account, messages that need a look, duties, the day's parcels.

A handful of queries whatever the number of rows; every row is plain values, ready for a loop.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from kontuar.store.models import AccountAccess, Case, Duty, Mark, Order, Outgoing, Shipment, User
from kontuar.store.queries import deeds, today_issues, today_orders
from kontuar.store.queries.access import CAN_WORK, account_ids
from kontuar.store.queries.freshness import Freshness, freshness
from kontuar.store.queries.today_issues import IssueLine, RefundLine
from kontuar.store.queries.today_orders import OrderLine

State = Outgoing.State
NEEDS_A_LOOK = (State.BLOCKED, State.REFUSED, State.UNSURE)
ON_ITS_WAY = (State.HELD, State.QUEUED, State.SENDING, State.SENT)
TIMED_HOLDS = ("undo", "later", "put_off")
"""Holds that end by themselves; any other reason gave the text back to a person."""
LATELY = timedelta(days=3)
MOST = 300
LINE = 100
"""Characters of a message that fit on one line of Today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Counts by duty for the frame; never unread messages."""

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
class ParcelLine:
    """An order whose parcel is in trouble. ``trouble``: late, cancelled_after_label, no_number."""

    order_id: int
    number: str
    trouble: str
    account_id: int
    account_name: str
    platform: str
    buyer: str
    items: str
    due_at: datetime | None
    can_work: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcels:
    """The day's parcels: ``today`` is how many are to leave until the end of the day, late ones included."""

    today: int
    tomorrow: int
    troubles: tuple[ParcelLine, ...]


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
    """Duties late and running out, and messages of ours that need a look. Three queries."""
    mine = account_ids(user)
    pressing = Duty.objects.filter(account_id__in=mine, warn_at__lte=now).exclude(_answer_is_leaving())
    limits = list(pressing.values_list("due_at", flat=True)[:1000])
    late = sum(due_at < now for due_at in limits)
    return Header(late=late, soon=len(limits) - late, stopped=_needing_a_look(mine).count())


def board(user: User, *, now: datetime, day_ends_at: datetime) -> Board:
    """Today. ``day_ends_at`` is the end of the shop's local day."""
    roles = dict(AccountAccess.objects.filter(user=user).values_list("account_id", "role"))
    mine, workable = list(roles), {pk for pk, role in roles.items() if role in CAN_WORK}
    lines = _lines(mine, workable)
    stopped = _stopped(mine, {line.case_id: line for line in lines})
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
        accounts=freshness(roles, now=now),
        stopped=stopped,
        silent=tuple(silent),
        talks=tuple(line for line in later if line.kind in today_issues.TALKS),
        claims=tuple(line for line in later if line.kind in today_issues.CLAIMS),
        problems=tuple(line for line in owed if line.kind == "problem"),
        questions=tuple(line for line in owed if _is_before_purchase(line)),
        answers=tuple(line for line in owed if line.kind == "answer" and not _is_before_purchase(line)),
        leaving=tuple(line for line in lines if line.on_its_way),
        put_off=tuple(line for line in lines if not line.on_its_way and line.is_put_off(now)),
        back=_listed(mine, workable, Q(state=Case.State.WAITING, waiting_until__lte=now, duties=None)),
        parcels=_parcels(mine, workable, now, day_ends_at),
        money=tuple(line for line in later if line.kind in today_issues.MONEY),
        unpaid=today_issues.unpaid(mine, workable, now=now),
        backlog=_listed(mine, workable, Q(review_list=Case.List.BACKLOG)),
        closers=_listed(mine, workable, Q(review_list=Case.List.CLOSERS)),
        orders=tuple(today_orders.lines(mine, workable, now=now)),
        deeds=deeds.needing_a_look(mine),
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


def _stopped(mine: Collection[int], lines: Mapping[int, Line]) -> tuple[Stopped, ...]:
    rows = _needing_a_look(mine).order_by("composed_at", "pk").select_related("account")[:MOST]
    return tuple(
        Stopped(
            outgoing_id=row.pk,
            case_id=row.case_id,
            state=row.state,
            hold_reason=row.hold_reason,
            platform=row.account.platform,
            account_name=str(row.account),
            buyer=row.buyer_login,
            text=" ".join(row.text[:160].split()),
            reason_text=row.reason_text,
            at=row.composed_at,
            duty=lines.get(row.case_id),
        )
        for row in rows
    )


def _lines(mine: Collection[int], workable: Collection[int]) -> list[Line]:
    rows = Duty.objects.filter(account_id__in=mine, case__isnull=False)
    rows = rows.select_related("account", "case__buyer", "case__assignee").order_by("safer_by", "pk")[:MOST]
    duties = list(rows)
    leaving = _leaving({duty.case_id for duty in duties if duty.case_id})
    return [_line(duty, duty.case, workable, leaving) for duty in duties if duty.case is not None]


def _leaving(case_ids: Collection[int]) -> dict[int, tuple[str, datetime]]:
    """The last answer on its way in each case."""
    rows = Outgoing.objects.filter(case_id__in=case_ids, state__in=ON_ITS_WAY).order_by("composed_at")
    rows = rows.exclude(Q(state=State.HELD) & ~Q(hold_reason__in=TIMED_HOLDS))
    return {
        case_id: (state, at) for case_id, state, at in rows.values_list("case_id", "state", "composed_at")
    }


def _line(
    duty: Duty, case: Case, workable: Collection[int], leaving: dict[int, tuple[str, datetime]]
) -> Line:
    state, composed_at = leaving.get(case.pk, ("", None))
    if composed_at and case.last_buyer_at and composed_at < case.last_buyer_at:
        state = ""
    return Line(
        duty_id=duty.pk,
        case_id=case.pk,
        kind=duty.kind,
        since_at=duty.since_at,
        due_at=duty.due_at,
        safer_by=duty.safer_by,
        warn_at=duty.warn_at,
        lost=duty.lost,
        next_step=duty.next_step,
        is_counted=duty.is_counted,
        rule_id=duty.rule_id,
        rule_version=duty.rule_version,
        account_id=duty.account_id,
        account_name=str(duty.account),
        platform=duty.account.platform,
        buyer=case.buyer.login,
        subject=case.subject,
        text=" ".join(case.last_text.split())[:LINE],
        language=case.language,
        has_order=case.order_id is not None,
        assignee=str(case.assignee) if case.assignee else "",
        can_work=duty.account_id in workable,
        on_its_way=state,
        waiting_until=case.waiting_until if case.state == Case.State.WAITING else None,
    )


def _parcels(
    mine: Collection[int], workable: Collection[int], now: datetime, day_ends_at: datetime
) -> Parcels:
    owed = Duty.objects.filter(account_id__in=mine, kind="dispatch", order__isnull=False)
    limits = list(owed.filter(due_at__lte=day_ends_at + timedelta(days=1)).values_list("due_at", flat=True))
    orders = Order.objects.filter(account_id__in=mine).select_related("account", "buyer")
    late = orders.filter(duties__in=owed.filter(due_at__lt=now)).order_by("dispatch_by", "pk")
    recent = orders.filter(changed_at__gte=now - LATELY).order_by("-changed_at", "pk")
    labelled = recent.filter(state="cancelled", shipments__in=_underway()).distinct()
    # only once its parcels were asked for: before that, no number means nothing
    asked = recent.filter(parcels_at__gte=F("changed_at"))
    silent = asked.filter(fulfilment="sent", shipments=None).exclude(state="cancelled")
    told = Mark.objects.filter(of="no_number", ended_at__isnull=True).values("order")
    silent = silent.exclude(duties__kind="no_number").exclude(pk__in=told)  # the duty stands among the others
    found = [("late", late), ("cancelled_after_label", labelled), ("no_number", silent)]
    today = sum(limit <= day_ends_at for limit in limits)
    return Parcels(
        today=today,
        tomorrow=len(limits) - today,
        troubles=tuple(_parcel(row, code, workable) for code, rows in found for row in rows[:20]),
    )


def _underway() -> QuerySet[Shipment]:
    """Parcels that are not back: the courier has them or may still take them."""
    return Shipment.objects.exclude(state__in=("returned", "delivered"))


def _parcel(row: Order, trouble: str, workable: Collection[int]) -> ParcelLine:
    lines = row.fact.get("lines") or []
    more = f" +{len(lines) - 1}" if len(lines) > 1 else ""
    return ParcelLine(
        order_id=row.pk,
        number=row.external_id,
        trouble=trouble,
        account_id=row.account_id,
        account_name=str(row.account),
        platform=row.account.platform,
        buyer=row.buyer.login,
        items=f"{lines[0]['name']}{more}" if lines else "",
        due_at=row.dispatch_by,
        can_work=row.account_id in workable,
    )


def _listed(mine: Collection[int], workable: Collection[int], which: Q) -> tuple[Listed, ...]:
    rows = Case.objects.filter(which, account_id__in=mine).select_related("account", "buyer")
    return tuple(
        Listed(
            case_id=row.pk,
            platform=row.account.platform,
            account_name=str(row.account),
            buyer=row.buyer.login,
            text=" ".join(row.last_text.split()),
            language=row.language,
            at=row.last_message_at,
            can_work=row.account_id in workable,
        )
        for row in rows.order_by("-last_message_at", "-pk")[:MOST]
    )
