"""Addresses on the marketplace."""

from kontuar.actions.tokens import public_application_fact
from kontuar.connectors import get as connector_named
from kontuar.store.models import Account


def to_platform(account: Account, kind: str, external_id: str) -> str:
    """The marketplace's own page for a ``thread``, ``order`` or ``offer``; empty when there is none."""
    if not external_id:
        return ""
    application = public_application_fact(account.application)
    return connector_named(account.platform).link(application, kind, external_id)
