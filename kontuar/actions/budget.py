"""The account's call budget: columns that every process shares.

Allegro allows 9,000 requests a minute per Client ID and blocks it for a minute above that
(developer.allegro.pl/faq, read 2026-11); one message a second per user (allegro/allegro-api #5438).
An import may use at most 70 % of a minute's calls, so that live messages keep arriving meanwhile.
"""

from datetime import datetime, timedelta

from django.db.models import F, Q

from kontuar.actions import claims
from kontuar.connector_kit.budget import Urgency
from kontuar.connector_kit.errors import RateLimited
from kontuar.store.models import Account

IMPORT_SHARE = 0.7
CHUNK = 10
STOCK = 100
OWN = "own_budget"
MINUTE = timedelta(minutes=1)


class AccountGate:
    """Takes calls from one account's budget, ``CHUNK`` at a time to spare the database.

    ``now`` is the moment it is made: a turn may last longer than the minute it began in.
    """

    def __init__(self, account_id: int, urgency: Urgency, *, now: datetime) -> None:
        self._account_id = account_id
        self._urgency = urgency
        self._timer = claims.Timer(claims.PULL_LEASE)
        self._begun_at = now
        self._left = 0

    def before_call(self) -> None:
        """One call, or RateLimited until the next minute or the end of a block."""
        if self._left == 0:
            self._take(CHUNK)
            self._left = CHUNK
        self._left -= 1

    def stock(self, count: int) -> None:
        """Have at least ``count`` calls in hand, so that making them asks no database. Raises as a call does."""
        if self._left < count:
            self._take(max(count, STOCK))
            self._left += max(count, STOCK)

    def _take(self, count: int) -> None:
        now = self._begun_at + self._timer.passed()
        minute = now.replace(second=0, microsecond=0)
        import_count = count if self._urgency is Urgency.IMPORT else 0
        rows = Account.objects.filter(pk=self._account_id)
        row = rows.only("blocked_until", "calls_per_minute").get()
        if row.blocked_until and row.blocked_until > now:
            raise RateLimited("The platform asked us to wait.", until=row.blocked_until, code=OWN)
        limits = Q(calls__lte=row.calls_per_minute - count)
        if import_count:
            limits &= Q(import_calls__lte=int(row.calls_per_minute * IMPORT_SHARE) - count)
        # Another lane may be in the next minute already: then ours is a call of that minute.
        same_minute = rows.filter(limits, minute_at__gte=minute)
        if same_minute.update(calls=F("calls") + count, import_calls=F("import_calls") + import_count):
            return
        is_other_minute = Q(minute_at__isnull=True) | Q(minute_at__lt=minute)
        if rows.filter(is_other_minute).update(minute_at=minute, calls=count, import_calls=import_count):
            return
        raise RateLimited("This minute's calls are used up.", until=minute + MINUTE, code=OWN)


def take_send_slot(account: Account, *, now: datetime) -> bool:
    """Claim the right to send one message now; False while the last one is too near."""
    free = Q(send_slot_at__isnull=True) | Q(send_slot_at__lte=now)
    spacing = timedelta(milliseconds=account.send_spacing_ms)
    return bool(Account.objects.filter(free, pk=account.pk).update(send_slot_at=now + spacing))


def block_until(account_id: int, until: datetime) -> None:
    """The platform said "not before": calling during a block prolongs it (allegro-api #3454, 2020)."""
    shorter = Q(blocked_until__isnull=True) | Q(blocked_until__lt=until)
    Account.objects.filter(shorter, pk=account_id).update(blocked_until=until)
