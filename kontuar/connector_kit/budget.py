"""The gate every call to a platform passes: who may call now.

The numbers live in columns of the account (several processes share them); a connector only asks.
"""

from enum import StrEnum
from typing import Protocol


class Urgency(StrEnum):
    """Which share of the account's call budget a call is paid from."""

    LIVE = "live"
    IMPORT = "import"


class Gate(Protocol):
    """Passed into a client by the caller."""

    def before_call(self) -> None:
        """Take one call from the account's budget.

        Raises :class:`~kontuar.connector_kit.errors.RateLimited` when the share is used up.
        """
        ...


class OpenGate:
    """Lets everything pass: for a sign-in, before there is an account to hold a budget."""

    def before_call(self) -> None:
        return None
