"""What a text says and how well it is written: the answer of ``kontuar/text``.

Every ``start``/``end`` is an offset in characters (code points) into the text that was read, so
``text[start:end]`` is the place a screen underlines. Nothing here decides: rules and people do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_READ = 20_000
"""Characters: of a longer text the rest is not read."""


class Language(StrEnum):
    """Language of a text; ``OTHER`` is a language we do not read, ``UNKNOWN`` too little text."""

    PL = "pl"
    LT = "lt"
    EN = "en"
    DE = "de"
    OTHER = "other"
    UNKNOWN = "unknown"


class AskKind(StrEnum):
    """A question expects an answer, a wish expects a deed ("proszę o fakturę")."""

    QUESTION = "question"
    WISH = "wish"


class IntentKind(StrEnum):
    """What the writer is after. One message may carry several."""

    WHERE_IS_PARCEL = "where_is_parcel"
    INVOICE = "invoice"
    HOW_TO_RETURN = "how_to_return"
    COMPLAINT = "complaint"
    WITHDRAWAL = "withdrawal"  # statutory withdrawal after delivery or dispatch
    RESIGNATION = "resignation"  # no longer wants what has not been sent
    ADDRESS_CHANGE = "address_change"
    WANTED_ITEM = "wanted_item"  # looks for something not on offer
    RATE_ME = "rate_me"
    PRESSURE = "pressure"  # a threat: negative rating, report, police, media
    THANKS = "thanks"
    CLOSER = "closer"  # nothing is asked: the talk may be closed without an answer
    CONTACT_GIVEN = "contact_given"  # a phone, e-mail or address stands in the text


class ClaimKind(StrEnum):
    """Things in our own text that bind us, must be true, or may not be sent everywhere."""

    PROMISED_DATE = "promised_date"
    PROMISED_TIME = "promised_time"
    PROMISED_SOON = "promised_soon"  # a promise without a date ("niebawem odpiszemy")
    SAID_SENT = "said_sent"
    SAID_REFUNDED = "said_refunded"
    ATTACHMENT = "attachment"
    ABSOLUTE = "absolute"
    RATING_REQUEST = "rating_request"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    BANK_ACCOUNT = "bank_account"
    DOCUMENT = "document"
    OFF_PLATFORM = "off_platform"  # an invitation to deal outside the marketplace
    PLACEHOLDER = "placeholder"


class Area(StrEnum):
    """The group a finding is shown and switched off under."""

    SPELLING = "spelling"
    MANNERS = "manners"
    TEMPER = "temper"
    CLAIM = "claim"
    ANSWER = "answer"


class Severity(StrEnum):
    """``ERROR`` wrong beyond doubt, ``WARNING`` most likely unwanted, ``HINT`` a matter of taste."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Heat(StrEnum):
    """How heated a text is. ``VULGAR`` is about words, whatever the anger."""

    CALM = "calm"
    TENSE = "tense"
    ANGRY = "angry"
    VULGAR = "vulgar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing noticed at one place. ``code`` is stable; screens translate it, not ``detail``."""

    code: str
    area: Area
    severity: Severity
    start: int
    end: int
    text: str
    suggestions: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question or a wish. ``answered`` is None until it was held against a draft."""

    kind: AskKind
    start: int
    end: int
    text: str
    answered: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """An intent with a confidence between 0 and 1 and, where words show it, the words."""

    kind: IntentKind
    confidence: float
    start: int = 0
    end: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim or promise. ``promised_by`` is an aware UTC instant, None when no date is meant."""

    kind: ClaimKind
    start: int
    end: int
    text: str
    promised_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Temper:
    """``anger`` between 0 and 1; ``cues`` are the words that show it."""

    heat: Heat = Heat.CALM
    anger: float = 0.0
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything the engine has to say about one text."""

    language: Language
    language_confidence: float = 0.0
    asks: tuple[Ask, ...] = ()
    intents: tuple[Intent, ...] = ()
    temper: Temper = Temper()
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_closer: bool = False
    is_thanks: bool = False
    truncated: bool = False  # the text was longer than the engine reads

    @property
    def questions(self) -> tuple[Ask, ...]:
        """Asks that want an answer."""
        return tuple(ask for ask in self.asks if ask.kind is AskKind.QUESTION)

    @property
    def wishes(self) -> tuple[Ask, ...]:
        """Asks that want a deed."""
        return tuple(ask for ask in self.asks if ask.kind is AskKind.WISH)

    @property
    def promises(self) -> tuple[Claim, ...]:
        """Claims that open a duty of our own."""
        kinds = {ClaimKind.PROMISED_DATE, ClaimKind.PROMISED_TIME, ClaimKind.PROMISED_SOON}
        return tuple(claim for claim in self.claims if claim.kind in kinds)

    def has(self, kind: IntentKind) -> bool:
        """True when the text carries this intent."""
        return any(intent.kind is kind for intent in self.intents)
