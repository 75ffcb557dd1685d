"""An answer nobody would get: the buyer's mail names no address, or only ours, or one that nobody reads."""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Stop what has nowhere to go; warn of an address such as ``noreply@``."""
    if not draft.has_recipient:
        return (finding("no_address", Severity.STOP, fix="answer_elsewhere"),)
    if draft.is_to_robot:
        return (finding("robot_address", Severity.WARNING, fix="answer_elsewhere"),)
    return ()
