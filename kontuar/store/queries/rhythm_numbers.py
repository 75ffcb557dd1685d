"""What the numbers of the day are made of: orders, buyers' messages and questions before a purchase."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
from django.db.models import Exists, Min, OuterRef

from kontuar.facts.money import Money
from kontuar.store.models import Account, Case, Message, Order, User
from kontuar.store.queries.access import account_ids

MOST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The first question before a purchase in a conversation, the first answer after it, and the offer's price."""

    buyer_id: int
    asked_at: datetime
    answered_at: datetime | None
    price: Money | None = None


def known_since(user: User) -> datetime | None:
    """From when the history of all accounts with orders is known; None without such accounts."""
    with_orders = Exists(Order.objects.filter(account=OuterRef("pk")))
    starts = Account.objects.filter(with_orders, pk__in=account_ids(user)).values_list(
        "read_since", flat=True
    )
    return max(starts, default=None)


def orders_by_day(user: User, since: datetime, until: datetime, zone: ZoneInfo) -> dict[date, int]:
    """Orders bought in [since, until) by local day, cancelled ones too: people write about those as well."""
    rows = Order.objects.filter(account_id__in=account_ids(user), bought_at__gte=since, bought_at__lt=until)
    moments = rows.values_list("bought_at", flat=True).iterator()
    return dict(Counter(at.astimezone(zone).date() for at in moments if at is not None))


def words_of_buyers(user: User, since: datetime, until: datetime) -> int:
    """What buyers wrote in [since, until) on accounts that know orders."""
    with_orders = Exists(Order.objects.filter(account=OuterRef("pk")))
    accounts = Account.objects.filter(with_orders, pk__in=account_ids(user)).values_list("pk", flat=True)
    rows = Message.objects.filter(account_id__in=list(accounts), role="buyer")
    return rows.filter(written_at__gte=since, written_at__lt=until).count()


def asked_since(user: User, since: datetime) -> list[Asked]:
    """First questions of conversations on marketplaces, the newest first, ``MOST`` at most. Three queries."""
    mine = account_ids(user)
    rows = Message.objects.filter(account_id__in=mine, role="buyer", kind="question", written_at__gte=since)
    firsts = rows.exclude(is_closer=True).values_list("case_id", "case__buyer_id")
    found = list(firsts.annotate(at=Min("written_at")).order_by("-at")[:MOST])
    cases = [case_id for case_id, _buyer, _at in found]
    answers, prices = _answers(cases, since), _prices(cases)
    return [
        Asked(
            buyer_id=buyer_id,
            asked_at=at,
            answered_at=next((one for one in answers.get(case_id, ()) if one > at), None),
            price=prices.get(case_id),
        )
        for case_id, buyer_id, at in found
    ]


def _answers(case_ids: Collection[int], since: datetime) -> dict[int, list[datetime]]:
    """What we wrote in each conversation, oldest first; automatic answers are none."""
    found: dict[int, list[datetime]] = {}
    wanted = set(case_ids)
    rows = Message.objects.filter(case_id__in=wanted, role="seller", written_at__gte=since)
    rows = rows.exclude(status="blocked").order_by("written_at")
    for case_id, at in rows.values_list("case_id", "written_at"):
        found.setdefault(case_id, []).append(at)
    return found


def _prices(case_ids: Collection[int]) -> dict[int, Money]:
    """What the offers these conversations are about cost now, where the marketplace told it."""
    rows = Case.objects.filter(pk__in=case_ids, offer__isnull=False)
    told = rows.values_list("pk", "offer__fact__price")
    return {case_id: msgspec.convert(price, Money) for case_id, price in told if price}


def threads_with_questions(account_id: int, since: datetime) -> dict[int, list[tuple[str, ...]]]:
    """The messages since then of threads in which a question was asked, by thread. ``MOST`` messages at most."""
    rows = Message.objects.filter(account_id=account_id, written_at__gte=since)
    asked = rows.filter(role="buyer", kind="question").values("thread_id")
    columns = ("thread_id", "external_id", "role", "kind", "status", "written_at", "first_seen_at")
    found: dict[int, list[tuple[str, ...]]] = {}
    told = rows.filter(thread_id__in=asked).order_by("-written_at")
    for thread_id, *row in told.values_list(*columns)[:MOST]:
        found.setdefault(thread_id, []).append(tuple(row))
    return found


def bought_since(user: User, buyers: Collection[int], since: datetime) -> list[tuple[int, datetime]]:
    """Orders of these buyers, cancelled ones left out. One query."""
    rows = Order.objects.filter(account_id__in=account_ids(user), bought_at__gte=since)
    bought = rows.exclude(state="cancelled").values_list("buyer_id", "bought_at")
    wanted = set(buyers)
    return [(buyer, at) for buyer, at in bought.iterator() if buyer in wanted and at is not None]
