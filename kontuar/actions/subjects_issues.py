"""Which issues, refunds and offers a stream should look at now. See :mod:`kontuar.actions.subjects`."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kontuar.facts.issues import IssueKind
from kontuar.facts.refunds import RefundStatus
from kontuar.store.models import Account, Issue, Offer, OfferEvent, Refund

A_TURN = 20
TALK_EVERY = timedelta(minutes=30)
"""The platform's own word about the newest message of an issue lies at times (#12196): read the talk itself."""
RETURNS_EVERY = timedelta(hours=1)
REFUNDS_EVERY = timedelta(minutes=15)
"""A refund called off for want of money is told by nobody (#14040)."""
ASK_AGAIN = timedelta(minutes=5)
EVENTS_LIVE = timedelta(days=1)


def _issues(account: Account, now: datetime) -> list[str]:
    """Open issues with a talk of their own, the newest trouble first. Problems are read with the messages."""
    rows = _live(account).filter(kind__in=(IssueKind.DISCUSSION.value, IssueKind.CLAIM.value))
    stale = Q(talk_read_at__isnull=True) | Q(talk_read_at__lt=now - TALK_EVERY)
    return _ids(rows.filter(stale).order_by(F("opened_at").desc(nulls_last=True), "pk"))


def _returns(account: Account, now: datetime) -> list[str]:
    """Returns that are not over, those not looked at for longest first."""
    rows = _live(account).filter(kind=IssueKind.RETURN.value)
    stale = Q(talk_read_at__isnull=True, first_seen_at__lt=now - RETURNS_EVERY)
    stale |= Q(talk_read_at__lt=now - RETURNS_EVERY)
    return _ids(rows.filter(stale).order_by(F("talk_read_at").asc(nulls_first=True), "pk"))


def _refunds(account: Account, now: datetime) -> list[str]:
    """Refunds under way."""
    rows = Refund.objects.filter(account=account, status=RefundStatus.UNDER_WAY.value)
    stale = Q(looked_at__isnull=True) | Q(looked_at__lt=now - REFUNDS_EVERY)
    return _ids(rows.filter(stale).order_by(F("looked_at").asc(nulls_first=True), "pk"))


def _offers(account: Account, now: datetime) -> list[str]:
    """Offers to which something happened since they were last seen."""
    events = OfferEvent.objects.filter(
        account=account,
        offer_external_id=OuterRef("external_id"),
        at__gt=OuterRef("seen_at"),
        at__gte=now - EVENTS_LIVE,
    )
    return _ids(Offer.objects.filter(Exists(events), account=account).order_by("seen_at", "pk"))


def _live(account: Account) -> QuerySet[Issue]:
    return Issue.objects.filter(account=account, ended_at__isnull=True)


def _ids(rows: QuerySet[Issue] | QuerySet[Refund] | QuerySet[Offer]) -> list[str]:
    return list(rows.values_list("external_id", flat=True)[:A_TURN])


KINDS: dict[str, Callable[[Account, datetime], list[str]]] = {
    "issues": _issues,
    "returns": _returns,
    "refunds": _refunds,
    "offers": _offers,
}


def looked_at(account: Account, kind: str, ids: Sequence[str], *, now: datetime) -> None:
    """Remember that these were looked at, whatever was found."""
    _mark(account, kind, ids, now)


def missed(account: Account, kind: str, ids: Sequence[str], *, now: datetime) -> None:
    """The questions about these failed in passing: they are due again in a few minutes."""
    every = {"issues": TALK_EVERY, "returns": RETURNS_EVERY, "refunds": REFUNDS_EVERY}.get(kind)
    if every is not None:
        _mark(account, kind, ids, now - every + ASK_AGAIN)


def _mark(account: Account, kind: str, ids: Sequence[str], at: datetime) -> None:
    named = {"account": account, "external_id__in": ids}
    if kind in ("issues", "returns"):
        Issue.objects.filter(**named).update(talk_read_at=at)
    elif kind == "refunds":
        Refund.objects.filter(**named).update(looked_at=at)
    elif kind == "offers":
        Offer.objects.filter(**named).update(seen_at=at)
