"""What is old enough to go, by kind; what is open, owed or may still be needed as evidence never is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Length

from kontuar.actions.receive_raw import KEPT_FOR
from kontuar.store.models import (
    Attachment,
    Case,
    Desk,
    Draft,
    Duty,
    Issue,
    JournalEntry,
    Letter,
    Message,
    Order,
    Outgoing,
    RawAnswer,
)
from kontuar.store.queries.factors import RIGHTS

KINDS = ("talk", "letters", "attachments", "orders", "journal", "raw")
"""In the order they are worked off."""
EVIDENCE = timedelta(days=731)
"""A discussion may be opened for two years after buying, for orders from 2022-09-05 (Allegro Protect; read at
https://antyweb.pl/allegro-protect, 2022-09). What could answer it stays for so long, whatever the policy says."""
UNSETTLED = ("draft", "held", "queued", "sending", "sent", "unsure")
ALWAYS_KEPT = ("account.", "buyer.", "retention.", "desk.", "application.", "team.")
"""Who connected what, lifted watch-only, forgot whom: entries that begin so stay, and all that the history of rights
shows (``RIGHTS``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What of one kind is old enough. ``before`` is the limit (UTC), ``size`` bytes as far as they can be told."""

    kind: str
    months: int
    before: datetime
    count: int
    oldest_at: datetime | None
    newest_at: datetime | None
    size: int


def policy() -> dict[str, int]:
    """kind → months, as the owner saved it; what is not there is kept."""
    held = Desk.objects.order_by("pk").values_list("retention", flat=True).first() or {}
    return {kind: int(held[kind]) for kind in KINDS if held.get(kind)}


def months_before(now: datetime, months: int) -> datetime:
    """The same day and hour so many months ago, or the last day of a shorter month."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    for day in range(now.day, now.day - 4, -1):
        try:
            return now.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError(now)


def limit(kind: str, months: int, now: datetime) -> datetime:
    """Before which things of this kind may go."""
    before = months_before(now, months)
    return min(before, now - EVIDENCE) if kind == "orders" else before


def report(months: Mapping[str, int], *, now: datetime) -> list[Found]:
    """What this policy would take out now; nothing is changed. Raw answers always have a limit."""
    found = []
    for kind in KINDS:
        if kind in months:
            found.append(_found(kind, months[kind], limit(kind, months[kind], now), now))
        elif kind == "raw":
            found.append(_found(kind, 0, now - KEPT_FOR, now))
    return found


def _found(kind: str, months: int, before: datetime, now: datetime) -> Found:
    rows, date, size = SEEN[kind]
    old = rows(before, now)
    told = old.aggregate(first=Min(date), last=Max(date))
    return Found(
        kind=kind,
        months=months,
        before=before,
        count=old.count(),
        oldest_at=told["first"],
        newest_at=told["last"],
        size=size(old),
    )


def quiet_cases(before: datetime, now: datetime) -> QuerySet[Case]:
    """Closed and silent since; nothing owed, nothing of ours under way, no order or issue of the buyer still young."""
    young = now - EVIDENCE
    closed = Case.objects.filter(state=Case.State.CLOSED, closed_at__lt=before)
    silent = closed.filter(Q(last_message_at=None) | Q(last_message_at__lt=before))
    buyer, case = OuterRef("buyer_id"), OuterRef("pk")
    return silent.filter(
        ~Exists(Duty.objects.filter(case=case)),
        ~Exists(Outgoing.objects.filter(case=case, state__in=UNSETTLED)),
        ~Exists(Draft.objects.filter(case=case).exclude(text="")),
        ~Exists(Order.objects.filter(_young(young), buyer=buyer)),
        ~Exists(Issue.objects.filter(_live(young), buyer=buyer)),
    )


def _young(young: datetime) -> Q:
    return Q(bought_at__gte=young) | Q(bought_at=None, first_seen_at__gte=young)


def _live(young: datetime) -> Q:
    """Open, or ended within the time evidence is kept."""
    return Q(ended_at=None) | Q(ended_at__gte=young)


def letters(before: datetime, now: datetime) -> QuerySet[Letter]:
    """Whole mails whose text is in a quiet case, and such that belong to none."""
    old = Letter.objects.filter(sent_at__lt=before).exclude(path="")
    quiet = quiet_cases(before, now).values("pk")
    return old.filter(
        Q(message__case__in=quiet) | Q(message=None, case=None) | Q(message=None, case__in=quiet)
    )


def attachments(before: datetime, now: datetime) -> QuerySet[Attachment]:
    """Fetched files in quiet cases."""
    old = Attachment.objects.filter(message__written_at__lt=before).exclude(path="")
    return old.filter(message__case__in=quiet_cases(before, now).values("pk"))


BLANK = {
    "fact__buyer_login": "",
    "fact__buyer_email": "",
    "fact__buyer_name": "",
    "fact__message_to_seller": "",
    "fact__delivery__recipient": "",
    "fact__delivery__address": "",
    "fact__delivery__phone": "",
}
"""What an order without its buyer looks like."""


def orders(before: datetime, now: datetime) -> QuerySet[Order]:
    """Orders that still name their buyer, nothing owed and no issue alive."""
    order = OuterRef("pk")
    old = Order.objects.filter(bought_at__lt=before).exclude(**BLANK)
    return old.filter(
        ~Exists(Duty.objects.filter(order=order)),
        ~Exists(Issue.objects.filter(_live(now - EVIDENCE), order=order)),
        ~Exists(Case.objects.filter(order=order).exclude(state=Case.State.CLOSED)),
    )


def journal(before: datetime, now: datetime) -> QuerySet[JournalEntry]:
    """Entries about nothing that is open."""
    rows = JournalEntry.objects.filter(at__lt=before).exclude(verb__in=RIGHTS)
    for verb in ALWAYS_KEPT:
        rows = rows.exclude(verb__startswith=verb)
    is_settled = Q(case=None) | Q(case__state=Case.State.CLOSED)
    return rows.filter(is_settled, Q(issue=None) | Q(issue__ended_at__isnull=False))


def raw(before: datetime, now: datetime) -> QuerySet[RawAnswer]:
    """Answers of platforms, word for word."""
    return RawAnswer.objects.filter(at__lt=before)


def _sum(rows: QuerySet[Any], what: Any) -> int:
    return int(rows.aggregate(n=Sum(what))["n"] or 0)


def _talk_size(rows: QuerySet[Any]) -> int:
    said = Message.objects.filter(case__in=rows.values("pk"))
    words = _sum(said, Length("text"))
    files = _sum(Attachment.objects.filter(message__in=said.values("pk")).exclude(path=""), "size")
    return words + files + _sum(Letter.objects.filter(message__in=said.values("pk")), "size")


def _nothing(rows: QuerySet[Any]) -> int:
    return 0


SEEN: Mapping[str, tuple[Any, str, Any]] = {
    "talk": (quiet_cases, "closed_at", _talk_size),
    "letters": (letters, "sent_at", lambda rows: _sum(rows, "size")),
    "attachments": (attachments, "message__written_at", lambda rows: _sum(rows, "size")),
    "orders": (orders, "bought_at", _nothing),
    "journal": (journal, "at", _nothing),
    "raw": (raw, "at", lambda rows: _sum(rows, Length("body"))),
}
"""By kind: the rows, the date they are judged by, how many bytes they hold."""
