"""An open line to an account, with its access renewed and its budget at the gate."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from kontuar.actions import budget, tokens
from kontuar.connector_kit.budget import Gate, Urgency
from kontuar.connector_kit.contract import Client
from kontuar.connectors import get as connector_named
from kontuar.store.models import Account


@contextmanager
def line(
    account: Account,
    *,
    urgency: Urgency = Urgency.LIVE,
    gate: Gate | None = None,
    now: datetime,
) -> Iterator[Client]:
    """A client for ``account``; raises what renewing the access raises. Never inside a transaction."""
    pair = tokens.fresh(account, now=now)
    client = connector_named(account.platform).open(
        tokens.application_fact(account.application),
        pair,
        login=account.login,
        watch_only=account.is_watch_only,
        gate=gate or budget.AccountGate(account.pk, urgency, now=now),
        settings=account.settings,
    )
    try:
        yield client
    finally:
        client.close()
