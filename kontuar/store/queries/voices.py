"""What buyers wish for and praise: the register by offer, who asked, and praise by month."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import TruncMonth

from kontuar.store.models import (
    Case,
    JournalEntry,
    Message,
    Offer,
    Outgoing,
    Praise,
    Suggestion,
    SuggestionAsk,
    User,
)
from kontuar.store.queries import access

MOST = 500
"""Suggestions of a list; a desk that has more of them settles some."""
MOST_MESSAGES = 20
MOST_PRAISE = 30
MOST_READ = 1500
OPEN = (Suggestion.Status.NEW, Suggestion.Status.PLANNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A suggestion, how many buyers asked for it (those whose messages are gone included), and when."""

    row: Suggestion
    count: int
    first_at: datetime
    last_at: datetime
    asks: tuple[SuggestionAsk, ...] = ()
    """Those whose message is there, newest first."""


def suggestions(user: User, statuses: tuple[str, ...] = ()) -> list[Wished]:
    """The register of the person's accounts, most wished for first; no statuses: all of it. Two queries."""
    rows = _counted(_mine(user))
    if statuses:
        rows = rows.filter(status__in=statuses)
    found = list(rows.order_by("-changed_at", "-pk")[:MOST])
    asks = _asks([row.pk for row in found])
    wished = [_wished(row, asks.get(row.pk, ())) for row in found]
    return sorted(wished, key=lambda one: -one.count)


def counts(user: User) -> dict[str, int]:
    """Status → how many suggestions. One query."""
    rows = _mine(user).values_list("status").annotate(n=Count("pk")).order_by()
    return dict(rows)


def suggestion(user: User, suggestion_id: int) -> Wished | None:
    """One with all who asked; None where it does not exist for this person."""
    row = _counted(_mine(user)).filter(pk=suggestion_id).first()
    return _wished(row, _asks([row.pk]).get(row.pk, ())) if row else None


def ask(user: User, ask_id: int) -> SuggestionAsk | None:
    """One message that asks, or None."""
    rows = SuggestionAsk.objects.filter(suggestion__account_id__in=access.account_ids(user))
    joined = (
        "suggestion__account",
        "message__case__account",
        "message__case__buyer",
        "message__case__thread",
    )
    return rows.select_related(*joined).filter(pk=ask_id).first()


def open_ones(account_id: int) -> list[Suggestion]:
    """What one more buyer may ask for too."""
    rows = Suggestion.objects.filter(account_id=account_id).exclude(status=Suggestion.Status.DECLINED)
    return list(rows.select_related("offer").order_by("-changed_at", "-pk")[:MOST])


def messages(case: Case) -> list[Message]:
    """The buyer's messages of a case that may be noted, newest first."""
    rows = Message.objects.filter(case=case, role="buyer").select_related("case__account", "praise__person")
    return list(rows.order_by("-written_at", "-pk")[:MOST_MESSAGES])


def asks_of(case: Case) -> list[SuggestionAsk]:
    """What was noted of this case's messages already."""
    rows = SuggestionAsk.objects.filter(message__case=case).select_related("suggestion__offer", "message")
    return list(rows.order_by("-at", "-pk"))


def offers_of(case: Case, named: set[str]) -> list[Offer]:
    """Offers a wish in this case may be about, by their numbers on the marketplace."""
    rows = Offer.objects.filter(account=case.account_id)
    return list(rows.filter(Q(external_id__in=named) | Q(pk=case.offer_id or 0)).order_by("name")[:50])


def praise(user: User, *, since_at: datetime) -> list[Praise]:
    """Praise since then, newest first, with the message it stands in."""
    rows = Praise.objects.filter(account_id__in=access.account_ids(user), at__gte=since_at)
    joined = rows.select_related("person", "account", "message__case__buyer")
    return list(joined.order_by("-at", "-pk")[:MOST_PRAISE])


def one_praise(user: User, praise_id: int) -> Praise | None:
    """One, or None."""
    rows = Praise.objects.filter(account_id__in=access.account_ids(user)).select_related(
        "account", "message__case"
    )
    return rows.filter(pk=praise_id).first()


def praise_by_month(user: User, *, since_at: datetime, zone: ZoneInfo) -> Counter[tuple[date, int, str]]:
    """(first of the month, person or 0 for the shop, what for) → how often. One query."""
    rows = Praise.objects.filter(account_id__in=access.account_ids(user), at__gte=since_at)
    months = rows.annotate(month=TruncMonth("at", tzinfo=zone)).order_by()
    counted = months.values_list("month", "person_id", "what").annotate(n=Count("pk"))
    return Counter({(month.date(), person or 0, what): n for month, person, what, n in counted})


def uncounted(user: User, since: datetime) -> list[tuple[int, str]]:
    """Buyers' messages since then that are no praise yet, on accounts the person works on, newest first."""
    mine = access.workable_ids(user)
    rows = Message.objects.filter(case__account_id__in=mine, case__last_message_at__gte=since, role="buyer")
    rows = rows.filter(written_at__gte=since, praise__isnull=True, text__gt="").order_by("-written_at", "-pk")
    return list(rows.values_list("pk", "text")[:MOST_READ])


def declined(verb: str, since: datetime) -> set[int]:
    """Messages somebody said are none, as the journal tells since then."""
    rows = JournalEntry.objects.filter(at__gte=since, verb=verb, case=None, order=None, issue=None)
    return {int(pk) for pk in rows.values_list("detail__message", flat=True) if pk}


def messages_of(ids: Iterable[int]) -> list[Message]:
    """These messages with conversation and buyer, newest first."""
    rows = Message.objects.filter(pk__in=list(ids)).select_related("account", "case__buyer", "case__account")
    return list(rows.order_by("-written_at", "-pk"))


def message(user: User, message_id: int) -> Message | None:
    """One of the person's accounts, or None."""
    rows = Message.objects.filter(account_id__in=access.account_ids(user))
    return rows.select_related("account", "case").filter(pk=message_id).first()


def last_writers(cases: set[int]) -> dict[int, User]:
    """Who of us wrote last in each conversation."""
    rows = Outgoing.objects.filter(case__in=cases, composed_by__isnull=False).exclude(state="cancelled")
    told = rows.select_related("composed_by").order_by("composed_at", "pk")
    return {row.case_id: row.composed_by for row in told if row.composed_by}


def names(ids: set[int]) -> dict[int, str]:
    """People by number."""
    return {row.pk: str(row) for row in User.objects.filter(pk__in=ids)}


def _mine(user: User) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(account_id__in=access.account_ids(user))


def _counted(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    return rows.select_related("offer", "account", "changed_by").annotate(
        buyers=Count("asks__message__case__buyer", distinct=True),
        gone=Count("asks", filter=Q(asks__message=None), distinct=True),
        first_at=Min("asks__at"),
        last_at=Max("asks__at"),
    )


def _asks(ids: list[int]) -> dict[int, tuple[SuggestionAsk, ...]]:
    found: dict[int, list[SuggestionAsk]] = {}
    rows = SuggestionAsk.objects.filter(suggestion__in=ids, message__isnull=False)
    joined = ("message__case__buyer", "message__case__account", "message__case__thread")
    for row in rows.select_related(*joined).defer("message__case__search_text").order_by("-at", "-pk"):
        found.setdefault(row.suggestion_id, []).append(row)
    return {pk: tuple(asks) for pk, asks in found.items()}


def _wished(row: Suggestion, asks: tuple[SuggestionAsk, ...]) -> Wished:
    count = int(getattr(row, "buyers", 0)) + int(getattr(row, "gone", 0))
    first_at, last_at = getattr(row, "first_at", None), getattr(row, "last_at", None)
    return Wished(
        row=row, count=count, first_at=first_at or row.made_at, last_at=last_at or row.made_at, asks=asks
    )
