"""A draft written in anger: it is offered a rest (S001-16) and a calm wording (S001-19), never stopped."""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.facts.reading import Heat, Reading
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding

HOT = frozenset({Heat.ANGRY, Heat.VULGAR})
LEAST_WORDS = 4


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """One warning for the whole text."""
    if draft.reading is None or not is_heated(draft.text, draft.reading):
        return ()
    return (finding("heated", Severity.WARNING, fix="cool_down"),)


def is_heated(text: str, reading: Reading) -> bool:
    """Whether a text wants a rest before it may leave.

    One word alone is not enough: "the mail was a fraud" tells of somebody else.
    """
    temper = reading.temper
    if temper.heat not in HOT or not temper.cues or len(text.split()) < LEAST_WORDS:
        return False
    return temper.heat is Heat.VULGAR or len(temper.cues) > 1 or "!!" in text
