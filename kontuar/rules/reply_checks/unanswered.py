"""A question of the buyer that the draft seems to leave out (S001-07: answer exactly what was asked)."""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.facts.reading import AskKind
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding

MOST = 5
LONGEST = 160
SEVERAL = 2
"""One question alone is what the answer is about, in whatever words; one of several is what gets lost."""


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """A hint for each question; a wish ("please send …") is often met without a word, so it passes."""
    if draft.reading is None or not draft.text.strip():
        return ()
    asked = [ask for ask in draft.reading.asks if ask.kind is AskKind.QUESTION]
    if len(asked) < SEVERAL:
        return ()
    left = [ask for ask in asked if ask.answered is False]
    return tuple(
        finding("question_left", Severity.HINT, text=" ".join(ask.text.split())[:LONGEST])
        for ask in left[:MOST]
    )
