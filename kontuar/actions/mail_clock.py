"""Does this machine's clock agree with the mail server's? A mail server tells no time, but it stamps every mail."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from kontuar.actions import letters
from kontuar.actions.errors import ActionProblem
from kontuar.store.models import Account, Letter

LETTERS = 20
"""The newest so many are looked at."""
ENOUGH = 5
"""One mail that lay somewhere is no clock; that all of so many came late is one, or a slow line."""
LONGEST_WAY = timedelta(hours=12)
"""What was read longer after its stamp was history when we read it."""


def skew(account: Account) -> timedelta | None:
    """How far the server's clock is ahead of ours (negative: behind); None while that is not known.

    A mail cannot be read before it came: stamped later than we read it, our clock is certainly behind. That ours is
    ahead is only likely: then every mail seems to have waited.
    """
    rows = Letter.objects.filter(account=account, is_sent=False, message__isnull=False)
    waited = []
    for row in rows.select_related("message").order_by("-pk")[:LETTERS]:
        stamp = _stamp(row)
        if stamp is not None and row.message is not None:
            waited.append(row.message.first_seen_at - stamp)
    recent = [one for one in waited if one < LONGEST_WAY]
    if not recent:
        return None
    least = min(recent)
    if least < timedelta(0) or len(recent) >= ENOUGH:
        return -least
    return None


def _stamp(row: Letter) -> datetime | None:
    """The topmost Received, which the seller's own mail server wrote; None where it cannot be read."""
    try:
        told = letters.mail_of(row).header("received").rpartition(";")[2].strip()
        at = parsedate_to_datetime(told)
    except (ActionProblem, ValueError, TypeError, IndexError, OverflowError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
