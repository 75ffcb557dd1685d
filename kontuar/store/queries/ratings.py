"""The list of ratings with what may still be done about them.

Pages follow by keyset: the cursor names the last row shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from kontuar.store.models import Account, OutgoingDeed, QualityDay, Rating, User
from kontuar.store.queries import access, keyset

PAGE = 30
YEAR = timedelta(days=365)
"""The span the marketplace's percentage covers (rules.md A5.3; CRN, 2016)."""
FILTERS = ("negative", "unanswered", "removable", "all")
BAD = Q(is_recommended=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person wants to see. ``cursor`` is what the page before gave, ``""`` for the first."""

    which: str = "negative"
    account_id: int | None = None
    cursor: str = ""
    number: str = ""
    """The marketplace's id of one order: its ratings alone, whatever they say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the list. ``deed`` is our answer on its way, if there is one."""

    rating: Rating
    account: Account
    can_work: bool
    deed: OutgoingDeed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows and the cursor of the next page (``""`` at the end)."""

    rows: tuple[Row, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A year's ratings of one account as far as they were read, and the marketplace's last score."""

    account: Account
    good: int
    bad: int
    excluded: int
    quality: QualityDay | None


def page(user: User, wish: Wish, *, now: datetime) -> Page:
    """One page of the list, newest first; what may still be removed by the nearest end of its window."""
    rows = _chosen(_mine(user, wish.account_id), wish.which, now)
    if wish.number:
        rows = _mine(user, wish.account_id).filter(order_external_id=wish.number)
    at = "removal_by" if wish.which == "removable" else "rated_at"
    rows = rows.order_by(at, "pk") if at == "removal_by" else rows.order_by("-rated_at", "-pk")
    if after := keyset.read(wish.cursor):
        moment, pk = after
        side = "gt" if at == "removal_by" else "lt"
        rows = rows.filter(Q(**{f"{at}__{side}": moment}) | Q(**{at: moment, f"pk__{side}": pk}))
    found = list(rows.select_related("account__application", "order")[: PAGE + 1])
    shown = found[:PAGE]
    deeds = _deeds([row.pk for row in shown])
    works = {pk for pk in {row.account_id for row in shown} if access.can_work(user, pk)}
    return Page(
        rows=tuple(
            Row(
                rating=row,
                account=row.account,
                can_work=row.account_id in works,
                deed=deeds.get(row.pk),
            )
            for row in shown
        ),
        next=keyset.write(getattr(shown[-1], at), shown[-1].pk) if len(found) > PAGE else "",
    )


def counts(user: User, *, now: datetime, account_id: int | None = None) -> dict[str, int]:
    """How many stand behind each filter but "all"."""
    mine = _mine(user, account_id)
    return {which: _chosen(mine, which, now).count() for which in FILTERS if which != "all"}


def sums(user: User, *, now: datetime) -> list[Sum]:
    """A year of each account."""
    found = []
    for account in access.accounts(user).order_by("connected_at", "pk"):
        year = Rating.objects.filter(account=account, rated_at__gte=now - YEAR)
        told = year.aggregate(
            good=Count("pk", filter=Q(is_recommended=True, is_excluded=False)),
            bad=Count("pk", filter=BAD & Q(is_excluded=False)),
            excluded=Count("pk", filter=Q(is_excluded=True)),
        )
        quality = QualityDay.objects.filter(account=account).order_by("-day").first()
        found.append(Sum(account=account, quality=quality, **told))
    return found


def one(user: User, rating_id: int) -> Row | None:
    """One rating, or None when it does not exist for this person."""
    row = _mine(user, None).select_related("account__application", "order").filter(pk=rating_id).first()
    if row is None:
        return None
    return Row(
        rating=row,
        account=row.account,
        can_work=access.can_work(user, row.account_id),
        deed=_deeds([row.pk]).get(row.pk),
    )


def _mine(user: User, account_id: int | None) -> QuerySet[Rating]:
    rows = Rating.objects.filter(account_id__in=access.account_ids(user))
    return rows.filter(account_id=account_id) if account_id else rows


def _chosen(rows: QuerySet[Rating], which: str, now: datetime) -> QuerySet[Rating]:
    chosen: dict[str, Callable[[], QuerySet[Rating]]] = {
        "negative": lambda: rows.filter(BAD),
        "unanswered": lambda: rows.filter(BAD, answer="", is_excluded=False),
        "removable": lambda: rows.filter(BAD, removal_by__gt=now, removal_asked_at=None, is_excluded=False),
    }
    return chosen[which]() if which in chosen else rows


def _deeds(ids: list[int]) -> dict[int, OutgoingDeed]:
    rows = OutgoingDeed.objects.filter(rating_id__in=ids).exclude(
        state__in=(OutgoingDeed.State.CANCELLED, OutgoingDeed.State.DONE)
    )
    return {row.rating_id: row for row in rows.order_by("asked_at", "pk") if row.rating_id}
