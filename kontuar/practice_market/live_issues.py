"""How buyers who live take what they read in a discussion or a claim."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kontuar.practice_market import phrases
from kontuar.practice_market.issue_records import RETURN_TYPES, Entry, Issue
from kontuar.practice_market.world import Buyer

if TYPE_CHECKING:
    from kontuar.practice_market.market import Market

PATIENCE = timedelta(hours=26)
UNRESOLVED = timedelta(days=7)
"""After how long an unanswered buyer marks his discussion as not resolved (Terms 10.2, 2024-04-15)."""

_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "not_ended": {
        "pl": (
            "Proszę nie zamykać dyskusji, sprawa nie jest jeszcze załatwiona.",
            "Nie zgadzam się na zakończenie, dopóki nie dostanę rozwiązania.",
        ),
        "en": ("Please do not close this yet, it is not solved.",),
    },
    "will_send": {
        "pl": ("Dobrze, odeślę paczkę jutro.", "OK, spakuję i nadam w paczkomacie."),
        "en": ("All right, I will send it back tomorrow.",),
    },
    "sent": {
        "pl": ("Paczka nadana, numer {waybill}.", "Dzień dobry, nadałam produkt, nr przesyłki {waybill}."),
        "en": ("The parcel is on its way, number {waybill}.",),
    },
    "rejected": {
        "pl": (
            "Nie zgadzam się z tą decyzją. Proszę o uzasadnienie na piśmie.",
            "Przyjmuję do wiadomości, ale jestem rozczarowana.",
        ),
        "en": ("I do not agree with this decision. Please give your reasons.",),
    },
}


@dataclass(slots=True)
class _Mind:
    """What a buyer remembers of one issue."""

    reminded: int = 0
    asked_more: int = 0


class LiveIssues:
    """Reactions of buyers marked `lively`; everybody else is played by a person or a test."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._rng = random.Random(f"issue buyers {market.seed}")
        self._minds: dict[str, _Mind] = {}

    # -- what happens to them

    def buyer_wrote(self, issue: Issue, entry: Entry) -> None:
        """A buyer wrote; he will write again, and in the end mark it as not resolved, when nobody answers."""
        buyer = self._lively(issue)
        if buyer is None or phrases.is_closer(entry.text):
            return
        self._later(entry.at + PATIENCE, lambda due: self._remind(buyer, issue, entry, due))
        if not issue.claim and not issue.answered():
            self._later(issue.opened_at + UNRESOLVED, lambda due: self._give_up(issue, due))

    def seller_wrote(self, issue: Issue, entry: Entry) -> None:
        """A seller wrote; the buyer reads it a little later."""
        buyer = self._lively(issue)
        if buyer is not None:
            when = entry.at + timedelta(seconds=self._rng.uniform(30, 150))
            self._later(when, lambda due: self._read(buyer, issue, entry, due))

    def decided(self, issue: Issue, entry: Entry) -> None:
        """The claim was accepted or rejected."""
        buyer = self._lively(issue)
        if buyer is None:
            return
        accepted = issue.status == "CLAIM_ACCEPTED"
        when = entry.at + timedelta(seconds=self._rng.uniform(60, 300))
        self._later(
            when, lambda due: self._say(buyer, issue, "thanks" if accepted else "rejected", due, after=entry)
        )

    def take_up(self, issue: Issue) -> None:
        """Begin to care about an issue a scenario told."""
        messages, now = issue.messages(), self._market.now()
        buyer = self._lively(issue)
        if buyer is None or not messages or messages[-1].role != "BUYER" or not issue.chat_active:
            return
        last = messages[-1]
        patience = max(last.at + PATIENCE, now + timedelta(hours=self._rng.uniform(2, 20)))
        self._later(patience, lambda due: self._remind(buyer, issue, last, due))

    # -- what they do

    def _read(self, buyer: Buyer, issue: Issue, entry: Entry, at: datetime) -> None:
        if not self._newest(issue, entry) or not issue.chat_active:
            return
        if entry.type == "END_REQUEST":
            self._asked_to_end(buyer, issue, at)
        elif entry.type in RETURN_TYPES:
            self._asked_to_send(buyer, issue, entry, at)
        elif phrases.is_holding(entry.text):
            self._say(buyer, issue, "wait", at)
        elif phrases.is_thin(entry.text) and self._mind(issue).asked_more < 2:
            self._mind(issue).asked_more += 1
            self._say(buyer, issue, "more", at)
        else:
            self._say(buyer, issue, "grudging" if buyer.temper == "angry" else "thanks", at)
            if not issue.claim and buyer.temper != "angry" and self._rng.random() < 0.6:
                self._later(
                    at + timedelta(minutes=self._rng.uniform(2, 90)), lambda due: self._end(issue, due)
                )

    def _asked_to_end(self, buyer: Buyer, issue: Issue, at: datetime) -> None:
        if buyer.temper == "angry" or self._rng.random() < 0.25:
            self._say(buyer, issue, "not_ended", at)
        else:
            self._end(issue, at)

    def _asked_to_send(self, buyer: Buyer, issue: Issue, entry: Entry, at: datetime) -> None:
        if not RETURN_TYPES[entry.type]:
            self._say(buyer, issue, "thanks", at)
            return
        self._say(buyer, issue, "will_send", at)
        waybill = "9" + "".join(self._rng.choices("0123456789", k=23))
        when = at + timedelta(hours=self._rng.uniform(8, 30))
        self._later(when, lambda due: self._say(buyer, issue, "sent", due, waybill=waybill))

    def _end(self, issue: Issue, at: datetime) -> None:
        if not issue.claim and issue.status != "DISPUTE_CLOSED":
            self._market.disputes.close(issue, at=at)

    def _remind(self, buyer: Buyer, issue: Issue, entry: Entry, at: datetime) -> None:
        mind = self._mind(issue)
        if issue.decided or mind.reminded >= 2 or not self._newest(issue, entry):
            return
        mind.reminded += 1
        self._say(buyer, issue, "again", at)

    def _give_up(self, issue: Issue, at: datetime) -> None:
        if issue.status == "DISPUTE_ONGOING" and not issue.answered():
            self._market.disputes.mark_unresolved(issue, at=at)

    def _say(
        self,
        buyer: Buyer,
        issue: Issue,
        kind: str,
        at: datetime,
        *,
        after: Entry | None = None,
        waybill: str = "",
    ) -> None:
        if not issue.chat_active or (after is not None and not self._newest(issue, after)):
            return
        if kind in _WORDS:
            words = _WORDS[kind]
            text = self._rng.choice(words["pl" if buyer.language.startswith("pl") else "en"])
        else:
            text = phrases.pick(self._rng, kind, buyer.language)
        self._market.disputes.by_buyer(issue, text.format(waybill=waybill), at=at)

    def _newest(self, issue: Issue, entry: Entry) -> bool:
        return issue.messages()[-1] is entry

    def _lively(self, issue: Issue) -> Buyer | None:
        buyer = self._market.world.buyers.get(issue.buyer)
        return buyer if buyer is not None and buyer.lively and self._market.live.running else None

    def _mind(self, issue: Issue) -> _Mind:
        return self._minds.setdefault(issue.id, _Mind())

    def _later(self, when: datetime, deed: Callable[[datetime], None]) -> None:
        def when_due(due: datetime) -> None:
            if self._market.live.running:
                deed(due)

        self._market.schedule.at(when, when_due)
