"""An answer nobody would get: the buyer's mail names no address, or only ours."""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Stop what has nowhere to go."""
    return () if draft.has_recipient else (finding("no_address", Severity.STOP, fix="answer_elsewhere"),)
