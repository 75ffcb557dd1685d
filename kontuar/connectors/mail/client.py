"""An open line to one mailbox."""

import ssl
from collections.abc import Callable, Sequence
from datetime import datetime

from kontuar.connector_kit.budget import Gate
from kontuar.connector_kit.contract import Batch, Cursor, Identity
from kontuar.connector_kit.errors import NotSupported, Refused, WatchOnly
from kontuar.connectors.mail.login import Access
from kontuar.connectors.mail.mailbox import Mailbox
from kontuar.connectors.mail.patience import Patience
from kontuar.facts.deeds import Deed, Receipt


class MailClient:
    """One mailbox, one thread at a time. Keeps ``connector_kit.contract.Client``."""

    def __init__(
        self,
        mailbox: Mailbox,
        access: Access,
        *,
        watch_only: bool,
        gate: Gate,
        patience: Patience,
        trust: Callable[[], ssl.SSLContext],
    ) -> None:
        self._mailbox = mailbox
        self._access = access
        self._watch_only = watch_only
        self._gate = gate
        self._patience = patience
        self._trust = trust

    def pull(
        self, stream: str, cursor: Cursor, *, now: datetime, subjects: Sequence[str] = (), since: datetime
    ) -> Batch:
        raise NotSupported(f"no stream {stream}")

    def perform(self, deed: Deed) -> Receipt:
        if self._watch_only:
            raise WatchOnly("the account is watch-only")
        raise NotSupported(f"no way to do {type(deed).__name__}")

    def fetch_attachment(self, external_id: str, *, max_bytes: int) -> bytes:
        """Files travel within the mail, which is kept: nothing is fetched again."""
        raise Refused("a mail's files are in the mail", code="GONE")

    def whoami(self) -> Identity:
        raise NotSupported("not yet")

    def wait_for_news(self, stream: str, *, seconds: float) -> bool:
        raise NotSupported(f"no bell for {stream}")

    def close(self) -> None:
        return None
