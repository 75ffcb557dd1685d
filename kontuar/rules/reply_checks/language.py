"""Written in another language than the buyer's, where both are known for sure."""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding

LEAST_WORDS = 7
"""Below it, sister languages are taken for each other ("stalas sveria 18 kg")."""


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """One warning for the whole text; the text engine says it only when it is sure."""
    reading = draft.reading
    if reading is None:
        return ()
    if len(draft.text.split()) < LEAST_WORDS:
        return ()
    odd = next((one for one in reading.findings if one.code == "language.unexpected"), None)
    if odd is None:
        return ()
    return (finding("wrong_language", Severity.WARNING, written=odd.detail, expected=reading.language.value),)
