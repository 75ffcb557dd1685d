"""Buyers of orders that an older version stored get their masked half, a few at a time.

How far it came stands in the cache: forgotten, it begins again and changes nothing that is there. New orders
bring it themselves (``actions.buyers``).
"""

from collections.abc import Mapping

from django.core.cache import cache
from django.db import transaction

from kontuar.actions import bulk
from kontuar.actions.buyers import masked_half
from kontuar.store.models import Buyer, Order

PLACE = "masked-below"
MANY = 2_000


def fill_some(*, many: int = MANY) -> int:
    """Look at the next orders, newest first; how many were looked at, 0 when all is done."""
    below: int | None = cache.get(PLACE)
    if below == 0:
        return 0
    rows = Order.objects.filter(buyer__masked="").order_by("-pk")
    if below is not None:
        rows = rows.filter(pk__lt=below)
    found = list(rows.values_list("pk", "buyer_id", "fact__buyer_email")[:many])
    halves = {buyer_id: half for _, buyer_id, email in found if (half := masked_half(email or ""))}
    _write(halves)
    cache.set(PLACE, found[-1][0] if found else 0, None)
    return len(found)


@transaction.atomic
def _write(halves: Mapping[int, str]) -> None:
    rows = Buyer.objects.select_for_update().filter(pk__in=halves, masked="").order_by("pk")
    changed = list(rows)
    for row in changed:
        row.masked = halves[row.pk]
    bulk.update(changed, ["masked"])
