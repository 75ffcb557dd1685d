"""What to look at before a text leaves. One file = one check; a good short answer shows nothing.

Checks never block what a person insists on, save what cannot work: an unfilled placeholder, an empty text
and what the marketplace refuses. A warning that rests on a rule names it with its date and source.
"""

from collections.abc import Callable
from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks import (
    attachment,
    contact_leak,
    empty,
    length,
    marketplace_notice,
    off_platform,
    order_needed,
    placeholder,
    recipient,
)

type Check = Callable[[DraftFacts, Policy, datetime], tuple[Finding, ...]]

CHECKS: tuple[Check, ...] = (
    recipient.check,
    empty.check,
    placeholder.check,
    length.check,
    order_needed.check,
    attachment.check,
    marketplace_notice.check,
    off_platform.check,
    contact_leak.check,
)


def all_findings(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Everything the checks notice, in the order of their gravity of subject (see ``CHECKS``)."""
    return tuple(finding for check in CHECKS for finding in check(draft, policy, now))
