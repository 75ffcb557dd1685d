"""A new conversation must name an order of the buyer (B14, required since 2025-02-28): else it is refused."""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, DraftKind, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Stop a first message without an order."""
    rule = policy.sending.order_needed
    if rule is None or not rule.needed or draft.kind is not DraftKind.NEW_CONVERSATION or draft.order_id:
        return ()
    return (finding("order_needed", Severity.STOP, rule=rule, fix="choose_order"),)
