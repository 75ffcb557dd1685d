"""The list of offers: on sale, running out, ended and by whom.

Pages follow by keyset: the cursor is the id of the last row shown, so that news neither repeat nor hide a row.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kontuar.facts.offers import Offer as OfferFact
from kontuar.store import rebuild
from kontuar.store.models import Account, Offer, OfferEvent, User
from kontuar.store.queries import access

PAGE = 50
LOW = 3
"""Ours: so few pieces left and the offer is worth a look."""
LATELY = timedelta(days=30)
FILTERS = ("active", "low", "ended", "all")
ACTIVE = Q(status__iexact="active")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person wants to see. ``cursor`` is what the page before gave, ``""`` for the first."""

    which: str = "active"
    account_id: int | None = None
    cursor: str = ""
    number: str = ""
    """The marketplace's id of one offer: that one alone, whatever its state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the list. ``event`` is the newest thing known to have happened to it."""

    offer: Offer
    fact: OfferFact
    account: Account
    event: OfferEvent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows and the cursor of the next page (``""`` at the end)."""

    rows: tuple[Row, ...]
    next: str


def page(user: User, wish: Wish, *, now: datetime) -> Page:
    """One page of the list: by name; those that ended by their end, the last first."""
    rows = _chosen(_mine(user, wish.account_id), wish.which, now)
    if wish.number:
        rows = _mine(user, wish.account_id).filter(external_id=wish.number)
    last = _mine(user, None).filter(pk=wish.cursor).first() if wish.cursor.isdecimal() else None
    if wish.which == "ended":
        rows = rows.order_by("-ended_at", "-pk")
        if last and last.ended_at:
            rows = rows.filter(Q(ended_at__lt=last.ended_at) | Q(ended_at=last.ended_at, pk__lt=last.pk))
    else:
        rows = rows.order_by("name", "pk")
        if last:
            rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    found = list(rows.select_related("account__application")[: PAGE + 1])
    shown = found[:PAGE]
    events = _events(shown)
    return Page(
        rows=tuple(
            Row(
                offer=row,
                fact=rebuild.offer(row),
                account=row.account,
                event=events.get((row.account_id, row.external_id)),
            )
            for row in shown
        ),
        next=str(shown[-1].pk) if len(found) > PAGE else "",
    )


def counts(user: User, *, now: datetime, account_id: int | None = None) -> dict[str, int]:
    """How many stand behind each filter."""
    mine = _mine(user, account_id)
    return {which: _chosen(mine, which, now).count() for which in ("active", "low", "ended")}


def _mine(user: User, account_id: int | None) -> QuerySet[Offer]:
    rows = Offer.objects.filter(account_id__in=access.account_ids(user))
    return rows.filter(account_id=account_id) if account_id else rows


def _chosen(rows: QuerySet[Offer], which: str, now: datetime) -> QuerySet[Offer]:
    chosen: dict[str, Callable[[], QuerySet[Offer]]] = {
        "active": lambda: rows.filter(ACTIVE),
        "low": lambda: rows.filter(ACTIVE, stock__lte=LOW),
        "ended": lambda: rows.exclude(ACTIVE).filter(ended_at__gte=now - LATELY),
    }
    return chosen[which]() if which in chosen else rows


def _events(shown: Collection[Offer]) -> dict[tuple[int, str], OfferEvent]:
    """The newest event of each offer."""
    numbers = {row.external_id for row in shown}
    accounts = {row.account_id for row in shown}
    rows = OfferEvent.objects.filter(account_id__in=accounts, offer_external_id__in=numbers).order_by(
        "at", "pk"
    )
    return {(row.account_id, row.offer_external_id): row for row in rows}
