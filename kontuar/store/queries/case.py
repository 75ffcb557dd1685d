"""One case with everything around it: the whole talk, what we are sending, order, parcel, buyer, draft.

The whole thread is shown, other cases of it included. The number of queries does not depend on how long the
talk is; the oldest messages beyond ``LONGEST`` are left out and counted.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q

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

LONGEST = 60
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
_DUTIES_OF_ORDER = Ready(lambda order: Duty.objects.filter(order=order).order_by("safer_by"))
_PARCELS = Ready(lambda order: Shipment.objects.filter(order=order).order_by("added_at", "pk"))
_ORDERS = Ready(lambda buyer: Order.objects.filter(buyer=buyer).order_by("-bought_at", "-pk")[:100])
_FILES = Ready(lambda messages: Attachment.objects.filter(message_id__in=messages).order_by("pk"))


def view(user: User, case_id: int, *, longest: int = LONGEST) -> CaseView | None:
    """The case, or None when it does not exist for this person."""
    row = _case(user, case_id)
    if row is None:
        return None
    changes = CaseChange.objects.filter(case=row, undone_at=None).order_by("-at")
    issue = _issue(row)
    return CaseView(
        case=row,
        account=row.account,
        can_work=access.can_work(user, row.account_id),
        can_own=access.can_own(user, row.account_id),
        duties=tuple(_DUTIES.of(Duty, row.pk)),
        talk=_talk(user, row, longest),
        siblings=_siblings(row),
        change=changes.first(),
        order=order_card(row.order) if row.order else None,
        buyer=buyer_card(row.buyer, but_order=row.order_id, but_case=row.pk),
        colleagues=_colleagues(row.account_id),
        draft=Draft.objects.filter(case=row, user=user).values_list("text", flat=True).first() or "",
        issue=issue,
        marks=tuple(Mark.objects.filter(case=row, ended_at__isnull=True).order_by("since_at", "pk")[:FEW]),
        issue_duties=tuple(Duty.objects.filter(issue=issue).order_by("safer_by")) if issue else (),
    )


def _issue(row: Case) -> Issue | None:
    """None at once for plain talk: only a problem's or a claim's chain has one."""
    if row.thread is None or row.thread.kind == ThreadKind.TALK:
        return None
    return Issue.objects.filter(thread=row.thread).order_by("-opened_at", "-pk").first()


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


def _case(user: User, case_id: int) -> Case | None:
    rows = access.cases(user).filter(pk=case_id)
    return rows.select_related(
        "account__application", "buyer", "thread", "assignee", "order__account", "order__buyer", "offer"
    ).first()


def _talk(user: User, row: Case, longest: int) -> Talk:
    in_thread = Q(thread=row.thread_id) if row.thread_id else Q(case=row)
    found = Message.objects.filter(in_thread | Q(case=row)).order_by("-written_at", "-pk")
    messages = list(found.select_related("waived_by")[: longest + 1])
    left_out = found.count() - longest if len(messages) > longest else 0
    messages = sorted(messages[:longest], key=lambda message: (message.written_at, message.pk))
    ids = [message.pk for message in messages]
    files: dict[int, list[Attachment]] = defaultdict(list)
    for file in _FILES.of(Attachment, ids):
        files[file.message_id].append(file)
    sent = Outgoing.objects.filter(Q(case=row) | Q(message_id__in=ids)).select_related("composed_by")
    ours = list(sent.prefetch_related("files").order_by("composed_at", "pk"))
    # A notice came to a mailbox, which not everybody who sees this case may see.
    notices = Q(case=row, message=None, account__in=access.accounts(user).values("pk"))
    letters = list(Letter.objects.filter(Q(message_id__in=ids) | notices).defer("references", "path"))
    return Talk(
        messages=tuple(messages),
        left_out=left_out,
        files={pk: tuple(rows) for pk, rows in files.items()},
        truths={one.message_id: one for one in ours if one.message_id},
        notes=tuple(Note.objects.filter(case=row).select_related("author").order_by("created_at", "pk")),
        outgoing=tuple(one for one in ours if one.message_id is None and one.state != "cancelled"),
        letters={one.message_id: one for one in letters if one.message_id},
        notices=tuple(one for one in letters if one.message_id is None),
        undelivered=_undelivered(row, messages, ours),
        copies_taken_back=tuple(ours[-1].cc) if ours and ours[-1].reason == "taken_back" else (),
    )


def _undelivered(
    row: Case, messages: list[Message], ours: list[Outgoing]
) -> dict[str, tuple[Undelivered, ...]]:
    """Nothing is asked of platforms that tell themselves what became of a message."""
    if row.account.platform != "mail":
        return {}
    names = {one.external_id for one in ours} | {one.external_id for one in messages if one.role == "seller"}
    found: dict[str, list[Undelivered]] = defaultdict(list)
    told = Undelivered.objects.filter(account=row.account_id, message_external_id__in=names - {""})
    for one in told.order_by("told_at", "pk"):
        found[one.message_external_id].append(one)
    return {name: tuple(rows) for name, rows in found.items()}


def _siblings(row: Case) -> tuple[Case, ...]:
    if row.thread_id is None:
        return ()
    others = Case.objects.filter(thread=row.thread_id).exclude(pk=row.pk).exclude(messages=None).distinct()
    return tuple(others.order_by("-last_message_at").defer("search_text")[:20])


def order_card(row: Order) -> OrderCard:
    """An order with its parcels and clocks."""
    return OrderCard(
        row=row,
        fact=rebuild.order(row),
        parcels=tuple(_PARCELS.of(Shipment, row.pk)),
        duties=tuple(_DUTIES_OF_ORDER.of(Duty, row.pk)),
    )


def buyer_card(row: Buyer, *, but_order: int | None = None, but_case: int | None = None) -> BuyerCard:
    """What else we have with a buyer, without the order and the case shown beside it."""
    orders = _ORDERS.of(Order, row.pk)
    others = [one for one in orders if one.pk != but_order]
    cases = (
        Case.objects.filter(buyer=row)
        .exclude(pk__in=[but_case] if but_case else [])
        .exclude(last_message_at=None)
    )
    earlier = list(cases.order_by("-last_message_at", "-pk").defer("search_text")[:100])
    return BuyerCard(
        login=row.login,
        name=row.name,
        language=row.language,
        first_seen_at=row.first_seen_at,
        orders=tuple(others[:FEW]),
        order_count=len(orders),
        cases=tuple(earlier[:FEW]),
        case_count=len(earlier),
    )


def _colleagues(account_id: int) -> tuple[User, ...]:
    """Who may be given the case."""
    who = User.objects.filter(accesses__account_id=account_id, accesses__role__in=access.CAN_WORK)
    return tuple(sorted(who, key=lambda user: str(user).casefold()))
