"""Too long for the channel (rule ``api.message``): the marketplace refuses the text.

Whether an emoji counts as one character or two was not found. What is too long either way is stopped, what
depends on the way of counting is a warning.
"""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding
from kontuar.rules.sending_policy import ChannelRule

BETWEEN = 2
"""Characters between the text and its signature: an empty line."""


def length_of(draft: DraftFacts) -> int:
    """Characters of the text as it leaves, signature included."""
    body, signature = draft.text.strip(), draft.signature.strip()
    if not signature or body.endswith(signature):
        return len(body)
    return len(body) + BETWEEN + len(signature)


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Stop above the limit, warn where counting an emoji as two would be."""
    rule = policy.sending.channel
    if rule is None:
        return ()
    length, limit = length_of(draft), rule.text_length
    wide = sum(ord(ch) > 0xFFFF for ch in draft.text)
    if length > limit:
        return (_finding("too_long", Severity.STOP, length, rule),)
    if length + wide > limit:
        return (_finding("maybe_too_long", Severity.WARNING, length, rule),)
    return ()


def _finding(code: str, severity: Severity, length: int, rule: ChannelRule) -> Finding:
    limit = rule.text_length
    over = str(max(0, length - limit))
    return finding(code, severity, rule=rule, fix="shorten", length=str(length), limit=str(limit), over=over)
