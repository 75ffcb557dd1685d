"""Buyers as messages and orders name them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from kontuar.actions import bulk
from kontuar.connector_kit.masked import masked_buyer
from kontuar.facts.orders import Order as OrderFact
from kontuar.store.models import Account, Buyer


def by_login(account: Account, login: str, *, now: datetime) -> Buyer:
    """The buyer of that login, made if new."""
    return by_logins(account, [login], now=now)[login]


def by_logins(account: Account, logins: Iterable[str], *, now: datetime) -> dict[str, Buyer]:
    """The buyers of these logins, made where new. Two queries at most."""
    wanted = {login: login[:254] for login in logins}
    if not wanted:
        return {}
    rows = {row.login: row for row in Buyer.objects.filter(account=account, login__in=wanted.values())}
    missing = [name for name in dict.fromkeys(wanted.values()) if name not in rows]
    # Another stream may just have made one of them: its row is taken then.
    made = bulk.insert(
        (bulk.new(Buyer, account_id=account.pk, login=name, first_seen_at=now) for name in missing),
        unique=("account_id", "login"),
    )
    rows |= {row.login: row for row in made}
    return {login: rows[name] for login, name in wanted.items()}


def introduced(
    account: Account,
    logins: Collection[str],
    *,
    names: Mapping[str, str],
    masked: Mapping[str, str],
    now: datetime,
) -> None:
    """Make those that are new, and fill in names and masked halves (by login) where ours are empty."""
    wanted = {login[:254]: login for login in logins if login in names or login in masked}
    rows = list(Buyer.objects.filter(account=account, login__in=list(wanted)))
    changed = []
    for row in rows:
        login = wanted[row.login]
        name, half = row.name or names.get(login, ""), row.masked or masked.get(login, "")
        if (name, half) != (row.name, row.masked):
            row.name, row.masked = name, half
            changed.append(row)
    bulk.update(changed, ["name", "masked"])
    known = {row.login for row in rows}
    bulk.insert(
        (
            bulk.new(
                Buyer,
                account_id=account.pk,
                login=short,
                name=names.get(login, ""),
                masked=masked.get(login, ""),
                first_seen_at=now,
            )
            for short, login in wanted.items()
            if short not in known
        ),
        unique=("account_id", "login"),
    )


def of_order(account: Account, order: OrderFact, *, now: datetime) -> Buyer:
    """The buyer of one order."""
    return of_orders(account, [order], now=now)[order.external_id]


def of_orders(account: Account, orders: Sequence[OrderFact], *, now: datetime) -> dict[str, Buyer]:
    """The buyers of orders, by order id; fills in what messages do not tell: name, language, platform id, and
    the half of a masked address by which a mail of the same person is known."""
    rows = by_logins(account, (_login(order) for order in orders), now=now)
    changed: dict[int, Buyer] = {}
    for order in orders:
        row = rows[_login(order)]
        news = {
            "external_id": order.buyer_id[:100],
            "name": order.buyer_name[:120],
            "language": order.buyer_language[:8],
            "masked": masked_half(order.buyer_email),
        }
        changes = {name: value for name, value in news.items() if value and getattr(row, name) != value}
        for name, value in changes.items():
            setattr(row, name, value)
        if changes:
            changed[row.pk] = row
    bulk.update(list(changed.values()), ["external_id", "name", "language", "masked"])
    return {order.external_id: rows[_login(order)] for order in orders}


def masked_half(address: str) -> str:
    """What ``Buyer.masked`` holds of an address, ``""`` if it is no masked one."""
    found = masked_buyer(address)
    return found.buyer if found else ""


def _login(order: OrderFact) -> str:
    return order.buyer_login or f"#{order.buyer_id}"
