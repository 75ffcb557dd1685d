"""Errors of the outside world, named by what follows from them for us.

No message of these errors carries a secret, a buyer's words or an address: they are logged.
"""

from datetime import datetime


class ConnectorError(Exception):
    """Something outside went wrong. ``trace_id`` is the platform's own reference for its support."""

    def __init__(self, reason: str = "", *, trace_id: str = "", code: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.trace_id = trace_id
        self.code = code


class Temporary(ConnectorError):
    """Nothing happened there; the same call may be made again later."""


class RateLimited(ConnectorError):
    """Nothing happened there, and nothing may be asked before ``until`` (aware UTC)."""

    def __init__(self, reason: str = "", *, until: datetime, trace_id: str = "", code: str = "") -> None:
        super().__init__(reason, trace_id=trace_id, code=code)
        self.until = until


class AuthExpired(ConnectorError):
    """The platform no longer accepts our access: the seller has to sign in again.

    ``refreshable`` tells an access token that merely ran out from a lost or revoked consent.
    """

    def __init__(
        self, reason: str = "", *, refreshable: bool = False, trace_id: str = "", code: str = ""
    ) -> None:
        super().__init__(reason, trace_id=trace_id, code=code)
        self.refreshable = refreshable


class Refused(ConnectorError):
    """The platform understood and said no; repeating it unchanged is pointless."""


class ScopeMissing(Refused):
    """The seller's consent does not cover this: everything else goes on; a new sign-in grants it.

    ``scope`` is the platform's own name of what is missing. The account is not signed out by it.
    """

    def __init__(self, scope: str, *, trace_id: str = "") -> None:
        super().__init__(f"the consent lacks {scope}", trace_id=trace_id, code="SCOPE")
        self.scope = scope


class NotSupported(ConnectorError):
    """This connector cannot do that deed at all."""


class WatchOnly(ConnectorError):
    """The account is watch-only: the request was not sent (and none of its kind will be)."""


class UnexpectedAnswer(ConnectorError):
    """The platform answered something we cannot read; nothing is known to be lost."""


class OutcomeUnknown(ConnectorError):
    """A write left us and no trustworthy answer came: it may or may not have happened. Never repeat it."""
