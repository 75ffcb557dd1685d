"""How issues come to be and change: opening, writing, deciding, closing, and what happens by itself."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from kontuar.practice_market.issue_records import (
    ACCEPTED,
    EXPECTATIONS,
    LARGEST_FILE,
    LONGEST_TEXT,
    REASONS,
    REJECTED,
    RETURN_TYPES,
    RIGHTS,
    SYSTEM_LOGIN,
    TALK_DAYS,
    Entry,
    Issue,
    IssueBook,
    claim_by,
)
from kontuar.practice_market.live_issues import LiveIssues
from kontuar.practice_market.talk import Attachment
from kontuar.practice_market.talking import ALLOWED_FILES
from kontuar.practice_market.world import Ids

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

_RETURN_WORDS = {
    "RETURN_REQUIRED_SELLER_LABEL": "Sprzedający prosi o odesłanie produktu i dołączył etykietę.",
    "RETURN_REQUIRED_CUSTOM": "Sprzedający prosi o odesłanie produktu.",
    "RETURN_NOT_REQUIRED": "Sprzedający nie wymaga odesłania produktu.",
}


class Forbidden(ValueError):
    """The state of the issue forbids the deed."""


class Disputes:
    """The deeds around issues. `at` is the market instant of the deed."""

    def __init__(self, market: Market) -> None:
        self._market = market
        # ids of its own, so that issues do not change what else a seed tells
        self._ids = Ids(random.Random(f"issues {market.seed}"))
        self._numbers: dict[int, int] = {}
        self.book = IssueBook()
        self.live = LiveIssues(market)

    def open(
        self,
        order_id: str,
        *,
        reason: str,
        text: str,
        at: datetime,
        claim: bool = False,
        expectation: str | None = None,
        amount: Decimal | None = None,
        right: str | None = None,
        offer_id: str | None = None,
        quantity: int = 1,
        files: Sequence[str] = (),
    ) -> Issue:
        """A discussion, or with `claim` a claim that names what the buyer expects."""
        order = self._market.world.orders[order_id]
        self._check_opening(claim, reason, expectation, amount, right, offer_id, order_id)
        self._check_text(text, files)
        if claim and offer_id is None:
            offer_id = order.lines[0].offer_id
        issue = Issue(
            id=self._ids.uuid(),
            seq=self._market.next_seq(),
            type="CLAIM" if claim else "DISPUTE",
            seller=order.seller,
            buyer=order.buyer,
            order_id=order.id,
            reason=reason,
            text=text,
            opened_at=at,
            status="CLAIM_SUBMITTED" if claim else "DISPUTE_ONGOING",
            decide_by=claim_by(at) if claim else None,
            reference=self._reference(at) if claim else None,
            right=(right or "COMPLAINT") if claim else None,
            expectation=expectation,
            amount=amount,
            offer_id=offer_id if claim else None,
            quantity=quantity,
            files=list(files),
        )
        self.book.add(issue)
        self._write(issue, "BUYER", issue.buyer, text, at, files=files)
        if claim:
            self._system(issue, _opening_words(issue, order.currency), at)
            self._market.schedule.at(claim_by(at), lambda due: self._pass_over(issue, due))
        else:
            self._plan_end(issue)
        self.live.buyer_wrote(issue, issue.entries[0])
        return issue

    def _check_opening(
        self,
        claim: bool,
        reason: str,
        expectation: str | None,
        amount: Decimal | None,
        right: str | None,
        offer_id: str | None,
        order_id: str,
    ) -> None:
        lines = self._market.world.orders[order_id].lines
        if reason not in REASONS:
            raise ValueError(f"unknown reason {reason!r}; known: {', '.join(REASONS)}")
        if offer_id is not None and offer_id not in {line.offer_id for line in lines}:
            raise ValueError("the offer is not in that order")
        if not claim:
            return
        if expectation not in EXPECTATIONS:
            raise ValueError(f"a claim expects one of {', '.join(EXPECTATIONS)}")
        if right is not None and right not in RIGHTS:
            raise ValueError(f"right is one of {', '.join(RIGHTS)}")
        if expectation == "PARTIAL_REFUND" and (amount is None or amount <= 0):
            raise ValueError("a partial refund needs an amount")

    def _reference(self, at: datetime) -> str:
        self._numbers[at.year] = self._numbers.get(at.year, 0) + 1
        return f"{self._numbers[at.year]}/{at.year}"

    def _plan_end(self, issue: Issue) -> None:
        opened = issue.opened_at
        end = opened + timedelta(days=TALK_DAYS)
        self._market.schedule.at(end, lambda due: self._end_talk(issue, opened, due))

    def _end_talk(self, issue: Issue, opened_at: datetime, at: datetime) -> None:
        """30 days: the system closes the talk (#12461). That an open one then counts as closed is assumed."""
        if not issue.chat_active or issue.opened_at != opened_at:
            return
        self._system(
            issue, f"Minęło już {TALK_DAYS} dni od rozpoczęcia Dyskusji. Rozmowa została zamknięta.", at
        )
        issue.chat_active = False
        if issue.status == "DISPUTE_ONGOING":
            issue.status = "DISPUTE_CLOSED"

    def _pass_over(self, issue: Issue, at: datetime) -> None:
        """The day to decide is over.

        By law the claim now counts as accepted (art. 7a of the act on consumer rights, 2024-02). That Allegro
        sets CLAIM_ACCEPTED by itself was not seen; its staff say that the seller must always post a status
        (#12508, 2025-11). So the status stays CLAIM_SUBMITTED, unless `undecided_claims_accepted` is set.
        """
        if issue.decided or issue.withdrawn:
            return
        self._system(issue, "Termin na decyzję w sprawie reklamacji minął.", at)
        if self._market.settings.undecided_claims_accepted:
            issue.status, issue.decided_at = "CLAIM_ACCEPTED", at
            self._system(
                issue, "Reklamacja została uznana, bo sprzedający nie podjął decyzji w terminie.", at
            )

    # -- people write

    def by_buyer(self, issue: Issue, text: str, *, at: datetime, files: Sequence[str] = ()) -> Entry:
        """A buyer's message; Forbidden once the talk is closed."""
        self._check_active(issue)
        self._check_text(text, files)
        entry = self._write(issue, "BUYER", issue.buyer, text, at, files=files)
        self.live.buyer_wrote(issue, entry)
        return entry

    def by_seller(
        self,
        issue: Issue,
        text: str,
        *,
        at: datetime,
        type: str = "REGULAR",
        files: Sequence[str] = (),
        client_id: str | None = None,
        via: str = "api",
    ) -> Entry:
        """A seller's message of one of the types; Forbidden when the state does not allow it."""
        self._check_type(issue, type)
        self._check_active(issue)
        self._check_text(text, files)
        kept = list(files)
        if type == "RETURN_REQUIRED_SELLER_LABEL" and self._struck("issue_label_lost", issue):
            kept = []
        entry = self._write(issue, "SELLER", issue.seller, text, at, files=kept, type=type)
        entry.client_id, entry.via = client_id, via
        for file_id in files:  # used up even when the fault lost it
            self.book.files[file_id].message_id = entry.id
        if type == "END_REQUEST":
            issue.end_requested = True
            self._system(issue, "Sprzedający prosi o zakończenie dyskusji.", at)
        elif type in RETURN_TYPES:
            issue.return_required = RETURN_TYPES[type]
            self._system(issue, _RETURN_WORDS[type], at)
        self.live.seller_wrote(issue, entry)
        return entry

    def _check_type(self, issue: Issue, type: str) -> None:
        if type == "END_REQUEST" and issue.claim:
            raise ValueError("END_REQUEST is for discussions")
        if type in RETURN_TYPES and not issue.claim:
            raise ValueError("only a claim has a decision about sending back")
        if type == "END_REQUEST" and issue.end_requested:
            raise Forbidden("the end was requested already")  # only once: #12871
        if type in RETURN_TYPES and issue.decided:
            raise Forbidden("the claim is decided")

    def by_advisor(self, issue: Issue, text: str, *, at: datetime) -> Entry:
        """Somebody of Allegro writes (role ADMIN)."""
        self._check_text(text, ())
        entry = self._write(issue, "ADMIN", None, text, at)
        entry.via = "system"
        return entry

    # -- states change

    def decide(
        self, issue: Issue, decision: str, message: str, *, at: datetime, amount: Decimal | None = None
    ) -> None:
        """Accept or reject a claim, once and for all (#12213); Forbidden when it is decided or no claim."""
        if not issue.claim:
            raise Forbidden("a discussion has no decision")
        if issue.decided:
            raise Forbidden("the claim is decided already")
        if decision not in ACCEPTED and decision not in REJECTED:
            raise ValueError(f"unknown decision {decision!r}")
        if decision == "ACCEPTED_PARTIAL_REFUND" and (amount is None or amount <= 0):
            raise ValueError("a partial refund needs an amount")  # #11929
        self._check_text(message, ())
        entry = self._write(issue, "SELLER", issue.seller, message, at)
        entry.via = "decision"
        issue.decision, issue.decided_at = decision, at
        issue.partial_refund = amount if decision == "ACCEPTED_PARTIAL_REFUND" else None
        if decision in ACCEPTED:
            issue.status = "CLAIM_ACCEPTED"
            self._system(issue, f"Reklamacja została uznana: {ACCEPTED[decision]}.", at)
        else:
            issue.status = "CLAIM_REJECTED"
            self._system(issue, f"Reklamacja została odrzucona: {REJECTED[decision]}.", at)
        self.live.decided(issue, entry)

    def close(self, issue: Issue, *, at: datetime) -> None:
        """The buyer ends a discussion; Forbidden for a claim: only the seller's decision ends it (#12508)."""
        if issue.claim:
            raise Forbidden("a claim ends by the seller's decision")
        if issue.status == "DISPUTE_CLOSED":
            raise Forbidden("the discussion is closed")
        issue.status, issue.chat_active = "DISPUTE_CLOSED", False
        self._system(issue, "Kupujący zakończył dyskusję.", at)

    def mark_unresolved(self, issue: Issue, *, at: datetime) -> None:
        """The buyer marks a discussion as not resolved (after 7 days, Terms 10.2); the talk goes on."""
        if issue.claim or issue.status != "DISPUTE_ONGOING":
            raise Forbidden("only a discussion that goes on can be marked")
        issue.status = "DISPUTE_UNRESOLVED"
        self._system(issue, "Kupujący oznaczył dyskusję jako nierozwiązaną.", at)

    def reopen(self, issue: Issue, *, at: datetime) -> None:
        """Allegro opens a closed discussion again at the buyer's wish: a new openedDate (#7076, #8347)."""
        if issue.claim or issue.chat_active:
            raise Forbidden("only a closed discussion can be opened again")
        issue.status, issue.chat_active, issue.opened_at = "DISPUTE_ONGOING", True, at
        issue.end_requested = False
        self._system(issue, "Dyskusja została ponownie otwarta.", at)
        self._plan_end(issue)

    def withdraw(self, issue: Issue, *, at: datetime) -> None:
        """The buyer takes a claim back; its status changes only when the seller decides (#13578)."""
        if not issue.claim or issue.decided or issue.withdrawn:
            raise Forbidden("only an undecided claim can be withdrawn")
        issue.withdrawn = True
        self._system(issue, "Kupujący wycofał reklamację.", at)

    # -- files

    def put_file(
        self, owner: str, file_name: str, mime_type: str, content: bytes, at: datetime
    ) -> Attachment:
        """A complete file of a buyer or of the seller's own screens."""
        if mime_type not in ALLOWED_FILES or not content.startswith(ALLOWED_FILES[mime_type]):
            raise ValueError("files are png, gif, bmp, tiff, jpeg or pdf")
        if len(content) > LARGEST_FILE:
            raise ValueError("the file is too large")
        kept = self.declare_file(owner, file_name, len(content), at)
        kept.content, kept.mime_type = content, mime_type
        return kept

    def declare_file(self, owner: str, file_name: str, size: int, at: datetime) -> Attachment:
        """A file that is still to be uploaded."""
        declared = Attachment(id=self._ids.uuid(), owner=owner, file_name=file_name, size=size, created_at=at)
        self.book.files[declared.id] = declared
        return declared

    def upload_id(self, declared: Attachment) -> str:
        """A new one-time address for the file's upload."""
        upload = self._ids.uuid()
        self.book.uploads[upload] = declared.id
        return upload

    # -- the talk itself

    def _write(
        self,
        issue: Issue,
        role: str,
        login: str | None,
        text: str,
        at: datetime,
        *,
        files: Sequence[str] = (),
        type: str = "REGULAR",
    ) -> Entry:
        # What is said after another never bears its instant: the talk would have no order.
        last = issue.entries[-1].at if issue.entries else None
        if last and timedelta(0) <= last - at < timedelta(seconds=1):
            at = last + timedelta(milliseconds=1)
        entry = Entry(
            id=self._ids.uuid(),
            seq=self._market.next_seq(),
            role=role,
            login=login,
            text=text,
            at=at,
            type=type,
            attachments=list(files),
        )
        for file_id in files:
            self.book.files[file_id].message_id = entry.id
        issue.entries.append(entry)
        return entry

    def _system(self, issue: Issue, text: str, at: datetime) -> None:
        self._write(issue, "SYSTEM", SYSTEM_LOGIN, text, at).via = "system"

    def _check_active(self, issue: Issue) -> None:
        if not issue.chat_active:
            raise Forbidden("the talk is closed")

    def _check_text(self, text: str, files: Sequence[str]) -> None:
        if (not text.strip() and not files) or len(text) > LONGEST_TEXT:
            raise ValueError(f"a message has a text of up to {LONGEST_TEXT} characters, a file, or both")
        for file_id in files:
            if self.book.files[file_id].content is None or self.book.files[file_id].message_id:
                raise ValueError("a file is not uploaded, or used already")

    def _struck(self, kind: str, issue: Issue) -> bool:
        return bool(self._market.faults.strike(kind, seller=issue.seller, about=issue.id))


def _opening_words(issue: Issue, currency: str) -> str:
    """The system's summary at the head of a claim, in the form seen in #12650."""
    wanted = EXPECTATIONS[issue.expectation or "REFUND"]
    if issue.amount is not None:
        wanted += f", {issue.amount:.2f} {currency}".replace(".", ",").replace("PLN", "zł")
    return f"Problem: {REASONS[issue.reason][0]}\nOpis: {issue.text}\nOczekiwane rozwiązanie: {wanted}\n"
