"""One case with everything around it: the whole talk, what we are sending, order, parcel, buyer, draft.

The whole thread is shown, other cases of it included. The number of queries does not depend on how long the
talk is; the oldest messages beyond ``LONGEST`` are left out and counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import (
    Count,
    Model,
    Q,
    Window,
)

from kontuar.facts.messages import ThreadKind
from kontuar.facts.orders import Order as OrderFact
from kontuar.store import rebuild
from kontuar.store.models import (
    Account,
    AccountAccess,
    Buyer,
    Case,
    CaseChange,
    Draft,
    Duty,
    Issue,
    Mark,
    Message,
    Order,
    Outgoing,
    Shipment,
    User,
)
from kontuar.store.queries import access
from kontuar.store.queries.case_talk import LONGEST, Little, Talk, talk, with_little
from kontuar.store.queries.ready import Ready

FEW = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """What the order pane tells first."""

    row: Order
    fact: OrderFact
    parcels: tuple[Shipment, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerCard:
    """What else we have with this buyer."""

    login: str
    name: str
    language: str
    first_seen_at: datetime
    orders: tuple[Order, ...]
    order_count: int
    cases: tuple[Case, ...]
    case_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything the thread and the order pane show."""

    case: Case
    little: Little
    account: Account
    can_work: bool
    can_own: bool
    duties: tuple[Duty, ...]
    talk: Talk
    siblings: tuple[Case, ...]
    """Other cases of the same thread."""
    change: CaseChange | None
    """The last merge, split or move, if it can still be undone."""
    order: OrderCard | None
    buyer: BuyerCard
    colleagues: tuple[tuple[int, str], ...]
    """Who may be given the case: number and name."""
    assignee: str
    """The name of whom it is given to; empty for nobody."""
    draft: str
    draft_files: tuple[int, ...]
    """Files of the library that were chosen for the draft."""
    issue: Issue | None
    """The discussion, problem or claim this is the talk of."""
    marks: tuple[Mark, ...]
    """Words that hold here: a date promised, a complaint, a withdrawal."""
    issue_duties: tuple[Duty, ...]
    """What is owed in the issue itself: a decision, besides an answer here."""


_DUTIES = Ready(lambda case: Duty.objects.filter(case=case).order_by("safer_by"))
_DUTIES_AROUND = Ready(
    lambda case, order: Duty.objects.filter(Q(case=case) | Q(order=order)).order_by("safer_by")
)
_DUTIES_OF_ISSUE = Ready(lambda issue: Duty.objects.filter(issue=issue).order_by("safer_by"))
_DUTIES_OF_ORDER = Ready(lambda order: Duty.objects.filter(order=order).order_by("safer_by"))
_PARCELS = Ready(lambda order: Shipment.objects.filter(order=order).order_by("added_at", "pk"))
_CHANGES = Ready(lambda case: CaseChange.objects.filter(case=case, undone_at=None).order_by("-at")[:1])
_MARKS = Ready(
    lambda case: Mark.objects.filter(case=case, ended_at__isnull=True).order_by("since_at", "pk")[:FEW]
)
_ISSUES = Ready(lambda thread: Issue.objects.filter(thread=thread).order_by("-opened_at", "-pk")[:1])
_COLLEAGUES = Ready(
    lambda account: AccountAccess.objects.filter(account_id=account, role__in=access.CAN_WORK).values_list(
        "user_id", "user__display_name", "user__username"
    )
)
_JOINED = ("account__application", "buyer", "thread")
"""What every case has. Its order is nearly always among the buyer's newest; most are given to nobody and about no
offer."""
_CASE = Ready(
    lambda case, mine, user: with_little(
        Case.objects.filter(pk=case, account_id__in=mine).select_related(*_JOINED).defer("search_text"), user
    )
)
_IS_THERE = Ready(lambda case, mine: Case.objects.filter(pk=case, account_id__in=mine).values_list("pk"))
_DRAFT = Ready(lambda case, user: Draft.objects.filter(case=case, user=user).values_list("text", "library"))
NO_DRAFT: tuple[str, list[int]] = ("", [])


def view(user: User, case_id: int, *, longest: int = LONGEST) -> CaseView | None:
    """The case, or None when it does not exist for this person."""
    row = _CASE.first(Case, case_id, access.account_ids(user), user.pk)
    if row is None:
        return None
    orders, colleagues = _ORDERS.of(Order, row.buyer_id), _colleagues(row.account_id)
    _bring_order(row, orders)
    little = Little(**{name: getattr(row, name) for name in Little.__slots__})
    issue, duties = _issue(row), _duties(row)
    draft, draft_files = (*_DRAFT(row.pk, user.pk), NO_DRAFT)[0] if little.has_draft else NO_DRAFT
    return CaseView(
        case=row,
        little=little,
        account=row.account,
        can_work=access.can_work(user, row.account_id),
        can_own=access.can_own(user, row.account_id),
        duties=tuple(one for one in duties if one.case_id == row.pk),
        talk=talk(user, row, little, longest),
        siblings=tuple(_SIBLINGS.of(Case, row.thread_id or 0, row.pk)) if little.has_siblings else (),
        change=_CHANGES.first(CaseChange, row.pk) if little.has_changes else None,
        order=_order_card(row.order, [one for one in duties if one.order_id == row.order_id])
        if row.order
        else None,
        buyer=_buyer_card(row.buyer, orders, but_order=row.order_id, but_case=row.pk),
        colleagues=colleagues,
        assignee=_assignee(row, dict(colleagues)),
        draft=draft,
        draft_files=tuple(draft_files),
        issue=issue,
        marks=tuple(_MARKS.of(Mark, row.pk)) if little.has_marks else (),
        issue_duties=tuple(_DUTIES_OF_ISSUE.of(Duty, issue.pk)) if issue else (),
    )


def _bring_order(row: Case, orders: Iterable[Order]) -> None:
    """The order out of the buyer's newest; it is asked for where it is older, or another buyer's."""
    for one in orders:
        if one.pk == row.order_id:
            row.order = one
    if row.order:
        row.order.account = row.account
        if row.order.buyer_id == row.buyer_id:
            row.order.buyer = row.buyer


def _assignee(row: Case, names: Mapping[int, str]) -> str:
    """His name; he is asked for only where he works on the account no more."""
    if row.assignee_id is None:
        return ""
    return names.get(row.assignee_id) or str(row.assignee)


def _duties(row: Case) -> list[Duty]:
    """What is owed in the case and about its order."""
    if row.order_id is None:
        return _DUTIES.of(Duty, row.pk)
    return _DUTIES_AROUND.of(Duty, row.pk, row.order_id)


def _issue(row: Case) -> Issue | None:
    """None at once for plain talk: only a problem's or a claim's chain has one."""
    if row.thread is None or row.thread.kind == ThreadKind.TALK:
        return None
    return _ISSUES.first(Issue, row.thread.pk)


def tail(user: User, case_id: int, *, last: int = 4) -> CaseView | None:
    """The same, with only the last few messages: for answering in place."""
    found = view(user, case_id)
    if found is None:
        return None
    talk = found.talk
    own = [message for message in talk.messages if message.case_id == case_id][-last:]
    short = replace(
        talk,
        messages=tuple(own),
        left_out=len(talk.messages) + talk.left_out - len(own),
        notes=talk.notes[-2:],
        notices=(),
    )
    return replace(found, talk=short)


def is_there(user: User, case_id: int) -> bool:
    """Whether the case exists for this person."""
    return bool(_IS_THERE(case_id, access.account_ids(user)))


def message_count(user: User, case_id: int) -> int | None:
    """How many messages the case's thread has, by which a page knows it is behind; None: no such case."""
    row = access.cases(user).filter(pk=case_id).values_list("thread_id", flat=True).first()
    if not access.cases(user).filter(pk=case_id).exists():
        return None
    in_thread = Q(thread_id=row) if row else Q(case_id=case_id)
    return Message.objects.filter(in_thread | Q(case_id=case_id)).count()


def outgoing(user: User, outgoing_id: int) -> Outgoing | None:
    """One message of ours, or None."""
    rows = access.outbox(user).select_related("account__application", "case", "composed_by")
    return rows.prefetch_related("files").filter(pk=outgoing_id).first()


def order(user: User, order_id: int) -> OrderCard | None:
    """One order with its parcels, or None."""
    row = access.orders(user).select_related("account", "buyer").filter(pk=order_id).first()
    return order_card(row) if row else None


def order_of_draft(user: User, order_row: Order) -> str:
    """What the person has begun to write to the order's buyer."""
    drafts = Draft.objects.filter(user=user, case__order=order_row).order_by("-updated_at")
    return drafts.values_list("text", flat=True).first() or ""


_SIBLINGS = Ready(
    lambda thread, case: (
        Case.objects.filter(thread=thread)
        .exclude(pk=case)
        .exclude(messages=None)
        .distinct()
        .order_by("-last_message_at")
        .defer("search_text")[:20]
    )
)


def order_card(row: Order) -> OrderCard:
    """An order with its parcels and clocks."""
    return _order_card(row, _DUTIES_OF_ORDER.of(Duty, row.pk))


def _order_card(row: Order, duties: Iterable[Duty]) -> OrderCard:
    return OrderCard(
        row=row, fact=rebuild.order(row), parcels=tuple(_PARCELS.of(Shipment, row.pk)), duties=tuple(duties)
    )


_ORDERS = Ready(
    lambda buyer: (
        Order.objects.filter(buyer=buyer)
        .annotate(together=Window(Count("pk")))
        .order_by("-bought_at", "-pk")[: FEW + 1]
    )
)
_EARLIER = Ready(
    lambda buyer, case: (
        Case.objects.filter(buyer=buyer, last_message_at__isnull=False)
        .exclude(pk=case)
        .annotate(together=Window(Count("pk")))
        .order_by("-last_message_at", "-pk")
        .defer("search_text")[:FEW]
    )
)


def buyer_card(row: Buyer, *, but_order: int | None = None, but_case: int | None = None) -> BuyerCard:
    """What else we have with a buyer, without the order and the case shown beside it."""
    return _buyer_card(row, _ORDERS.of(Order, row.pk), but_order=but_order, but_case=but_case)


def _buyer_card(
    row: Buyer, orders: Sequence[Order], *, but_order: int | None, but_case: int | None
) -> BuyerCard:
    cases = _EARLIER.of(Case, row.pk, but_case or 0)
    return BuyerCard(
        login=row.login,
        name=row.name,
        language=row.language,
        first_seen_at=row.first_seen_at,
        orders=tuple(one for one in orders if one.pk != but_order)[:FEW],
        order_count=_together(orders),
        cases=tuple(cases),
        case_count=_together(cases),
    )


def _together(rows: Sequence[Model]) -> int:
    """How many there are, beyond those that are shown too."""
    return int(getattr(rows[0], "together", 0)) if rows else 0


def _colleagues(account_id: int) -> tuple[tuple[int, str], ...]:
    """Who may be given the case."""
    found = [(pk, name or login) for pk, name, login in _COLLEAGUES(account_id)]
    return tuple(sorted(found, key=lambda one: one[1].casefold()))
