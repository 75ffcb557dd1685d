"""A message without a word. Allegro requires text even beside a file (spec of 2026-07-18)."""

import unicodedata
from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Stop when nothing visible is written; the signature alone is not a message."""
    if any(is_visible(ch) for ch in draft.text):
        return ()
    return (finding("empty", Severity.STOP, fix="write"),)


def is_visible(ch: str) -> bool:
    """False for blanks, control and format characters such as a zero-width space."""
    return not ch.isspace() and unicodedata.category(ch) not in {"Cc", "Cf", "Mn"}
