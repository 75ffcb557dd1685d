"""Long changes of data in small transactions: for a migration (``atomic = False``) that touches all of a large table.

Each batch is committed by itself, so nobody waits long, and a process that dies leaves whole batches behind. ``rows``
must no longer hold a row once it was changed (``filter(new_column=None)``): then the next start, which applies the
migration again because it was never noted as applied, goes on with what is left.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Model, QuerySet

MANY = 500


def in_batches[M: Model](rows: QuerySet[M], change: Callable[[list[M]], None], *, many: int = MANY) -> int:
    """Hand the rows to ``change``, some at a time, each time in a transaction of its own; how many there were."""
    count, last = 0, None
    while True:
        left = rows if last is None else rows.filter(pk__gt=last)
        with transaction.atomic():
            some = list(left.order_by("pk")[:many])
            if not some:
                return count
            change(some)
        count, last = count + len(some), some[-1].pk
