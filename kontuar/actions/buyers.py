"""Buyers as messages and orders name them."""

from datetime import datetime

from kontuar.facts.orders import Order as OrderFact
from kontuar.store.models import Account, Buyer


def by_login(account: Account, login: str, *, now: datetime) -> Buyer:
    """The buyer of that login, made if new."""
    row, _ = Buyer.objects.get_or_create(account=account, login=login[:100], defaults={"first_seen_at": now})
    return row


def of_order(account: Account, order: OrderFact, *, now: datetime) -> Buyer:
    """The buyer of an order; fills in what messages do not tell: name, language, platform id."""
    row = by_login(account, order.buyer_login or f"#{order.buyer_id}", now=now)
    news = {
        "external_id": order.buyer_id[:100],
        "name": order.buyer_name[:120],
        "language": order.buyer_language[:8],
    }
    changes = {name: value for name, value in news.items() if value and getattr(row, name) != value}
    if changes:
        Buyer.objects.filter(pk=row.pk).update(**changes)
        for name, value in changes.items():
            setattr(row, name, value)
    return row
