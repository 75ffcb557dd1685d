"""Take orders out of a table somebody exported into an account: all of them, or none.

The orders go the way of every order (``actions.receive``), in one transaction. The account must be one whose platform
knows orders; a file may be taken in twice: the same lines change nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kontuar.actions import journal, policies, receive
from kontuar.actions.errors import Invalid
from kontuar.connector_kit.contract import Batch
from kontuar.connector_kit.order_file import Reading
from kontuar.store.models import Account, Order

AT_ONCE = 200
"""Orders stored with one set of queries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many orders were new, changed, and already there just so."""

    new: int
    changed: int
    same: int


def account_named(name: str) -> Account:
    """The account of that login or label. Raises Invalid where none or several are called so."""
    found = [a for a in Account.objects.all() if name.casefold() in (a.login.casefold(), a.label.casefold())]
    if not found:
        raise Invalid("no-account", _("No account is called so."), field="account")
    if len(found) > 1:
        raise Invalid(
            "several-accounts", _("Several accounts are called so. Give the login."), field="account"
        )
    return found[0]


def take(account: Account, reading: Reading, *, now: datetime) -> Imported:
    """Store what was read. Raises Invalid, storing nothing: a reading with troubles, an account without orders."""
    if reading.troubles or not reading.orders:
        raise Invalid("troubles", _("The file has lines that cannot be read. Nothing was taken over."))
    if policies.policy(account, now=now).dispatch is None:
        raise Invalid(
            "no-orders", _("This account knows no orders. Nothing was taken over."), field="account"
        )
    with transaction.atomic():
        counts = Counter[str]()
        for begun in range(0, len(reading.orders), AT_ONCE):
            counts += _portion(account, reading, begun, now)
        done = Imported(new=counts["new"], changed=counts["changed"], same=counts["same"])
        journal.record(
            "orders.imported",
            at=now,
            account=account,
            lines=reading.lines,
            new=done.new,
            changed=done.changed,
            same=done.same,
        )
    return done


def _portion(account: Account, reading: Reading, begun: int, now: datetime) -> Counter[str]:
    orders = reading.orders[begun : begun + AT_ONCE]
    numbers = {order.external_id for order in orders}
    parcels = [parcel for parcel in reading.shipments if parcel.order_id in numbers]
    keys = {(parcel.carrier, parcel.waybill) for parcel in parcels}
    told = [one for one in reading.trackings if (one.carrier, one.waybill) in keys]
    before = _facts(account, numbers)
    receive.batch(account, Batch(facts=(*orders, *parcels, *told), cursor={}), now=now)
    after = _facts(account, numbers)
    return Counter(
        "new" if number not in before else "same" if before[number] == fact else "changed"
        for number, fact in after.items()
    )


def _facts(account: Account, numbers: Iterable[str]) -> dict[str, object]:
    rows = Order.objects.filter(account=account, external_id__in=list(numbers))
    return dict(rows.values_list("external_id", "fact"))
