"""What happened in a span of time: words, what was solved, orders, ratings, money back. The person's accounts alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q

from kontuar.store.models import (
    Account,
    Case,
    Goodwill,
    Issue,
    Message,
    Order,
    Outgoing,
    Rating,
    Refund,
    User,
)
from kontuar.store.queries.access import account_ids, accounts

MOST = 20_000
QUIET = timedelta(days=60)
"""A conversation nobody wrote in for so long was tidied up, not solved."""

type Said = tuple[int, int, datetime, str, str, bool, str, str, datetime | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """[begins, ends) in aware UTC."""

    begins: datetime
    ends: datetime


def words(user: User, since: datetime) -> list[Said]:
    """Case, account, moment, role, status, closer, why waived, state of the case, the order's payment, kind of thread.

    Through the conversations that were written in since then: the index on them is small. ``MOST`` newest at most.
    """
    rows = Message.objects.filter(case__account_id__in=account_ids(user), case__last_message_at__gte=since)
    columns = ("case_id", "account_id", "written_at", "role", "status", "is_closer", "waived_reason")
    told = rows.filter(written_at__gte=since).order_by("-written_at")
    return list(told.values_list(*columns, "case__state", "case__order__paid_at", "thread__kind")[:MOST])


def closed(user: User, span: Span) -> list[tuple[datetime, datetime]]:
    """When each conversation that was closed then began and ended.

    Not those nobody of us answered in, nor history: what was over before the account was connected was solved
    nobody knows when.
    """
    rows = Case.objects.filter(account_id__in=account_ids(user), state=Case.State.CLOSED)
    rows = rows.filter(last_message_at__gte=span.begins - QUIET, last_seller_at__isnull=False)
    rows = rows.filter(last_message_at__gte=F("account__connected_at"))
    rows = rows.filter(closed_at__gte=span.begins, closed_at__lt=span.ends)
    return [(opened, end) for opened, end in rows.values_list("opened_at", "closed_at")[:MOST] if end]


def issues_ended(user: User, span: Span) -> list[tuple[datetime, datetime, int | None]]:
    """Discussions, claims and returns we saw end then: opened, over, order. Those read when they were over are none."""
    rows = Issue.objects.filter(account_id__in=account_ids(user), opened_at__isnull=False)
    rows = rows.filter(ended_at__gte=span.begins, ended_at__lt=span.ends, ended_at__gt=F("first_seen_at"))
    return [
        (a, b, order)
        for a, b, order in rows.values_list("opened_at", "ended_at", "order_id")[:MOST]
        if a and b
    ]


def rated_after(user: User, ended: Sequence[tuple[datetime, datetime, int | None]]) -> Counter[bool]:
    """Whether the buyers of these issues recommend us, where they rated or changed their rating after it began."""
    began = {order: opened for opened, _over, order in ended if order is not None}
    rows = Rating.objects.filter(account_id__in=account_ids(user), order_id__in=began, is_excluded=False)
    told = rows.values_list("order_id", "is_recommended", "rated_at", "changed_at")
    return Counter(good for order, good, at, changed in told if max(at, changed or at) >= began[order])


def ratings(user: User, span: Span) -> dict[bool, int]:
    """New ratings by whether they recommend; those that do not count left out."""
    rows = Rating.objects.filter(account_id__in=account_ids(user), is_excluded=False)
    rows = rows.filter(rated_at__gte=span.begins, rated_at__lt=span.ends)
    return dict(rows.values_list("is_recommended").annotate(n=Count("pk")).order_by())


def buyers(user: User, span: Span) -> tuple[int, int]:
    """Who bought then, and how many of them had bought on an earlier day before the span. Cancelled ones left out."""
    bought = Order.objects.exclude(state="cancelled")
    rows = bought.filter(
        account_id__in=account_ids(user), bought_at__gte=span.begins, bought_at__lt=span.ends
    )
    earlier = bought.filter(account=OuterRef("account"), buyer=OuterRef("buyer"), bought_at__lt=span.begins)
    counted = rows.aggregate(
        all=Count("buyer", distinct=True), again=Count("buyer", distinct=True, filter=Q(Exists(earlier)))
    )
    return counted["all"], counted["again"]


def known_since(user: User) -> datetime | None:
    """From when all accounts of the person with orders are read."""
    with_orders = Exists(Order.objects.filter(account=OuterRef("pk")))
    return max(accounts(user).filter(with_orders).values_list("read_since", flat=True), default=None)


def money_back(user: User, span: Span) -> list[tuple[datetime, datetime | None, str]]:
    """Refunds made then: made, the cancellation of the order, what is known of a return as its fact tells it."""
    rows = Refund.objects.filter(account_id__in=account_ids(user), created_at__gte=span.begins)
    rows = rows.filter(created_at__lt=span.ends, order__isnull=False).exclude(
        status__in=("called_off", "failed")
    )
    found = list(rows.values_list("created_at", "order_id", "order__cancelled_at")[:MOST])
    arrived = arrivals({order for _made, order, _cancelled in found if order})
    return [(made, cancelled, arrived.get(order or 0, "")) for made, order, cancelled in found if made]


def arrivals(orders: set[int]) -> dict[int, str]:
    """Order → when goods sent back arrived, as the return's fact tells it (ISO)."""
    rows = Issue.objects.filter(order_id__in=orders, kind="return")
    return {order: at or "" for order, at in rows.values_list("order_id", "fact__arrived_at") if order}


def goodwill(user: User, since: datetime, until: datetime) -> list[tuple[datetime, Decimal, int, str]]:
    """What was given beyond what was owed: moment, amount, conversation, the account's country. Oldest first."""
    rows = Goodwill.objects.filter(case__account_id__in=account_ids(user), is_budget=False)
    rows = rows.filter(at__gte=since, at__lt=until).order_by("at")
    return list(rows.values_list("at", "amount", "case_id", "case__account__country")[:MOST])


def not_let_through(user: User, span: Span) -> int:
    """Messages of ours the marketplace stopped."""
    rows = Outgoing.objects.filter(account_id__in=account_ids(user), state=Outgoing.State.BLOCKED)
    return rows.filter(settled_at__gte=span.begins, settled_at__lt=span.ends).count()


def names(user: User) -> dict[int, Account]:
    """The person's accounts by number, in the order they were connected."""
    return {row.pk: row for row in accounts(user).order_by("connected_at", "pk")}
