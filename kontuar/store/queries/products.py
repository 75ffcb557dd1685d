"""What buyers say of each product: ratings, what they opened, causes people noted; and ratings by month."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncMonth

from kontuar.store.models import CaseMatter, Issue, Rating, User
from kontuar.store.queries.access import account_ids

MOST = 20_000
SHOWN = 40
SEVERAL = ""
"""The key of what concerns several products at once: which of them nobody can say."""


@dataclass(slots=True, kw_only=True)
class Product:
    """Of one offer, by its number on the marketplace. ``opened`` counts discussions, problems, claims and returns."""

    offer: str
    name: str = ""
    good: int = 0
    bad: int = 0
    opened: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)

    @property
    def trouble(self) -> int:
        """By which products are put in order."""
        return self.bad + self.opened.total() + self.causes.total()


def by_month(
    user: User, account_id: int | None, since: datetime, zone: ZoneInfo
) -> dict[date, tuple[int, int]]:
    """First of the local month → ratings that recommend and that do not; those that do not count left out."""
    rows = Rating.objects.filter(
        account_id__in=_accounts(user, account_id), rated_at__gte=since, is_excluded=False
    )
    months = rows.annotate(month=TruncMonth("rated_at", tzinfo=zone)).order_by()
    counted = {
        (at.date(), good): n
        for at, good, n in months.values_list("month", "is_recommended").annotate(n=Count("pk"))
    }
    return {
        month: (counted.get((month, True), 0), counted.get((month, False), 0))
        for month, _good in sorted(counted)
    }


def products(user: User, account_id: int | None, since: datetime) -> list[Product]:
    """Those with trouble, the most of it first, ``SHOWN`` at most; several at once last. Three queries."""
    mine = _accounts(user, account_id)
    found: dict[str, Product] = {}

    def of(offer: str, name: str) -> Product:
        one = found.setdefault(offer, Product(offer=offer))
        one.name = one.name or name
        return one

    for offer, name, good in _rated(mine, since):
        one = of(offer, name)
        one.good, one.bad = one.good + good, one.bad + (not good)
    for offer, name, kind in _opened(mine, since):
        of(offer, name).opened[kind] += 1
    for offer, name, cause in _caused(mine, since):
        of(offer, name).causes[cause] += 1
    told = [one for one in found.values() if one.trouble]
    return sorted(told, key=lambda one: (one.offer == SEVERAL, -one.trouble, one.name))[:SHOWN]


def _accounts(user: User, account_id: int | None) -> list[int]:
    return [pk for pk in account_ids(user) if account_id in (None, pk)]


def _one(offers: dict[str, str]) -> tuple[str, str]:
    """The only one of several offers by number, else none."""
    return next(iter(offers.items())) if len(offers) == 1 else (SEVERAL, "")


def _rated(mine: list[int], since: datetime) -> Iterator[tuple[str, str, bool]]:
    rows = Rating.objects.filter(account_id__in=mine, rated_at__gte=since, is_excluded=False).order_by(
        "-rated_at"
    )
    told = rows.values_list("fact__offer_ids", "fact__offer_names", "is_recommended")
    for ids, names, good in told[:MOST]:
        offers = dict(zip(ids or (), [*(names or ()), *("" for _ in ids or ())], strict=False))
        if offers:
            yield *_one(offers), good


def _opened(mine: list[int], since: datetime) -> Iterator[tuple[str, str, str]]:
    rows = Issue.objects.filter(account_id__in=mine, opened_at__gte=since).order_by("-opened_at")
    told = rows.values_list(
        "kind", "offer_external_id", "fact__product_name", "fact__items", "order__fact__lines"
    )
    for kind, offer, name, items, lines in told[:MOST]:
        offers = {offer: name or ""} if offer else _named(items) or _named(lines)
        if offers:
            yield *_one(offers), kind


def _caused(mine: list[int], since: datetime) -> Iterator[tuple[str, str, str]]:
    rows = CaseMatter.objects.filter(case__account_id__in=mine, changed_at__gte=since).exclude(cause="")
    told = rows.order_by("-changed_at").values_list(
        "cause", "case__offer__external_id", "case__offer__name", "case__order__fact__lines"
    )
    for cause, offer, name, lines in told[:MOST]:
        offers = {offer: name or ""} if offer else _named(lines)
        if offers:
            yield *_one(offers), cause


def _named(lines: Any) -> dict[str, str]:
    """Offer → name of an order's positions, or of what comes back."""
    return {str(line["offer_id"]): str(line.get("name", "")) for line in lines or () if line.get("offer_id")}
