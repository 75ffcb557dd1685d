"""What to look at before a text leaves. One file = one check; a good short answer shows nothing.

Checks never block what a person insists on, save an insult, an unfilled placeholder, money for a rating, a machine's
words nobody has accepted, and what cannot work: an empty text and what the marketplace refuses. Checks that need the
text engine's reading or what stands around the draft are silent without them. A warning that rests on a rule names it
with its date and source.
"""

from collections.abc import Callable
from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks import (
    absolute,
    attachment,
    contact_leak,
    contradiction,
    empty,
    heated,
    insult,
    language,
    length,
    machine,
    manners,
    marketplace_notice,
    off_platform,
    order_needed,
    own_fault,
    placeholder,
    private_data,
    promise_date,
    rating_asked,
    rating_for_money,
    receipt_asked,
    recipient,
    said_sent,
    spelling,
    unanswered,
    wrong_name,
    wrong_order,
)

type Check = Callable[[DraftFacts, Policy, datetime], tuple[Finding, ...]]

CHECKS: tuple[Check, ...] = (
    recipient.check,
    empty.check,
    placeholder.check,
    insult.check,
    rating_for_money.check,
    machine.check,
    length.check,
    order_needed.check,
    own_fault.check,
    receipt_asked.check,
    private_data.check,
    said_sent.check,
    contradiction.check,
    promise_date.check,
    wrong_order.check,
    wrong_name.check,
    attachment.check,
    marketplace_notice.check,
    rating_asked.check,
    off_platform.check,
    contact_leak.check,
    absolute.check,
    heated.check,
    language.check,
    spelling.check,
    manners.check,
    unanswered.check,
)


def all_findings(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """Everything the checks notice, in the order of their gravity of subject (see ``CHECKS``)."""
    return tuple(finding for check in CHECKS for finding in check(draft, policy, now))
