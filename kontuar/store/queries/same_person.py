"""The same person elsewhere: the buyer who writes a mail and at the marketplace, or to two mailboxes.

Known by the half of a masked address, by the address itself, or because somebody of the desk said so. Nothing is
joined: each account keeps its buyer, its cases and its duties, and a person who has no access to one of the accounts
sees nothing of it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from kontuar.facts.mails import Notice
from kontuar.store import rebuild
from kontuar.store.models import Account, Buyer, Case, Letter, Order, User
from kontuar.store.queries import access

MOST = 10
"""Buyers shown; who writes from more addresses is looked up in the search."""
FEW = 3
"""Orders shown of each."""
SHORTEST = 8
"""Shorter order numbers are found in any text by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRef:
    """An order; ``is_named``: the mail was sent to its own masked address, or its text holds the order's number."""

    order_id: int
    external_id: str
    bought_at: datetime | None
    is_named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """The same person at another account, or under another address.

    ``case_id`` is the newest case there, open ones first; None when there is but an order. Orders stand named ones
    first, then by date.
    """

    account: Account
    buyer: Buyer
    case_id: int | None
    state: str
    last_text: str
    last_role: str
    last_message_at: datetime | None
    orders: tuple[OrderRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A marketplace's mail about a case that its interface brought. ``notice.respond_by`` moves no clock of ours."""

    letter: Letter
    notice: Notice


def others(case: Case, user: User) -> list[Other]:
    """Where else this case's buyer is known, the last to write first. Four queries, none when nothing can be the
    same; ``case.buyer`` should be loaded."""
    rows = _same(case.buyer)
    if rows is None:
        return []
    mine = access.account_ids(user)
    newest = Case.objects.filter(buyer=OuterRef("pk")).order_by(
        F("closed_at").asc(nulls_first=True),
        F("last_message_at").desc(nulls_last=True),
        "-pk",
    )
    buyers = list(
        rows.filter(account_id__in=mine)
        .exclude(pk=case.buyer_id)
        .select_related("account")
        .annotate(newest=Subquery(newest.values("pk")[:1]))
        .order_by("-pk")[:MOST]
    )
    if not buyers:
        return []
    cases = Case.objects.defer("search_text").in_bulk([row.newest for row in buyers if row.newest])
    orders = _orders(case, [row.pk for row in buyers])
    found = [_other(row, cases, orders.get(row.pk, [])) for row in buyers]
    return sorted((one for one in found if one.case_id or one.orders), key=_last_first)


def notices_of(case: Case, user: User) -> list[NoticeLine]:
    """The marketplace's mails tied to this case, oldest first, of mailboxes the person may see. One query."""
    rows = Letter.objects.filter(case=case, message=None, account__accesses__user=user, notice__isnull=False)
    return [NoticeLine(letter=row, notice=rebuild.notice(row)) for row in rows.order_by("sent_at", "pk")]


def _same(buyer: Buyer) -> "QuerySet[Buyer] | None":
    """Rows of the same person; None when nothing about this one could be the same elsewhere."""
    if buyer.person:
        return Buyer.objects.filter(_known_by(buyer) | Q(person=buyer.person))
    if buyer.masked:
        return Buyer.objects.filter(masked=buyer.masked)
    return Buyer.objects.filter(login=buyer.login) if "@" in buyer.login else None


def _known_by(buyer: Buyer) -> Q:
    """By what stands in the row itself, as for a buyer nobody tied."""
    if buyer.masked:
        return Q(masked=buyer.masked)
    return Q(login=buyer.login) if "@" in buyer.login else Q(pk=buyer.pk)


def _orders(case: Case, buyer_ids: Collection[int]) -> Mapping[int, list[OrderRef]]:
    """By buyer, named ones first. The newest hundred are looked at."""
    rows = Order.objects.filter(buyer__in=buyer_ids).order_by(F("bought_at").desc(nulls_last=True), "-pk")
    told = rows.values_list("buyer_id", "pk", "external_id", "bought_at", "fact__buyer_email")[:100]
    found: dict[int, list[OrderRef]] = defaultdict(list)
    for buyer_id, pk, external_id, bought_at, email in told:
        is_mailed = bool(email) and email.casefold() == case.buyer.login
        is_said = len(external_id) >= SHORTEST and external_id.casefold() in case.search_text
        found[buyer_id].append(
            OrderRef(order_id=pk, external_id=external_id, bought_at=bought_at, is_named=is_mailed or is_said)
        )
    return {key: sorted(refs, key=lambda ref: not ref.is_named)[:FEW] for key, refs in found.items()}


def _other(buyer: Buyer, cases: Mapping[int, Case], orders: Collection[OrderRef]) -> Other:
    case = cases.get(getattr(buyer, "newest", None) or 0)
    return Other(
        account=buyer.account,
        buyer=buyer,
        case_id=case.pk if case else None,
        state=case.state if case else "",
        last_text=case.last_text if case else "",
        last_role=case.last_role if case else "",
        last_message_at=case.last_message_at if case else None,
        orders=tuple(orders),
    )


def _last_first(other: Other) -> tuple[float, int]:
    at = other.last_message_at
    return (-at.timestamp() if at else 0.0), -other.buyer.pk
