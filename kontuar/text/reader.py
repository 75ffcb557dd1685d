"""Read a text whole: the one door to the engine.

``read_buyer`` says what a buyer's message says; ``read_draft`` looks at our own text. Both are pure, work
offline, and take time linear in the text; text beyond 20,000 characters is not read (``truncated``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kontuar.facts.reading import (
    MOST_READ,
    Area,
    Ask,
    Claim,
    ClaimKind,
    Finding,
    IntentKind,
    Language,
    Reading,
    Severity,
)
from kontuar.text import (
    answers,
    claims,
    dictionaries,
    intents,
    language,
    manners,
    polish,
    questions,
    spelling,
    temper,
)
from kontuar.text.fold import fold
from kontuar.text.manners import HouseStyle, Talk
from kontuar.text.tokens import words

MAX_CHARS = MOST_READ


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known around a draft.

    ``answers_to`` is the buyer's text the draft answers; ``known_words`` product names, names of people and
    the house dictionary, as typed; ``now`` is aware, in the seller's zone, and dates the promises.
    """

    language: Language | None = None
    answers_to: str = ""
    known_words: frozenset[str] = frozenset()
    style: HouseStyle = field(default_factory=HouseStyle)
    ongoing: bool = False
    now: datetime | None = None
    check_commas: bool = True


def read_buyer(text: str, *, known_language: Language | None = None) -> Reading:
    """Return what a buyer's message says: language, questions and wishes, intents, temper."""
    text, truncated = _cut(text)
    found, confidence = language.identify(text)
    spoken = known_language or _for_phrases(text, found)
    wanted = intents.find_intents(text)
    kinds = {intent.kind for intent in wanted}
    closer = IntentKind.CLOSER in kinds
    return Reading(
        language=known_language or found,
        language_confidence=1.0 if known_language else confidence,
        asks=() if closer else questions.find_asks(text),
        intents=wanted,
        temper=temper.read(text, spoken),
        is_closer=closer,
        is_thanks=IntentKind.THANKS in kinds,
        truncated=truncated,
    )


def read_draft(text: str, context: Context | None = None) -> Reading:
    """Return what our own text claims and what could be better in it.

    ``asks`` are the buyer's, each with ``answered``, when ``context.answers_to`` is given. Findings come in
    order of place; deciding which of them to show belongs to rules and screens.
    """
    context = context or Context()
    text, truncated = _cut(text)
    found, confidence = language.identify(text)
    spoken = context.language or _for_phrases(text, found)
    asks, complaint = _asked(context.answers_to[:MAX_CHARS], text)
    claimed = claims.find_claims(text, now=context.now)
    findings = [
        *_spelling(text, spoken, context),
        *manners.check(text, spoken, context.style, Talk(ongoing=context.ongoing, complaint=complaint)),
        *temper.check_draft(text, spoken),
        *_of_claims(claimed),
        *_of_answers(asks),
        *_of_language(context, found, confidence, text),
    ]
    return Reading(
        language=context.language or found,
        language_confidence=confidence,
        asks=asks,
        temper=temper.read(text, spoken),
        claims=claimed,
        findings=tuple(sorted(findings, key=lambda finding: (finding.start, finding.end, finding.code))),
        truncated=truncated,
    )


def warm(*languages: Language) -> None:
    """Load what reading in these languages needs, so that no person waits for it (Lithuanian and German: 0.1 s).

    English is always among it: foreign words in another language's text are asked for there.
    """
    dictionaries.dictionary(Language.EN)
    for one in languages or (Language.PL,):
        read_draft("Dzień dobry", Context(language=one))


def _cut(text: str) -> tuple[str, bool]:
    return text[:MAX_CHARS], len(text) > MAX_CHARS


def _for_phrases(text: str, found: Language) -> Language:
    return language.guess(text) if found is Language.UNKNOWN else found


def _asked(buyers_text: str, draft: str) -> tuple[tuple[Ask, ...], bool]:
    if not buyers_text.strip():
        return (), False
    asks = answers.held_against(questions.find_asks(buyers_text), draft)
    complaint = any(intent.kind is IntentKind.COMPLAINT for intent in intents.find_intents(buyers_text))
    return asks, complaint


def _spelling(text: str, spoken: Language, context: Context) -> tuple[Finding, ...]:
    allowed = {fold(word.text) for phrase in context.known_words for word in words(phrase)}
    allowed |= {fold(word.text) for word in words(context.answers_to[:MAX_CHARS])}
    found = spelling.check(text, spoken, allowed)
    if spoken is not Language.PL:
        return found
    slips = polish.check(text, commas=context.check_commas)
    taken = {finding.start for finding in slips}
    return (*(finding for finding in found if finding.start not in taken), *slips)


_CLAIM_SEVERITY = {
    ClaimKind.PLACEHOLDER: Severity.ERROR,
    ClaimKind.EMAIL: Severity.WARNING,
    ClaimKind.PHONE: Severity.WARNING,
    ClaimKind.LINK: Severity.WARNING,
    ClaimKind.BANK_ACCOUNT: Severity.WARNING,
    ClaimKind.OFF_PLATFORM: Severity.WARNING,
    ClaimKind.ABSOLUTE: Severity.WARNING,
    ClaimKind.RATING_REQUEST: Severity.WARNING,
}


def _of_claims(claimed: tuple[Claim, ...]) -> list[Finding]:
    """Turn the claims that trouble everywhere into findings; whether a channel allows them is a rule's."""
    return [
        Finding(
            code=f"claim.{claim.kind}",
            area=Area.CLAIM,
            severity=_CLAIM_SEVERITY[claim.kind],
            start=claim.start,
            end=claim.end,
            text=claim.text,
        )
        for claim in claimed
        if claim.kind in _CLAIM_SEVERITY
    ]


def _of_answers(asks: tuple[Ask, ...]) -> list[Finding]:
    """One hint for each of the buyer's asks that the draft seems to leave out; no place in the draft."""
    return [
        Finding(
            code=f"answer.{ask.kind}_left",
            area=Area.ANSWER,
            severity=Severity.HINT,
            start=0,
            end=0,
            text="",
            detail=ask.text,
        )
        for ask in asks
        if ask.answered is False
    ]


def _of_language(context: Context, found: Language, confidence: float, text: str) -> list[Finding]:
    expected = context.language
    unsure = found in (Language.UNKNOWN, expected) or confidence < 0.9
    if expected is None or unsure or len(words(text)) < 5:
        return []
    return [
        Finding(
            code="language.unexpected",
            area=Area.ANSWER,
            severity=Severity.WARNING,
            start=0,
            end=0,
            text="",
            detail=found,
        )
    ]
