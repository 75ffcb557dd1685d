"""What the writer of a message is after: phrases per intent, then a few rules between intents.

Phrases, not a trained model, since no redistributable data of such messages exist in the four languages; the
trained classifier of ``model.py`` is measured on banking77 beside it (docs/developers/text-engine.md).
"""

from __future__ import annotations

from kontuar.facts.reading import Intent, IntentKind
from kontuar.text import intent_words as say
from kontuar.text.closers import is_closer, is_thanks
from kontuar.text.contacts import find_contacts, find_postal
from kontuar.text.fold import fold_aligned

MAX_CHARS = 6000


def find_intents(text: str) -> tuple[Intent, ...]:
    """Return the intents of a buyer's text, surest first."""
    text = text[:MAX_CHARS]
    folded = fold_aligned(text)
    found: dict[IntentKind, Intent] = {}
    for kind, pattern in say.KEYS.items():
        matches = list(pattern.finditer(folded))
        if matches:
            first = matches[0]
            confidence = 0.75 if len(matches) == 1 else 0.9
            place = (first.start(), first.end())
            found[kind] = _intent(kind, confidence, text, place)
    _settle(found, folded)
    if (threat := say.THREAT.search(folded)) and say.CONDITION.search(folded):
        found[IntentKind.PRESSURE] = _intent(IntentKind.PRESSURE, 0.8, text, threat.span())
    for place in [(claim.start, claim.end) for claim in find_contacts(text)] or list(find_postal(text)):
        found.setdefault(IntentKind.CONTACT_GIVEN, _intent(IntentKind.CONTACT_GIVEN, 0.9, text, place))
    if is_thanks(text):
        found[IntentKind.THANKS] = _intent(IntentKind.THANKS, 0.9, text, (0, 0))
    if is_closer(text):
        found = {kind: intent for kind, intent in found.items() if kind is IntentKind.THANKS}
        found[IntentKind.CLOSER] = _intent(IntentKind.CLOSER, 0.95, text, (0, 0))
    return tuple(sorted(found.values(), key=lambda intent: -intent.confidence))


def _intent(kind: IntentKind, confidence: float, text: str, place: tuple[int, int]) -> Intent:
    start, end = place
    return Intent(kind=kind, confidence=confidence, start=start, end=end, text=text[start:end])


def _settle(found: dict[IntentKind, Intent], folded: str) -> None:
    """Drop intents that another one explains."""
    kinds = set(found)
    if IntentKind.RATE_ME in kinds and say.BAD_RATING.search(folded):
        found.pop(IntentKind.RATE_ME)
    waiting = found.get(IntentKind.WHERE_IS_PARCEL)
    if (
        waiting
        and waiting.confidence < 0.8
        and (IntentKind.RESIGNATION in kinds or say.REFUND.search(folded))
    ):
        found.pop(IntentKind.WHERE_IS_PARCEL)
    if IntentKind.WITHDRAWAL in kinds:
        found.pop(IntentKind.RESIGNATION, None)
        if found.get(IntentKind.HOW_TO_RETURN) and found[IntentKind.HOW_TO_RETURN].confidence < 0.8:
            found.pop(IntentKind.HOW_TO_RETURN)
    if IntentKind.COMPLAINT in kinds and IntentKind.WITHDRAWAL not in kinds:
        found.pop(IntentKind.HOW_TO_RETURN, None)
        found.pop(IntentKind.WANTED_ITEM, None)
    if IntentKind.INVOICE in kinds:
        found.pop(IntentKind.COMPLAINT, None)
        found.pop(IntentKind.ADDRESS_CHANGE, None)
    if IntentKind.HOW_TO_RETURN in kinds or IntentKind.WITHDRAWAL in kinds:
        found.pop(IntentKind.ADDRESS_CHANGE, None)
