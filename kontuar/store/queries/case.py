"""One case with everything around it: the whole talk, what we are sending, order, parcel, buyer, draft.

The whole thread is shown, other cases of it included. The number of queries does not depend on how long the
talk is; the oldest messages beyond ``LONGEST`` are left out and counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import (
    Count,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
    prefetch_related_objects,
)

from kontuar.facts.messages import ThreadKind
from kontuar.facts.orders import Order as OrderFact
from kontuar.store import rebuild
from kontuar.store.models import (
    Account,
    Attachment,
    Buyer,
    Case,
    CaseChange,
    Draft,
    Duty,
    Issue,
    Letter,
    Mark,
    Message,
    Note,
    Order,
    Outgoing,
    Shipment,
    Undelivered,
    User,
)
from kontuar.store.queries import access
from kontuar.store.queries.ready import Ready

LONGEST, LONGEST_OF_ALL = 60, 1000
FEW = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Messages of the thread (oldest first) and what hangs between them."""

    messages: tuple[Message, ...]
    left_out: int
    files: dict[int, tuple[Attachment, ...]]
    truths: dict[int, Outgoing]
    """message id → our outgoing it is the copy of."""
    notes: tuple[Note, ...]
    outgoing: tuple[Outgoing, ...]
    """Ours that have no message on the marketplace yet, cancelled ones left out."""
    letters: dict[int, Letter] = field(default_factory=dict)
    """message id → the mail it was read from."""
    notices: tuple[Letter, ...] = ()
    """Marketplace's notices about this case that came by mail."""
    undelivered: dict[str, tuple[Undelivered, ...]] = field(default_factory=dict)
    """id of a mail of ours → what mail servers told about it, oldest first."""
    copies_taken_back: tuple[str, ...] = ()
    """Who was to get a copy of our last message, when a person took it back to change it."""


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
    colleagues: tuple[User, ...]
    draft: str
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
_FILES = Ready(lambda messages: Attachment.objects.filter(message_id__in=messages).order_by("pk"))
_CHANGES = Ready(lambda case: CaseChange.objects.filter(case=case, undone_at=None).order_by("-at")[:1])
_MARKS = Ready(
    lambda case: Mark.objects.filter(case=case, ended_at__isnull=True).order_by("since_at", "pk")[:FEW]
)
_NOTES = Ready(
    lambda case: Note.objects.filter(case=case).select_related("author").order_by("created_at", "pk")
)
_ISSUES = Ready(lambda thread: Issue.objects.filter(thread=thread).order_by("-opened_at", "-pk")[:1])
_COLLEAGUES = Ready(
    lambda account: User.objects.filter(accesses__account_id=account, accesses__role__in=access.CAN_WORK)
)
_JOINED = ("account__application", "buyer", "thread", "assignee", "order__account", "order__buyer", "offer")


def _with_little(rows: QuerySet[Case], user: int) -> QuerySet[Case]:
    """Small things that most cases have none of, told with the case: nobody asks for them in vain."""
    here = OuterRef("pk")
    return rows.annotate(
        drafted=Subquery(Draft.objects.filter(case=here, user=user).values("text")[:1]),
        has_changes=Exists(CaseChange.objects.filter(case=here, undone_at=None)),
        has_marks=Exists(Mark.objects.filter(case=here, ended_at__isnull=True)),
        has_notes=Exists(Note.objects.filter(case=here)),
        has_notices=Exists(Letter.objects.filter(case=here, message=None)),
        has_siblings=Exists(Case.objects.filter(thread=OuterRef("thread")).exclude(pk=here)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Little:
    drafted: str | None
    has_changes: bool
    has_marks: bool
    has_notes: bool
    has_notices: bool
    has_siblings: bool


_CASE = Ready(
    lambda case, mine, user: _with_little(
        Case.objects.filter(pk=case, account_id__in=mine).select_related(*_JOINED), user
    )
)


def view(user: User, case_id: int, *, longest: int = LONGEST) -> CaseView | None:
    """The case, or None when it does not exist for this person."""
    row = _CASE.first(Case, case_id, access.account_ids(user), user.pk)
    if row is None:
        return None
    little = _Little(**{name: getattr(row, name) for name in _Little.__slots__})
    issue = _issue(row)
    duties = _duties(row)
    return CaseView(
        case=row,
        account=row.account,
        can_work=access.can_work(user, row.account_id),
        can_own=access.can_own(user, row.account_id),
        duties=tuple(one for one in duties if one.case_id == row.pk),
        talk=_talk(user, row, little, longest),
        siblings=tuple(_SIBLINGS.of(Case, row.thread_id or 0, row.pk)) if little.has_siblings else (),
        change=_CHANGES.first(CaseChange, row.pk) if little.has_changes else None,
        order=_order_card(row.order, [one for one in duties if one.order_id == row.order_id])
        if row.order
        else None,
        buyer=buyer_card(row.buyer, but_order=row.order_id, but_case=row.pk),
        colleagues=_colleagues(row.account_id),
        draft=little.drafted or "",
        issue=issue,
        marks=tuple(_MARKS.of(Mark, row.pk)) if little.has_marks else (),
        issue_duties=tuple(_DUTIES_OF_ISSUE.of(Duty, issue.pk)) if issue else (),
    )


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


_MESSAGES = {
    longest: Ready(
        lambda thread, case, longest=longest: (
            Message.objects.filter(Q(thread=thread) | Q(case=case))
            .order_by("-written_at", "-pk")
            .select_related("waived_by")[: longest + 1]
        )
    )
    for longest in (LONGEST, LONGEST_OF_ALL)
}
_IN_TALK = Ready(
    lambda thread, case: Message.objects.filter(Q(thread=thread) | Q(case=case)).values_list("pk")
)
_OURS = Ready(
    lambda case, messages: (
        Outgoing.objects.filter(Q(case=case) | Q(message_id__in=messages))
        .select_related("composed_by")
        .order_by("composed_at", "pk")
    )
)
_LETTERS = Ready(lambda messages: Letter.objects.filter(message_id__in=messages).defer("references", "path"))
_NOTICES = Ready(
    # A notice came to a mailbox, which not everybody who sees this case may see.
    lambda case, mine: Letter.objects.filter(case=case, message=None, account_id__in=mine).defer(
        "references", "path"
    )
)
_TOLD = Ready(
    lambda account, case, messages: Undelivered.objects.filter(
        Q(
            message_external_id__in=Outgoing.objects.filter(Q(case=case) | Q(message_id__in=messages))
            .exclude(external_id="")
            .values("external_id")
        )
        | Q(
            message_external_id__in=Message.objects.filter(pk__in=messages, role="seller").values(
                "external_id"
            )
        ),
        account=account,
    ).order_by("told_at", "pk")
)
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


def _talk(user: User, row: Case, little: _Little, longest: int) -> Talk:
    newest_first = _MESSAGES[longest].of(Message, row.thread_id or 0, row.pk)
    has_more = len(newest_first) > longest
    messages = newest_first[:longest][::-1]
    ids = [message.pk for message in messages]
    files: dict[int, list[Attachment]] = defaultdict(list)
    for file in _FILES.of(Attachment, ids):
        files[file.message_id].append(file)
    ours = _OURS.of(Outgoing, row.pk, ids)
    waiting = [one for one in ours if one.message_id is None and one.state != "cancelled"]
    prefetch_related_objects(waiting, "files")
    is_mail = row.account.platform == "mail"
    letters = _LETTERS.of(Letter, ids) if is_mail else []
    notices = _NOTICES.of(Letter, row.pk, access.account_ids(user)) if little.has_notices else []
    return Talk(
        messages=tuple(messages),
        left_out=_IN_TALK.count(row.thread_id or 0, row.pk) - longest if has_more else 0,
        files={pk: tuple(rows) for pk, rows in files.items()},
        truths={one.message_id: one for one in ours if one.message_id},
        notes=tuple(_NOTES.of(Note, row.pk)) if little.has_notes else (),
        outgoing=tuple(waiting),
        letters={one.message_id: one for one in letters if one.message_id},
        notices=tuple(notices),
        undelivered=_undelivered(row, ids) if is_mail else {},
        copies_taken_back=tuple(ours[-1].cc) if ours and ours[-1].reason == "taken_back" else (),
    )


def _undelivered(row: Case, message_ids: list[int]) -> dict[str, tuple[Undelivered, ...]]:
    """What mail servers told; other platforms tell themselves what became of a message."""
    found: dict[str, list[Undelivered]] = defaultdict(list)
    for one in _TOLD.of(Undelivered, row.account_id, row.pk, message_ids):
        found[one.message_external_id].append(one)
    return {name: tuple(rows) for name, rows in found.items()}


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
    orders, cases = _ORDERS.of(Order, row.pk), _EARLIER.of(Case, row.pk, but_case or 0)
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


def _colleagues(account_id: int) -> tuple[User, ...]:
    """Who may be given the case."""
    return tuple(sorted(_COLLEAGUES.of(User, account_id), key=lambda user: str(user).casefold()))
