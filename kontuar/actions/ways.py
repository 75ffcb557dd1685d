"""Which accounts we send for, and where a person sends with his own hands."""

from kontuar.connector_kit.contract import Way
from kontuar.connectors import CONNECTORS
from kontuar.facts.deeds import AnswerThread
from kontuar.store.models import Account

BY_HAND = "by_hand"
"""``Outgoing.hold_reason`` of a text that a person sends: only he ends the hold, no clock does."""
HAND_PLATFORMS = frozenset(
    name for name, connector in CONNECTORS.items() if connector.capabilities.get(AnswerThread) is Way.HANDOFF
)
"""Platforms where every answer is handed over to a person."""


def is_by_hand(account: Account) -> bool:
    """Whether what is written for this account leaves by a person's hand alone."""
    return account.platform in HAND_PLATFORMS
