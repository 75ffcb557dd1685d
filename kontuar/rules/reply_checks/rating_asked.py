"""Asking for a rating where it does harm: by mail or social media without consent, or in an answer on Allegro.

Where we write first, ``marketplace_notice`` speaks. Inside the buyer's own conversation Allegro delivers it (B9)
but wants it left to its own request (B7, A5.14), so that is a hint. By mail, and on social media, an opinion asked
for is marketing for which consent is needed beforehand: in Poland by art. 398 of the Electronic Communications Law
(in force since 2024-11-10). eBay lets a friendly reminder pass (F3.4): no rule there, no finding.
"""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import before, finding, fold
from kontuar.rules.reply_checks.rating_words import ALREADY, ASKED, REFUSED
from kontuar.rules.sending_policy import Notice

LAW_ID, LAW_SINCE = "PKE 398", "2024-11-10"
LAW_SOURCE = "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU20240001221"


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """At most one finding, at the first place."""
    span = _place(draft.text)
    if span is None:
        return ()
    if draft.around.is_mail or draft.around.is_social:
        return (_by_mail(span),)
    rule = next((one for one in policy.sending.notices if Notice.RATING_REQUEST in one.notices), None)
    if rule is None or draft.started_by_us:
        return ()
    return (finding("rating_asked", Severity.HINT, span=span, rule=rule, fix="remove"),)


def _place(text: str) -> tuple[int, int] | None:
    folded = fold(text)
    for match in ASKED.finditer(folded):
        around = before(folded, match.start(), 40) + match.group()
        if REFUSED.search(around) is None and ALREADY.search(around) is None:
            return match.span()
    return None


def _by_mail(span: tuple[int, int]) -> Finding:
    return Finding(
        code="opinion_by_mail",
        severity=Severity.WARNING,
        span=span,
        rule_id=LAW_ID,
        since=LAW_SINCE,
        source=LAW_SOURCE,
        fix="remove",
    )
