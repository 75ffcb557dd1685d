"""Discussions and claims as records: what a buyer opened about an order, and its talk.

One kind of record for both, as in Allegro's own `/sale/issues`: a DISPUTE or a CLAIM
(allegro/allegro-api #11711, 2025-06-24).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from kontuar.practice_market.talk import Attachment
from kontuar.practice_market.workdays import WARSAW, is_working_day

LONGEST_TEXT = 20_000
"""Characters of a message in an issue (spec: MessageRequest)."""
LARGEST_FILE = 2_097_152
"""Bytes of a file in an issue, although the web takes more (#12853)."""
CLAIM_DAYS = 14
"""Days to decide a statutory claim (#12168; art. 7a of the Polish act on consumer rights)."""
TALK_DAYS = 30
"""The system closes a discussion's talk so many days after its beginning (#12461)."""
FIRST_ANSWER = timedelta(hours=24)
"""Time for the first answer in a discussion, without Saturdays, Sundays and holidays (Terms 10.2, 2024-04-15)."""

REASONS: dict[str, tuple[str, str]] = {
    "NO_PRODUCT_RECEIVED": ("nie otrzymałem produktu", "I have not received the product"),
    "NO_PRODUCT_IN_PARCEL": ("brak produktu w przesyłce", "no product in the parcel"),
    "NO_PROOF_OF_PURCHASE_MANUAL_OR_WARRANTY": (
        "brak dowodu zakupu, instrukcji lub gwarancji",
        "no proof of purchase, manual, or warranty",
    ),
    "MISSING_PRODUCT_ELEMENT": ("brak elementu produktu", "missing product element"),
    "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT": (
        "produkt i przesyłka uszkodzone (w transporcie)",
        "product and parcel damaged (in transit)",
    ),
    "PRODUCT_DAMAGED_PARCEL_INTACT": (
        "produkt uszkodzony, przesyłka nienaruszona",
        "the product is damaged, but the parcel is intact",
    ),
    "DEFECT_FOUND_DURING_USE": ("wada wykryta podczas używania", "defects emerged during use"),
    "NOT_AS_DESCRIBED": ("niezgodny z opisem", "does not match the description"),
    "SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN": (
        "sprzedający nie chce przyjąć zwrotu",
        "the seller does not want to accept the return",
    ),
    "PROBLEM_WITH_SENDING_PRODUCT_BACK": (
        "mam problem z odesłaniem produktu",
        "I have a problem returning the product",
    ),
    "NO_REFUND_AFTER_RETURNING_PRODUCT": (
        "brak zwrotu pieniędzy po odesłaniu produktu",
        "no refund after returning the product",
    ),
    "NO_REFUND_AFTER_CANCELING_ORDER": (
        "brak zwrotu pieniędzy po anulowaniu zamówienia",
        "no refund after canceling the order",
    ),
    "DID_NOT_RECEIVE_GOODS_AFTER_PAYMENT": (
        "nie otrzymałem towaru po wpłacie",
        "I did not receive the goods after payment",
    ),
    "RECEIVED_ITEMS_NOT_MATCHING_DESCRIPTION": (
        "otrzymałem zamówienie niezgodne z opisem",
        "I received an order inconsistent with the description",
    ),
    "RECEIVED_INCOMPLETE_ORDER": ("otrzymałem niekompletne zamówienie", "I received an incomplete order"),
    "ITEM_IS_DAMAGED": ("przedmiot jest uszkodzony", "the product is damaged"),
    "PROBLEM_WITH_WITHDRAWAL_CANCELLATION_OF_PURCHASE": (
        "problem z odstąpieniem od zakupu lub jego anulowaniem",
        "problem with withdrawal/cancelation of purchase",
    ),
    "PROBLEM_WITH_GOODS_RETURN_CANCELLATION_OF_PURCHASE": (
        "mam problem ze zwrotem towaru lub anulowaniem zakupu",
        "I have a problem returning the goods/canceling the purchase",
    ),
    "OTHER": ("mojego powodu nie ma na liście", "my reason is not on the list"),
}
"""Reasons with their subject in Polish and English (spec of 2026-07-18; the Polish words partly assumed)."""

EXPECTATIONS: dict[str, str] = {
    "REPAIR": "naprawa",
    "EXCHANGE": "wymiana",
    "REFUND": "zwrot pieniędzy",
    "PARTIAL_REFUND": "częściowy zwrot pieniędzy",
}
RIGHTS = ("COMPLAINT", "WARRANTY")
ACCEPTED: dict[str, str] = {
    "ACCEPTED_REPAIR": "naprawa",
    "ACCEPTED_REFUND": "zwrot pieniędzy",
    "ACCEPTED_EXCHANGE": "wymiana",
    "ACCEPTED_PARTIAL_REFUND": "częściowy zwrot pieniędzy",
}
REJECTED: dict[str, str] = {
    "REJECTED_ADDITIONAL_REQUIREMENTS_NOT_COMPLETED": "nie uzupełniono wymaganych informacji",
    "REJECTED_PRODUCT_NOT_RETURNED": "nie odesłano produktu",
    "REJECTED_PRODUCT_DAMAGED_BY_USER": "produkt uszkodzony przez użytkownika",
    "REJECTED_PRODUCT_CONFORMS_TO_CONTRACT": "produkt zgodny z umową",
    "REJECTED_MINOR_DEFECT": "wada nieistotna",
    "REJECTED_OTHER": "inny powód",
    "REJECTED_CLAIM_WITHDRAWN_BY_BUYER": "kupujący wycofał reklamację",
}
"""Decisions of a claim (spec; the last of the rejections since 2026-06-18, #13578)."""

RETURN_TYPES: dict[str, bool] = {
    "RETURN_REQUIRED_SELLER_LABEL": True,
    "RETURN_REQUIRED_CUSTOM": True,
    "RETURN_NOT_REQUIRED": False,
}
MESSAGE_TYPES = ("REGULAR", "END_REQUEST", *RETURN_TYPES)
STATUSES = (
    "DISPUTE_CLOSED",
    "DISPUTE_ONGOING",
    "DISPUTE_UNRESOLVED",
    "CLAIM_SUBMITTED",
    "CLAIM_ACCEPTED",
    "CLAIM_REJECTED",
)
SYSTEM_LOGIN = "Chatbot Allina"
"""Name under which system entries were seen (#12650), although the description says they have none."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """A message or a change of state in the talk of an issue."""

    id: str
    seq: int
    role: str
    """BUYER, SELLER, ADMIN or SYSTEM."""
    login: str | None
    text: str
    at: datetime
    type: str = "REGULAR"
    attachments: list[str] = field(default_factory=list)
    client_id: str | None = None
    via: str = "buyer"
    """buyer, api, panel (the seller on Allegro's own page) or system."""


@dataclass(slots=True, kw_only=True)
class Issue:
    """A discussion or a claim. Instants are aware UTC."""

    id: str
    seq: int
    type: str
    """DISPUTE or CLAIM."""
    seller: str
    buyer: str
    order_id: str
    reason: str
    text: str
    """What the buyer wrote when he opened it."""
    opened_at: datetime
    """The last opening."""
    status: str
    chat_active: bool = True
    decide_by: datetime | None = None
    reference: str | None = None
    right: str | None = None
    expectation: str | None = None
    amount: Decimal | None = None
    offer_id: str | None = None
    quantity: int = 1
    return_required: bool | None = None
    decision: str | None = None
    decided_at: datetime | None = None
    partial_refund: Decimal | None = None
    end_requested: bool = False
    withdrawn: bool = False
    files: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def claim(self) -> bool:
        """True for a claim, false for a discussion."""
        return self.type == "CLAIM"

    @property
    def decided(self) -> bool:
        """CLAIM_ACCEPTED and CLAIM_REJECTED are final (#12213)."""
        return self.status in {"CLAIM_ACCEPTED", "CLAIM_REJECTED"}

    def messages(self) -> list[Entry]:
        """What people wrote, oldest first, without the system's entries."""
        return [entry for entry in self.entries if entry.role != "SYSTEM"]

    def answered(self) -> bool:
        """Whether the seller ever wrote."""
        return any(entry.role == "SELLER" for entry in self.entries)

    def due_at(self) -> datetime | None:
        """`statusDueDate`: of an open claim its decision, of a discussion the first answer while there is none.

        The description says null for discussions; a discussion of 2024 was seen with opening + 24 h (#12486).
        """
        if self.claim:
            return self.decide_by
        if self.status == "DISPUTE_CLOSED" or self.answered():
            return None
        return first_answer_by(self.opened_at)


@dataclass(slots=True)
class IssueBook:
    """All issues and their files, with the indexes the API needs."""

    issues: dict[str, Issue] = field(default_factory=dict)
    by_seller: dict[str, list[Issue]] = field(default_factory=dict)
    files: dict[str, Attachment] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)
    """One-time upload id → file id."""

    def add(self, issue: Issue) -> Issue:
        """Keep a new issue."""
        self.issues[issue.id] = issue
        self.by_seller.setdefault(issue.seller, []).append(issue)
        return issue

    def of_seller(self, seller: str) -> list[Issue]:
        """The seller's issues, last opened first."""
        found = self.by_seller.get(seller, [])
        return sorted(found, key=lambda issue: (issue.opened_at, issue.seq), reverse=True)

    def of_order(self, order_id: str) -> list[Issue]:
        """Everything ever opened about an order."""
        return [issue for issue in self.issues.values() if issue.order_id == order_id]


def claim_by(opened_at: datetime) -> datetime:
    """End of the 14th day, Warsaw time, in whole seconds as seen in #12340 (2025-09-29)."""
    day = opened_at.astimezone(WARSAW).date() + timedelta(days=CLAIM_DAYS)
    return datetime.combine(day, time(23, 59, 59), WARSAW).astimezone(UTC)


def first_answer_by(opened_at: datetime) -> datetime:
    """24 hours after the opening; the hours of Saturdays, Sundays and Polish holidays do not count."""
    left, local = FIRST_ANSWER, opened_at.astimezone(WARSAW)
    while True:
        midnight = datetime.combine(local.date() + timedelta(days=1), time(0), WARSAW)
        rest = midnight.astimezone(UTC) - local.astimezone(UTC)
        if is_working_day(local.date()):
            if rest >= left:
                return local.astimezone(UTC) + left
            left -= rest
        local = midnight
