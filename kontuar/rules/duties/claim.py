"""The clock of a claim: accept or reject it in time, else the law accepts it.

D10: the marketplace gives the end of the 14th calendar day (opened 2025-09-19, decide by 2025-10-03 21:59:59 UTC,
allegro/allegro-api #12340); 14 days are the law's (art. 7a of the Polish consumer rights act, rules.md H1), and
silence counts as acceptance. The rule in prose and its examples: ``docs/rules/claim.md``.
"""

from datetime import datetime, timedelta

from kontuar.facts.issue_facts import IssueFacts
from kontuar.facts.issues import IssueKind
from kontuar.rules.calendar import BusinessCalendar
from kontuar.rules.duty import Duty, DutyKind, Origin
from kontuar.rules.issue_status import is_over
from kontuar.rules.policy import Policy

SECOND = timedelta(seconds=1)


def end_of_day(start: datetime, days: int, calendar: BusinessCalendar) -> datetime:
    """The last second of the local day ``days`` after that of ``start``, as marketplaces write it."""
    return calendar.day_end(calendar.local_day(start) + timedelta(days=days)) - SECOND


def is_absurd(date: datetime, facts: IssueFacts, policy: Policy) -> bool:
    """True for a date no issue of that age can have: before it began or far beyond any limit (D14, #8944)."""
    return not policy.issues.believes(date, facts.since_at)


def believed(date: datetime | None, facts: IssueFacts, policy: Policy) -> datetime | None:
    """A date of the platform's, unless it is absurd."""
    return None if date is None or is_absurd(date, facts, policy) else date


def why_none(facts: IssueFacts, policy: Policy) -> str:
    """Why no decision is owed, as a code; ``""`` when one is.

    ``other_kind``, ``decided``, ``no_rule`` (no rule is known and the platform gave no date), ``history``
    (the time had run out before the account was connected).
    """
    if facts.issue.kind is not IssueKind.CLAIM:
        return "other_kind"
    if is_over(facts.status):
        return "decided"
    due_at, _origin = due(facts, policy)
    if due_at is None:
        return "no_rule"
    return "history" if due_at < facts.connected_at else ""


def due(facts: IssueFacts, policy: Policy) -> tuple[datetime | None, Origin]:
    """The red date: the platform's own for the decision, else its other one, else counted by the rule."""
    issue = facts.issue
    given = believed(issue.decide_by, facts, policy) or believed(issue.status_due_at, facts, policy)
    if given is not None:
        return given, Origin.PAYLOAD
    if policy.issues.claim is None:
        return None, Origin.RULE
    return end_of_day(facts.since_at, policy.issues.claim.days, policy.calendar), Origin.RULE


def duties(facts: IssueFacts, policy: Policy) -> tuple[Duty, ...]:
    """At most one; late stays owed until the platform or a person says that it is decided."""
    due_at, origin = due(facts, policy)
    rule = policy.issues.claim
    if why_none(facts, policy) or due_at is None or rule is None:
        return ()
    other = believed(facts.issue.status_due_at, facts, policy)
    safer_by = min(due_at, other) if other else due_at
    warn_at = policy.calendar.office_time_before(safer_by, rule.warn_before)
    return (
        Duty(
            kind=DutyKind.CLAIM,
            since_at=facts.since_at,
            due_at=due_at,
            safer_by=safer_by,
            warn_at=max(facts.since_at, warn_at),
            origin=origin,
            rule_id=rule.rule_id,
            rule_version=rule.version,
            lost="claim_granted",
            next_step="decide_on_platform",
            is_counted=True,
        ),
    )
