"""What buyers wrote lately, for finding what they ask often."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kontuar.store.models import Message, User
from kontuar.store.queries.access import workable_ids

MOST = 1000
LONGEST = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A buyer's message. ``offer`` is the marketplace's number of the offer it is about, if any."""

    case_id: int
    buyer_id: int
    at: datetime
    text: str
    language: str
    offer: str


def said(user: User, since: datetime) -> Iterator[Said]:
    """Newest first, ``MOST`` at most; thanks and closers left out. One query."""
    rows = Message.objects.filter(case__account_id__in=workable_ids(user), case__last_message_at__gte=since)
    rows = rows.filter(role="buyer", written_at__gte=since, is_closer=False, text__contains="?")
    columns = ("case_id", "case__buyer_id", "written_at", "text", "language", "offer_external_id")
    for case_id, buyer_id, at, text, language, offer in rows.order_by("-written_at", "-pk").values_list(
        *columns
    )[:MOST]:
        yield Said(
            case_id=case_id, buyer_id=buyer_id, at=at, text=text[:LONGEST], language=language, offer=offer
        )
