"""What buyers, sellers (in Allegro's own screens) and Allegro's people may do with an issue.

Pages and the control plane use only this; it takes the market's lock and the present instant. Unknown names
raise KeyError, impossible wishes ValueError.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kontuar.practice_market.issue_records import Entry, Issue

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market


class IssueSides:
    """Deeds by login."""

    def __init__(self, market: Market) -> None:
        self._market = market

    # -- the buyer

    def open_discussion(
        self, login: str, *, order_id: str, reason: str, text: str, attachments: Sequence[str] = ()
    ) -> Issue:
        """A discussion about an order (the kind from before the problems with purchases)."""
        with self._market.lock:
            return self._market.disputes.open(
                self._own_order(login, order_id),
                reason=reason,
                text=text,
                at=self._market.now(),
                files=self._files(login, attachments),
            )

    def open_claim(
        self,
        login: str,
        *,
        order_id: str,
        reason: str,
        text: str,
        expectation: str = "REFUND",
        amount: Decimal | None = None,
        right: str | None = None,
        offer_id: str | None = None,
        quantity: int = 1,
        attachments: Sequence[str] = (),
    ) -> Issue:
        """A claim with what the buyer expects and his photos."""
        with self._market.lock:
            return self._market.disputes.open(
                self._own_order(login, order_id),
                claim=True,
                reason=reason,
                text=text,
                at=self._market.now(),
                expectation=expectation,
                amount=amount,
                right=right,
                offer_id=offer_id,
                quantity=quantity,
                files=self._files(login, attachments),
            )

    def write(self, login: str, *, issue_id: str, text: str, attachments: Sequence[str] = ()) -> Entry:
        """A buyer's message; the text may be empty when there is a file."""
        with self._market.lock:
            issue = self._of_buyer(login, issue_id)
            files = self._files(login, attachments)
            return self._market.disputes.by_buyer(issue, text, at=self._market.now(), files=files)

    def close(self, login: str, *, issue_id: str) -> Issue:
        """End a discussion."""
        with self._market.lock:
            issue = self._of_buyer(login, issue_id)
            self._market.disputes.close(issue, at=self._market.now())
            return issue

    def mark_unresolved(self, login: str, *, issue_id: str) -> Issue:
        """Say that a discussion was not resolved."""
        with self._market.lock:
            issue = self._of_buyer(login, issue_id)
            self._market.disputes.mark_unresolved(issue, at=self._market.now())
            return issue

    def withdraw(self, login: str, *, issue_id: str) -> Issue:
        """Take a claim back."""
        with self._market.lock:
            issue = self._of_buyer(login, issue_id)
            self._market.disputes.withdraw(issue, at=self._market.now())
            return issue

    def reopen(self, login: str, *, issue_id: str) -> Issue:
        """Have a closed discussion opened again."""
        with self._market.lock:
            issue = self._of_buyer(login, issue_id)
            self._market.disputes.reopen(issue, at=self._market.now())
            return issue

    # -- the seller, past every program

    def answer(
        self,
        login: str,
        *,
        issue_id: str,
        text: str,
        type: str = "REGULAR",
        attachments: Sequence[str] = (),
    ) -> Entry:
        """A message typed in the market's own screen."""
        with self._market.lock:
            issue = self.of_seller(login, issue_id)
            return self._market.disputes.by_seller(
                issue,
                text,
                at=self._market.now(),
                type=type,
                files=self._files(login, attachments),
                via="panel",
            )

    def decide(
        self, login: str, *, issue_id: str, decision: str, message: str, amount: Decimal | None = None
    ) -> Issue:
        """Accept or reject a claim in the market's own screen."""
        with self._market.lock:
            issue = self.of_seller(login, issue_id)
            self._market.disputes.decide(issue, decision, message, at=self._market.now(), amount=amount)
            return issue

    # -- Allegro

    def advise(self, *, issue_id: str, text: str) -> Entry:
        """Somebody of Allegro writes into the talk."""
        with self._market.lock:
            issue = self._market.disputes.book.issues[issue_id]
            return self._market.disputes.by_advisor(issue, text, at=self._market.now())

    # --

    def of_seller(self, login: str, issue_id: str) -> Issue:
        """The seller's issue; ValueError when it is another's."""
        issue = self._market.disputes.book.issues[issue_id]
        if issue.seller != login:
            raise ValueError("the issue is another seller's")
        return issue

    def _of_buyer(self, login: str, issue_id: str) -> Issue:
        issue = self._market.disputes.book.issues[issue_id]
        if issue.buyer != login:
            raise ValueError("the issue is another buyer's")
        return issue

    def _own_order(self, login: str, order_id: str) -> str:
        if self._market.world.orders[order_id].buyer != login:
            raise ValueError("the order is another buyer's")
        return order_id

    def _files(self, login: str, attachments: Sequence[str]) -> list[str]:
        """Ids of the login's files; one put up for messages is copied."""
        disputes, found = self._market.disputes, []
        for attachment_id in attachments:
            kept = disputes.book.files.get(attachment_id)
            if kept is None:
                other = self._market.world.attachments[attachment_id]
                if other.owner != login or other.content is None or other.mime_type is None:
                    raise ValueError("the file is another's, or not complete")
                kept = disputes.put_file(
                    login, other.file_name, other.mime_type, other.content, self._market.now()
                )
            if kept.owner != login:
                raise ValueError("the file is another's")
            found.append(kept.id)
        return found
