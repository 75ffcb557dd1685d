"""Messages a seller starts that the marketplace does not want, or does not deliver (B4–B8).

Since 2026-03-02 Allegro stops notices that repeat its own: payment received, order in progress or sent,
parcel status, a request for a rating, sales documents (allegro/allegro-api #13038); its moderator adds
reminders, repeated order details, requests to change a rating and thanks for the purchase (2025-09-24).
Inside the buyer's conversation everything is free (B9), and so is writing about carrying out the order: a
status beside a question or a difficulty passes. Allegro's own detector is not public, hence a warning.
"""

from datetime import datetime

from kontuar.facts.drafts import DraftFacts, Finding, Severity
from kontuar.rules.policy import Policy
from kontuar.rules.reply_checks.look import finding, fold
from kontuar.rules.reply_checks.notice_words import ABOUT_THE_ORDER, NOTICES
from kontuar.rules.sending_policy import Notice, NoticeRule

ALWAYS = frozenset({Notice.RATING_REQUEST, Notice.RATING_CHANGE, Notice.PAYMENT_REMINDER, Notice.DOCUMENT})
"""Kinds that stay unwanted beside a question."""


def check(draft: DraftFacts, policy: Policy, now: datetime) -> tuple[Finding, ...]:
    """At most one warning per kind of notice, the first place of each."""
    found = []
    text = fold(draft.text)
    about_the_order = "?" in text or ABOUT_THE_ORDER.search(text) is not None
    taken: list[tuple[int, int]] = []
    for kind, pattern in NOTICES.items():
        rule = _rule_for(kind, policy)
        if rule is None or (rule.only_when_started_by_us and not draft.started_by_us):
            continue
        if about_the_order and kind not in ALWAYS:
            continue
        match = pattern.search(text)
        if match and not any(start < match.end() and match.start() < end for start, end in taken):
            taken.append(match.span())
            found.append(_finding(kind, rule, match.span()))
    return tuple(found)


def _finding(kind: Notice, rule: NoticeRule, span: tuple[int, int]) -> Finding:
    code = "notice_not_wanted" if rule.delivered else "notice_not_delivered"
    fix = "attach_to_order" if kind is Notice.DOCUMENT else "leave_to_marketplace"
    return finding(code, Severity.WARNING, span=span, rule=rule, fix=fix, notice=kind.value)


def _rule_for(kind: Notice, policy: Policy) -> NoticeRule | None:
    return next((rule for rule in policy.sending.notices if kind in rule.notices), None)
